"""Dates of a heading and of lists: each of its own story, and none in a body."""

import polars as pl
import pytest

from flows.describe.statements import describe_statements
from flows.segment import add_texts, segment_pages

TITLES = {
    "en": [
        "Bakers of Ferrow bake by moonlight",
        "Why the clock runs late",
        "Goats found on a roof",
    ],
    "es": [
        "Los panaderos hornean de noche",
        "Por qué se atrasa el reloj",
        "Tres cabras en el tejado",
    ],
    "ru": ["Пекари Ферроу пекут при луне", "Почему отстают часы", "Трех коз нашли на крыше банка"],
}
DAYS = {
    "en": ["May 13, 2024", "May 8, 2024", "May 2, 2024"],
    "es": ["13 de mayo de 2024", "8 de mayo de 2024", "2 de mayo de 2024"],
    "ru": ["13 мая 2024", "8 мая 2024", "2 мая 2024"],
}
MARKERS = {"en": "Related articles", "es": "Noticias relacionadas", "ru": "Читайте также"}
BODY = (
    "The old mill in Ferrow will become a music school next spring, the council decided on Monday "
    "after a debate that lasted five hours and two suppers.\n\nThe roof has leaked since the storm "
    "of the winter before last, and the swallows that nest under it will be given boxes there."
)
FORMS = {
    "title, date": "{title}\n{day}\n\n",
    "title, date, tight": "{title}\n{day}\n",
    "date, title": "{day}\n{title}\n\n",
    "date, title, tight": "{day}\n{title}\n",
    "title, url, date": "{title}\nhttps://gazette.example/{no}\n{day}\n\n",
    "section, title, date": "LOCAL\n{title}\n{day}\n\n",
    "title, blank line, date": "{title}\n\n{day}\n\n",
}


def say(text: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The segments of a page with their text, and the placements with what they say."""
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    pages = pages.with_columns(captured_earliest=unknown, captured_latest=unknown)
    segments, placements = segment_pages(pages)
    said = describe_statements(placements, pages, segments)
    return segments, add_texts(said, pages, segments)


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("form", FORMS)
def test_items_of_a_list_keep_their_own_dates_in_any_order(form, language):
    items = "".join(
        FORMS[form].format(no=no, title=title, day=day)
        for no, (title, day) in enumerate(zip(TITLES[language], DAYS[language], strict=True))
    )
    page = f"Old mill in Ferrow to become a music school\n\n{BODY}\n\n{MARKERS[language]}\n{items}"
    _, placements = say(page)
    teasers = placements.filter(role="teaser").sort("start_char")
    found = list(zip(teasers["headline"], teasers["published_text"], strict=True))
    assert found == list(zip(TITLES[language], DAYS[language], strict=True))


@pytest.mark.parametrize(
    "line",
    [
        "May 14, 2024",
        "Posted at 5:40 PM, May 14, 2024 and last updated 6:15 AM, May 15, 2024",
        "Publié le 14 mai 2024 à 17h40",
        "14 maja 2024, 17:40 | Aktualizacja: 15 maja 2024, 9:05",
        "১৪ মে ২০২৪, ১৭:৪০",
        "۲۵ اردیبهشت ۱۴۰۳ - ۱۷:۴۰",
        "14 พฤษภาคม 2567 17:40 น.",
    ],
)
def test_a_date_line_stands_in_no_body(line):
    _, placements = say(f"Old mill in Ferrow to become a music school\n\n{line}\n\n{BODY}\n")
    lead = placements.filter(role="lead").row(0, named=True)
    assert lead["body"] == BODY.replace("\n\n", "\n")
    assert lead["published_text"]


@pytest.mark.parametrize(
    "line",
    [
        "Monday May 13, 2024 10:05 am PDT by Jane Marlow",
        "By Jane Marlow | May 14, 2024 5:40 pm",
        "Par Jane Marlow, publié le 14 mai 2024 à 17h40",
        "Von Jane Marlow, 14.05.2024, 17:40 Uhr",
    ],
)
def test_a_line_with_date_and_name_gives_both(line):
    _, placements = say(f"Old mill to become a music school\n\n{line}\n\n{BODY}\n")
    lead = placements.filter(role="lead").row(0, named=True)
    assert "Jane Marlow" in lead["byline"] and "2024" in lead["published_text"]


ONE_LINE = {
    "brackets": "{title} ({day})\n",
    "bar": "{title} | {day}\n\n",
    "dash": "{title} – {day}\n",
    "in front": "{day} – {title}\n",
    "in front, colon": "{day}: {title}\n\n",
    "bullet": "- {title} ({day})\n",
    "bullet, in front": "• {day} {title}\n",
}


def make_list(language: str, form: str, marker: str = "") -> str:
    """A page with a list of other stories below its article."""
    items = "".join(
        form.format(title=title, day=day)
        for title, day in zip(TITLES[language], DAYS[language], strict=True)
    )
    header = f"{marker or MARKERS[language]}\n"
    return f"Old mill in Ferrow to become a music school\n\n{BODY}\n\n{header}{items}"


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("form", ONE_LINE)
def test_title_and_date_on_one_line_are_a_card(form, language):
    _, placements = say(make_list(language, ONE_LINE[form]))
    lead = placements.filter(role="lead").row(0, named=True)
    assert lead["body"] == BODY.replace("\n\n", "\n")
    teasers = placements.filter(role="teaser").sort("start_char")
    assert teasers["headline"].to_list() == TITLES[language]
    assert [day.strip("):– ") for day in teasers["published_text"]] == DAYS[language]


@pytest.mark.parametrize("marker", ["Earlier coverage:", "Our previous coverage", "Past coverage"])
def test_earlier_stories_are_other_stories(marker):
    _, placements = say(make_list("en", "{title} — {day}\n", marker))
    assert placements.filter(role="teaser")["headline"].to_list() == TITLES["en"]


@pytest.mark.parametrize(
    "line",
    [
        "水车屋要拆了 2024-05-13\n面包师在月光下烤面包 2024-05-08\n",
        "粉屋の水車が止まる日 2024年5月13日\n屋根の上の山羊を救う人々 2024年5月8日\n",
    ],
)
def test_titles_and_dates_without_signs_between_them(line):
    _, placements = say(f"Old mill in Ferrow to become a school\n\n{BODY}\n\n相关阅读\n{line}")
    teasers = placements.filter(role="teaser")
    assert teasers.height == 2 and "2024" not in "".join(teasers["headline"])
    assert teasers["published_text"].null_count() == 0


def test_no_date_is_cut_from_a_chronicle_or_from_a_month_in_a_title():
    chronicle = "13 May 2024: The mill is shut.\n8 May 2024: A beam falls into the pond.\n"
    titles = "Bakers strike in May 2024\nThe goats of June 2024\n"
    for text, kept in (
        (f"Timeline\n{chronicle}", "13 May"),
        (f"Read also\n{titles}", "in May 2024"),
    ):
        segments, _ = say(f"Old mill in Ferrow to become a music school\n\n{BODY}\n\n{text}")
        assert segments.filter(kind="headline").height <= 3
        assert kept in text and segments.filter(kind="timestamp", placement_no=1).is_empty()


SUMMARIES = [
    "The ovens are lit at midnight, since the flour keeps cooler in the dark.",
    "Nobody has climbed up to it since the last keeper moved to the coast.",
    "They had come up by way of the coal shed, and were brought down in a basket.",
]


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_summary_may_stand_between_a_title_and_its_date(gap, language):
    stories = zip(TITLES[language], SUMMARIES, DAYS[language], strict=True)
    items = "".join(f"{title}\n{summary}\n{day}\n{gap}" for title, summary, day in stories)
    page = f"Old mill to become a music school\n\n{BODY}\n\n{MARKERS[language]}\n\n{items}"
    _, placements = say(page)
    teasers = placements.filter(role="teaser").sort("start_char")
    assert teasers["headline"].to_list() == TITLES[language]
    assert teasers["published_text"].to_list() == DAYS[language]
    assert teasers["body"].to_list() == SUMMARIES


@pytest.mark.parametrize("between", ["{} · 3 min read", "{} · 4 minutos", "{} · 5 min"])
@pytest.mark.parametrize("language", TITLES)
def test_a_date_beside_a_reading_time_is_a_date(between, language):
    stories = zip(TITLES[language], DAYS[language], strict=True)
    items = "".join(f"{title}\n{between.format(day)}\n\n" for title, day in stories)
    page = f"Old mill to become a music school\n\n{BODY}\n\n{MARKERS[language]}\n\n{items}"
    teasers = say(page)[1].filter(role="teaser").sort("start_char")
    assert teasers["headline"].to_list() == TITLES[language]
    starts = zip(teasers["published_text"], DAYS[language], strict=True)
    assert all(found.startswith(day) for found, day in starts)


@pytest.mark.parametrize(
    "counts", [("7 comments", "No comments", "1 comment"), ("12 comments",) * 3]
)
def test_counts_of_comments_below_cards_end_no_list(counts):
    stories = zip(TITLES["en"], DAYS["en"], counts, strict=True)
    items = "".join(f"{title}\n{day}\n{count}\n\n" for title, day, count in stories)
    page = f"Old mill to become a music school\n\n{BODY}\n\nRelated articles\n\n{items}"
    teasers = say(page)[1].filter(role="teaser").sort("start_char")
    assert teasers["headline"].to_list() == TITLES["en"]
    assert teasers["published_text"].to_list() == DAYS["en"]


@pytest.mark.parametrize("foot", ["Imprint | Cookies", "Contact us · Legal notice"])
def test_two_links_below_a_list_are_no_card(foot):
    page = make_list("en", "{title}\n{day}\n\n") + f"© 2024 Ferrow Press\n{foot}\n"
    assert say(page)[1].filter(role="teaser").height == 3
