"""Stories: which articles cover one event, when, and by which terms. All invented."""

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.compare import terms
from flows.compare.families import find_families
from flows.compare.stories import (
    Found,
    Known,
    Stories,
    find_story_changes,
    keys,
    likeness,
    undated,
    walk,
)
from flows.compare.stories import find_stories as find_found
from flows.compare.stories.days import COVERING
from flows.compare.stories.names import STORIES, STORY_ARTICLES
from flows.compare.terms import TEXTS as READ
from flows.describe.quotations import find_quotations
from flows.segment import add_texts, segment_pages
from flows.warehouse.models import SQL

MAY = datetime(2025, 5, 1)
EXAMPLES = int(os.environ.get("COPYDESK_EXAMPLES", "50"))  # of the laws; `make slow` has more
BRIDGE = [
    (
        "Bridge at Velmora collapses under gravel train",
        "A railway bridge over the Osk at Velmora collapsed on Thursday under a train of gravel."
        " Two drivers swam ashore. Inspector Ilka Brand had warned of its third pier in March.",
    ),
    (
        "Velmora bridge falls into the Osk; two drivers swim ashore",
        "Two train drivers swam to the bank of the Osk after the Velmora bridge fell. The railway"
        " said that its wagons of gravel were within the limit. The third pier gave way first.",
    ),
    (
        "Why nobody heeded the warning on Velmora's bridge",
        "Inspector Ilka Brand wrote in March that the third pier of the Velmora bridge was hollow."
        " After the gravel train fell into the Osk the railway opened a drawer with her letter.",
    ),
]
CHEESE = [
    (
        "Tunnel cheese wins the Harrow fair",
        "A dairy from Pennick won the Harrow cheese fair with a wheel that ripened in a railway"
        " tunnel. Judge Oda Fenn tasted ninety kinds and called the Pennick wheel thunderous.",
    ),
    (
        "Pennick dairy takes Harrow cheese prize",
        "Judge Oda Fenn gave the prize of the Harrow fair to a Pennick dairy. Its cheese had"
        " ripened two years in a disused tunnel. Ninety kinds of cheese were tasted.",
    ),
]
LIBRARY = (
    "Library of Quill reopens without its clock",
    "The town library of Quill reopened on Friday after a fire in the attic. Its clock, a gift"
    " from sailors, is still at a watchmaker's. Readers queued for atlases and for soup.",
)


ARTICLES = pl.Schema(READ | COVERING)


def find_all(articles: pl.DataFrame, known: Known | None = None) -> Found:
    """Stories of articles that are told whole."""

    def read_texts(article_ids: pl.Series) -> pl.DataFrame:
        told = articles.filter(pl.col("article_id").is_in(article_ids.implode()))
        return told.select(READ.names()).reverse()

    return find_found(articles.select(COVERING.names()), read_texts, known)


def find_stories(articles: pl.DataFrame) -> Stories:
    return find_all(articles).stories


def find_again(articles: pl.DataFrame, before: Found, changed: pl.Series) -> Found:
    """The stories of articles of which some have changed, and the keys of all."""

    def read_keys(column: str, values: pl.Series) -> pl.DataFrame:
        return before.keys.filter(pl.col(column).is_in(values.implode()))

    found = find_all(articles, Known(before.stories, changed, read_keys))
    kept = before.keys.filter(~pl.col("article_id").is_in(changed.implode()))
    keys = pl.concat([kept, found.keys]).sort("article_id", "key")
    return found._replace(keys=keys)


def make(*rows: dict) -> pl.DataFrame:
    """Articles in English, complete, that came out on the day given; each row says what differs."""
    articles = []
    for number, row in enumerate(rows):
        day = row.pop("day", 0)
        article = dict.fromkeys(ARTICLES.names()) | {
            "article_id": f"a{number}",
            "language_code": "en",
            "is_complete": True,
        }
        if day is not None:
            article["published_earliest"] = MAY + timedelta(days=day)
            article["known_at"] = MAY + timedelta(days=day + 1)
        articles.append(article | row)
    return pl.DataFrame(articles, schema=ARTICLES)


def tell(text: tuple[str, str], **row) -> dict:
    return {"headline": text[0], "body": text[1]} | row


def group(articles: pl.DataFrame) -> list[list[str]]:
    found = find_stories(articles).story_articles
    return sorted(
        found.group_by("story_id").agg(pl.col("article_id").sort())["article_id"].to_list()
    )


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


# What is one story


def test_outlets_on_one_event_are_one_story_with_the_terms_that_hold_it():
    articles = make(
        tell(BRIDGE[0]),
        tell(CHEESE[0]),
        tell(BRIDGE[1], day=1),
        tell(LIBRARY),
        tell(BRIDGE[2], day=2),
        tell(CHEESE[1], day=1),
    )
    found = find_stories(articles)
    assert group(articles) == [["a0", "a2", "a4"], ["a1", "a5"], ["a3"]]
    assert found.stories.schema == STORIES
    assert found.story_articles.schema == STORY_ARTICLES
    (bridge,) = found.stories.filter(article_count=3).to_dicts()
    assert bridge["story_id"] == hash_text("a0")
    assert bridge["headline"] == BRIDGE[0][0]
    assert {"Velmora", "bridge", "Osk"} <= {*bridge["terms"]}
    assert bridge["first_published"] == MAY + timedelta(days=1)
    assert bridge["last_published"] == MAY + timedelta(days=3)


def test_the_same_words_a_week_later_are_another_story():
    assert group(make(tell(BRIDGE[0]), tell(BRIDGE[0], day=3))) == [["a0", "a1"]]
    assert group(make(tell(BRIDGE[0]), tell(BRIDGE[0], day=8))) == [["a0"], ["a1"]]


def test_a_capture_bounds_the_day_and_a_month_is_no_day():
    rows = [tell(BRIDGE[0]), tell(CHEESE[0], day=20), tell(BRIDGE[1], day=None)]
    assert group(make(*map(dict, rows)))[0] == ["a0", "a2"]
    rows[2] |= {"known_at": MAY + timedelta(days=20)}
    assert group(make(*map(dict, rows)))[0] == ["a0"]
    month = {"published_earliest": MAY, "known_at": datetime(2025, 6, 1)}
    assert group(make(rows[0], rows[1], tell(BRIDGE[1]) | month))[0] == ["a0", "a2"]


def test_undated_articles_need_more_likeness_or_a_shared_quotation():
    near = (
        "Nine thousand visitors, four hundred donkeys",
        "The Harrow fair drew nine thousand visitors, more for the donkeys than for the cheese"
        " prize. Parking was a field, the field was mud, and the mayor wore boots. A brass"
        " band lost its tuba in a ditch and played on without bass until the rain stopped.",
    )
    dated = make(tell(CHEESE[0]), tell(near))
    assert group(dated) == [["a0", "a1"]]
    assert group(make(tell(CHEESE[0]), tell(near, day=None))) == [["a0"], ["a1"]]
    quoting = {"quotation_family_ids": ["family"]}
    assert group(
        make(tell(CHEESE[0]) | quoting, tell(near, day=None) | quoting),
    ) == [["a0", "a1"]]


def test_copies_of_a_group_count_as_one_article_a_day():
    """Else what thirty print on one day would be what all write of, and tie nothing."""
    copies = [tell(BRIDGE[0]) | {"article_id": f"c{at:02}"} for at in range(30)]
    others = [tell(BRIDGE[1]), tell(CHEESE[0])]
    assert len(group(make(*others, *copies))) > 2
    copies = [copy | {"group_article_id": "c00"} for copy in copies]
    stories = group(
        make(*others, *copies, tell(BRIDGE[0], day=1) | copies[0] | {"article_id": "d"})
    )
    assert stories == [["a0", *(f"c{at:02}" for at in range(30)), "d"], ["a1"]]
    (founder,) = group(make(*copies))
    assert len(founder) == 30


@pytest.mark.parametrize(("count", "is_told"), [(20, True), (201, False)])
def test_a_quotation_that_hundreds_of_a_day_have_tells_nothing(count: int, is_told: bool):
    rows = [
        {"headline": f"{at} {at + 1}", "body": "", "quotation_family_ids": ["family"]}
        for at in range(0, 2 * count, 2)
    ]
    assert len(group(make(*rows))) == (1 if is_told else count)


def test_stories_are_the_same_in_smaller_steps(monkeypatch: pytest.MonkeyPatch):
    articles = make(*(tell(text, day=at % 3) for at, text in enumerate(TEXTS * 3)))
    expected = find_stories(articles)
    monkeypatch.setattr(likeness, "PRODUCTS_A_STEP", 10)
    found = find_stories(articles)
    assert found.story_articles.equals(expected.story_articles)
    assert found.stories.equals(expected.stories)


def test_teasers_join_a_story_and_hold_none_together():
    teaser = tell((BRIDGE[1][0], "Two drivers swim ashore at Velmora."), is_complete=False)
    found = find_stories(make(dict(teaser), tell(BRIDGE[0])))
    assert found.stories["article_count"].to_list() == [1]
    assert found.stories["story_id"].to_list() == [hash_text("a1")]
    assert found.story_articles["article_id"].to_list() == ["a0", "a1"]
    assert find_stories(make(dict(teaser), tell(LIBRARY))).story_articles.height == 1
    assert find_stories(make(dict(teaser))).stories.is_empty()


@pytest.mark.parametrize(
    ("language_code", "bodies"),
    [
        (
            "de",
            [
                "Der Rat hat am Dienstag beschlossen, dass die Fähre wieder fährt, weil das Geld"
                " für den neuen Motor jetzt da ist und die Insel schon lange darauf gewartet hat.",
                "Die Bäckerei hat am Montag wieder geöffnet, weil der Ofen jetzt da ist und das"
                " Dorf schon lange auf das Brot gewartet hat, das es seit dem Winter nicht gab.",
            ],
        ),
        (
            "zh",
            [
                "市议会星期二决定恢复轮渡，因为新发动机的钱已经到了。",
                "村里的面包店昨天早上开门营业，门口排起长队，老板说烤箱修了三个月。",
            ],
        ),
    ],
)
def test_common_words_tie_nothing(language_code: str, bodies: list[str]):
    rows = [{"body": body, "language_code": language_code, "headline": None} for body in bodies]
    assert group(make(*rows)) == [["a0"], ["a1"]]


def test_nothing_gives_empty_tables_and_empty_bodies_their_own_story():
    found = find_stories(make())
    assert found.stories.schema == STORIES
    assert found.story_articles.is_empty()
    assert group(make({"body": ""}, {"body": ""}, {"body": "", "day": None})) == [
        ["a0"],
        ["a1"],
        ["a2"],
    ]


# Laws

TEXTS = [*BRIDGE, *CHEESE, LIBRARY]
ROWS = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.integers(0, 9) | st.none(), st.booleans()),
    min_size=1,
    max_size=14,
)


def make_rows(rows: list) -> pl.DataFrame:
    return make(*(tell(text, day=day, is_complete=whole) for text, day, whole in rows))


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, seed=st.integers(0, 99))
def test_order_does_not_matter(rows: list, seed: int):
    articles = make_rows(rows)
    found, again = (
        find_stories(articles),
        find_stories(articles.sample(fraction=1, shuffle=True, seed=seed)),
    )
    assert found.stories.equals(again.stories)
    assert found.story_articles.equals(again.story_articles)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, until=st.integers(1, 9))
def test_later_days_rename_no_story(rows: list, until: int):
    articles = make_rows([row for row in rows if row[1] is not None])
    before = find_stories(
        articles.filter(pl.col("published_earliest") < MAY + timedelta(days=until))
    )
    after = find_stories(articles)
    kept = before.story_articles.join(after.story_articles, on="article_id", suffix="_after")
    assert kept.height == before.story_articles.height
    assert kept.filter(pl.col("story_id") != pl.col("story_id_after")).is_empty()
    assert find_story_changes(before.story_articles, after.story_articles).is_empty()


STANDS = st.fixed_dictionaries(
    {
        "text": st.sampled_from(TEXTS),
        "day": st.integers(0, 12) | st.none(),
        "is_complete": st.sampled_from([True, True, True, False]),
        "quotation_family_ids": st.sampled_from([None, None, ["f"], ["f", "g"]]),
        "group_article_id": st.sampled_from([None, None, None, "a00"]),
        "is_wide": st.sampled_from([False, False, False, True]),
    }
)


def make_standing(rows: dict[str, dict]) -> pl.DataFrame:
    articles = []
    for article_id, row in rows.items():
        article = tell(row["text"], article_id=article_id) | row
        del article["text"], article["is_wide"]
        if row["is_wide"]:
            article["published_earliest"] = datetime(2025, 4, 1)
        articles.append(article)
    return make(*articles)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    rows=st.lists(STANDS, min_size=4, max_size=16),
    edits=st.dictionaries(st.integers(0, 18), st.none() | STANDS, min_size=1, max_size=3),
)
def test_walking_what_changed_gives_what_walking_all_days_gives(rows: list, edits: dict):
    old = {f"a{number:02}": row for number, row in enumerate(rows)}
    new = old | {f"a{number:02}": row for number, row in edits.items()}
    new = {name: row for name, row in new.items() if row}
    changed = pl.Series([f"a{number:02}" for number in edits])
    before, after = make_standing(old), make_standing(new)
    whole, again = find_all(after), find_again(after, find_all(before), changed)
    assert again.stories.story_articles.equals(whole.stories.story_articles)
    assert again.stories.stories.equals(whole.stories.stories)
    assert again.keys.equals(whole.keys.sort("article_id", "key"))


# Articles without a day meet by their keys: so that these become crowded and clear again, few may
# hold one here, and all is done in small steps.
UNDATED = st.fixed_dictionaries(
    {
        "text": st.sampled_from(TEXTS),
        "day": st.sampled_from([None, None, None, 0, 5]),
        "is_complete": st.sampled_from([True, True, False]),
        "quotation_family_ids": st.sampled_from([None, None, ["f"], ["f", "g"]]),
        "group_article_id": st.sampled_from([None, None, None, None, "a00"]),
        "is_wide": st.just(False),
    }
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    rows=st.lists(UNDATED, min_size=2, max_size=14),
    steps=st.lists(
        st.dictionaries(st.integers(0, 15), st.none() | UNDATED, min_size=1, max_size=3),
        min_size=1,
        max_size=3,
    ),
)
def test_articles_without_a_day_are_where_they_would_be_if_all_were_compared(
    rows: list, steps: list[dict]
):
    articles = {f"a{number:02}": row for number, row in enumerate(rows)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "MOST_HOLDERS", 3)
        patch.setattr(keys, "MOST_QUOTING", 2)
        patch.setattr(keys, "NODES_A_STEP", 2)
        patch.setattr(undated, "PAIRS_A_STEP", 3)
        patch.setattr(undated, "TEASERS_A_STEP", 2)
        patch.setattr(terms, "MOST_KEPT", 100)
        patch.setattr(terms, "MOST_AT_ONCE", 2)
        found = find_all(make_standing(articles))
        for edits in steps:
            articles |= {f"a{number:02}": row for number, row in edits.items()}
            articles = {name: row for name, row in articles.items() if row}
            changed = pl.Series([f"a{number:02}" for number in edits])
            found = find_again(make_standing(articles), found, changed)
        whole = find_all(make_standing(articles))
    assert found.stories.story_articles.equals(whole.stories.story_articles)
    assert found.stories.stories.equals(whole.stories.stories)
    assert found.keys.equals(whole.keys.sort("article_id", "key"))


def test_articles_without_a_day_that_share_no_key_are_not_compared(monkeypatch):
    rows = {f"a{at:02}": tell(text, day=None) for at, text in enumerate(TEXTS)}
    articles = make(*(row | {"article_id": name} for name, row in rows.items()))
    before, compared = find_all(articles.head(5)), []
    compare = undated.compare_pairs
    monkeypatch.setattr(
        undated,
        "compare_pairs",
        lambda state, pairs: (compared.append(pairs.height), compare(state, pairs))[1],
    )
    again = find_again(articles, before, pl.Series(["a05"]))
    assert sum(compared) == 0
    assert [len(story) for story in group(articles)] == [3, 2, 1]
    assert again.stories.story_articles.height == 6


def test_a_story_without_its_first_article_is_renamed_to_its_last_day():
    articles = make(*(tell(BRIDGE[0], day=day) for day in (0, 3, 6, 9)))
    before, later = find_all(articles), articles.tail(3)
    again = find_again(later, before, pl.Series(["a0"])).stories
    assert before.stories.stories["story_id"].to_list() == [hash_text("a0")]
    assert again.stories["story_id"].to_list() == [hash_text("a1")]
    assert again.story_articles.equals(find_stories(later).story_articles)


def test_a_day_far_from_what_changed_is_not_walked(monkeypatch):
    articles = make(*(tell(text, day=day) for day, text in enumerate([LIBRARY] * 9)))
    before = find_all(articles.head(8))
    walked = []
    join = walk.join_articles
    monkeypatch.setattr(
        walk,
        "join_articles",
        lambda state, before, today: (walked.append(today), join(state, before, today)),
    )
    find_again(articles, before, articles["article_id"].tail(1))
    assert walked == [range(8, 9)]


def test_a_late_page_renames_a_story_and_the_change_says_so():
    articles = make(tell(BRIDGE[0], day=1), tell(BRIDGE[1], day=1), tell(BRIDGE[2]), tell(LIBRARY))
    before = find_stories(articles.filter(pl.col("article_id") != "a2")).story_articles
    after = find_stories(articles.filter(pl.col("article_id") != "a3")).story_articles
    assert sorted(find_story_changes(before, after).rows()) == sorted(
        [(hash_text("a0"), hash_text("a2")), (hash_text("a3"), None)]
    )


# The warehouse


@pytest.fixture
def warehouse():
    connection = duckdb.connect()
    connection.execute((SQL / "core.sql").read_text())
    connection.execute("""
        insert into core.outlets by name
        select unnest(['ledger', 'post', 'herald', 'quiet']) as outlet_id, outlet_id as name,
            'publisher' as kind
    """)
    connection.execute("""
        insert into core.articles by name
        select article_id, outlet_id, body, headline, published_earliest, published_latest,
            'day' as published_precision, 'en' as language_code, 10 as word_count, is_complete
        from (values
            ('a', 'ledger', 'x', 'Fall', timestamp '2025-05-01', timestamp '2025-05-02', true),
            ('b', 'post', 'y', 'Fell', timestamp '2025-05-02', timestamp '2025-05-03', true),
            ('c', 'post', 'z', 'Why', timestamp '2025-05-03', timestamp '2025-05-04', true),
            ('d', 'herald', 'q', 'Soup', timestamp '2025-05-02', timestamp '2025-05-03', true),
            ('e', 'ledger', 'w', 'Why?', null, null, false),
            ('f', 'quiet', 'v', 'Old', timestamp '2025-04-01', timestamp '2025-04-02', true)
        ) rows(article_id, outlet_id, body, headline, published_earliest, published_latest,
            is_complete)
    """)
    connection.execute("""
        insert into core.stories by name
        select * from (values
            ('s', 'Fall', ['fall'], timestamp '2025-05-02', timestamp '2025-05-04', 3),
            ('t', 'Soup', ['soup'], timestamp '2025-05-03', timestamp '2025-05-03', 1),
            ('u', 'Old', ['old'], timestamp '2025-04-02', timestamp '2025-04-02', 1)
        ) rows(story_id, headline, terms, first_published, last_published, article_count)
    """)
    connection.execute("""
        insert into core.story_articles
        select story_id, article_id, published_latest
        from (values
            ('s', 'a'), ('s', 'b'), ('s', 'c'), ('s', 'e'), ('t', 'd'), ('u', 'f')
        ) rows(story_id, article_id)
        join core.articles using (article_id)
    """)
    marts = ("carried_articles", "original_articles", "story_outlets", "stories", "coverage_gaps")
    for name in marts:
        query = (SQL / "marts" / f"{name}.sql").read_text()
        connection.execute(f"create table marts.{name} as {query}")
    return connection


def test_story_outlets_say_who_came_when_and_with_how_much(warehouse):
    columns = "story_id, outlet_id, first_article_id, article_count, word_count, teaser_count"
    rows = warehouse.execute(
        f"select {columns}, original_article_count, hours_after_first, is_first"
        " from marts.story_outlets"
    ).fetchall()
    assert rows == [
        ("s", "ledger", "a", 1, 10, 1, 1, 0.0, True),
        ("s", "post", "b", 2, 20, 0, 2, 24.0, False),
        ("t", "herald", "d", 1, 10, 0, 1, 0.0, True),
        ("u", "quiet", "f", 1, 10, 0, 1, 0.0, True),
    ]


def test_stories_of_two_outlets_are_summed_and_gaps_name_who_published_meanwhile(warehouse):
    told = warehouse.execute("""
        select story_id, first_outlet_id, outlet_count, language_count, article_count,
            teaser_count, syndication_share
        from marts.stories
    """).fetchall()
    assert told == [("s", "ledger", 2, 1, 3, 1, 0.0)]
    gaps = warehouse.execute("""
        select story_id, outlet_id, covering_outlet_count, peer_outlet_count, outlet_article_count
        from marts.coverage_gaps
    """).fetchall()
    assert gaps == [("s", "herald", 2, 3, 1)]


def rebuild(warehouse, *names: str) -> None:
    for name in names:
        query = (SQL / "marts" / f"{name}.sql").read_text()
        warehouse.execute(f"create or replace table marts.{name} as {query}")


def test_nobody_is_first_of_outlets_whose_times_overlap(warehouse):
    warehouse.execute(
        "update core.articles set published_earliest = '2025-05-01 23:00' where article_id = 'b'"
    )
    rebuild(warehouse, "story_outlets", "stories")
    firsts = "select outlet_id, is_first from marts.story_outlets where story_id = 's'"
    assert warehouse.execute(firsts).fetchall() == [("ledger", True), ("post", True)]
    assert warehouse.execute("select first_outlet_id from marts.stories").fetchall() == [(None,)]


def test_an_agencys_article_on_its_pages_is_no_gap(warehouse):
    assert len(warehouse.execute("from marts.coverage_gaps").fetchall()) == 1
    warehouse.execute(
        "insert into marts.carried_articles (outlet_id, article_id) values ('herald', 'a')"
    )
    rebuild(warehouse, "coverage_gaps")
    assert warehouse.execute("from marts.coverage_gaps").fetchall() == []


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        (
            "every_complete_article_has_one_story",
            "delete from core.story_articles where article_id = 'b'",
        ),
        (
            "every_complete_article_has_one_story",
            "insert into core.story_articles values ('t', 'e', null)",
        ),
        (
            "every_complete_article_has_one_story",
            "update core.story_articles set story_id = 'v' where article_id = 'e'",
        ),
        (
            "stories_count_their_articles",
            "update core.stories set article_count = 4 where story_id = 's'",
        ),
        ("stories_count_their_articles", "delete from core.story_articles where story_id = 't'"),
        (
            "relations_name_existing_articles",
            "insert into core.story_articles values ('s', 'gone', null)",
        ),
    ],
)
def test_checks_find_the_row_that_breaks_them(warehouse, check: str, damage: str):
    query = (SQL / "checks" / "fail" / f"{check}.sql").read_text()
    assert warehouse.execute(query).fetchall() == []
    warehouse.execute(damage)
    assert len(warehouse.execute(query).fetchall()) == 1


# The five real pages


def test_five_leads_are_one_story(reference: Path):
    paths = sorted((reference / "pages" / "real").glob("*.txt"))
    texts, names = [path.read_text() for path in paths], [path.name[:3] for path in paths]
    pages = pl.DataFrame({"page_id": names, "text_id": names, "text": texts})
    segments, placements = segment_pages(pages)
    placements = add_texts(placements, pages, segments)
    articles = placements.select(
        "article_id",
        "headline",
        "body",
        language_code=pl.lit("en"),
        is_complete=pl.col("role") != "teaser",
    ).unique("article_id")
    quotations = find_quotations(articles).with_columns(known_at=pl.lit(None, dtype=pl.Datetime))
    quoted = (
        find_families(quotations)
        .families.drop_nulls()
        .group_by("article_id")
        .agg(quotation_family_ids=pl.col("quotation_family_id").unique().sort())
    )
    undated = [
        pl.lit(None, dtype=pl.Datetime("us")).alias(name)
        for name in ("published_earliest", "known_at")
    ]
    undated.append(pl.lit(None, dtype=pl.String).alias("group_article_id"))
    covering = articles.with_columns(undated).join(quoted, on="article_id", how="left")
    found = find_stories(covering).story_articles.join(placements, on="article_id")
    leads = found.filter(role="lead")
    assert leads["page_id"].sort().to_list() == names
    assert leads["story_id"].n_unique() == 1
    assert found.filter(story_id=leads["story_id"][0]).height == 5
    for name, count in (("Merz", 2), ("Kharkiv", 2)):
        about = found.filter(pl.col("role") == "embedded", pl.col("headline").str.contains(name))
        story = found.filter(pl.col("story_id").is_in(about["story_id"].implode()))
        assert story.height == count
