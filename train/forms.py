"""The plain forms in which people save an article: its headline and body, with nothing around them.

An article must come out the same in whichever form it was saved. Training shows the labeller all of
them, `make eval` counts in how many pages of each form nothing is missing, and the tests cut
invented articles in each. A body alone whose first paragraph reads like a headline is left out: no
reader could know that it is none.
"""

import random
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from flows.text import (
    EAST_ASIAN,
    LINE_END,
    OTHER_STOPS,
    QUICK_WORD,
    STOPS,
    fold_identity,
    has_unspaced,
)
from train.corpus import PAGES, WEIGHTS

COLUMNS = (60, 64, 68, 72, 76, 80)
WIDE_COLUMNS = (30, 34, 38, 40)  # of letters that are two columns wide
SENTENCE = re.compile(rf".+?(?:[{STOPS}][\"'”’»)\]]*(?=\s)|[{OTHER_STOPS}][\"'”’»)\]」』]*|$)\s*")
SHORTEST_SENTENCE = 40  # characters of a line; shorter sentences stand on the line of the next
INDENT = "    "


# Forms that training shows of each article, the harder ones more often. What is wrapped or marked
# is read as if it were not, so that the labeller needs to learn nothing of it.
TAUGHT = {
    **{"one_line": 5, "body_line": 3, "body": 5, "headed": 4},
    **{"close": 2, "spaced": 2, "sentences": 2, "untidy": 1},
}
FORMS_PER_PAGE = 3
LINE_WEIGHT = 6  # of a body on one line, where others have many lines
DISGUISED_SHARE = 0.2  # of the forms that train in the letters of another script
PRINTED_SHARE = 0.08  # with a headline in capitals, or with a full stop
MOST_PARAGRAPHS, MOST_OF_LONG = 40, 200  # every fourth may be long, with tables and references
LONGEST_TITLE = 260  # characters
PROSE_SHARE, SHORTEST_PROSE = 0.8, 80  # of an article's characters, in paragraphs that long
WHOLE = 0.98  # F1 of the words of a body in which nothing is missing
# The first letter of 26 of a script without capitals, and its full stop.
DISGUISES = {"am": (0x1208, "።"), "my": (0x1000, "။"), "km": (0x1780, "។"), "ka": (0x10D0, ".")}
DISGUISES |= {"ur": (0x0628, "۔"), "hi": (0x0915, "।"), "th": (0x0E01, "")}


class Article(NamedTuple):
    headline: str
    paragraphs: Sequence[str]


class Saved(NamedTuple):
    """An article in one of the forms."""

    text: str
    has_headline: bool


Writer = Callable[[random.Random, Article], str]


def glue(paragraphs: Sequence[str]) -> str:
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
    if not is_unspaced(text):
        return textwrap.fill(text, width, initial_indent=first)
    lines, rest = [], first + text
    while len(rest) > width:
        end = width
        while unicodedata.category(rest[end])[0] in "MZC" or rest[end - 1].isspace():
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return "\n".join([*lines, rest])


def choose_width(chance: random.Random, article: Article) -> int:
    is_wide = re.search(EAST_ASIAN, article.paragraphs[0]) and is_unspaced(article.paragraphs[0])
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
    if is_unspaced(article.paragraphs[0]):
        return write_wrapped(chance, article)
    width = choose_width(chance, article) * 2 // 3
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
    return Saved(FORMS[form](chance, article), form not in WITHOUT_HEADLINE)


# For training and scoring


def read_articles(pages: pl.DataFrame) -> pl.DataFrame:
    """The pages whose gold headline and body are an article in prose (page_id, publisher, weight,
    language, headline, paragraphs).

    Needs: PAGES.
    """
    known = pages.filter(
        pl.col("set").is_in(["dev", "silver", "wcxb_dev"]),
        pl.col("headline").is_not_null(),
        "is_article",
    )
    found = [(row, read_article(row["headline"], row["body"])) for row in known.rows(named=True)]
    return pl.DataFrame(
        [
            row | {"headline": article.headline, "paragraphs": article.paragraphs}
            for row, article in found
            if is_prose(article)
        ],
        schema={**PAGES, "paragraphs": pl.List(pl.String)},
    )


def read_article(headline: str, body: str) -> Article:
    paragraphs = [" ".join(line.split()) for line in body.split("\n")]
    return Article(" ".join(headline.split()), [line for line in paragraphs if line])


def opens_like_title(article: Article) -> bool:
    """Whether the first paragraph reads like a headline: short, and no sentence. Saved without its
    headline, nobody could tell that it is none, so such an article is not saved so.
    """
    first = article.paragraphs[0]
    return len(first) <= LONGEST_TITLE and re.search(LINE_END, first) is None


def is_prose(article: Article) -> bool:
    sizes = [len(line) for line in article.paragraphs]
    long = sum(size for size in sizes if size >= SHORTEST_PROSE)
    return len(sizes) > 1 and long >= PROSE_SHARE * sum(sizes)


def make_forms(pages: pl.DataFrame, seed: int = 13) -> pl.DataFrame:
    """Articles in plain forms (PAGES, set `form`), some in the letters of another script."""
    chance = random.Random(seed)
    names, weights = list(TAUGHT), list(TAUGHT.values())
    made = []
    for page in read_articles(pages).rows(named=True):
        paragraphs = page.pop("paragraphs")
        for number in range(FORMS_PER_PAGE):
            (form,) = chance.choices(names, weights)
            most = chance.choice([MOST_PARAGRAPHS] * 3 + [MOST_OF_LONG])
            count = min(len(paragraphs), chance.randint(2, most))
            article = Article(page["headline"], paragraphs[:count])
            if chance.random() < DISGUISED_SHARE:
                article = disguise(article, *chance.choice(list(DISGUISES.values())))
            if chance.random() < PRINTED_SHARE:
                article = article._replace(headline=print_headline(chance, article.headline))
            if form == "body" and opens_like_title(article):
                form = "body_line"
            saved = save_article(form, chance, article)
            weight = WEIGHTS["form"] * page["weight"] * (LINE_WEIGHT if "line" in form else 1)
            made.append(
                page
                | {"page_id": f"{page['page_id']}#{form}{number}", "set": "form"}
                | {"text": saved.text, "body": "\n".join(article.paragraphs)}
                | {"headline": article.headline if saved.has_headline else None}
                | {"is_gold": True, "weight": weight}
            )
    return pl.DataFrame(made, schema=PAGES)


def print_headline(chance: random.Random, headline: str) -> str:
    """A headline as old papers and agencies set it: in capitals, with a full stop, or both."""
    upper = headline.upper()
    stopped = [f"{text.rstrip('.')}." for text in (headline, upper)]
    return chance.choice([upper, upper, *stopped])


def disguise(article: Article, first: int, stop: str) -> Article:
    """An article in the letters of another script, which says nothing any more."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    table = {ord(letter): chr(first + place) for place, letter in enumerate(letters)}
    table |= {ord(letter.upper()): table[ord(letter)] for letter in letters}

    def write(text: str) -> str:
        return re.sub(r"\.(?=\s|$)", stop, text).translate(table)

    return Article(write(article.headline), [write(line) for line in article.paragraphs])


def is_whole(article: Article, has_headline: bool, headline: str | None, body: str) -> bool:
    """Whether a lead has an article's headline, or none where none was saved, and its words."""
    wanted = article.headline if has_headline else ""
    if squash(headline or "") != squash(wanted):
        return False
    if squash(body) == squash("".join(article.paragraphs)):
        return True
    one, other = map(count_words, (glue(article.paragraphs), body))
    return 2 * (one & other).total() >= WHOLE * (one.total() + other.total())


def count_words(text: str) -> Counter[str]:
    """The words of a text; a sign of a script without spaces is one by itself."""
    return Counter(re.findall(QUICK_WORD, fold_identity(text)))


def squash(text: str) -> str:
    """Text without white space, as two printings of one article are compared."""
    return "".join(fold_identity(text).split())
