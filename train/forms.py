"""The plain forms in which people save an article: its headline and body, with nothing around them.

An article must come out the same in whichever form it was saved. Training shows the labeller all of
them, `make eval` counts in how many pages of each form nothing is missing, and the tests cut
invented articles in each.
"""

import random
import re
import textwrap
from collections.abc import Callable
from typing import NamedTuple

from flows.text import OTHER_STOPS, STOPS, has_unspaced

COLUMNS = (60, 64, 68, 72, 76, 80)
WIDE_COLUMNS = (30, 34, 38, 40)  # of letters that are two columns wide
SENTENCE = re.compile(rf".+?(?:[{STOPS}][\"'”’»)\]]*(?=\s)|[{OTHER_STOPS}][\"'”’»)\]」』]*|$)\s*")
SHORTEST_SENTENCE = 40  # characters of a line; shorter sentences stand on the line of the next
INDENT = "    "


class Article(NamedTuple):
    headline: str
    paragraphs: list[str]


class Saved(NamedTuple):
    """An article in one of the forms."""

    text: str
    has_headline: bool
    is_respaced: bool  # words may be parted otherwise: sentences where no spaces stand


Writer = Callable[[random.Random, Article], str]


def glue(paragraphs: list[str]) -> str:
    """Paragraphs on one line."""
    between = "" if is_unspaced("".join(paragraphs[:1])) else " "
    return between.join(paragraphs)


def is_unspaced(text: str) -> bool:
    """Whether a text has more letters than it has spaces for."""
    return has_unspaced(text) and text.count(" ") * 20 < len(text)


def write_one_line(chance: random.Random, article: Article) -> str:
    return chance.choice(["\n", "\n\n"]).join([article.headline, glue(article.paragraphs)])


def write_body_line(chance: random.Random, article: Article) -> str:
    return glue(article.paragraphs)


def write_body(chance: random.Random, article: Article) -> str:
    return chance.choice(["\n", "\n\n"]).join(article.paragraphs)


def write_close(chance: random.Random, article: Article) -> str:
    return "\n".join([article.headline, *article.paragraphs])


def write_spaced(chance: random.Random, article: Article) -> str:
    return "\n\n".join([article.headline, *article.paragraphs])


def split_sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph; the shortest stand with the next."""
    sentences = [""]
    for sentence in SENTENCE.findall(paragraph):
        if len(sentences[-1]) >= SHORTEST_SENTENCE:
            sentences.append("")
        sentences[-1] += sentence
    if len(sentences) > 1 and len(sentences[-1]) < SHORTEST_SENTENCE:
        last = sentences.pop()
        sentences[-1] += last
    return [sentence.strip() for sentence in sentences]


def write_sentences(chance: random.Random, article: Article) -> str:
    lines = [line for paragraph in article.paragraphs for line in split_sentences(paragraph)]
    return "\n".join([article.headline, *chance.choice([[], [""]]), *lines])


def wrap(text: str, width: int, first: str = "") -> str:
    return textwrap.fill(text, width, initial_indent=first)


def choose_width(chance: random.Random, article: Article) -> int:
    is_wide = is_unspaced("".join(article.paragraphs[:1]))
    return chance.choice(WIDE_COLUMNS if is_wide else COLUMNS)


def write_wrapped(chance: random.Random, article: Article) -> str:
    width = choose_width(chance, article)
    paragraphs = [wrap(paragraph, width) for paragraph in article.paragraphs]
    return "\n\n".join(
        [chance.choice([wrap(article.headline, width), article.headline]), *paragraphs]
    )


def write_indented(chance: random.Random, article: Article) -> str:
    width = choose_width(chance, article)
    paragraphs = [wrap(paragraph, width, INDENT) for paragraph in article.paragraphs]
    return "\n".join([article.headline, "", *paragraphs])


def write_hyphenated(chance: random.Random, article: Article) -> str:
    """Wrapped as in print: words broken by hyphens at the ends of lines."""
    width = choose_width(chance, article)
    paragraphs = ["\n".join(break_words(paragraph, width)) for paragraph in article.paragraphs]
    return "\n\n".join([article.headline, *paragraphs])


def break_words(paragraph: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        joined = f"{line} {word}" if line else word
        if len(joined) <= width:
            line = joined
            continue
        room = width - len(line) - 2
        if word.isalpha() and word.islower() and 3 <= room <= len(word) - 3:
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*filter(None, lines), line]


def write_markdown(chance: random.Random, article: Article) -> str:
    paragraphs = list(article.paragraphs)
    for mark in ("**{}**", "[{}](https://example.org/a_(b)?c=1)", "*{}*"):
        number = chance.randrange(len(paragraphs))
        paragraphs[number] = mark_word(chance, paragraphs[number], mark)
    if len(paragraphs) > 2:
        number = chance.randrange(1, len(paragraphs))
        paragraphs[number] = f"> {paragraphs[number]}"
    return "\n\n".join([f"# {article.headline}", *paragraphs])


def mark_word(chance: random.Random, paragraph: str, mark: str) -> str:
    """A paragraph with a mark of Markdown around one of its words."""
    places = [word.span() for word in re.finditer(r"(?<!\S)[^\W\d_]{4,}(?!\S)", paragraph)]
    if not places or re.search(r"[*_\[\]#]", paragraph):
        return paragraph
    start, end = chance.choice(places)
    return paragraph[:start] + mark.format(paragraph[start:end]) + paragraph[end:]


def write_headed(chance: random.Random, article: Article) -> str:
    """Below its address and its day, in any order."""
    day = chance.choice(["2023-06-01", "1.6.2023", "1 June 2023", "June 1, 2023"])
    heading = [article.headline, "https://www.example.org/news/2023/a-day-at-sea.html", day]
    order = chance.choice([(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0)])
    between = chance.choice(["\n", "\n\n"])
    return (
        "\n".join(heading[number] for number in order) + "\n\n" + between.join(article.paragraphs)
    )


def write_untidy(chance: random.Random, article: Article) -> str:
    """With tabs and spaces around the lines, and no-break spaces in them."""
    lines = [article.headline, *article.paragraphs]
    edges = chance.choice([("\t", ""), ("", "   "), ("  ", "\t"), ("", "\xa0")])
    lines = [f"{edges[0]}{line}{edges[1]}" for line in lines]
    text = chance.choice(["\n", "\n\n", "\n \n"]).join(lines)
    return re.sub(r"(?<=\d) (?=\w)", "\xa0", text)


WITHOUT_HEADLINE = ("body_line", "body")
FORMS: dict[str, Writer] = {
    "one_line": write_one_line,
    "body_line": write_body_line,
    "body": write_body,
    "close": write_close,
    "spaced": write_spaced,
    "sentences": write_sentences,
    "wrapped": write_wrapped,
    "indented": write_indented,
    "hyphenated": write_hyphenated,
    "markdown": write_markdown,
    "headed": write_headed,
    "untidy": write_untidy,
}


def save_article(form: str, chance: random.Random, article: Article) -> Saved:
    has_headline = form not in WITHOUT_HEADLINE
    is_respaced = form in ("sentences",) and is_unspaced("".join(article.paragraphs[:1]))
    return Saved(FORMS[form](chance, article), has_headline, is_respaced)
