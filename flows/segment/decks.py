"""Short decks: a line right below the headline, and below it who wrote the story and when."""

from flows.reading.byline_lines import is_office_alone, reads_as_byline
from flows.segment.bylines import LINES_ABOVE
from flows.segment.headlines import is_of_other
from flows.segment.line import Line

DECK_WORDS = 4  # of a short deck


def cut_deck(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """Label a short line right below the headline as its deck, where the lines between it and the
    text say when or by whom; the body without it.
    """
    if headline is None or headline + 1 >= len(lines):
        return body
    deck = headline + 1
    line, rest = lines[deck], [index for index in body if index > deck]
    if not rest or not is_deck(line) or rest[0] - deck > LINES_ABOVE or is_of_other(line):
        return body
    if not says_when_below(lines, deck, rest[0]):
        return body
    line.kind, line.story, line.cuts = "deck", 0, ()
    return rest


def is_deck(line: Line) -> bool:
    is_short = line.is_title_like and not line.is_prose_like and not line.is_bullet
    is_open = line.is_open and not line.ends_sentence
    is_name = reads_as_byline(line.text) or is_office_alone(line.text)
    return is_short and is_open and len(line.text.split()) >= DECK_WORDS and not is_name


def says_when_below(lines: list[Line], deck: int, first: int) -> bool:
    """Whether the line below a deck says when or by whom, and all lines down to the text do."""
    below = lines[deck + 1 : first]
    return bool(below) and all(
        line.is_meta or reads_as_byline(line.text) or is_office_alone(line.text) for line in below
    )
