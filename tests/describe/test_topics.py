"""Topics: what sentences are about, the laws, and topics to watch."""

import json
import shutil
from collections.abc import Iterator
from itertools import groupby

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.describe import describe_placements, topics
from flows.describe.topics import ARTICLE_TOPICS, describe_topics, model, vocabulary
from flows.ingest import ingest_files
from flows.seeds import read_seed, read_topic_seed
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.segment import add_texts, segment_pages
from flows.text import fold_words

CONFLICT, POLITICS = "medtop:16000000", "medtop:11000000"
PRISONERS_OF_WAR, ARMED_CONFLICT = "medtop:20000080", "medtop:20000056"
RIGHTS, DISSENT, NGO = "medtop:20000587", "medtop:20000648", "medtop:20000646"

BAN = (
    "Country outlaws human rights group as undesirable organisation",
    "The prosecutor general declared the non-governmental organisation undesirable on Monday. "
    "Supporters now face up to five years in prison. Rights groups called the ban another step in "
    "a crackdown on dissent. Dozens of civil society groups and foreign agents have been listed "
    "since the invasion of the neighbouring country.",
)
SWAP = (
    "Two armies exchange prisoners of war after night of shelling",
    "Soldiers who had been held in captivity came home in a prisoner swap on Friday. Hours before, "
    "drone strikes and artillery had hit the front line, and peace talks remained stalled.",
)


def make_articles(*rows):
    """Rows of (headline, body, language), numbered a0, a1, …"""
    return pl.DataFrame(
        [(f"a{number}", *row) for number, row in enumerate(rows)],
        schema={
            "article_id": pl.String,
            "headline": pl.String,
            "body": pl.String,
            "language_code": pl.String,
        },
        orient="row",
    )


def describe_one(headline: str | None, body: str, language: str | None = "en") -> pl.DataFrame:
    return describe_topics(make_articles((headline, body, language)))


def first_topic(rows):
    levels = vocabulary.read_topics()
    for topic_id, rank in rows.select("topic_id", "rank").iter_rows():
        if rank == 1 and levels[topic_id][:2] == (1, "iptc"):
            return topic_id
    return None


def assigned_topics(rows):
    return set(rows.filter("is_assigned")["topic_id"])


@pytest.mark.parametrize(
    ("language", "text", "topic_id"),
    [
        ("en", "The striker scored twice as the football club won the cup final.", "15"),
        ("en", "Firefighters searched the rubble for survivors after the earthquake.", "03"),
        ("en", "The union called nurses out on strike over pay and working conditions.", "09"),
        ("en", "Forecasters expect heavy rain and thunderstorms, then a cold snap.", "17"),
        ("en", "The central bank raised interest rates as inflation hit the economy.", "04"),
        ("en", "Astronomers pointed the telescope at a distant galaxy.", "13"),
        ("en", "Pupils and teachers return to classrooms as the school year begins.", "05"),
        ("en", "A court sentenced the gang leader for murder and robbery.", "02"),
        ("de", "Nach den Luftangriffen rückten Truppen an die Front vor.", "16"),
        ("de", "Die Gewerkschaft ruft zum Warnstreik auf, der Tarifstreit dauert an.", "09"),
        ("de", "Der Bundestag stimmt über den Gesetzentwurf der Bundesregierung ab.", "11"),
        ("fr", "Les sapeurs-pompiers luttent contre l'incendie, l'évacuation continue.", "03"),
        ("fr", "Le joueur a marqué en finale de la Coupe du monde.", "15"),
        ("es", "El hospital trata a pacientes con dengue y el médico pide vacunas.", "07"),
        ("ru", "Синоптики обещают снегопад и мороз, прогноз погоды на неделю.", "17"),
        ("ru", "Профсоюз объявил забастовку, работники требуют зарплату.", "09"),
        ("uk", "Обмін полоненими: з полону повернулися військовополонені.", "16"),
        ("uk", "Рятувальники гасять пожежу, є постраждалі, триває евакуація.", "03"),
        ("ar", "قتل جنود في غارة جوية وقصف على جبهة القتال", "16"),
        ("ar", "فاز المنتخب في مباراة كرة القدم", "15"),
        ("zh", "足球比赛中球队夺得冠军", "15"),
        ("ja", "サッカーの試合で選手が優勝した", "15"),
    ],
)
def test_first_topic_of_a_sentence(language, text, topic_id):
    assert first_topic(describe_one(None, text, language)) == f"medtop:{topic_id}000000"


def test_ban_of_a_rights_group_is_politics_and_rights():
    rows = describe_one(*BAN)
    assert first_topic(rows) in (CONFLICT, POLITICS)
    assert {RIGHTS, DISSENT, NGO, "watch:undesirable-organisations"} <= assigned_topics(rows)


def test_prisoner_swap_is_conflict():
    rows = describe_one(*SWAP)
    assert first_topic(rows) == CONFLICT
    assert {CONFLICT, PRISONERS_OF_WAR, ARMED_CONFLICT} <= assigned_topics(rows)
    evidence = dict(rows.select("topic_id", "evidence").iter_rows())
    assert {"prisoners of war", "prisoner swap"} <= set(evidence[PRISONERS_OF_WAR])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A prisoner-of-war camp"),
        ("en", "PRISONERS  OF WAR were seen"),
        ("uk", "Додому повернулися військовополонені"),
        ("de", "Die Kriegsgefangenen kamen heim"),
        (None, "Die Kriegsgefangenen kamen heim"),
    ],
)
def test_terms_match_inflected_words(language, text):
    assert PRISONERS_OF_WAR in set(describe_one(None, text, language)["topic_id"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Die Kriegsgefangenen kamen heim"),  # German terms are for German texts
        ("en", "He took a prisoner. Of war he said nothing"),  # a stop parts the words
        ("en", "An ex_prisoner of wartime"),  # not at the start of a word
    ],
)
def test_terms_do_not_match(language, text):
    assert PRISONERS_OF_WAR not in set(describe_one(None, text, language)["topic_id"])


def test_longer_term_of_another_topic_overrules_a_shorter_one():
    rows = describe_one(None, "The trade war over steel goes on.")
    evidence = dict(rows.select("topic_id", "evidence").iter_rows())
    assert "trade war" in evidence["medtop:04000000"]
    assert evidence[CONFLICT] == []


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Hm", ""),
        (None, "Xyzzy plugh."),
        ("What we know", "It is as it was, and so it will be, as some of them said that day."),
        ("Untitled", "Click here to read more. All rights reserved."),
        (None, "Lorem ipsum dolor sit amet, consectetur adipiscing elit."),
        (None, "Und dann war da noch dies und das, wie es eben so ist."),
        (None, "Так было и так будет, сказал он в тот день."),
    ],
)
def test_nothing_is_assigned_where_nothing_is_said(headline, text):
    rows = describe_one(headline, text, None)
    assert assigned_topics(rows) == set()
    assert set(rows["topic_id"].head(topics.MOST_TOPICS)) <= set(TOP_TOPIC_IDS)


def test_no_articles_no_rows():
    rows = describe_topics(make_articles())
    assert rows.is_empty()
    assert rows.schema == ARTICLE_TOPICS


def test_the_best_top_topics_are_ranked_and_the_first_says_why():
    rows = describe_one(None, "The striker scored twice as the football club won the cup final.")
    families = rows.filter(pl.col("topic_id").is_in(TOP_TOPIC_IDS))
    assert families["rank"].to_list() == [1, 2, 3, 4, 5]
    assert families["is_assigned"].to_list() == [True, False, False, False, False]
    assert {"striker", "football"} <= set(families["evidence"][0])


@pytest.mark.parametrize(
    ("language", "text", "telling", "empty"),
    [
        ("en", "When will they strike, and where was the match?", "match", {"when", "they", "the"}),
        ("de", "Der Vertrag gilt nicht, wenn er da nicht liegt.", "vertrag", {"wenn", "nicht"}),
    ],
)
def test_words_that_say_nothing_are_no_evidence(language, text, telling, empty):
    words = {word for row in describe_one(None, text, language)["evidence"] for word in row}
    assert telling in words
    assert not empty & words


def test_scores_are_shares_among_all_top_topics(monkeypatch):
    text = "The striker scored twice as the football club won the cup final."
    few = describe_one(None, text).filter(pl.col("topic_id").is_in(TOP_TOPIC_IDS))
    monkeypatch.setattr(topics, "MOST_TOPICS", len(TOP_TOPIC_IDS))
    families = describe_one(None, text).filter(pl.col("topic_id").is_in(TOP_TOPIC_IDS))
    assert sorted(families["topic_id"]) == TOP_TOPIC_IDS
    assert families["score"].sum() == pytest.approx(1, abs=0.01)
    assert families.head(few.height).drop("evidence").equals(few.drop("evidence"))


def test_deeper_topics_are_assigned_below_leading_ones_only():
    rows = describe_one(*SWAP)
    families = rows.filter(pl.col("topic_id").is_in(TOP_TOPIC_IDS)).head(topics.LEADING_TOPICS)
    leading = families.filter(pl.col("score") >= topics.LEADING_FROM)
    levels = vocabulary.read_topics()
    deeper = [
        levels[topic_id] for topic_id in assigned_topics(rows) if topic_id not in TOP_TOPIC_IDS
    ]
    assert deeper
    assert {topic.line[-1] for topic in deeper if topic.scheme == "iptc"} <= set(
        leading["topic_id"]
    )


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Trustees agreed to dredge the harbour.", True),
        ("Harbor dredging starts in May.", True),
        ("They dredge the canal.", False),  # an `all` term is missing
        ("By the harbour he cooked sole dredged in flour.", False),  # a `none` term is there
        ("The harbour was calm.", False),  # no `any` term
    ],
)
@pytest.mark.parametrize("language", ["en", None])
def test_watch_rules(text, is_found, language):
    found = assigned_topics(describe_one(None, text, language))
    assert ("watch:harbour-dredging" in found) is is_found


def test_all_terms_of_one_language_are_enough():
    text = "Amnesty International wurde zur unerwünschten Organisation erklärt."
    for language in ("de", None):
        assert "watch:amnesty-ban" in assigned_topics(describe_one(None, text, language))
    assert "watch:amnesty-ban" not in assigned_topics(
        describe_one(None, "Amnesty International veröffentlicht einen Bericht.", "de")
    )


WORDS = ["war", "election", "flood", "strike", "trade war", "human rights", "police", "goal", "the"]
TEXTS = st.lists(st.sampled_from([*WORDS, ".", "\n", "Überschwemmung", "матч", "地震", "ﬁlm"])).map(
    " ".join
)
ARTICLES = st.lists(
    st.tuples(
        st.none() | TEXTS, TEXTS | st.text(), st.sampled_from([None, "en", "de", "ru", "zh"])
    ),
    max_size=4,
).map(lambda rows: make_articles(*rows))


@given(ARTICLES)
@settings(max_examples=100, deadline=None)
def test_laws(articles):
    rows = describe_topics(articles)
    alone = [describe_topics(article) for article in articles.iter_slices(1)]
    assert rows.equals(pl.concat([ARTICLE_TOPICS.to_frame(), *alone]))
    levels = vocabulary.read_topics()
    texts = {
        article_id: (fold_words(headline or ""), fold_words(body))
        for article_id, headline, body, _ in articles.iter_rows()
    }
    for row in rows.iter_rows(named=True):
        assert 0 <= row["score"] <= 1
        assert (
            (row["topic_id"] not in TOP_TOPIC_IDS) <= len(row["evidence"]) <= topics.MOST_EVIDENCE
        )
        assert len(set(row["evidence"])) == len(row["evidence"])
        assert all(
            any(term in text for text in texts[row["article_id"]]) for term in row["evidence"]
        )

    def group(row):
        return (row[0], levels[row[1]].scheme, levels[row[1]].level)

    ranked = sorted(rows.iter_rows(), key=lambda row: (group(row), row[3]))
    for key, members in groupby(ranked, key=group):
        members = list(members)
        assert [row[3] for row in members] == list(range(1, len(members) + 1))
        if key[1:] == ("iptc", 1):  # by logits: small scores are alike when rounded
            assert members == sorted(members, key=lambda row: -row[2])
        else:
            assert members == sorted(members, key=lambda row: (-row[2], row[1]))
        assert key[1] == "watch" or len(members) <= topics.MOST_TOPICS


def test_seed_topics_form_a_tree():
    levels = vocabulary.read_topics()
    assert sum(topic[:2] == (1, "iptc") for topic in levels.values()) == 17
    for topic_id, topic in levels.items():
        assert topic_id.startswith("medtop:" if topic.scheme == "iptc" else "watch:")
        above = [levels[parent].level for parent in topic.line]
        assert above == sorted(set(above), reverse=True)
        assert above[-1] == 1


def test_seed_terms_are_folded():
    terms = read_seed("topic_terms")["term"]
    assert [term for term in terms if term != fold_words(term)] == []


@pytest.fixture
def bakery_strike(tmp_path, monkeypatch) -> Iterator[None]:
    """A row of the user's own; what was read before is forgotten, and so is this."""
    readers = (
        vocabulary.read_topics,
        vocabulary.read_terms,
        vocabulary.read_watches,
        vocabulary.read_lexicon,
    )
    (tmp_path / "watch_topics.csv").write_text(
        "name,language,any,all,none\nBakery strike,*,bak*; pastry cook,strike; oven,charity run\n"
    )
    monkeypatch.setenv("COPYDESK_SEEDS", str(tmp_path))
    for reader in readers:
        reader.cache_clear()
    yield
    for reader in readers:
        reader.cache_clear()


@pytest.mark.usefixtures("bakery_strike")
def test_one_row_watches_a_topic():
    lexicon = vocabulary.read_lexicon("en")

    def find(text):
        words = model.WORD.findall(text)
        hits = lexicon.find_hits(text, words, lexicon.find_codes(words))
        return vocabulary.find_watch_topics(lexicon, vocabulary.count_points([], hits, True))

    assert find("the bakers' strike left every oven cold") == {
        "watch:bakery-strike": {"bakers": 1, "strike": 1, "oven": 1}
    }
    assert find("a pastry cook on strike by her oven")
    assert not find("bakers strike")  # one of `all` is missing
    assert not find("an oven for the strike")  # none of `any`
    assert not find("bakers strike at the oven after a charity run")
    assert vocabulary.read_topics()["watch:bakery-strike"].scheme == "watch"


def test_watch_topics_become_topics_of_the_warehouse():
    topics_seed = read_topic_seed()
    watched = topics_seed.filter(pl.col("scheme") == "watch")
    assert {"topic_id": "watch:amnesty-ban", "name": "Amnesty ban"} in watched.select(
        "topic_id", "name"
    ).to_dicts()
    assert set(topics_seed["topic_id"]) == set(vocabulary.read_topics())


def test_terms_without_spaces_may_overlap():
    text = "气候变化"
    lexicon = vocabulary.read_lexicon("zh")
    hits = lexicon.find_hits(text, [text], lexicon.find_codes([text]))
    assert {hit.printed for hit in hits} >= {"气候变化", "气候"}


def test_unknown_words_are_read_by_their_beginning():
    rows = model.RowNumbers(["football", "footbal*", "демокра*"])
    found = [rows[word] for word in ("football", "footballish", "foo", "демократією", "dém")]
    assert found == [0, 1, 3, 2, 3]
    assert "footballish" in rows  # remembered


def test_damaged_weights_are_refused(tmp_path, monkeypatch):
    for path in model.FOLDER.iterdir():
        shutil.copy(path, tmp_path)
    content = bytearray((tmp_path / model.WEIGHTS).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / model.WEIGHTS).write_bytes(content)
    monkeypatch.setattr(model, "FOLDER", tmp_path)
    with pytest.raises(model.WeightsBroken, match="make train-topics"):
        model.load_weights.__wrapped__()


def test_weights_are_small_and_plain():
    assert sum(path.stat().st_size for path in model.FOLDER.iterdir()) < 11_000_000
    with np.load(model.FOLDER / model.WEIGHTS, allow_pickle=False) as arrays:
        assert arrays["scores"].dtype == np.int8
        assert arrays["words"].dtype == np.uint8
    card = json.loads(model.CARD.read_text(encoding="utf-8"))
    assert {"sha256", "data", "licence", "scores"} <= card.keys()


@pytest.fixture(scope="module")
def real_topics(reference, tmp_path_factory):
    """Of every article on the five real pages: source, role and its rows."""
    read = ingest_files([reference / "pages" / "real"], {}, tmp_path_factory.mktemp("real"))
    pages = pl.concat(pl.read_parquet(path) for path in read.page_files)
    segments, placements = segment_pages(pages)
    placements, _ = describe_placements(pages, segments, placements)
    placements = add_texts(placements, pages, segments).filter(pl.col("role") != "teaser")
    rows = describe_topics(placements.unique("article_id"))
    levels = {topic_id: topic.level for topic_id, topic in vocabulary.read_topics().items()}
    return placements.join(rows, on="article_id").with_columns(
        level=pl.col("topic_id").replace_strict(levels)
    )


def test_real_articles_are_about_conflict_or_politics(real_topics):
    first = real_topics.filter(
        pl.col("level") == 1, pl.col("rank") == 1, pl.col("topic_id").is_in(TOP_TOPIC_IDS)
    )
    assert first.height >= 5
    assert set(first["topic_id"]) <= {CONFLICT, POLITICS}
    assert first["evidence"].list.len().min() > 0


def test_real_leads_and_embedded_stories_have_deeper_topics_with_evidence(real_topics):
    deeper = real_topics.filter("is_assigned", pl.col("level") > 1)
    by_page = deeper.group_by("page_id", "role").agg("topic_id")
    expected = {"lead": {RIGHTS, DISSENT, NGO}, "embedded": {PRISONERS_OF_WAR, ARMED_CONFLICT}}
    pages = set(real_topics.filter(pl.col("role") == "lead")["page_id"])
    found = {
        (page_id, role)
        for page_id, role, topic_ids in by_page.iter_rows()
        if expected[role] & set(topic_ids)
    }
    assert {(page_id, "lead") for page_id in pages} <= found
    assert any(role == "embedded" for _, role in found)
    assert deeper["evidence"].list.len().min() > 0
