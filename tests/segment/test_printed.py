"""Pages that were printed from a browser into a text: heads and feet of sheets are no article's."""

import pytest

from tests.segment.invented import STORIES, cut_page, write_page

ADDRESS = "https://www.saltby.example/news/ferry"


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("en", "3/14/25, 9:02 AM"),
        ("de", "14.03.25, 09:02"),
        ("fr", "14/03/2025 09:02"),
        ("ja", "2025/03/14 9:02"),
    ],
)
def test_heads_and_feet_of_sheets_are_no_headline_and_no_body(language: str, when: str):
    headline = STORIES[language].headline
    head = f"{when}          {headline} | Saltby Herald"
    sheets = write_page(language, above=(head,), end=(f"{ADDRESS}      1/2",))
    rest = "\n\n".join([head, STORIES[language].paragraphs[-1], f"{ADDRESS}      2/2"])
    cut = cut_page(f"{sheets}\n\n{rest}")
    assert cut.headline == headline
    assert ADDRESS not in cut.body and "Saltby" not in cut.body


def test_a_time_before_a_gap_alone_is_no_head_of_a_sheet():
    story = STORIES["en"]
    cut = cut_page(write_page("en", end=("14/03/2025 09:02   The harbour fair opens",)))
    assert cut.headline == story.headline


def test_the_time_of_printing_is_not_that_of_the_article():
    story = STORIES["en"]
    head = f"3/14/25, 9:02 AM      {story.headline} | Saltby Herald"
    text = "\n\n".join([head, story.headline, *story.paragraphs, f"{ADDRESS}     1/1"])
    cut = cut_page(text)
    assert cut.headline == story.headline
    assert cut.kinds[head] == "navigation"
