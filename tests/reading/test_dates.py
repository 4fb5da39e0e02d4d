"""Dates, times and ages as pages print them: each line has the layout of one that someone saw."""

import re
import unicodedata
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from dateparser.date import DateDataParser
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reading import dates
from flows.seeds import read_seed

# line, language, country -> first moment (as printed), precision, minutes east of UTC, text
PRINTED = [
    ("May 19, 2025", None, None, "2025-05-19 00:00", "day", None, "May 19, 2025"),
    ("May 2025", None, None, "2025-05-01 00:00", "month", None, "May 2025"),
    ("19th May 2025", "en", None, "2025-05-19 00:00", "day", None, "19th May 2025"),
    ("May 19th, 2025", "en", None, "2025-05-19 00:00", "day", None, "May 19th, 2025"),
    (
        "News Desk - 19 May 2025 13:34",
        "en",
        None,
        "2025-05-19 13:34",
        "minute",
        None,
        "19 May 2025 13:34",
    ),
    (
        "Sat 24 Feb 2024 12.42 CET",
        "en",
        "GB",
        "2024-02-24 12:42",
        "minute",
        60,
        "24 Feb 2024 12.42 CET",
    ),
    (
        "May 19, 2025 at 5:44 PM EDT",
        "en",
        "US",
        "2025-05-19 17:44",
        "minute",
        -240,
        "May 19, 2025 at 5:44 PM EDT",
    ),
    (
        "17:41 JST, October 13, 2024",
        "en",
        "JP",
        "2024-10-13 17:41",
        "minute",
        540,
        "17:41 JST, October 13, 2024",
    ),
    (
        "11:48, Thu, Jul 18, 2024",
        "en",
        "GB",
        "2024-07-18 11:48",
        "minute",
        None,
        "11:48, Thu, Jul 18, 2024",
    ),
    (
        "15:56 BST, 27 April 2024",
        "en",
        "GB",
        "2024-04-27 15:56",
        "minute",
        60,
        "15:56 BST, 27 April 2024",
    ),
    (
        "April 28 2023, 3:54 p.m.",
        "en",
        "US",
        "2023-04-28 15:54",
        "minute",
        None,
        "April 28 2023, 3:54 p.m.",
    ),
    (
        "June 26, 2023 5 AM PT",
        "en",
        "US",
        "2023-06-26 05:00",
        "hour",
        -420,
        "June 26, 2023 5 AM PT",
    ),
    ("April 28, 2023 GMT", "en", "US", "2023-04-28 00:00", "day", 0, "April 28, 2023 GMT"),
    (
        "3 min readApril 25, 20232:26 PM GMT+2Last Updated",
        "en",
        None,
        "2023-04-25 14:26",
        "minute",
        120,
        "April 25, 20232:26 PM GMT+2",
    ),
    ("The City TimesMarch 24, 2023", "en", None, "2023-03-24 00:00", "day", None, "March 24, 2023"),
    (
        "15.03.2024, 14:05 Uhr",
        "de",
        "DE",
        "2024-03-15 14:05",
        "minute",
        None,
        "15.03.2024, 14:05 Uhr",
    ),
    (
        "06. 01. 2026, 14:59 Uhr Lesedauer: 4 Minuten",
        "de",
        "AT",
        "2026-01-06 14:59",
        "minute",
        None,
        "06. 01. 2026, 14:59 Uhr",
    ),
    ("Stand: 28.04.2023-19:20", "de", "DE", "2023-04-28 19:20", "minute", None, "28.04.2023-19:20"),
    ("26.10.2025 | 2:43 min", "de", "DE", "2025-10-26 00:00", "day", None, "26.10.2025"),
    (
        "Publiziert17. Dezember 2024, 12:17",
        "de",
        "CH",
        "2024-12-17 12:17",
        "minute",
        None,
        "17. Dezember 2024, 12:17",
    ),
    ("28. Juni 201914. Januar 2020", "de", None, "2019-06-28 00:00", "day", None, "28. Juni 2019"),
    (
        "Frankfurt, October 23, 2024, 3:48: Uhr",
        "de",
        "DE",
        "2024-10-23 03:48",
        "minute",
        None,
        "October 23, 2024, 3:48: Uhr",
    ),
    ("25.4.24", "de", None, "2024-04-25 00:00", "day", None, "25.4.24"),
    ("1er mai 2025", "fr", None, "2025-05-01 00:00", "day", None, "1er mai 2025"),
    ("19 mai 2025 à 14h30", "fr", None, "2025-05-19 14:30", "minute", None, "19 mai 2025 à 14h30"),
    ("19 de mayo de 2025", "es", None, "2025-05-19 00:00", "day", None, "19 de mayo de 2025"),
    (
        "19 травня 2025 року о 14:30",
        "uk",
        None,
        "2025-05-19 14:30",
        "minute",
        None,
        "19 травня 2025 року о 14:30",
    ),
    (
        "19 мая 2025 г., 14:30 МСК",
        "ru",
        None,
        "2025-05-19 14:30",
        "minute",
        180,
        "19 мая 2025 г., 14:30 МСК",
    ),
    ("19 maja 2025 r.", "pl", None, "2025-05-19 00:00", "day", None, "19 maja 2025"),
    ("19. maja 2025.", "sr", None, "2025-05-19 00:00", "day", None, "19. maja 2025"),
    (
        "20 HAZİRAN 2025 14:30",
        "tr",
        None,
        "2025-06-20 14:30",
        "minute",
        None,
        "20 HAZİRAN 2025 14:30",
    ),
    (
        "Publicerad 23 okt 2025 kl 10.23Uppdaterad kl 12.17",
        "sv",
        None,
        "2025-10-23 10:23",
        "minute",
        None,
        "23 okt 2025 kl 10.23",
    ),
    (
        "2025. május 19. 14:30",
        "hu",
        None,
        "2025-05-19 14:30",
        "minute",
        None,
        "2025. május 19. 14:30",
    ),
    (
        "2025 m. gegužės 19 d. 14:30",
        "lt",
        None,
        "2025-05-19 14:30",
        "minute",
        None,
        "2025 m. gegužės 19 d. 14:30",
    ),
    ("2025. gada 19. maijs", "lv", None, "2025-05-19 00:00", "day", None, "2025. gada 19. maijs"),
    (
        "Thứ tư, 22/10/2025, 19:25 (GMT+7)",
        "vi",
        None,
        "2025-10-22 19:25",
        "minute",
        420,
        "22/10/2025, 19:25 (GMT+7)",
    ),
    ("19 tháng 5, 2025", "vi", None, "2025-05-19 00:00", "day", None, "19 tháng 5, 2025"),
    (
        "2025年5月19日 21時37分",
        "ja",
        None,
        "2025-05-19 21:37",
        "minute",
        None,
        "2025年5月19日 21時37分",
    ),
    (
        "2025年05月19日23:52 | 来源",
        "zh",
        None,
        "2025-05-19 23:52",
        "minute",
        None,
        "2025年05月19日23:52",
    ),
    (
        "2025년 5월 15일 오후 3:20",
        "ko",
        None,
        "2025-05-15 15:20",
        "minute",
        None,
        "2025년 5월 15일 오후 3:20",
    ),
    ("2025. 5. 15. 20:00", "ko", None, "2025-05-15 20:00", "minute", None, "2025. 5. 15. 20:00"),
    ("2024-02-14T16:15:30Z", None, None, "2024-02-14 16:15", "minute", 0, "2024-02-14T16:15:30Z"),
    (
        "2025-03-29T11:36:01-05:00",
        None,
        None,
        "2025-03-29 11:36",
        "minute",
        -300,
        "2025-03-29T11:36:01-05:00",
    ),
    (
        "19.05.2025 14:05+02:00",
        "de",
        None,
        "2025-05-19 14:05",
        "minute",
        120,
        "19.05.2025 14:05+02:00",
    ),
    (
        "19 May 2025 14:05 UTC+3",
        None,
        None,
        "2025-05-19 14:05",
        "minute",
        180,
        "19 May 2025 14:05 UTC+3",
    ),
    ("3/4/2025", "en", "US", "2025-03-04 00:00", "day", None, "3/4/2025"),
    ("3/4/2025", "en", "GB", "2025-04-03 00:00", "day", None, "3/4/2025"),
    ("3/4/2025", "es", None, "2025-04-03 00:00", "day", None, "3/4/2025"),
    ("3/14/2025", None, None, "2025-03-14 00:00", "day", None, "3/14/2025"),
    ("١٩ مايو ٢٠٢٥", "ar", None, "2025-05-19 00:00", "day", None, "١٩ مايو ٢٠٢٥"),
    # published before updated, wherever they stand
    (
        "Aktualizacja: 02.02.2025 23:49 Publikacja: 01.02.2025 21:52",
        "pl",
        None,
        "2025-02-01 21:52",
        "minute",
        None,
        "01.02.2025 21:52",
    ),
    (
        "Published 18 Nov 2024 Updated 19 Nov 2024",
        "en",
        None,
        "2024-11-18 00:00",
        "day",
        None,
        "18 Nov 2024",
    ),
    (
        "Mis à jour le 20 mai 2025 - Publié le 19 mai 2025",
        "fr",
        None,
        "2025-05-19 00:00",
        "day",
        None,
        "19 mai 2025",
    ),
    (
        "Updated 20:49, 5 Aug 2024",
        "en",
        "GB",
        "2024-08-05 20:49",
        "minute",
        None,
        "20:49, 5 Aug 2024",
    ),
]


@pytest.mark.parametrize(
    "line, language, country, moment, precision, offset, text",
    PRINTED,
    ids=[row[0] for row in PRINTED],
)
def test_a_printed_date_is_read(line, language, country, moment, precision, offset, text):
    found = dates.find_date(line, language, country)
    assert found is not None
    assert found.earliest + timedelta(minutes=offset or 0) == datetime.fromisoformat(moment)
    assert found[2:5] == (offset, precision, text)
    assert re.compile(dates.DATE_PATTERN, re.I).search(line)


@pytest.mark.parametrize(
    "line, language, country",
    [
        ("2025", None, None),
        ("Covid-19, part 1", "en", None),
        ("2019-2020", None, None),
        ("Season 2023/24", "en", None),
        ("Tel. 030-12-2024-33", "de", None),
        ("Version 3.10.12.2024", "de", None),
        ("otwarchive v0.9.282.1", "en", None),
        ("iOS 17.4.1 is out", "en", None),
        ("1.299,00 EUR", "de", None),
        ("ISBN 978-3-95757-708-5", "de", None),
        ("13:34", None, None),
        ("Monday", "en", None),
        ("19 May", "en", None),
        ("31 June 2025", "en", None),
        ("29.02.2025", "de", None),
        ("05.19.2025", "de", None),
        ("3/4/2025", "en", None),
        ("3/4/2025", "en", "CA"),
        ("3/4/2025", None, None),
        ("25.04.24", None, None),
        ("25.04.24", "en", None),
        ("18.2. 15:32", "fi", None),
        ("17.-20.06.2024", "de", None),
        ("12-15 May 2025", "en", None),
        ("iPhone 15 Pro 2024", "en", None),
        ("Mars 2020", "en", None),
        ("Seminar 6, 2024", "en", None),
        ("Agenda 2030", "de", None),
        ("15 พฤษภาคม 1867", "th", None),
        ("Video | 2:57 min | Verfügbar bis 06.05.2024", "de", None),
        ("5 May 1530 GMT", "en", None),
        ("May 2025-26", "en", None),
        ("", None, None),
    ],
)
def test_what_is_no_date_is_not_read(line, language, country):
    assert dates.find_date(line, language, country) is None


@pytest.mark.parametrize("language", [None, "de", "en", "hu", "ja"])
@pytest.mark.parametrize(
    "line",
    [
        *("2007 Januar 0", "January 0, 2025", "0 May 2025", "00 May 2025", "May 00, 2025"),
        *("2025年5月0日", "2025년 5월 0일", "2025年0月1日", "2025年13月1日"),
        *("00.05.2025", "0/1/2025", "31/31/2025", "13.13.2025", "32.05.2025"),
        *("2025-05-00", "2025-00-05", "2025-13-05", "2025.5.0.", "2025. 5. 0."),
        *("2025. május 0.", "2025 m. gegužės 0 d.", "٠٠.٠٥.٢٠٢٥"),
        *("30 February 2025", "29 February 2025", "29.02.1900", "2100-02-29", "31 April 2025"),
        *("5 May 0000", "5 May 0001", "5 May 9999", "9999-12-31", "0001-01-01", "31.12.9999"),
    ],
)
def test_a_day_that_no_calendar_has_is_no_date(line, language):
    assert dates.find_date(line, language) is None
    assert list(dates.find_yearless(line, language)) == []


@pytest.mark.parametrize(
    "line", ["١٩.٠٥.٢٠٢٥", "१९ May २०२५", "๑๙.๐๕.๒๐๒๕", "１９ May ２０２５", "２０２５年５月１９日"]
)
def test_digits_of_any_script_are_numbers(line):
    assert dates.find_date(line).earliest == datetime(2025, 5, 19)


@pytest.mark.parametrize("clock", ["24:00", "24:60", "12:99", "12:60", "99:00", "١٢:٩٩", "12:5²"])
def test_a_time_that_no_clock_shows_is_left_out(clock):
    assert dates.find_date(f"19 May 2025 {clock}").precision == "day"


@pytest.mark.parametrize("offset", ["+15:00", "-13:00", "+05:99", "+99:99"])
def test_an_offset_that_no_place_has_is_left_out(offset):
    found = dates.find_date(f"2025-05-19T12:30:00{offset}")
    assert (found.earliest, found.utc_offset_minutes) == (datetime(2025, 5, 19, 12, 30), None)


def test_what_lies_beyond_the_first_and_last_moment_is_none():
    first, last = datetime.min, datetime.max
    ages = [dates.Age(10**count, unit, "") for count in (1, 3, 30) for unit in ("minute", "year")]
    for age in ages:
        assert dates.bracket_age(age, first, first) is None
        assert dates.bracket_capture(age, last, last) is None
    (day,) = dates.find_yearless("on Saturday (June 7)", "en")
    assert dates.last_year_before(day._replace(weekday=None), first) is None
    assert dates.last_year_before(day, last) is None
    (leap,) = dates.find_yearless("29 February")
    assert dates.date_yearless("29 February", leap, 2025, dates.Place(None, None)) is None
    assert dates.bracket_mention("29 February", leap, 2025) is None
    assert dates.fit_year(leap, 10**20) is None


@pytest.mark.parametrize("digits", ["9" * 5000, "٣" * 5000, "²" * 5000, "0" * 5000])
def test_endless_numbers_are_neither_dates_nor_ages(digits):
    for line in (f"{digits} May 2025", f"{digits} days ago", f"5.5.{digits}", f"May {digits}"):
        assert dates.find_date(line) is None or digits not in dates.find_date(line).text
        assert dates.read_age(line) is None


@pytest.mark.parametrize(
    "line, is_update",
    [
        ("Updated 20:49, 5 Aug 2024", True),
        ("Stand: 28.04.2023, 19:20 Uhr", True),
        ("Обновлено 19 мая 2025, 14:30", True),
        ("19.05.2025, 14:30 Uhr (aktualisiert)", True),
        ("2025年5月19日 21時37分 更新", True),
        ("19 May 2025", False),
        ("Updated 20 May 2025 Published 19 May 2025", False),
        ("3 min readApril 25, 20232:26 PM GMT+2Last Updated", False),
    ],
)
def test_a_date_knows_whether_it_is_of_a_change(line, is_update):
    assert dates.find_date(line).is_update == is_update


@pytest.mark.parametrize(
    "line, country, offset",
    [
        ("Sep 2, 2024, 17:07 IST", "IN", 330),
        ("Sep 2, 2024, 17:07 IST", "IE", 60),
        ("Sep 2, 2024, 17:07 IST", None, None),
        ("3:15 PM ET, July 2, 2024", "US", -240),
        ("3:15 PM ET, December 2, 2024", "US", -300),
    ],
)
def test_a_zone_may_depend_on_the_country_and_the_season(line, country, offset):
    assert dates.find_date(line, "en", country).utc_offset_minutes == offset


@pytest.mark.parametrize(
    ("line", "language", "offset"),
    [
        ("17:07 (мск), 2 сентября 2024", "ru", 180),
        ("17:07 (GMT+7), 2 September 2024", "en", 420),
        ("17:07 02/09/2024 GMT+7", "vi", 420),
        ("17:07 UTC-3, 02/09/2024", "pt", -180),
        ("2 सितंबर 2024, 05:07 PM IST", "hi", 330),
        ("2 de septiembre de 2024 17:07 (hora de Ciudad de México)", "es", -360),
        ("02/09/2024 às 17:07 (Horário de Lisboa)", "pt", 60),
        ("2 September 2024, 17:07 HKT", "en", 480),
        ("2 septembre 2024 à 17 h 07 HAE", "fr", -240),
    ],
)
def test_a_zone_stands_behind_the_time_or_behind_the_day(line, language, offset):
    found = dates.find_date(line, language)
    local = found.earliest + timedelta(minutes=found.utc_offset_minutes or 0)
    assert (found.utc_offset_minutes, local) == (offset, datetime(2024, 9, 2, 17, 7))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("02.09.2024 17:07 UhrLesezeit: 3 Minuten", "02.09.2024 17:07 Uhr"),
        ("2 september 2024, 17.07 uur", "2 september 2024, 17.07 uur"),
        ("2 September 2024, 17:07 hrs", "2 September 2024, 17:07 hrs"),
        ("2 de septiembre de 2024 17:07 hs", "2 de septiembre de 2024 17:07 hs"),
        ("2. rujna 2024. 17:07 sati", "2. rujna 2024. 17:07 sati"),
        ("2024年（令和6年）9月2日 17:07", "2024年（令和6年）9月2日 17:07"),
    ],
)
def test_the_word_behind_a_clock_is_of_the_time(line, text):
    found = dates.find_date(line)
    assert (found.text, found.earliest) == (text, datetime(2024, 9, 2, 17, 7))


@pytest.mark.parametrize(
    "line",
    [
        "Anmeldung bis 30. April 2024",
        "Aanmelden tot 30 april 2024",
        "Tilmelding senest 30. april 2024",
        "Anmälan senast 30 april 2024",
        "Candidaturas até 30 de abril de 2024",
        "Candidature entro il 30 aprile 2024",
        "Candidatures jusqu'au 30 avril 2024",
        "Приём работ до 30 апреля 2024",
        "Pendaftaran hingga 30 April 2024",
        "Tickets on sale from 30 April 2024",
        "Today is Tuesday, April 30, 2024",
        "Heute ist Dienstag, 30. April 2024",
        "今天是2024年4月30日 星期二",
    ],
)
def test_until_when_and_what_day_it_is_date_no_publication(line):
    assert dates.find_date(line) is None


@pytest.mark.parametrize(
    "text, language, month, day, weekday",
    [
        ("officials said on Saturday (June 7).", "en", 6, 7, 6),
        ("am Samstag, 7. Juni, sagte er", "de", 6, 7, 6),
        ("samedi 7 juin à 14h30", "fr", 6, 7, 6),
        ("el sábado (7 de junio)", "es", 6, 7, 6),
        ("в субботу, 7 июня", "ru", 6, 7, 6),
        ("у суботу (7 червня)", "uk", 6, 7, 6),
        ("mandag 5. august kl. 14:47", "no", 8, 5, 1),
        ("6月7日（土）", "ja", 6, 7, 6),
        ("6月7日星期六", "zh", 6, 7, 6),
        ("8 января, 17:46", "ru", 1, 8, None),
        ("5 May 1530 GMT", "en", 5, 5, None),
        ("ſunday, 5 May", "en", 5, 5, None),  # the letters of "sunday", and no such word
    ],
)
def test_a_day_without_a_year_is_found(text, language, month, day, weekday):
    (found,) = dates.find_yearless(text, language)
    assert found[:4] == (month, day, weekday, None)


@pytest.mark.parametrize(
    "text",
    [
        *("19 May 2025", "May 2025", "on June 7.5", "31 June", "version 3.7"),
        *("5 May 9999", "5 May 0000", "5 May 1789", "5 May 2025 GMT"),
        *("Thursday, 29 February 2023", "29 February 2023", "0 May", "May 00", "5月0日"),
    ],
)
def test_other_text_has_no_day_without_a_year(text):
    assert list(dates.find_yearless(text, "en")) == []


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 4))
def test_a_weekday_fits_the_true_year_and_no_other_of_five(day, years_before):
    yearless = dates.Yearless(day.month, day.day, day.isoweekday(), None, 0, 0)
    assert dates.fit_year(yearless, day.year - years_before) == day.year


def test_plans_and_prices_are_not_the_latest_year():
    text = "Since 2014; by 2030 it costs €2045, or 3.2040 more"
    assert dates.find_latest_years(text) == (2014, None)
    assert dates.find_latest_years("Covid-19") == (None, None)
    assert dates.find_latest_years("Founded 1.2.2019, 2 of 2024") == (2024, 2019)


def test_the_page_language_decides_what_a_month_word_means():
    assert dates.find_date("5 listopada 2025", "pl").earliest.month == 11
    assert dates.find_date("5 listopada 2025", "hr").earliest.month == 10
    assert dates.find_date("5 listopada 2025") is None


def test_precision_gives_the_width():
    widths = {
        "19 May 2025 13:34": timedelta(minutes=1),
        "19 May 2025 1 pm": timedelta(hours=1),
        "19 May 2025": timedelta(days=1),
        "February 2024": timedelta(days=29),
        "December 2025": timedelta(days=31),
    }
    for line, width in widths.items():
        found = dates.find_date(line, "en")
        assert found.latest - found.earliest == width


@pytest.mark.parametrize(
    "line, text",
    [
        ("5:44 PM  (Updated: )", "5:44 PM"),
        ("13:34", "13:34"),
        ("14.05 Uhr", "14.05 Uhr"),
        ("Stand: 20:03 Uhr | Lesedauer: 4 Minuten", "20:03 Uhr"),
        ("14h30", "14h30"),
        ("Publicerad kl. 10.23", "kl. 10.23"),
        ("Updated20:49", "20:49"),
        ("5 a.m.", "5 a.m."),
        ("19 Uhr", "19 Uhr"),
        ("17.40 uur", "17.40 uur"),
        ("24 uur", None),
        ("48 hrs", None),
        ("오후 3시 20분", "오후 3시 20분"),
        ("3.50", None),
        ("25:61", None),
        ("Matthew 5,123:45", None),
        ("", None),
    ],
)
def test_clock_times_are_found(line, text):
    assert dates.find_time(line) == text


AGES = [
    ("34 minutes ago", 34, "minute", "34 minutes ago"),
    ("an hour ago", 1, "hour", "an hour ago"),
    ("a day ago", 1, "day", "a day ago"),
    ("2h ago", 2, "hour", "2h ago"),
    ("20 m ago", 20, "minute", "20 m ago"),
    ("3 hrs ago", 3, "hour", "3 hrs ago"),
    ("10 mins ago", 10, "minute", "10 mins ago"),
    ("1 mo ago", 1, "month", "1 mo ago"),
    ("about 2 hours ago", 2, "hour", "about 2 hours ago"),
    ("45 seconds ago", 0, "minute", "45 seconds ago"),
    ("Just now", 0, "minute", "Just now"),
    ("Yesterday", 1, "day", "Yesterday"),
    ("Updated 3 hours ago", 3, "hour", "3 hours ago"),
    ("· Posted 2 days ago |", 2, "day", "2 days ago"),
    ("5 minutes ago (5:44 PM)", 5, "minute", "5 minutes ago"),
    ("vor 2 Stunden|", 2, "hour", "vor 2 Stunden"),
    ("Vor 3 Std.", 3, "hour", "Vor 3 Std."),
    ("vor einer Woche", 1, "week", "vor einer Woche"),
    ("Vor 2 Tagen veröffentlicht", 2, "day", "Vor 2 Tagen"),
    ("gestern", 1, "day", "gestern"),
    ("il y a 3 heures", 3, "hour", "il y a 3 heures"),
    ("hace una hora", 1, "hour", "hace una hora"),
    ("Há 2 horas", 2, "hour", "Há 2 horas"),
    ("2 ore fa", 2, "hour", "2 ore fa"),
    ("2 uur geleden", 2, "hour", "2 uur geleden"),
    ("för 5 timmar sedan", 5, "hour", "för 5 timmar sedan"),
    ("for 5 timer siden", 5, "hour", "for 5 timer siden"),
    ("5 tuntia sitten", 5, "hour", "5 tuntia sitten"),
    ("2 godz. temu", 2, "hour", "2 godz. temu"),
    ("Aktualizováno před 2 hodinami", 2, "hour", "před 2 hodinami"),
    ("před hodinou", 1, "hour", "před hodinou"),
    ("5 perce", 5, "minute", "5 perce"),
    ("acum 20 de minute", 20, "minute", "acum 20 de minute"),
    ("преди 3 часа", 3, "hour", "преди 3 часа"),
    ("πριν από 2 ώρες", 2, "hour", "πριν από 2 ώρες"),
    ("Prieš 10 min.", 10, "minute", "Prieš 10 min."),
    ("3 часа назад", 3, "hour", "3 часа назад"),
    ("год назад", 1, "year", "год назад"),
    ("2 години тому", 2, "hour", "2 години тому"),
    ("2 год. тому", 2, "hour", "2 год. тому"),
    ("пре 2 сата", 2, "hour", "пре 2 сата"),
    ("10 dakika önce", 10, "minute", "10 dakika önce"),
    ("3小时前", 3, "hour", "3小时前"),
    ("5日前", 5, "day", "5日前"),
    ("2시간 전", 2, "hour", "2시간 전"),
    ("2 jam yang lalu", 2, "hour", "2 jam yang lalu"),
    ("2 giờ trước", 2, "hour", "2 giờ trước"),
    ("منذ ساعتين", 2, "hour", "منذ ساعتين"),
    ("Online seit heute, 7.57 Uhr", 0, "day", "heute, 7.57 Uhr"),
    ("včera 14:40", 1, "day", "včera 14:40"),
    ("Vandaag om 20:07", 0, "day", "Vandaag om 20:07"),
]


@pytest.mark.parametrize("line, count, unit, text", AGES, ids=[row[0] for row in AGES])
def test_an_age_line_is_read(line, count, unit, text):
    assert dates.read_age(line)[:3] == (count, unit, text)


@pytest.mark.parametrize(
    "line",
    [
        "Two years ago he left for 3 hours",
        "By Ann Lee 2 hours ago",
        "4 min read",
        "2h",
        "Today",
        "amago",
        "ago",
        "a",
        "",
        "vor Gericht",
        "Fa 2",
        "19 May 2025",
    ],
)
def test_other_lines_are_no_age(line):
    assert dates.read_age(line) is None


def test_every_form_of_every_language_is_read():
    """Of each language's forms and units, "2" of them is that unit, unless languages disagree."""
    rows = read_seed("age_words").to_dicts()
    unread = []
    for form in (row for row in rows if row["kind"] == "form"):
        for unit in rows:
            if unit["kind"] == "unit" and unit["language"] == form["language"]:
                line = form["text"].format(count=2, unit=unit["text"])
                age = dates.read_age(line)
                expected = (0, "minute") if unit["value"] == "second" else (2, unit["value"])
                if age is None or age[:2] != expected:
                    unread.append(line)
    assert unread == []


@pytest.mark.parametrize(
    "count, unit, seconds",
    [
        # what moment.js prints so, and the bounds of its wording; then sites that cut off
        (1, "minute", (45, 90)),
        (1, "hour", (45 * 60, 90 * 60)),
        (2, "hour", (90 * 60, 150 * 60)),
        (1, "day", (22 * 3600, 36 * 3600)),
        (1, "month", (26 * 86400, 46 * 86400)),
        (2, "month", (46 * 86400, 75 * 86400)),
        (1, "year", (320 * 86400, 548 * 86400)),
        (1, "hour", (3600, 7199)),
        (2, "day", (2 * 86400, 3 * 86400 - 1)),
        (11, "month", (334 * 86400, 364 * 86400)),
        (0, "minute", (0, 59)),
    ],
)
def test_an_age_bracket_holds_what_sites_call_so(count, unit, seconds):
    captured = datetime(2025, 5, 19, 12)
    bracket = dates.bracket_age(dates.Age(count, unit, f"{count} {unit}"), captured, captured)
    for passed in seconds:
        assert bracket.earliest <= captured - timedelta(seconds=passed) < bracket.latest


def test_an_age_is_no_more_precise_than_the_capture():
    hours = dates.read_age("2 hours ago")
    day, week = datetime(2025, 5, 19), datetime(2025, 5, 26)
    assert dates.bracket_age(hours, day, day).precision == "hour"
    assert dates.bracket_age(hours, day, day + timedelta(days=1)).precision == "day"
    assert dates.bracket_age(hours, day, week).precision == "month"


@given(st.integers(0, 50), st.sampled_from(["minute", "hour", "day"]), st.floats(0, 1))
def test_a_capture_bracket_holds_the_capture_that_an_age_was_read_at(count, unit, share):
    captured = datetime(2025, 5, 19, 12)
    age = dates.Age(count, unit, f"{count} {unit}")
    earliest, latest = dates.bracket_age(age, captured, captured)[:2]
    published = earliest + share * (latest - earliest - timedelta(seconds=1))
    first, last = dates.bracket_capture(age, published, published)
    assert first <= captured <= last


def test_an_age_bracket_is_in_utc_and_yesterday_may_be_minutes_ago():
    captured = datetime.fromisoformat("2025-05-19T00:10:00+02:00")
    bracket = dates.bracket_age(dates.read_age("yesterday"), captured, captured)
    assert bracket.latest == datetime(2025, 5, 18, 22, 10, 1)
    assert bracket.earliest == datetime(2025, 5, 16, 22, 10)
    assert bracket[2:5] == (0, "day", "yesterday")
    week = dates.bracket_age(dates.Age(1, "week", "1 week ago"), captured, captured)
    assert week.precision == "month"


def test_an_age_bracket_begins_and_ends_on_whole_seconds():
    captured = datetime(2025, 5, 19, 12, 0, 0, 250_000)
    bracket = dates.bracket_age(dates.read_age("2 hours ago"), captured, captured)
    assert bracket.earliest == datetime(2025, 5, 19, 9)
    assert bracket.latest == datetime(2025, 5, 19, 10, 30, 1)
    bracket = dates.bracket_age(
        dates.read_age("2 hours ago"), captured, captured + timedelta(hours=1)
    )
    assert bracket.latest == datetime(2025, 5, 19, 11, 30, 1)


def test_what_is_from_today_is_from_the_day_of_its_capture():
    day = datetime(2025, 5, 19)
    bracket = dates.bracket_age(dates.Age(0, "day", "today"), day, day + timedelta(days=1))
    assert bracket.latest == datetime(2025, 5, 20)


def test_patterns_mean_the_same_to_polars():
    lines = [row[0] for row in PRINTED + AGES[:-3]]
    for pattern in (dates.DATE_PATTERN, dates.AGE_PATTERN, dates.TIME_PATTERN):
        found = pl.Series(lines).str.contains("(?i)" + pattern).to_list()
        assert found == [bool(re.search(pattern, line, re.I)) for line in lines]


@pytest.mark.parametrize("language", sorted(set(read_seed("months")["language"])))
def test_every_month_word_is_read_as_dateparser_reads_it(language):
    locales = {"no": ["nb"], "sr": ["sr", "sr-Latn"]}.get(language, [language])
    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    settings["NORMALIZE"] = False  # without its vowel signs June is January in Punjabi
    other = DateDataParser(languages=locales, try_previous_locales=False, settings=settings)
    for row in read_seed("months").filter(language=language).to_dicts():
        spelled = f"19 {row['known_as'] or row['word']} 2025"
        day = datetime(2025, row["month"], 19)
        assert other.get_date_data(spelled).date_obj == day, row
        found = dates.find_date(f"19 {row['word']} 2025", language)
        assert found is not None and found.earliest == day, row


MONTHS_EN = [date(2025, month, 1).strftime("%B") for month in range(1, 13)]
FORMS = [
    (lambda day: day.isoformat(), None),
    (lambda day: f"{day:%d.%m.%Y}", "de"),
    (lambda day: f"{day.day}.{day.month}.{day.year}, 14:05 Uhr", "de"),
    (lambda day: f"{day:%Y/%m/%d} 21:17", "ja"),
    (lambda day: f"{day.year}年{day.month}月{day.day}日", "zh"),
    (lambda day: f"{day.day}/{day.month}/{day.year}", "es"),
    (lambda day: f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}", None),
    (lambda day: f"Sat {day.day} {MONTHS_EN[day.month - 1][:3]} {day.year} 12.42", "en"),
]
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(FORMS), st.sampled_from(["", "By Ann Lee | ", "Published: ", "— "]))
def test_a_date_in_a_known_form_is_found_with_its_very_day(day, form, before):
    write, language = form
    found = dates.find_date(f"{before}{write(day)} | 3 min", language)
    assert found is not None and found.earliest.date() == day


@settings(max_examples=300)
@given(
    st.text()
    | st.text(alphabet="0123456789.-/: ,MayJun19T+Z年月日()apm")
    | st.text(alphabet="0٣९９² .-/:Mayſ年月日\u0301\u202e\u200b\u2028")
    | st.lists(
        st.sampled_from(
            ["19", "May", "2025", "31", "June", "14:05", "Uhr", "vor", "2", "ago", "-", ".", ","]
        )
    ).map(" ".join),
    st.sampled_from([None, "en", "de", "xx", "pt-BR"]),
)
def test_no_text_raises_and_what_is_read_was_printed(line, language):
    found = dates.find_date(line, language)
    if found:
        assert found.text in line and found.earliest < found.latest
    for day in dates.find_yearless(line, language):
        assert day.in_year(day.year or 2000)
    time = dates.find_time(line)
    assert time is None or time in line
    age = dates.read_age(line)
    assert age is None or age.text in line


@pytest.mark.parametrize(
    "line, offset",
    [
        ("2024-09-16 17:12:45-05:00", -300),
        ("2024-09-16 17:12-05:00", -300),
        ("Published 2024-09-16 17:12:45.123-0300", -180),
        ("Mon, 16 Sep 2024 17:12:45 -0400", -240),
        ("16/09/2024 17:12:45 -03:00", -180),
        ("Sept. 16, 2024, 5:12 PM Central Daylight Time", -300),
    ],
)
def test_an_offset_may_be_west_of_greenwich(line, offset):
    found = dates.find_date(line)
    assert found.utc_offset_minutes == offset
    assert found.earliest == datetime(2024, 9, 16, 17, 12) - timedelta(minutes=offset)


@pytest.mark.parametrize("line", ["16 Sep 2024, 14:00-15:30", "2024-09-16 09:00-10:30"])
def test_hours_of_an_event_are_no_offset(line):
    assert dates.find_date(line) is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("month", ["জানু\u09dfারি", "ফেব্রু\u09dfারি"])
def test_a_letter_of_bengali_has_two_spellings(month, form):
    for spelling in (month, unicodedata.normalize(form, month)):
        assert dates.find_date(f"১৪ {spelling} ২০২৫").earliest.day == 14


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("二〇二四年三月五日", datetime(2024, 3, 5)),
        ("二零二四年十二月二十五日 星期三", datetime(2024, 12, 25)),
        ("令和六年十月一日", datetime(2024, 10, 1)),
        ("5 March 2024, 1740 hrs", datetime(2024, 3, 5, 17, 40)),
        ("5 March 2024 0905hrs", datetime(2024, 3, 5, 9, 5)),
        ("5. März 2024, 17.40 Uhr", datetime(2024, 3, 5, 17, 40)),
        ("5 mars 2024 à 17h40", datetime(2024, 3, 5, 17, 40)),
        ("5 ΜΑΡΤΙΟΥ 2024", datetime(2024, 3, 5)),
    ],
)
def test_numbers_in_chinese_and_clocks_without_a_mark_are_read(line, moment):
    bracket = dates.find_date(line)
    assert bracket is not None
    assert bracket.earliest == moment
    assert bracket.precision == ("minute" if moment.hour else "day")


@pytest.mark.parametrize("line", ["5 March 2024 and 1740 people", "一九年三月的雨", "三十三月五日"])
def test_other_numbers_are_no_such_dates(line):
    bracket = dates.find_date(line)
    assert bracket is None or bracket.precision == "day"
