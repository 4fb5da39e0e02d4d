"""Reuse: which articles share text, what they are to each other, whose it was. All invented."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.compare.reuse import COMPARED, find_reuse, relations
from flows.compare.reuse.prints import PASSAGE_WORDS, PRINT_WORDS
from flows.compare.reuse.relations import REUSE
from flows.seeds import read_seed
from flows.segment import add_texts, segment_pages
from flows.text import fold_text
from flows.warehouse.models import SQL

FERRY = (
    "The ferry returned to the harbour on Monday after six weeks in dry dock. Nobody on the island"
    " had seen it leave, the council said, because the storm had closed the pier road the night"
    " before. Its engines were rebuilt twice and the second bill came to four million crowns."
    " Islanders had waited for post, milk and coffins in a borrowed trawler that took nine people."
)
FERRY_IN_CHINESE = (
    "渡轮在船坞里停了六个星期以后星期一终于回到港口岛上没有人看见它离开因为前一天夜里风暴封住了码头的道路"
    "发动机前后拆装过两次第二张账单高达四百万克朗居民们只好靠一条借来的渔船等待邮件牛奶和棺材那条船每趟最多坐九个人"
    "村长说今后每年春季都要提前检查龙骨和舵机并且在教堂门口贴出时刻表学校的孩子为船长画了一幅很大的画挂在售票窗口旁边"
    "面包师傅则答应头一个月免费供应早餐给所有水手直到新的缆绳从南方运来为止"
)
CHEESE = (
    "A dairy in the northern valley won the cheese fair with a wheel that aged in a railway tunnel."
    " Judges tasted ninety kinds over two days and fell ill only once, which the fair called a"
    " record. The winner plans to buy a second tunnel and hire the stationmaster who lives inside."
)
QUOTATION = (
    "we will never again let a cow decide which train may leave this valley before the milk does"
)
MAY = datetime(2025, 5, 1)


def compare(*articles: dict) -> list[dict]:
    """The rows of REUSE; what an article leaves out is null."""
    rows = [
        dict.fromkeys(COMPARED) | {"headline": article["article_id"], "is_complete": True} | article
        for article in articles
    ]
    return find_reuse(pl.DataFrame(rows, schema=COMPARED)).to_dicts()


def article(article_id: str, body: str, **facts: object) -> dict:
    return {"article_id": article_id, "body": body, **facts}


def relation_of(body: str, other: str, **facts: object) -> str | None:
    rows = compare(article("a", body), article("b", other, **facts))
    return rows[0]["relation"] if rows else None


def change(text: str, every: int) -> str:
    """The text with each eighth word, say, replaced."""
    words = text.split(" ")
    return " ".join("xyz" if at % every == every - 1 else word for at, word in enumerate(words))


# Relations


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (FERRY, "duplicate"),
        (FERRY.replace(" ", "\n"), "duplicate"),
        (FERRY.upper().replace(",", " –"), "duplicate"),
        (f"Our reader writes: {FERRY} {CHEESE}", "duplicate"),
        (FERRY[: len(FERRY) * 2 // 5], "duplicate"),
        (change(FERRY, 8), "duplicate"),
        (f"{CHEESE} {' '.join(FERRY.split(' ')[20:32])} {CHEESE[::-1]}", "shared_passage"),
        (f"{CHEESE} {' '.join(FERRY.split(' ')[20:31])} {CHEESE[::-1]}", None),
        (change(FERRY, 4), None),
        (" ".join(reversed(FERRY.split(" "))), None),
        (CHEESE, None),
        ("", None),
    ],
)
def test_relation(other: str, relation: str | None):
    assert relation_of(FERRY, other) == relation


def test_shares_are_exact():
    """13 words have 9 runs of 5; the other text holds 8 of them, and 12 more of its own."""
    words = [f"w{number}" for number in range(30)]
    (row,) = compare(
        article("a", " ".join(words[:13])), article("b", " ".join(["x", *words[1:24]]))
    )
    assert row == {
        "article_id": "a",
        "other_article_id": "b",
        "relation": "shared_passage",
        "jaccard": 8 / 21,
        "containment": 8 / 9,
        "other_containment": 8 / 20,
        "shared_word_count": 12,
        "original_article_id": None,
        "direction_basis": None,
        "group_article_id": None,
    }


def test_short_texts_share_a_passage_and_are_no_copies():
    words = "nineteen words of a brief that any paper may print below the weather on page two of"
    assert relation_of(words, words) == "shared_passage"
    assert relation_of(f"{words} every Monday all year", f"{words} every Monday all year") == (
        "duplicate"
    )


def test_characters_of_scripts_without_spaces_count_half():
    shared = "港口管理局星期一表示渡轮在船坞停留六周之后已经重新返航"
    around = (
        "评委们在两天内品尝了九十种奶酪获胜者计划再买下一条隧道并聘请住在里面的站长来管理它们所有"
    )
    assert relation_of(f"{shared[:24]}。{around}", f"{around[::-1]}{shared}") == "shared_passage"
    assert relation_of(f"{shared[:23]}。{around}", f"{around[::-1]}{shared}") is None
    assert relation_of(shared + around, f"{around[::-1]}{shared + around}") == "duplicate"


def test_an_edited_copy_in_chinese_is_found_by_one_run_of_its_characters():
    """20 characters stand as they were, then each seventh is another: no run of 12 words."""
    edited = FERRY_IN_CHINESE[:20] + "".join(
        "某" if at % 7 == 0 else character for at, character in enumerate(FERRY_IN_CHINESE[20:])
    )
    assert relation_of(FERRY_IN_CHINESE, edited) == "duplicate"
    assert relation_of(FERRY_IN_CHINESE, FERRY_IN_CHINESE[:20] + edited[:20:-1]) is None


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 40), st.integers(0, 40))
def test_a_run_of_twelve_words_is_always_found(rng: random.Random, before: int, behind: int):
    words = iter(rng.sample(range(10_000), 1_000))
    run = [f"w{next(words)}" for _ in range(PASSAGE_WORDS)]
    bodies = [
        " ".join((*(f"w{next(words)}" for _ in range(before)), *run, f"w{next(words)}"))
        + "".join(f" w{next(words)}" for _ in range(behind))
        for _ in range(2)
    ]
    assert relation_of(*bodies) == "shared_passage"


# Stock


@pytest.mark.parametrize(
    "phrase", ["This article was originally published", "Alle Rechte vorbehalten"]
)
def test_sentences_with_stock_phrases_do_not_count(phrase: str):
    stock = f"{phrase} by the Harbour Post, the Valley Post and all the other posts of the coast."
    assert relation_of(f"{FERRY}\n{stock}", f"{CHEESE} {stock}") is None


def test_stock_phrases_are_sorted_and_unique_as_they_are_compared():
    phrases = read_seed("stock_phrases")["phrase"].to_list()
    assert phrases == sorted(phrases)
    assert len({fold_text(phrase) for phrase in phrases}) == len(phrases)
    assert all(phrase == phrase.lower() for phrase in phrases)


def invent(number: int, word_count: int = 90) -> str:
    rng = random.Random(number)
    return " ".join(f"w{rng.randrange(10**9)}" for _ in range(word_count))


APPEAL = (
    "Friends of the lighthouse meet in the old chapel each Thursday evening and bring a cake or,"
    " failing that, a candle of their own."
)


@pytest.mark.parametrize(("days", "is_stock"), [(0.4, True), (1, False)])
def test_passage_of_many_articles_in_a_month_is_stock(days: float, is_stock: bool):
    """70 articles of four weeks; or of ten, where each shares it with the first."""
    articles = [
        article(f"a{at:02}", f"{invent(at)} {APPEAL}", first_captured=MAY + timedelta(days) * at)
        for at in range(70)
    ]
    found = {(row["article_id"], row["other_article_id"]) for row in compare(*articles)}
    firsts = {("a00", f"a{at:02}") for at in range(1, 70)}
    assert found == set() if is_stock else found >= firsts
    assert len(found) < 3 * 70  # some share a few words before it, too


@pytest.mark.parametrize(("days", "is_stock"), [(8, True), (10, False)])
def test_passage_of_an_outlets_articles_of_a_season_is_stock(days: int, is_stock: bool):
    facts = [
        {"outlet_id": "post", "first_captured": MAY + timedelta(days * at)} for at in range(12)
    ]
    articles = [article(f"a{at}", f"{invent(at)} {APPEAL}", **facts[at]) for at in range(12)]
    assert len(compare(*articles)) == (0 if is_stock else 66)


def test_passage_of_a_dozen_articles_of_an_outlet_is_stock():
    articles = [article(f"a{at:02}", f"{invent(at)} {APPEAL}") for at in range(12)]
    assert len(compare(*articles)) == 12 * 11 / 2
    assert compare(*(row | {"outlet_id": "post"} for row in articles)) == []
    assert len(compare(*(row | {"outlet_id": row["article_id"]} for row in articles))) == 66


def test_text_of_many_articles_in_a_month_is_a_copy_still():
    copies = [
        article(f"a{at:02}", f"{FERRY} {CHEESE} {invent(at, 9)}", first_captured=MAY)
        for at in range(70)
    ]
    assert {row["relation"] for row in compare(*copies)} == {"duplicate"}


def test_stock_does_not_make_a_copy_of_what_shares_little():
    appealing = [article(f"a{at:02}", f"{invent(at)} {APPEAL}") for at in range(68)]
    passage = " ".join(CHEESE.split(" ")[:13])
    pair = [
        article("b", f"{invent(98, 60)} {passage} {APPEAL}"),
        article("c", f"{passage} {APPEAL} {invent(99, 60)}"),
    ]
    (row,) = compare(*appealing, *pair)
    assert row["relation"] == "shared_passage"
    # A few words of the appeal run on from the passage.
    assert 13 <= row["shared_word_count"] < 13 + PRINT_WORDS


# Groups of more than 20 copies


def copy_text(count: int, make: Callable[[int], str], **facts: object) -> list[dict]:
    """So many articles a day apart, each of an outlet of its own if not said otherwise."""
    return [
        article(f"a{at:03}", make(at), first_captured=MAY + timedelta(at), **facts)
        for at in range(count)
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda at: FERRY,
        lambda at: f"{FERRY} {at}",
        lambda at: FERRY.replace("six weeks", f"{at} weeks").replace("nine people", f"{at} men"),
        lambda at: f"{invent(at, 12)} {FERRY}",
    ],
)
def test_a_group_has_a_row_a_copy_from_21_copies_on(make: Callable[[int], str]):
    rows = compare(*copy_text(20, make))
    assert len(rows) == 20 * 19 / 2
    assert {row["group_article_id"] for row in rows} == {None}
    rows = compare(*copy_text(21, make))
    pairs = [(row["article_id"], row["other_article_id"]) for row in rows]
    assert pairs == [("a000", f"a{at:03}") for at in range(1, 21)]
    assert {(row["group_article_id"], row["relation"]) for row in rows} == {("a000", "duplicate")}


def test_the_first_of_a_group_is_the_agencys_own_else_the_earliest():
    copies = copy_text(25, lambda at: f"{FERRY} {at}")
    copies[7] |= {"first_captured": MAY - timedelta(9)}
    assert {row["group_article_id"] for row in compare(*copies)} == {"a007"}
    copies[9] |= {"outlet_id": "wire", "wire_outlet_id": "wire"}
    copies[11] |= {"outlet_id": "post", "wire_outlet_id": "wire"}
    rows = compare(*copies)
    assert {row["group_article_id"] for row in rows} == {"a009"}
    bases = {row["direction_basis"] for row in rows if "a011" in row.values()}
    assert (len(rows), bases) == (24, {"wire"})


def test_others_meet_a_group_in_its_first_one_and_copies_in_what_is_their_own():
    copies = copy_text(25, lambda at: f"{FERRY} {CHEESE if at == 9 else invent(at, 9)}")
    rows = compare(
        *copies,
        article("b", f"{invent(200, 60)} {FERRY[:130]}", first_captured=MAY),
        article("c", f"{invent(300, 60)} {CHEESE[:130]}", first_captured=MAY),
    )
    others = [
        (row["article_id"], row["other_article_id"], row["relation"], row["group_article_id"])
        for row in rows
        if row["other_article_id"] in ("b", "c")
    ]
    assert others == [("a000", "b", "shared_passage", None), ("a009", "c", "shared_passage", None)]


def test_captures_of_one_page_meet_the_first_one_and_the_one_before():
    pages = copy_text(
        30, lambda at: f"{invent(at // 3, 60)} {invent(50, 9)}", url="https://post.example/live"
    )
    rows = compare(*(page | {"headline": "Live"} for page in pages))
    assert {row["relation"] for row in rows} == {"version"}
    pairs = {(row["article_id"], row["other_article_id"]) for row in rows}
    assert {("a000", f"a{at:03}") for at in range(1, 30)} <= pairs
    assert {(f"a{at:03}", f"a{at + 1:03}") for at in range(29)} <= pairs
    assert len(pairs) < 30 * 3


@settings(max_examples=10, deadline=None)
@given(st.permutations([*copy_text(24, lambda at: f"{FERRY} {at}"), article("b", CHEESE)]))
def test_rows_of_a_group_depend_on_no_order(articles: list[dict]):
    assert compare(*articles) == compare(*sorted(articles, key=lambda row: row["article_id"]))


def test_rows_and_comparisons_grow_with_the_copies(monkeypatch: pytest.MonkeyPatch):
    measured, count = [], relations.count_words
    monkeypatch.setattr(
        relations,
        "count_words",
        lambda runs, *rest: measured.append(runs.height) or count(runs, *rest),
    )
    work = []
    for size in (300, 1_200):
        measured.clear()
        rows = compare(*copy_text(size, lambda at: f"{FERRY} {at}", outlet_id="post"))
        assert len(rows) == size - 1
        work.append(sum(measured))
    assert work[1] < 5 * work[0]


# Laws

LIBRARY = [
    article("a", FERRY, published_earliest=MAY, published_latest=MAY, outlet_id="post"),
    article("b", f"{CHEESE} {FERRY}", wire_outlet_id="post"),
    article("c", f"{CHEESE} {QUOTATION}", headline="a", outlet_id="post"),
    article("d", f"{QUOTATION} {invent(1)}", url="https://post.example/1"),
    article("e", f"{invent(1)} {invent(2)}", url="https://post.example/1"),
    article("f", FERRY[:90], is_complete=False),
]


@settings(max_examples=20, deadline=None)
@given(st.permutations(LIBRARY), st.integers(0, 5))
def test_rows_depend_on_no_order_and_no_other_articles(articles: list[dict], count: int):
    others = [article(f"x{at}", invent(100 + at), outlet_id="post") for at in range(count)]
    assert compare(*others, *articles) == compare(*LIBRARY)


def test_library_has_every_relation():
    assert [
        (row["article_id"], row["other_article_id"], row["relation"]) for row in compare(*LIBRARY)
    ] == [
        ("a", "b", "duplicate"),
        ("a", "f", "version"),
        ("b", "c", "duplicate"),
        ("c", "d", "shared_passage"),
        ("d", "e", "version"),
    ]


def test_no_articles_and_blank_ones():
    assert find_reuse(pl.DataFrame(schema=COMPARED)).equals(pl.DataFrame(schema=REUSE))
    blank = [
        article(name, body, headline=None) for name, body in (("a", ""), ("b", ""), ("c", "…"))
    ]
    assert compare(*blank) == []


# Versions

HALF_NEW = f"{FERRY[: len(FERRY) // 2]} {invent(3, 60)}"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ({"url": "https://post.example/ferry"}, {"url": "https://post.example/ferry"}, "version"),
        (
            {"url": "http://www.post.example/ferry/?utm_source=mail"},
            {"url": "https://post.example/ferry#top"},
            "version",
        ),
        (
            {"url": "https://post.example/?id=1"},
            {"url": "https://post.example/?id=2"},
            "shared_passage",
        ),
        ({"url": "https://post.example/"}, {"url": "https://post.example/"}, "shared_passage"),
        (
            {"outlet_id": "post", "headline": "Ferry – back"},
            {"outlet_id": "post", "headline": "FERRY - BACK"},
            "version",
        ),
        (
            {"outlet_id": "post", "headline": "Ferry back"},
            {"outlet_id": "globe", "headline": "Ferry back"},
            "shared_passage",
        ),
        ({"headline": "Ferry back"}, {"headline": "Ferry back"}, "shared_passage"),
        (
            {"outlet_id": "post", "headline": None},
            {"outlet_id": "post", "headline": None},
            "shared_passage",
        ),
    ],
)
def test_version(first: dict, second: dict, relation: str):
    (row,) = compare(article("a", FERRY, **first), article("b", HALF_NEW, **second))
    assert row["relation"] == relation


def test_a_headline_used_again_is_no_version():
    facts = {"outlet_id": "post", "headline": "Letters"}
    assert compare(article("a", FERRY, **facts), article("b", CHEESE, **facts)) == []
    facts["url"] = "https://post.example/letters"
    assert compare(article("a", FERRY, **facts), article("b", CHEESE, **facts)) != []


def test_first_captured_version_is_the_original():
    facts = {"url": "https://post.example/ferry"}
    (row,) = compare(
        article("a", FERRY, first_captured=MAY + HOUR, **facts),
        article("b", HALF_NEW, first_captured=MAY, **facts),
    )
    assert (row["original_article_id"], row["direction_basis"]) == ("b", "captured")


# Teasers

OPENING = "The ferry returned to the harbour on Monday after six weeks in dry dock."


@pytest.mark.parametrize(
    ("whole", "teaser", "basis"),
    [
        ({}, {"body": OPENING}, "teaser_beginning"),
        ({}, {"body": f"{OPENING[:52]}…"}, "teaser_beginning"),
        ({}, {"body": f"{OPENING[:52]} ..."}, "teaser_beginning"),
        ({"body": CHEESE, "deck": OPENING}, {"body": OPENING}, "teaser_beginning"),
        ({"outlet_id": "post"}, {"body": OPENING}, "teaser_beginning"),
        ({"outlet_id": "post"}, {"body": OPENING, "outlet_id": "globe"}, None),
        ({}, {"body": "The ferry returned to the harbour."}, None),
        ({}, {"body": OPENING.replace("dry dock", "France")}, None),
        (
            {"headline": "Back", "outlet_id": "post"},
            {"headline": "Back", "outlet_id": "post"},
            "teaser_headline",
        ),
        (
            {"headline": "Back", "outlet_id": "post"},
            {"headline": "Back", "outlet_id": "post", "body": OPENING},
            "teaser_headline",
        ),
        ({"headline": "Back", "outlet_id": "post"}, {"headline": "Back"}, None),
    ],
)
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_teaser(whole: dict, teaser: dict, basis: str | None, names: tuple[str, str]):
    rows = compare(
        article(names[0], FERRY) | whole, article(names[1], "", is_complete=False) | teaser
    )
    found = [(row["relation"], row["original_article_id"], row["direction_basis"]) for row in rows]
    assert found == ([("version", names[0], basis)] if basis else [])


def test_teasers_are_tied_to_no_teasers():
    facts = {"is_complete": False, "outlet_id": "post", "headline": "Back"}
    assert compare(article("a", OPENING, **facts), article("b", f"{OPENING} It", **facts)) == []


# Originals


def dated(first: datetime, hours: float, offset: int | None = 0) -> dict:
    return {
        "published_earliest": first,
        "published_latest": first + timedelta(hours=hours),
        "published_utc_offset_minutes": offset,
    }


@pytest.mark.parametrize(
    ("first", "second", "original", "basis"),
    [
        ({}, {}, None, None),
        # Wire marks.
        ({"outlet_id": "wire"}, {"wire_outlet_id": "wire"}, "a", "wire"),
        ({"outlet_id": "wire", "wire_outlet_id": "wire"}, {"outlet_id": "post"}, "a", "wire"),
        ({"outlet_id": "post"}, {"outlet_id": "wire", "wire_outlet_id": "wire"}, "b", "wire"),
        (
            {"outlet_id": "wire", "wire_outlet_id": "wire"},
            {"outlet_id": "post", "wire_outlet_id": "other"},
            None,
            None,
        ),
        (
            {"outlet_id": "post", "wire_outlet_id": "wire", **dated(MAY, 1)},
            {"outlet_id": "globe", "wire_outlet_id": "wire", **dated(MAY + HOUR, 1)},
            None,
            None,
        ),
        (
            {"outlet_id": "post", "wire_outlet_id": "wire", **dated(MAY, 1)},
            {"outlet_id": "globe", **dated(MAY + HOUR, 1)},
            None,
            None,
        ),
        # Attributions.
        ({"outlet_id": "post"}, {"attributed_outlet_ids": ["post"]}, "a", "attribution"),
        (
            {"outlet_id": "post", "attributed_outlet_ids": ["globe"], **dated(MAY, 1)},
            {"outlet_id": "globe", **dated(MAY + HOUR, 1)},
            "b",
            "attribution",
        ),
        (
            {"outlet_id": "post", "attributed_outlet_ids": ["globe"]},
            {"outlet_id": "globe", "attributed_outlet_ids": ["post"]},
            None,
            None,
        ),
        # Dates: brackets that do not overlap, days where a zone is not printed.
        (dated(MAY, 1), dated(MAY + HOUR, 1), "a", "published"),
        (dated(MAY + HOUR, 1), dated(MAY, 1), "b", "published"),
        (dated(MAY, 2), dated(MAY + HOUR, 2), None, None),
        (dated(MAY, 1), {}, None, None),
        (dated(MAY, 24, None), dated(MAY + 24 * HOUR, 24, None), "a", "published"),
        (dated(MAY, 1, None), dated(MAY + 8 * HOUR, 1, None), None, None),
        (dated(MAY, 1, None), dated(MAY + 8 * HOUR, 1, 0), None, None),
        ({"first_captured": MAY}, {"first_captured": MAY + HOUR}, None, None),
    ],
)
def test_original(first: dict, second: dict, original: str | None, basis: str | None):
    (row,) = compare(article("a", FERRY, **first), article("b", FERRY, **second))
    assert row["relation"] == "duplicate"
    assert (row["original_article_id"], row["direction_basis"]) == (original, basis)


# The warehouse and the five real pages


def test_articles_come_from_the_warehouse():
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    connection.execute("""
        insert into core.outlets values ('wire', 'Wire', 'wire', null, null);
        insert into core.attributions values ('a', 'post', 'x', 0), ('a', 'post', 'x', 9);
        insert into core.articles (article_id, body, outlet_id, word_count, is_complete)
        values ('a', 'Text', 'wire', 1, true), ('b', 'Text', null, 1, false);
        insert into core.pages (page_id, text_id, source, url, captured_at, captured_latest,
            char_count, text)
        values
            ('p', 'p', 'p', 'https://late.example', '2025-05-02 00:00+00', '2025-05-02 12:00+00',
                1, 'x'),
            ('q', 'q', 'q', 'https://first.example', '2025-05-01 00:00+00', '2025-05-01 12:00+00',
                1, 'x'),
            ('r', 'r', 'r', 'https://unknown.example', null, null, 1, 'x');
        insert into core.placements (page_id, placement_no, article_id, role, start_char, end_char)
        values ('p', 1, 'a', 'lead', 0, 1), ('q', 1, 'a', 'lead', 0, 1),
            ('r', 1, 'a', 'lead', 0, 1), ('q', 2, 'b', 'teaser', 0, 1);
    """)
    connection.register("wanted", connection.sql("select article_id from core.articles").pl())
    articles = connection.sql((SQL / "compare" / "reuse.sql").read_text()).pl()
    assert find_reuse(articles).is_empty()
    columns = ["article_id", "url", "wire_outlet_id", "attributed_outlet_ids", "first_captured"]
    noon = datetime(2025, 5, 1, 12)
    assert articles.select(columns).sort("article_id").rows() == [
        ("a", "https://first.example", "wire", ["post"], noon),
        ("b", None, None, None, noon),
    ]


def test_two_leads_of_the_real_pages_share_passages(reference: Path):
    paths = sorted((reference / "pages" / "real").glob("*.txt"))
    texts, names = [path.read_text() for path in paths], [path.name[:3] for path in paths]
    pages = pl.DataFrame({"page_id": names, "text_id": names, "text": texts})
    segments, placements = segment_pages(pages)
    placements = add_texts(placements, pages, segments)
    articles = placements.unique("article_id").select(
        pl.lit(None, dtype=kind).alias(name)
        if name not in placements.columns
        else pl.col(name).cast(kind)
        for name, kind in COMPARED.items()
        if name != "is_complete"
    )
    page_of = dict(placements.select("article_id", "page_id").iter_rows())
    is_complete = articles["article_id"].is_in(
        placements.filter(pl.col("role") != "teaser")["article_id"].to_list()
    )
    rows = find_reuse(articles.with_columns(is_complete=is_complete)).to_dicts()
    assert [
        (
            *sorted(page_of[row[name]] for name in ("article_id", "other_article_id")),
            row["relation"],
            round(row["jaccard"], 2),
        )
        for row in rows
    ] == [("000", "003", "shared_passage", 0.08)]
