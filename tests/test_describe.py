"""Describing placements and articles: whose, when, which language, citing whom."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.describe import language
from flows.describe.attributions import describe_attributions
from flows.describe.language import describe_languages
from flows.describe.outlets import (
    describe_hosts,
    describe_outlets,
    find_byline_outlet,
    find_outlet,
    read_domains_of,
)
from flows.describe.publication import describe_dates

# Language


def languages_of(*texts: str) -> list[str | None]:
    return describe_languages(pl.DataFrame({"text": texts}))["language_code"].to_list()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The trust that runs the harbour voted on Tuesday to deepen its main channel."),
        ("de", "Die Besatzungen der Fähren legen ab Dienstag für vier Tage die Arbeit nieder."),
        ("fr", "Les habitants du bas de la ville ont été priés de quitter leurs maisons."),
        ("es", "El equipo ganó su primera copa con un penalti en el último minuto."),
        ("uk", "Автобуси рушили назустріч одне одному на мосту через річку, кажуть очевидці."),
        ("ru", "Вторая половина голосов досталась бывшему судье, сообщила комиссия в понедельник."),
        (
            "ja",
            "港を運営する団体は火曜日、主要な航路を深くすることを決めた。漁業者は反対している。",
        ),
        ("zh", "管理港口的信托机构星期二投票决定加深主航道，渔民表示反对并将上诉。"),
        (
            "ar",
            "صوت مجلس إدارة الميناء يوم الثلاثاء على تعميق القناة الرئيسية رغم معارضة الصيادين.",
        ),
    ],
)
def test_a_language_is_known(code, text):
    assert languages_of(text) == [code]


def test_a_short_text_and_a_script_without_a_profile_have_no_language():
    georgian = "ნავსადგურის საბჭომ სამშაბათს მთავარი არხის გაღრმავებას მისცა ხმა."
    assert languages_of("Too short", "", "12.5 % (3/4)", georgian) == [None, None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "Грађани су јуче гласали за нову луку, а рибари кажу да ће ићи на суд.",  # Serbian
        "Рибари су јуче гласали за нову луку, каже капетан брода који плови на острво.",
        "Жыхары горада ўчора прагаласавалі за новы порт, рыбакі пойдуць у суд.",  # Belarusian
        "Қала тұрғындары кеше жаңа порт үшін дауыс берді, балықшылар сотқа жүгінеді.",  # Kazakh
        "Íbúar bæjarins kusu í gær um nýja höfn og sjómenn ætla að leita til dómstóla.",
        "Şəhər sakinləri dünən yeni liman üçün səs verdilər, balıqçılar məhkəməyə gedir.",
        "دانیشتووانی شارەکە دوێنێ دەنگیان بۆ بەندەرە نوێیەکە دا و دەچنە دادگا.",  # Sorani
    ],
)
def test_a_language_without_a_profile_is_none_where_its_letters_tell(text):
    assert languages_of(text) == [None]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("mk", "Граѓаните вчера гласаа за новото пристаниште, а рибарите ќе одат на суд."),
        ("en", "President Erdoğan met the mayor of İzmir, Mr Şahin, at the harbour on Friday."),
        (
            "ru",
            "Канал «Қазақстан» сообщил в понедельник, что рыбаки пойдут в суд из-за нового порта: "
            "они боятся, что рыбы в заливе станет меньше.",
        ),
        ("zh", "管理港口的信託機構星期二投票決定加深主航道，漁民表示反對並將上訴。"),
    ],
)
def test_a_few_foreign_letters_do_not_matter(code, text):
    assert languages_of(text) == [code]


def test_a_long_quotation_in_front_is_not_the_language_of_an_article():
    quoted = "„Wir haben die ganze Nacht gearbeitet, und die Fähren fahren wieder“, sagte er. " * 4
    own = (
        "The ferries sailed again on Friday after the longest strike in the harbour's history. "
        "The line said that passengers would be paid for the days they had lost on the quay. "
    )
    assert languages_of(own * 6, quoted + own * 6, own * 3 + quoted + own * 3) == ["en"] * 3


def test_a_languages_answer_does_not_depend_on_the_order_of_folders(monkeypatch):
    text = "Die Fähren fahren wieder, sagte der Sprecher der Reederei am Freitag."
    before = describe_languages(pl.DataFrame({"text": [text]})).row(0)
    names = language.read_profiles()
    monkeypatch.setattr(language, "read_profiles", lambda: {**names, "Latin": names["Latin"][::-1]})
    language.load_profiles.cache_clear()
    _, code, probability = describe_languages(pl.DataFrame({"text": [text]})).row(0)
    language.load_profiles.cache_clear()
    assert (code, probability) == (before[1], pytest.approx(before[2]))


def test_the_same_text_is_detected_once_and_alike_whatever_stands_beside_it():
    text = "Die Fähren fahren wieder, sagte der Sprecher der Reederei am Freitag."
    other = "The ferries sail again, the line's spokesman said on Friday."
    alone = describe_languages(pl.DataFrame({"text": [text]})).row(0)
    among = describe_languages(pl.DataFrame({"text": [other, text, other, text]}))
    assert among.row(1) == among.row(3) == alone
    assert 0 < alone[2] <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_has_a_language_or_none(texts):
    described = describe_languages(pl.DataFrame({"text": texts}, schema={"text": pl.String}))
    assert described["text"].to_list() == texts
    known = described.filter(pl.col("language_code").is_not_null())
    assert known["language_code"].str.contains("^[a-z]{2}$").all()


# Outlets


@pytest.mark.parametrize(
    ("label", "outlet_id"),
    [
        ("BBC News", "bbc-news"),
        ("the bbc", "bbc-news"),
        ("REUTERS", "reuters"),
        ("Associated Press", "associated-press"),
        ("Al  Jazeera", "al-jazeera"),
        ("The Inland Post", "inland-post"),
        ("Inland Post", "inland-post"),
        ("www.bbc.co.uk", "bbc-news"),
        ("valleyledger.example", "valley-ledger"),
        ("Post", None),
        ("Sun", None),
        ("Space", None),  # not Space.com
        ("nobody.example", None),
        ("A Paper That Nobody Knows", None),
        ("", None),
        (None, None),
    ],
)
def test_a_label_names_an_outlet_or_none(label, outlet_id):
    assert find_outlet(label) == outlet_id


@pytest.mark.parametrize(
    ("byline", "outlet_id"),
    [
        ("By Meridian Wire", "meridian-wire"),
        ("By Jane Roe, Reuters", "reuters"),
        ("Von Jana Petersen", None),
        ("Par Maëlle Cottereau et AFP", "agence-france-presse"),
        ("By Reuters and Associated Press", None),
        (None, None),
    ],
)
def test_a_byline_names_an_outlet_or_none(byline, outlet_id):
    assert find_byline_outlet(byline) == outlet_id


def test_an_urls_host_comes_before_its_domain():
    assert read_domains_of("https://www.bbc.co.uk/news") == ["www.bbc.co.uk", "bbc.co.uk"]
    assert read_domains_of("http://www.a.example/x") == ["www.a.example", "a.example"]
    assert read_domains_of("https://m.times.co.in")[-1] == "times.co.in"
    assert read_domains_of("http://127.0.0.1/x") == ["127.0.0.1"]
    assert read_domains_of("no url") == ["no url"]
    assert read_domains_of(None) == []


def hosts_of(url: str | None, text: str, kind: str = "promotion") -> list[tuple]:
    pages = pl.DataFrame(
        {"page_id": ["p"], "url": [url], "text": [text]}, schema_overrides={"url": pl.String}
    )
    segments = pl.DataFrame(
        {"page_id": ["p"], "start_char": [0], "end_char": [len(text)], "kind": [kind]}
    )
    return describe_hosts(pages, segments).rows()


def test_a_host_is_known_by_its_url_or_by_what_only_it_prints():
    assert hosts_of("https://valleyledger.example/x", "text") == [("p", "valley-ledger", "url")]
    assert hosts_of("https://www.valleyledger.example", "text") == [("p", "valley-ledger", "url")]
    assert hosts_of(None, "Your Skimfeed Smart Digest") == [("p", "skimfeed", "phrase")]
    assert hosts_of(None, "© 2024 Valley Ledger. All rights reserved.", "credit") == [
        ("p", "valley-ledger", "phrase")
    ]


def test_a_host_is_not_known_by_a_body_a_photo_credit_a_wire_or_two_outlets():
    assert hosts_of(None, "Readers like the Skimfeed Smart Digest.", "paragraph") == []
    assert hosts_of(None, "Photo: © Valley Ledger", "caption") == []
    assert hosts_of(None, "© 2024 Meridian Wire", "credit") == []
    assert hosts_of(None, "Skimfeed Smart Digest © 2024 Valley Ledger") == []


def outlets_of(role: str, label: str | None, byline: str | None, host: str | None) -> tuple:
    placements = pl.DataFrame(
        {"page_id": ["p"], "role": [role], "outlet_label": [label], "byline": [byline]},
        schema_overrides={"outlet_label": pl.String, "byline": pl.String},
    )
    hosts = pl.DataFrame(
        {"page_id": ["p"] * bool(host), "host_outlet_id": [host] * bool(host)},
        schema={"page_id": pl.String, "host_outlet_id": pl.String},
    )
    return describe_outlets(placements, hosts).select("outlet_id", "outlet_basis").row(0)


@pytest.mark.parametrize(
    ("placement", "outlet"),
    [
        (("lead", None, None, "valley-ledger"), ("valley-ledger", "host")),
        (("lead", None, None, "skimfeed"), (None, None)),
        (("lead", None, None, None), (None, None)),
        (("lead", None, "By Meridian Wire", "valley-ledger"), ("meridian-wire", "byline")),
        (("lead", "Reuters", "By Meridian Wire", "valley-ledger"), ("reuters", "label")),
        (("embedded", None, None, "valley-ledger"), (None, None)),
        (("embedded", "Some Unknown Paper", None, "valley-ledger"), (None, None)),
        (("teaser", "Valley Ledger", None, "skimfeed"), ("valley-ledger", "label")),
    ],
)
def test_a_story_belongs_to_its_own_outlet(placement, outlet):
    assert outlets_of(*placement) == outlet


# Dates


def dates_of(published_text: str | None, age_text: str | None, captured: datetime | None) -> tuple:
    placements = pl.DataFrame(
        {
            "page_id": ["p"],
            "published_text": [published_text],
            "age_text": [age_text],
            "language_code": ["en"],
            "outlet_id": [None],
        },
        schema_overrides={
            "published_text": pl.String,
            "age_text": pl.String,
            "outlet_id": pl.String,
        },
    )
    pages = pl.DataFrame(
        {"page_id": ["p"], "captured_earliest": [captured], "captured_latest": [captured]}
    )
    hosts = pl.DataFrame(schema={"page_id": pl.String, "host_outlet_id": pl.String})
    return describe_dates(placements, pages, hosts).row(0)[-5:]


def test_a_printed_date_is_a_bracket_and_the_load_time_is_never_one():
    day = (datetime(2025, 5, 19), datetime(2025, 5, 20), None, "day", "printed")
    assert dates_of("May 19, 2025", None, None) == day
    assert dates_of("19 May 2025 13:34", None, None)[3:] == ("minute", "printed")
    assert dates_of(None, None, datetime(2025, 5, 20, tzinfo=UTC)) == (None,) * 5


def test_an_age_is_resolved_only_against_a_known_capture():
    assert dates_of(None, "34 minutes ago", None) == (None,) * 5
    earliest, latest, offset, precision, basis = dates_of(
        None, "2 hours ago", datetime(2025, 5, 19, 12, tzinfo=UTC)
    )
    assert earliest <= datetime(2025, 5, 19, 10) < latest <= datetime(2025, 5, 19, 12)
    assert (offset, precision, basis) == (0, "hour", "relative")


def test_a_clock_time_alone_is_not_a_date():
    assert dates_of("5:44 PM", None, datetime(2025, 5, 19, tzinfo=UTC)) == (None,) * 5


# Attributions


def attributions_of(body: str) -> list[tuple]:
    articles = pl.DataFrame({"article_id": ["a"], "body": [body]})
    return describe_attributions(articles).drop("article_id").rows()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The bridge is shut, Al Jazeera reported.", ("al-jazeera", "Al Jazeera reported", 20)),
        ("According to Reuters, it rains.", ("reuters", "According to Reuters", 0)),
        (
            "Он ушёл, сообщает агентство ТАСС.",
            ("tass", "сообщает агентство ТАСС", 9),
        ),
        ("Das Schiff liegt fest, berichtet dpa.", ("dpa", "berichtet dpa", 23)),
    ],
)
def test_an_attribution_is_found_with_its_place(body, expected):
    assert attributions_of(body) == [expected]
    _, phrase, start = expected
    assert body[start : start + len(phrase)] == phrase


def test_a_name_without_a_wording_is_no_attribution():
    assert attributions_of("He bought Reuters shares and read the Daily Mail on a train.") == []
