"""Topics by vocabulary: what sentences are about, the laws, and what a wrong seed row says."""

import csv
import shutil
from itertools import groupby

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.describe import topics
from flows.describe.topics import ARTICLE_TOPICS, SEEDS, describe_topics, fold

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


def describe_one(headline, body, language="en"):
    return describe_topics(make_articles((headline, body, language)))


def first_topic(rows):
    levels = topics.read_topics()
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
    assert CONFLICT not in set(describe_one(None, "The trade war over steel goes on.")["topic_id"])


def test_no_vocabulary_no_row():
    rows = describe_topics(make_articles(("Hm", "", "en"), (None, "Xyzzy plugh.", None)))
    assert rows.is_empty()
    assert rows.schema == ARTICLE_TOPICS
    assert describe_topics(make_articles()).is_empty()


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
    levels = topics.read_topics()
    texts = {
        article_id: (fold(headline or ""), fold(body))
        for article_id, headline, body, _ in articles.iter_rows()
    }
    for row in rows.iter_rows(named=True):
        assert 0 < row["score"] < 1
        assert 1 <= len(row["evidence"]) <= topics.KEPT_EVIDENCE
        assert len(set(row["evidence"])) == len(row["evidence"])
        assert all(
            any(term in text for text in texts[row["article_id"]]) for term in row["evidence"]
        )

    def group(row):
        return (row[0], levels[row[1]].scheme, levels[row[1]].level)

    ranked = sorted(rows.iter_rows(), key=lambda row: (group(row), row[3]))
    for _, members in groupby(ranked, key=group):
        members = list(members)
        assert [row[3] for row in members] == list(range(1, len(members) + 1))
        assert members == sorted(members, key=lambda row: (-row[2], row[1]))
        assert len(members) <= topics.KEPT_TOPICS


def test_seed_topics_form_a_tree():
    levels = topics.read_topics()
    assert sum(topic[:2] == (1, "iptc") for topic in levels.values()) == 17
    for topic_id, topic in levels.items():
        assert topic_id.startswith("medtop:" if topic.scheme == "iptc" else "watch:")
        above = [levels[parent].level for parent in topic.line]
        assert above == sorted(set(above), reverse=True)
        assert above[-1] == 1


def test_seed_terms_are_unique_folded_and_of_known_topics():
    with (SEEDS / "topic_terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["topic_id"] for row in rows} <= set(topics.read_topics())
    assert len({(row["topic_id"], row["term"], row["language"]) for row in rows}) == len(rows)
    assert [row["term"] for row in rows if row["term"] != fold(row["term"]).strip()] == []
    assert topics.read_terms()


@pytest.fixture
def seeds(tmp_path):
    for name in ("topics.csv", "topic_terms.csv"):
        shutil.copy(SEEDS / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("bad_row", "advice"),
    [
        ("watch:harbor,dredg*,en,any", "add it to seeds/topics.csv"),
        ("watch:harbour-dredging,dredg*,en,some", "write any, all or none"),
        ("watch:harbour-dredging,,en,any", "write one or drop the row"),
        ("watch:harbour-dredging,*,en,any", "write one or drop the row"),
        ("watch:harbour-dredging,dred*ging,en,any", "may only end a word"),
        ("watch:harbour-dredging,dredg*,,any", "write a code"),
        ("medtop:15000000,football,en,none", "watch topics only"),
        ("watch:harbour-dredging,mud,silt,en,any", "between double quotes"),
        ("watch:harbour-dredging,mud", "4 fields are needed"),
    ],
)
def test_a_bad_term_row_says_where_and_what_to_do(seeds, bad_row, advice):
    path = seeds / "topic_terms.csv"
    last = len(path.read_text(encoding="utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(bad_row + "\n")
    with pytest.raises(ValueError, match=rf"seeds/topic_terms\.csv row {last}: .*{advice}"):
        topics.read_terms(seeds)


@pytest.mark.parametrize(
    ("bad_row", "advice"),
    [
        ("watch:x,X,watch:y,2,watch", "no other topic"),
        ("watch:x,X,,one,watch", "level a number"),
        ("watch:x,X,,1,mine", "scheme must be"),
        ("watch:harbour-dredging,X,,1,watch", "stands there twice"),
    ],
)
def test_a_bad_topic_row_says_where_and_what_to_do(seeds, bad_row, advice):
    with (seeds / "topics.csv").open("a", encoding="utf-8") as file:
        file.write(bad_row + "\n")
    with pytest.raises(ValueError, match=rf"seeds/topics\.csv row \d+: .*{advice}"):
        topics.read_topics(seeds)


def test_terms_without_spaces_may_overlap():
    found = topics.read_lexicon("zh").find_hits("气候变化")
    assert {hit.printed for hit in found} >= {"气候变化", "气候"}
