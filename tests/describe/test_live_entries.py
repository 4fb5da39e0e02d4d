"""When the entries of live pages were written, and where they stand."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.describe.live_entries import LIVE_ENTRIES, describe_live_entries
from flows.segment import segment_pages
from tests.segment.test_live import AGES, LAYOUTS, LIVE, list_entries

CAPTURE = datetime(2024, 3, 13, 20, 0, tzinfo=UTC)
DATES = {
    "en": "First published on 13 March 2024 at 9.00am GMT",
    "de": "Veröffentlicht am 13. März 2024, 9:00 Uhr",
    "fr": "Publié le 13 mars 2024 à 09h00",
    "es": "Publicado el 13 de marzo de 2024 a las 09:00",
    "ru": "Опубликовано 13 марта 2024, 09:00",
    "ar": "13 مارس 2024",
    "zh": "2024年3月13日 09:00",
}


def describe(text: str, capture: datetime | None = None) -> pl.DataFrame:
    moment = pl.Series([capture], dtype=pl.Datetime("us", "UTC"))
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]}).with_columns(
        url=pl.lit(None, pl.String), captured_earliest=moment, captured_latest=moment
    )
    segments, placements = segment_pages(pages)
    described, known = describe_placements(pages, segments, placements)
    entries = describe_live_entries(pages, segments, described, known)
    assert entries.schema == LIVE_ENTRIES
    (lead,) = described.filter(role="lead").rows(named=True)
    assert entries.is_empty() or entries["start_char"][0] >= lead["start_char"]
    assert entries.is_empty() or entries["end_char"][-1] <= lead["end_char"]
    return entries


def write(language: str, times: tuple[str, ...], date: str | None, layout: str = "close") -> str:
    live = LIVE[language]
    entries = [LAYOUTS[layout](*one) for one in list_entries(live, times)]
    heading = [live.headline, *([date] if date else []), live.intro]
    return "\n\n".join((*heading, *entries, *live.end))


@pytest.mark.parametrize("language", LIVE)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_clock_time_is_of_the_day_of_the_page(language: str, layout: str):
    live = LIVE[language]
    text = write(language, live.times, DATES[language], layout)
    entries = describe(text)
    assert entries["title"].to_list() == list(live.titles)
    assert entries["published_text"].to_list() == list(live.times)
    clocks = [f"{one:%H:%M}" for one in entries["published_earliest"]]
    assert clocks == ["14:15", "12:40", "11:05", "09:30"]
    assert {one.date() for one in entries["published_earliest"]} == {datetime(2024, 3, 13).date()}
    assert set(entries["published_basis"]) == {"lead"}
    assert set(entries["published_precision"]) == {"minute"}
    said = [text[start:end] for start, end in entries.select("start_char", "end_char").rows()]
    for number, one in enumerate(said):
        assert live.times[number] in one and live.texts[number] in one
        assert sum(other in one for other in live.texts) == 1


def test_the_zone_of_the_page_is_that_of_its_entries():
    entries = describe(write("en", LIVE["en"].times, DATES["en"]))
    assert set(entries["published_utc_offset_minutes"]) == {0}
    zoned = tuple(f"{time} EST" for time in LIVE["en"].times)
    entries = describe(write("en", zoned, DATES["en"]))
    assert set(entries["published_utc_offset_minutes"]) == {-300}
    assert entries["published_earliest"][0] == datetime(2024, 3, 13, 19, 15)


@pytest.mark.parametrize("language", AGES)
def test_an_age_counts_from_the_capture(language: str):
    entries = describe(write(language, AGES[language], DATES[language]), CAPTURE)
    assert entries.height == 4
    assert set(entries["published_basis"]) == {"relative"}
    first = entries["published_earliest"][0]
    near = CAPTURE.replace(tzinfo=None) - timedelta(minutes=10)
    assert abs(first - near) <= timedelta(minutes=1)
    unknown = describe(write(language, AGES[language], None))
    assert unknown["published_earliest"].null_count() == 4
    assert unknown["published_text"].to_list() == list(AGES[language])


NIGHTS = {  # the newest first, behind midnight; what the page says; the day of the first and last
    "the page was published with its first entry": (
        ("1.20am", "12.05am", "11.50pm", "9.10pm"),
        "First published on 13 March 2024 at 9.00pm GMT",
        (14, 13),
    ),
    "the page was changed with its last entry": (
        ("1.20am", "12.05am", "11.50pm", "9.10pm"),
        "Updated: 14 March 2024, 1.25am",
        (14, 13),
    ),
    "the page has a day only": (
        ("1.20am", "12.05am", "11.50pm", "9.10pm"),
        "13 March 2024",
        (None, None),
    ),
}


@pytest.mark.parametrize("case", NIGHTS)
def test_entries_behind_midnight_are_of_the_next_day(case: str):
    times, date, days = NIGHTS[case]
    entries = describe(write("en", times, date))
    found = [one and one.day for one in entries["published_earliest"]]
    assert (found[0], found[-1]) == days
    assert len(found) == 4


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", ("Wednesday 13 March 2024", "Tuesday 12 March 2024")),
        ("de", ("Mittwoch, 13. März 2024", "Dienstag, 12. März 2024")),
        ("fr", ("mercredi 13 mars 2024", "mardi 12 mars 2024")),
    ],
)
def test_a_day_between_entries_is_that_of_those_below_it(language: str, days: tuple[str, str]):
    live = LIVE[language]
    blocks = [LAYOUTS["close"](*one) for one in list_entries(live, live.times)]
    blocks = [blocks[0], days[0], blocks[1], days[1], *blocks[2:]]
    entries = describe("\n\n".join((live.headline, DATES[language], live.intro, *blocks)))
    found = [one.day for one in entries["published_earliest"]]
    assert found == [13, 13, 12, 12]
    assert entries["published_basis"].to_list() == ["lead", "printed", "printed", "printed"]


def test_who_wrote_an_entry_is_no_author_of_the_page():
    live = LIVE["en"]
    blocks = [LAYOUTS["close"](*one) for one in list_entries(live, live.times)]
    time, title, text = blocks[1].split("\n")
    blocks[1] = f"{time}\n{title}\nAgnes Rowntree\n{text}"
    page = "\n\n".join((live.headline, "By Martin Calder", DATES["en"], live.intro, *blocks))
    assert describe(page)["byline"].to_list() == [None, "Agnes Rowntree", None, None]


def test_a_page_that_is_not_live_has_no_entries():
    assert describe("\n\n".join((LIVE["en"].headline, *LIVE["en"].texts))).is_empty()
