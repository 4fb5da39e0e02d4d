"""Whether a date is of a publication: what stands beside it; calendars, zones and urls."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading import dates
from flows.reading.dates.calendar import make_solar_date
from flows.reading.dates.lines import has_date, is_of_event


@pytest.mark.parametrize(
    "line",
    [
        "Hearing date: May 6, 2024",
        "Born 2 May 1950; died 3 May 2024",
        "Photo taken May 3, 2024",
        "Opening night: Friday, May 10, 2024",
        "May 3-5, 2024",
        "From May 3 to May 5, 2024",
        "17 June - 20 June 2024",
        "Sunday, 9 June 2024, 7:30pm - 9:30pm",
        "Recital: Saturday 18 May 2024",
        "Vom 3. bis 5. Mai 2024",
        "Anmeldeschluss: 30. April 2024",
        "Du 3 au 5 mai 2024",
        "Audience : 6 mai 2024",
        "Del 3 al 5 de mayo de 2024",
        "Scadenza: 30 aprile 2024",
        "Премьера: 9 мая 2024",
        "3–5 maja 2024",
        "Van 3 tot en met 5 mei 2024",
        "公演日：2024年5月11日（土）",
        "截止日期：2024年4月30日",
        "마감일: 2024년 4월 30일",
    ],
)
def test_a_date_of_an_event_is_of_no_publication(line):
    assert dates.find_date(line) is None
    assert is_of_event(line) or not has_date(line)


@pytest.mark.parametrize(
    "line",
    [
        "Print edition: May 14, 2024",
        "For immediate release: May 14, 2024",
        "Posted in: Local | May 14, 2024 | 3 comments",
        "Jane Roe: 14 May 2024",
        "Ausgabe vom 14. Mai 2024",
        "Édition du 14 mai 2024",
        "Дата публикации: 14 мая 2024",
        "掲載日：2024年5月14日",
        "发布时间：2024-05-14 17:40",
        "Giriş Tarihi: 14.05.2024",
        "14.05.2024 - 17:40",
    ],
)
def test_a_date_with_its_own_label_or_none_is_of_the_publication(line):
    found = dates.find_date(line)
    assert found is not None and found.earliest.date() == date(2024, 5, 14)
    assert not is_of_event(line)


def test_a_clock_time_without_minutes_is_of_an_event_unless_something_was_published_then():
    assert is_of_event("Saturday 11 May 2024, 9pm") and is_of_event("Samedi 11 mai 2024, 20h")
    assert not is_of_event("Published 11 May 2024, 9pm")


@pytest.mark.parametrize(
    "line, language, moment",
    [
        ("14 พฤษภาคม พ.ศ. 2567 เวลา 17:40 น.", "th", "2024-05-14 17:40"),
        ("14 พ.ค. 2567 17:40 น.", "th", "2024-05-14 17:40"),
        ("14/05/2567", "th", "2024-05-14 00:00"),
        ("۲۵ اردیبهشت ۱۴۰۳ - ۱۷:۴۰", "fa", "2024-05-14 17:40"),
        ("۱۴۰۳/۰۲/۲۵", "fa", "2024-05-14 00:00"),
        ("۱۴ می ۲۰۲۴", "fa", None),
        ("令和6年5月14日 17時40分", "ja", "2024-05-14 17:40"),
        ("平成元年1月8日", "ja", "1989-01-08 00:00"),
        ("2024（令和6）年5月14日", "ja", "2024-05-14 00:00"),
        ("民國113年5月14日", "zh", "2024-05-14 00:00"),
        ("14 أيار/مايو 2024", "ar", "2024-05-14 00:00"),
        ("১৪ মে ২০২৪, বিকেল ৫:৪০", "bn", "2024-05-14 17:40"),
        ("१४ मई २०२४, शाम ५:४०", "hi", "2024-05-14 17:40"),
        ("14 مئی 2024 17:40", "ur", "2024-05-14 17:40"),
        ("2024. május 14., kedd 17:40", "hu", "2024-05-14 17:40"),
    ],
)
def test_a_day_of_another_calendar_or_script_is_one_of_ours(line, language, moment):
    found = dates.find_date(line, language)
    assert (found and f"{found.earliest:%Y-%m-%d %H:%M}") == moment
    assert found is None or found.text in line


@given(st.integers(1279, 1477), st.integers(1, 12), st.integers(1, 29))
def test_days_of_the_solar_year_follow_one_another(year, month, day):
    first = make_solar_date(year, 1, 1)
    assert first is not None and first.month == 3 and first.day in (20, 21, 22)
    found = make_solar_date(year, month, day)
    assert (
        found is not None
        and (found - first).days == min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1
    )


@pytest.mark.parametrize(
    "line, language, country, offset",
    [
        ("May 14, 2024, 5:40 PM MT", "en", None, -360),
        ("Dec. 17, 2024 5:40 PM PT", "en", None, -480),
        ("May 14, 2024 5:40 pm Eastern", "en", None, -240),
        ("14 May 2024 17:40 BST", "en", None, 60),
        ("14 May 2024 17:40 BST", "en", "BD", 360),
        ("14 May 2024 17:40 CST", "en", "CN", 480),
        ("14 May 2024 17:40 CST", "en", None, None),
        ("June 1, 2023 04:05 pm | Updated 05:40 pm IST", "en", "IN", 330),
        ("14 mai 2024 à 17h40 (heure de Paris)", "fr", None, 120),
        ("14 janv. 2024 à 17h40, heure de Paris", "fr", None, 60),
        ("14/05/2024 17h40 (horário de Brasília)", "pt", None, -180),
        ("14 мая 2024, 17:40 (мск)", "ru", None, 180),
        ("15 January 2024 17:40 AET", "en", None, 660),
    ],
)
def test_a_zone_is_what_the_trade_of_its_place_means(line, language, country, offset):
    found = dates.find_date(line, language, country)
    assert found is not None and found.utc_offset_minutes == offset


@pytest.mark.parametrize(
    "url, day, precision",
    [
        ("https://gazette.example/2024/05/14/mill", "2024-05-14", "day"),
        ("https://gazette.example/2024/mai/14/moulin", "2024-05-14", "day"),
        ("https://gazette.example/news/mill-2024-05-14.html", "2024-05-14", "day"),
        ("https://gazette.example/news/20240514/mill?d=2020-01-01", "2024-05-14", "day"),
        ("https://gazette.example/2024/05/mill", "2024-05-01", "month"),
        (
            "https://archive.example/web/20240516/https://gazette.example/2024/05/14/mill",
            "2024-05-14",
            "day",
        ),
        ("https://gazette.example/202405/t20240514_98712.html", "2024-05-14", "day"),
        ("https://gazette.example/news/202405141730.shtml", "2024-05-14", "day"),
        ("https://gazette.example/news/20240514173059123.html", "2024-05-14", "day"),
        ("https://gazette.example/news/202405149930.html", None, None),
        ("https://gazette.example/2024/13/45/mill", None, None),
        ("https://gazette.example/a-10120240514", None, None),
        ("https://gazette.example/2024-05-14/or-2024-05-15", None, None),
        (None, None, None),
    ],
)
def test_a_url_may_name_a_day(url, day, precision):
    found = dates.find_url_date(url)
    assert (found and str(found.earliest.date()), found and found.precision) == (day, precision)


@given(st.text() | st.text(alphabet="/-_0123456789jun?#:http"))
def test_any_url_is_read(url):
    found = dates.find_url_date(url)
    assert found is None or datetime(1900, 1, 1) <= found.earliest < found.latest
