"""Quotations: which words, whose, and who else prints them. All text is invented."""

import random
import time
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.compare.families import find_families as find_all_families
from flows.describe.quotations import QUOTATIONS, find_quotations, pair_marks, quote
from flows.seeds import read_seed
from flows.segment import add_texts, segment_pages
from flows.warehouse.models import SQL
from tests.growth import assert_linear


def quotations_of(body: str, language: str | None = "en") -> list[dict]:
    articles = pl.DataFrame(
        {"article_id": ["a"], "body": [body], "language_code": [language]},
        schema_overrides={"language_code": pl.String},
    )
    return find_quotations(articles).to_dicts()


def texts_of(body: str, language: str | None = "en") -> list[str]:
    return [quotation["text"] for quotation in quotations_of(body, language)]


def speakers_of(body: str, language: str = "en") -> list[str | None]:
    return [quotation["speaker"] for quotation in quotations_of(body, language)]


# Marks


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('The trust "will not dredge the channel" this year.', "will not dredge the channel"),
        ("The trust 'will not dredge the channel' now.", "will not dredge the channel"),
        ("It “will not dredge the channel” now.", "will not dredge the channel"),
        ("Man werde „die Rinne nicht ausbaggern“, hieß es.", "die Rinne nicht ausbaggern"),
        ("Man werde »die Rinne nicht ausbaggern«, hieß es.", "die Rinne nicht ausbaggern"),
        ("Man werde ‚die Rinne nicht ausbaggern‘, hieß es.", "die Rinne nicht ausbaggern"),
        ("Man werde ›die Rinne nicht ausbaggern‹, hieß es.", "die Rinne nicht ausbaggern"),
        ("On ne va « pas creuser le chenal » ici.", "pas creuser le chenal"),
        ("On ne va «\xa0pas creuser le chenal\xa0» ici.", "pas creuser le chenal"),
        ("Port „nie będzie nigdy więcej pogłębiany” dalej.", "nie będzie nigdy więcej pogłębiany"),
        ("De ska ”inte muddra farleden i år” alls.", "inte muddra farleden i år"),
        ("It <<will not dredge the channel>> now.", "will not dredge the channel"),
        ("It >>will not dredge the channel<< now.", "will not dredge the channel"),
        ("It ``will not dredge the channel'' now.", "will not dredge the channel"),
        ('Man werde „die Rinne nicht ausbaggern", hieß es.', "die Rinne nicht ausbaggern"),
        (
            "市長は「航路を深くすることは決めていない」と述べた。",
            "航路を深くすることは決めていない",
        ),
        (
            "市長は『航路を深くすることは決めていない』と述べた。",
            "航路を深くすることは決めていない",
        ),
    ],
)
def test_every_style_of_marks(body, text):
    assert texts_of(body) == [text]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        # Apostrophes: inside words, at their beginning, after a plural.
        (
            "'We don't close the '90s pier,' they said of the boys' club.",
            ["We don't close the '90s pier,"],
        ),
        ("‘The boys’ boats are all here’, it said.", ["The boys’ boats are all here"]),
        ("L’homme a dit « qu’il n’ira pas plus loin ».", ["qu’il n’ira pas plus loin"]),
        # Short ones are paired too, so that no later pair turns inside out.
        ('A "so" and "then" it "will all be over soon" for us.', ["will all be over soon"]),
        # Inches, feet, a lost mark, and marks glued to the next sentence.
        (
            'A 5" pipe and a 6\' wall. "It will hold for years," he said.',
            ["It will hold for years,"],
        ),
        ('He said "we never. "It will hold for years," she said.', ["It will hold for years,"]),
        (
            'So he left in time."My boat is very old," she said."It is still mine."When',
            ["My boat is very old,", "It is still mine."],
        ),
        # Titles, names of two words, code and links are no quotations.
        ('Her book "The Ferry That Never Sailed" sold well.', []),
        ('The so-called "harbour plan" is dead.', []),
        ('Set "a={b} c d e f" or "see https://a.example/b c d".', []),
        # Three words are one where someone says them.
        ('"We are closed," said Ann Lee.', ["We are closed,"]),
        ('It was "a quiet day" in town.', []),
    ],
)
def test_marks_that_are_not_what_they_seem(body, texts):
    assert texts_of(body) == texts


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("„", "“"), ("«", "»")])
def test_a_speech_goes_on_over_paragraphs_that_repeat_the_mark(opening, closing):
    body = (
        f"She said: {opening}First the pier.\n{opening}Then the wall.\n{opening}Then us.{closing}"
    )
    text = f"First the pier.\n{opening}Then the wall.\n{opening}Then us."
    assert texts_of(body) == [text]
    assert texts_of(f"{opening}Nobody closes this one.\nNothing more was said.") == []


def test_dialogue_in_an_unknown_language_has_no_words_to_go_by():
    assert quotations_of("— Zzy ko lanu mero wat, — pel Ann Lee.", None) == []
    assert texts_of("— Zzy ko lanu mero wat, — “Ko lanu mero wat zzy” pel.", None) == [
        "Ko lanu mero wat zzy"
    ]


def test_a_quotation_in_a_quotation_has_the_outer_ones_number():
    body = "Lee said: “They told us ‘go home and wait there’ and left.”"
    rows = [(q["quotation_no"], q["text"], q["outer_quotation_no"]) for q in quotations_of(body)]
    assert rows == [
        (1, "They told us ‘go home and wait there’ and left.", None),
        (2, "go home and wait there", 1),
    ]


def test_dialogue_by_dashes_counts_where_someone_is_named():
    body = (
        "— Порт останется открытым зимой, — сказала Анна Белова.\n— Другой пункт списка\n— Третий"
    )
    assert texts_of(body, "ru") == ["Порт останется открытым зимой,"]
    assert speakers_of(body, "ru") == ["Анна Белова"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n.,-\"'“”„«»‘’‚()1", max_size=80))
def test_offsets_give_the_text_and_spans_nest(body):
    for quotation in quotations_of(body):
        start, end = quotation["start_char"], quotation["end_char"]
        assert body[start:end] == quotation["text"]
    spans = pair_marks(body)
    assert spans == sorted(spans)
    for span in spans:
        assert span.outer_start < span.start <= span.end < span.outer_end
        for other in spans:
            is_apart = span.outer_end <= other.outer_start or other.outer_end <= span.outer_start
            is_inside = span.start <= other.outer_start and other.outer_end <= span.end
            is_around = other.start <= span.outer_start and span.outer_end <= other.end
            assert span == other or is_apart or is_inside or is_around


@pytest.mark.parametrize(
    ("piece", "text", "distance"),
    [
        ("“He said that the end ", "He said that the end", 44),  # each other mark closes
        ('"He said that the end ', "He said that the end", 44),
        ("“We are here to stay”                    ", "We are here to stay", 41),
        ("“We are here to stay,” he said, and Ann Lee, Bob Moe ", "We are here to stay,", 53),
    ],
)
def test_thousands_of_marks_in_a_line_are_read_as_the_first_are(piece, text, distance):
    """What bench.quotations --hostile times."""
    body = piece * 2_000
    rows = [(q["text"], q["start_char"], q["speaker"]) for q in quotations_of(body)]
    assert rows == [(text, start, None) for start in range(1, len(body), distance)]


def test_articles_do_not_change_one_another():
    bodies = ["“We stay in the harbour,” said Ann Lee.", "“Nobody asked us first,” he said.", ""]
    articles = pl.DataFrame({"article_id": ["a", "b", "c"], "body": bodies})
    articles = articles.with_columns(language_code=pl.lit("en"))
    together = find_quotations(articles)
    assert together.schema == QUOTATIONS
    alone = pl.concat([find_quotations(articles[row]) for row in range(3)])
    assert together.rows() == alone.rows()


# Speakers


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("en", "“We stay in the harbour,” said Ann Lee.", "Ann Lee"),
        ("en", "“We stay in the harbour,” Ann Lee told the Ledger.", "Ann Lee"),
        ("en", "Mayor Ann Lee said: “We stay in the harbour.”", "Ann Lee"),
        ("en", "Ann Lee, 40, a fisher, said: “We stay in the harbour.”", "Ann Lee"),
        ("en", "The mayor, Ann Lee, said: “We stay in the harbour.”", "Ann Lee"),
        ("en", "“We stay in the harbour,” said the mayor, Ann Lee.", "Ann Lee"),
        ("en", "“We stay in the harbour,” the ministry said.", "the ministry"),
        (
            "en",
            "Orvelle's chief engineer said it was “safe for the next year”.",
            "Orvelle's chief engineer",
        ),
        ("en", "The harbour trust said it was “safe for the next year”.", "The harbour trust"),
        ("en", "“We stay in the harbour,” according to Ann Lee.", "Ann Lee"),
        ("en", "“It is safe for years.” Ann Lee said nothing more.", None),
        ("en", "Lee spoke first. “We stay in the harbour,” Ben Ode's lawyer, shaken, left.", None),
        ("en", "However said: “We stay in the harbour.”", None),
        ("de", "„Wir bleiben im Hafen“, sagte Bürgermeisterin Jana Petersen.", "Jana Petersen"),
        ("de", "„Wir bleiben im Hafen“, so Petersen am Montag.", "Petersen"),
        ("de", "Am Montag sagte Jana Petersen: „Wir bleiben im Hafen.“", "Jana Petersen"),
        (
            "de",
            "„Wir bleiben im Hafen“, sagte eine Sprecherin der Reederei.",
            "eine Sprecherin der Reederei",
        ),
        ("de", "„Wir bleiben im Hafen“, so die Botschaft.", None),
        ("de", "Jana Petersen fragt: „Wer bleibt im Hafen?“ Ode antwortet nicht.", "Jana Petersen"),
        (
            "fr",
            "« Nous restons au port », a déclaré la maire Maëlle Cottereau.",
            "Maëlle Cottereau",
        ),
        ("fr", "« Nous restons au port », selon le ministère.", "le ministère"),
        ("es", "«Nos quedamos en el puerto», dijo el alcalde, Tomás Rivas.", "Tomás Rivas"),
        ("it", "«Restiamo tutti nel porto», ha detto Carla Neri.", "Carla Neri"),
        ("nl", "“Wij blijven in de haven”, zegt Piet van der Berg.", "Piet van der Berg"),
        ("pt", "“Ficamos todos no porto”, disse Rita Alves.", "Rita Alves"),
        ("pl", "„Zostajemy wszyscy w porcie” – powiedział Jan Kowal.", "Jan Kowal"),
        ("ru", "«Мы остаёмся в порту», — заявил мэр города Иван Соколов.", "Иван Соколов"),
        ("uk", "«Ми залишаємося в порту», — сказав Тарас Бондар.", "Тарас Бондар"),
        ("ja", "市長は「私たちは港を閉鎖しないと決めました」と述べた。", None),
    ],
)
def test_a_speaker_is_whom_the_sentence_names(language, body, speaker):
    assert speakers_of(body, language) == [speaker]


def test_a_name_is_given_in_the_fullest_form_before_it():
    assert speakers_of("Mayor Ann Lee spoke. “We stay here now,” Lee said.") == ["Ann Lee"]
    assert speakers_of("“We stay here now,” Lee said. Ann Lee left.") == ["Lee"]


def test_a_speech_cut_in_two_has_one_speaker_and_a_new_sentence_ends_it():
    body = "“We stay in the harbour,” said Ann Lee. “Nobody asked us first.”"
    assert speakers_of(body) == ["Ann Lee", "Ann Lee"]
    body = "“We stay in the harbour,” said Ann Lee. It rained. It was “the worst day of all”."
    assert speakers_of(body) == ["Ann Lee", None]


def test_a_pronoun_is_the_one_person_who_spoke_nearby_or_nobody():
    first = "“We stay in the harbour,” said Ann Lee.\n"
    assert speakers_of(f"{first}“Nobody asked us first,” she added.") == ["Ann Lee", "Ann Lee"]
    body = f"{first}Ben Ode disagreed. “Nobody asked us first,” he added."
    assert speakers_of(body) == ["Ann Lee", None]
    assert speakers_of("“Nobody asked us first,” he said.") == [None]


@pytest.mark.parametrize(
    ("language", "body", "quotations"),
    [
        ("en", "“Perhaps,” said Ann Lee, who sells eels.", [("Perhaps,", "Ann Lee")]),
        ("en", "Ann Lee said: “Never.”", [("Never.", "Ann Lee")]),
        ("en", "Ann Lee said “No.”", [("No.", "Ann Lee")]),
        ("en", "“Perhaps not,” said nobody at all.", []),
        ("de", "„Die Ebbe“, sagte Jana Petersen, „kommt bald wieder“.",
         [("Die Ebbe", "Jana Petersen"), ("kommt bald wieder", "Jana Petersen")]),
        ("de", "Der „Hafenbote“ meldet Ebbe, sagte Jana Petersen.", []),
        ("de", "Jana Petersen sprach von „Hafenratten“, die alles fressen.", []),
        ("en", "Ann Lee said she plays the game “Tidewater.”", []),
        ("en", "Ann Lee said she read “Tidewater,” “Dredge,” and “Ebb.”", []),
        ("en", "Ann Lee said it was “awful,” at best.", []),
        ("pl", "– Raczej nie – powiedział Jan Kowal.", [("Raczej nie", "Jan Kowal")]),
    ],
)  # fmt: skip
def test_one_or_two_words_are_speech_where_they_are_set_as_it(language, body, quotations):
    assert [(q["text"], q["speaker"]) for q in quotations_of(body, language)] == quotations


def test_one_word_makes_known_who_she_is():
    body = "“Perhaps,” Ann Lee said.\nShe called eels “the worst of all fish”."
    assert speakers_of(body) == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ru", "«Порт не закроют зимой», — заявила {}.\n«Лёд нам не страшен», — добавила она."),
        ("uk", "«Порт не закриють узимку», — заявила {}.\n«Крига нам не страшна», — додала вона."),
    ],
)
def test_a_pronoun_that_also_breaks_names_is_a_pronoun(language, body):
    name = "Анна Белова"
    assert speakers_of(body.format(name), language) == [name, name]


# Families

LONG = (
    "The trust will dredge the harbour channel before the ferries return, whatever fishermen think."
)


def families_of(*texts: str | tuple[str, ...]) -> list[list[int]]:
    """Which articles (by number) share a family, for the texts that each quotes."""
    groups = [(text,) if isinstance(text, str) else text for text in texts]
    rows = [(str(a), n, text, None) for a, of in enumerate(groups) for n, text in enumerate(of, 1)]
    families = find_families(quote_rows(rows))
    grouped = families.group_by("quotation_family_id").agg("article_id")["article_id"].to_list()
    return sorted(sorted({int(article) for article in articles}) for articles in grouped)


def find_families(quotations: pl.DataFrame) -> pl.DataFrame:
    """The quotations that have a family."""
    return find_all_families(quotations).families.drop_nulls()


def quote_rows(rows: list[tuple]) -> pl.DataFrame:
    schema = {
        "article_id": pl.String,
        "quotation_no": pl.Int32,
        "text": pl.String,
        "known_at": pl.Datetime,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(
    "other",
    [
        LONG,
        LONG.upper().replace(".", "!"),
        "dredge the harbour channel before the ferries return",  # clipped
        "whatever fishermen think, the trust will dredge the harbour channel",  # re-ordered
        "Before ferries come back the trust is to dredge the harbour's channel, whatever"
        " fishermen may think",  # translated anew
    ],
)
def test_the_same_words_are_a_family(other):
    assert families_of(LONG, other) == [[0, 1]]


@pytest.mark.parametrize(
    "other",
    [
        "The trust will repair the old lighthouse and paint its railings green this summer.",
        "I do not know what to do about it now",  # nothing telling
        "The council will dredge the village pond after the swans have left for winter quarters.",
    ],
)
def test_other_words_are_not(other):
    assert families_of(LONG, other) == []
    assert families_of("I do not know what to do", "I do not know what to do") == []


def test_seven_words_with_one_telling_are_a_family_with_their_equals_only():
    said = "It is a list of names, not a lighthouse"
    assert families_of(said, said.upper()) == [[0, 1]]
    assert families_of(said, f"{said} or a ferry") == []
    assert families_of("It is not a lighthouse", "It is not a lighthouse") == []


def test_one_article_alone_is_no_family():
    assert families_of((LONG, LONG), "Something else entirely about herring prices") == []


def test_a_stock_phrase_joins_one_family_and_never_ties_two():
    slogan = "keep the bright harbour open forever"
    first = f"We will {slogan} with dredging, quays, cranes and customs reform by winter"
    second = f"They chant to {slogan} while pensioners queue, freeze and borrow for medicine"
    assert families_of(slogan, first) == [[0, 1]]
    assert families_of(slogan, first, second) == []
    assert families_of(slogan, first, second, first, second) == [[1, 3], [2, 4]]


def test_a_wording_that_holds_two_ties_them():
    clips = ("dredge the harbour channel", "the ferries return whatever fishermen think")
    assert families_of(LONG, *clips) == [[0, 1, 2]]


def test_a_family_is_named_after_its_first_known_wording():
    clip = "dredge the harbour channel before the ferries return"
    day = [datetime(2025, 5, number) for number in (1, 2, 3)]
    first = find_families(quote_rows([("b", 1, clip, day[1]), ("c", 1, LONG, day[2])]))
    later = find_families(
        quote_rows([("b", 1, clip, day[1]), ("c", 1, LONG, day[2]), ("d", 1, LONG, None)])
    )
    earlier = find_families(quote_rows([("a", 1, LONG, day[0]), ("b", 1, clip, day[1])]))
    names = [set(families["quotation_family_id"]) for families in (first, later, earlier)]
    assert names[0] == names[1] != names[2]
    assert all(len(name) == 1 and len(min(name)) == 32 for name in names)


def test_families_are_a_function_of_the_rows_not_of_their_order():
    rng = random.Random(7)
    words = [f"word{number}" for number in range(60)]
    speech = [rng.choices(words, k=14) for _ in range(12)]
    rows = []
    for number in range(80):
        said = rng.choice(speech)
        start = rng.randrange(8)
        rows.append(
            (f"a{number:02}", 1, " ".join(said[start : start + rng.randrange(4, 10)]), None)
        )
    expected = find_families(quote_rows(rows)).rows()
    assert len({family for *_, family in expected}) > 5
    for _ in range(3):
        rng.shuffle(rows)
        assert find_families(quote_rows(rows)).rows() == expected


def test_no_quotations_make_no_families():
    assert find_families(quote_rows([])).is_empty()


# Seeds

LANGUAGES = {
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "ru",
    "uk",
    "el",
    "hu",
    "ro",
    "bg",
    "hr",
    "sk",
    "sl",
    "lt",
    "lv",
    "et",
    "sq",
    "ur",
} | {
    "ca",
    "cs",
    "da",
    "fi",
    "ja",
    "no",
    "sv",
    "tr",
    "zh",
    "ar",
    "bn",
    "fa",
    "he",
    "hi",
    "id",
    "ko",
    "vi",
}


@pytest.mark.parametrize(
    "name", ["quote_styles", "speech_languages", "speech_words", "common_words"]
)
def test_seeds_are_sorted(name):
    rows = read_seed(name).rows()
    assert rows == sorted(rows, key=lambda row: ["" if cell is None else cell for cell in row])


def test_seeds_hold_what_the_code_asks_for():
    speech = read_seed("speech_words")
    assert set(speech["language"].drop_nulls()) == LANGUAGES
    forms = dict(read_seed("speech_languages").select("language", "name_form").iter_rows())
    assert set(forms) == LANGUAGES
    for language, kinds in speech.drop_nulls().group_by("language").agg("kind").iter_rows():
        needed = {"verb", "pronoun", "according", "adverb"}
        has_titles = forms[language] in ("chinese", "japanese", "korean")
        needed |= {"title"} if has_titles else {"break"}
        assert needed <= set(kinds), language
    assert set(read_seed("common_words")["weight"]) == {0, 0.5}


# The mart


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    """One statement in three outlets' articles, and a teaser that must not count."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    connection.execute("""
        insert into core.outlets values
            ('ledger', 'Valley Ledger', 'publisher', null, null),
            ('post', 'Inland Post', 'publisher', null, null);
        insert into core.articles by name
        select *, true as is_complete, 9 as word_count
        from (values
            ('a', 'ledger', timestamp '2025-05-02 06:00', 'b'),
            ('b', 'post', timestamp '2025-05-02 18:00', 'b'),
            ('c', 'post', null, 'b'),
            ('d', null, null, 'b'),
        ) as rows (article_id, outlet_id, published_latest, body);
        insert into core.articles by name
        select 'e' as article_id, 'ledger' as outlet_id, '' as body, 0 as word_count,
            false as is_complete;
        insert into core.quotations values
            ('a', 1, 'we stay in the harbour', 0, 1, null, 'Ann Lee', 'f'),
            ('b', 1, 'we stay in the harbour for ever now', 0, 1, null, 'Ann Lee', 'f'),
            ('b', 2, 'we stay', 0, 1, null, null, 'f'),
            ('b', 3, 'said by nobody else', 0, 1, null, 'Ben Ode', null),
            ('c', 1, 'stay in the harbour', 0, 1, null, 'Lee', 'f'),
            ('d', 1, 'the harbour', 0, 1, null, null, 'f'),
            ('e', 1, 'we stay in the harbour', 0, 1, null, null, 'f');
    """)
    return connection


def test_a_family_and_an_outlet_are_a_row(warehouse):
    mart = warehouse.sql((SQL / "marts" / "quotation_families.sql").read_text())
    columns = (
        "outlet_id, speaker, wording, first_article_id, article_count, quotation_count,"
        " word_count, family_word_count, outlet_count, hours_after_first, is_first"
    )
    assert mart.query("mart", f"select {columns} from mart").fetchall() == [
        ("ledger", "Ann Lee", "we stay in the harbour", "a", 1, 1, 5, 8, 2, 0.0, True),
        ("post", "Ann Lee", "we stay in the harbour for ever now", "b", 2, 3, 8, 8, 2, 12.0, False),
        (None, "Ann Lee", "the harbour", "d", 1, 1, 2, 8, 2, None, None),
    ]


# The five real pages


def test_three_quotations_travel_on_the_real_pages(reference: Path):
    paths = sorted((reference / "pages" / "real").glob("*.txt"))
    texts = [path.read_text() for path in paths]
    names = [path.name[:3] for path in paths]
    pages = pl.DataFrame({"page_id": names, "text_id": names, "text": texts})
    segments, placements = segment_pages(pages)
    placements = add_texts(placements, pages, segments)
    articles = placements.select(
        pl.concat_str("page_id", pl.lit("/"), "article_id").alias("article_id"),
        "body",
        language_code=pl.lit("en"),
    )
    quotations = find_quotations(articles).with_columns(known_at=pl.lit(None, dtype=pl.Datetime))
    families = find_families(quotations)
    pages = families.group_by("quotation_family_id").agg(
        pl.col("article_id").str.slice(0, 3).unique().sort()
    )["article_id"]
    across = sorted(pages.filter(pages.list.len() > 1).to_list())
    assert across == [["000", "001", "002", "003"], ["000", "001", "002", "003"], ["001", "002"]]


# Work grows with the text, however odd its marks are


ODD_BODIES = {
    "marks alone": '"',
    "marks and spaces": '" ',
    "short quotations": '"a b c d" ',
    "marks that open": "“a ",
    "marks that close": "a” ",
    "nested": "“a ‘b c d e’ f” ",
    "all kinds": "\"'“‘«»„”’ a ",
    "apostrophes": "don't dogs' 'tis ",
    "a mark a line": '"\n',
    "speakers": '"We sail at dawn today," Ann Lee said. ',
    "last names": '"We sail at dawn today," Lee said. Ann Lee came. ',
    "he": 'Ann Lee spoke. "We sail at dawn today," he said. ',
    "names": "Ann Lee, Ben Oak, ",
    "dashes": "— We sail, — said Lee.\n",
    "no space": "abcdefgh",
}


@pytest.mark.parametrize("piece", ODD_BODIES.values(), ids=ODD_BODIES.keys())
def test_four_times_the_text_takes_no_more_than_four_times_as_long(piece: str):
    seconds = []
    for char_count in (15_000, 60_000):
        body = piece * (char_count // len(piece)) + ' "We sail at dawn today," Lee said.'
        tries = []
        for _ in range(3):
            began = time.process_time()
            assert list(quote(body, "en"))
            tries.append(time.process_time() - began)
        seconds.append(min(tries))
    # A square would be 16 times as long; .05 s are lost in noise, and larger texts miss the cache.
    assert seconds[1] < 10 * seconds[0] + 0.05


@pytest.mark.parametrize("language", ["de", "en", "fr", "it"])
def test_a_quotation_of_dashes_takes_no_square_of_its_length(language: str):
    def read(size: int) -> None:
        assert list(quote(f"„We sail at dawn {'-  ' * (size // 3)} today“, she said.", language))

    assert_linear(read, 20_000)


@pytest.mark.parametrize(
    ("language", "body", "speakers"),
    [
        ("en", '"We can talk," its chief executive, Piers Hall, said.', ["Piers Hall"]),
        ("en", '"We did not," the firm\'s head, Mary-Jane O\'Dea, 81, said.', ["Mary-Jane O'Dea"]),
        ("en", '"Nobody asked us," said the owner, Tom "Tiny" Marsh.', ['Tom "Tiny" Marsh']),
        ("en", '"We are ready," Grace Oko, 54, a deckhand from Ost, added.', ["Grace Oko"]),
        ("en", '"We are ready to go," Ann Lee, the mayor, and Bob Moe said.', [None]),
        ("de", "„Das ist lang und unbequem“, räumte Karin Mohn ein.", ["Karin Mohn"]),
        ("de", "„Das ist lang und unbequem“, gab Bürgermeisterin Karin Mohn zu.", ["Karin Mohn"]),
        ("de", "„Das war nie geplant“, hat Karin Mohn am Montag gesagt.", ["Karin Mohn"]),
        ("de", "„Das war nie geplant“, hat Karin Mohn auf ein Schild gemalt.", [None]),
        ("fr", "« Je la laisse », a dit Jean Tobie.\n« Je ne dis rien », a-t-il dit.",
         ["Jean Tobie", "Jean Tobie"]),
        ("fr", "« Je ne viendrai pas demain », explique-t-elle.", [None]),
        ("pt", "“Seria bem melhor”, lamentou a presidente do clube, Ada Fontes.", ["Ada Fontes"]),
        ("it", "“Sarebbe stato meglio”, ha ammesso la preside, Ada Fontana.", ["Ada Fontana"]),
        ("fi", "”Emme halua odottaa”, kaupunginjohtaja Liisa Virtala kertoi.", ["Liisa Virtala"]),
        ("ca", "«No volem esperar més», va dir l'alcaldessa, Marta Puig.", ["Marta Puig"]),
        ("sv", "”Vi vill inte vänta”, säger Marta Lind.", ["Marta Lind"]),
        ("cs", "„Nechceme čekat až na jaro,“ řekla Marta Lindová.", ["Marta Lindová"]),
        ("cs", "„Nechceme čekat až na jaro,“ řekla na adresu Petra Linda.", [None]),
        ("tr", "“Bahara kadar beklemek istemiyoruz” dedi Ayşe Demir.", ["Ayşe Demir"]),
        ("zh", "镇长周敏表示：“我们不能再等下去了。”", ["周敏"]),
        ("zh", "“绕行很远，但是安全。”周敏说。", ["周敏"]),
        ("zh", "「蓋一間旅館會好得多。」商會會長李文玲說。", ["李文玲"]),
        ("zh", "他说：“没有人提前通知我们。”", [None]),
        ("zh", "副市长托马斯·雷恩强调：“我们不能再等下去了。”", ["托马斯·雷恩"]),
        ("ja", "時計職人の山本次郎さんは「灯を消さずにおく」と話した。", ["山本次郎"]),
        ("ja", "「ホテルの方がよかった」と商店会長の森恵子さんは残念がる。", ["森恵子"]),
        ("ja", "「来週までに決める」と山本氏は語った。", ["山本"]),
        ("ja", "看板には「関係者以外は立入禁止」と書かれていた。", [None]),
    ],
)  # fmt: skip
def test_speakers_as_languages_name_them(language: str, body: str, speakers: list[str | None]):
    assert [row[-1] for row in quote(body, language)] == speakers


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("sv", "– I går öppnade hamnen igen, säger Ann Lee.\nHon är lots.", "I går öppnade"),
        ("no", "– Havnen åpnet igjen i går, sier Ann Lee.", "Havnen åpnet"),
        ("da", "– Havnen åbnede igen i går, siger Ann Lee.", "Havnen åbnede"),
        ("fi", "– Satama aukesi taas eilen, sanoo Ann Lee.", "Satama aukesi"),
        ("el", "«Το λιμάνι άνοιξε ξανά χθες», είπε η Ann Lee.", "Το λιμάνι"),
        ("hu", "„A kikötő tegnap újra megnyílt” – mondta Ann Lee.", "A kikötő"),
        ("ro", "„Portul s-a deschis din nou ieri”, a spus Ann Lee.", "Portul"),
        ("fr", "« Le port a rouvert hier », rétorque Ann Lee.", "Le port"),
    ],
)
def test_speech_is_read_as_its_country_prints_it(language, body, words):
    ((_, text, *_, speaker),) = quote(body, language)
    assert (text.startswith(words), speaker) == (True, "Ann Lee")


@pytest.mark.parametrize(
    "body",
    ["– Vi åker hem, men inte i dag. Alla vet det.", "– En lista, som säger allt\n– En till"],
)
def test_a_dash_without_a_speaker_opens_no_speech(body):
    assert list(quote(body, "sv")) == []
