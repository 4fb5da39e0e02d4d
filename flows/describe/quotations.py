"""What an article quotes: words between quotation marks, and who says them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from flows.describe.speakers import find_speakers, is_announced, is_told, mask
from flows.describe.speech_words import Words, read_speech_words
from flows.seeds import read_seed
from flows.text import JOINED_WORD, OMITTED, WIDE_SIGN_OR_MARK, WORD_SIGN

QUOTATIONS = pl.Schema(
    {
        "article_id": pl.String,
        "quotation_no": pl.Int32,
        "text": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "outer_quotation_no": pl.Int32,
        "speaker": pl.String,
    }
)
# Of 56 spans of 3 words, read in dev, silver and stories, 22 are speech; of 56 of 4 words, 23.
# The rest are titles, code and terms. Rules drop the first two; 3 words need a speaker.
FEWEST_WORDS = 4
FEWEST_SPOKEN_WORDS = 3
# Fewer need to be set as speech is, besides (`is_short_speech`).
LONGEST_TITLE = 10  # words
LONGEST_WORD = 40  # characters
SENTENCE_ENDS = (".", ",", "!", "?", "…", "。", "，", "！", "？")
COLONS = (":", "：")
WORD = re.compile(JOINED_WORD)
SIGN = re.compile(WORD_SIGN)
CODE = re.compile(r"[{}<>\\|]|://")
DEEPEST = 2  # a quotation in a quotation; marks inside that one are text
MOST_STATES = 8

# What one way of reading a mark costs. Only their order matters: halving or doubling any one
# changes at most 17 of 3,519 spans of dev and stories.
MIXED, NESTED, REPEATED = 0.6, 0.3, 0.2
UNPAIRED = 3.0
CROSSED_LINE, CROSSED_LINE_ALIKE = 2.0, 3.0  # alike: the closing mark is as the opening one
LIKELY_APOSTROPHE, POSSESSIVE, ODD_APOSTROPHE = 0.2, 0.5, 1.5

APOSTROPHES = "'’‘"
SPACED = "«»‹›"  # French puts a space inside
OPENS_AFTER = " \t\n\r\xa0\u202f\u2009([{/—–-―…|*"
DIALOGUE_START = re.compile(r"^[—–-] ?(?=[^\s—–])", re.MULTILINE)
DIALOGUE = re.compile(r"^[—–-] ?([^\s—–][^\n—–]*[^\s—–])(?=\s[—–])", re.MULTILINE)
# Jan Kowalski: – Text to the end of the line
ANNOUNCED = re.compile(r"(?<=:)\s?([—–]|-(?=\s))\s?([^\s—–-][^\n]*[^\s])")

TALK_END = re.compile(r",|[?!…](?=\s)")


class Quotation(NamedTuple):
    """Words between marks: body[start:end]; the marks are body[outer_start:outer_end]."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    depth: int


class Style(NamedTuple):
    """A pair of marks that opens and closes a quotation."""

    opening: str
    closing: str
    cost: float


Stack = tuple[Style, ...]  # what is open at a place, the outermost first
# The marks of a reading, the last one first: (marks before, start, end, is_opening). None: no mark.
Marks = tuple | None
States = dict[Stack, tuple[float, Marks]]  # the cheapest reading up to a place by what is open


@lru_cache
def read_styles() -> tuple[dict[str, list[Style]], re.Pattern[str]]:
    """The styles by opening mark, and what finds any mark or line end."""
    styles: dict[str, list[Style]] = {}
    marks = set()
    for opening, closing, is_mixed in read_seed("quote_styles").iter_rows():
        styles.setdefault(opening, []).append(Style(opening, closing, MIXED if is_mixed else 0.0))
        marks |= {opening, closing}
    found = "|".join(re.escape(mark) for mark in sorted(marks, key=lambda m: (-len(m), m)))
    # Each branch begins with a character: three times as fast as with a group or a look-around.
    return styles, re.compile(rf"{found}|\n\s*")


@lru_cache
def read_closing_marks() -> tuple[str, ...]:
    return tuple(sorted(set(read_seed("quote_styles")["closing"])))


def pair_marks(body: str) -> list[Quotation]:
    """Every span between two marks that belong together, by start; of any length.

    pair_marks('He said "no, don\\'t"')[0] == Quotation(8, 9, 18, 19, 1)
    The cheapest reading of all marks together is taken, so that one stray mark does not turn
    speech inside out. A mark that is never closed is no mark: 11 spans beside 3,519 of dev and
    stories.
    """
    styles, pattern = read_styles()
    states: States = {(): (0.0, None)}
    line_start = 0
    for match in pattern.finditer(body):
        mark = match[0]
        at, after = match.span()
        if mark[0] == "\n":
            line_start = after
            if len(states) > 1:
                states = cross_line(states, body, line_start)
            continue
        if mark in "'’" and is_word(body[at - 1 : at]) and is_word(body[after : after + 1]):
            continue  # an apostrophe inside a word is never a mark
        skipping, opening, closing = weigh_readings(body, mark, at, after)
        reached: States = {}

        def reach(stack: Stack, cost: float, marks: Marks, reached: States = reached) -> None:
            if stack not in reached or cost < reached[stack][0]:
                reached[stack] = (cost, marks)

        for stack, (cost, marks) in states.items():
            reach(stack, cost + skipping, marks)
            if stack and stack[-1].closing == mark:
                reach(stack[:-1], cost + closing, (marks, at, after, False))
            if stack and stack[0].opening == mark and at == line_start:
                reach(stack, cost + REPEATED, marks)
            if len(stack) < DEEPEST:
                extra = opening + NESTED * len(stack)
                for style in styles.get(mark, ()):
                    if all(mark not in (outer.opening, outer.closing) for outer in stack):
                        reach((*stack, style), cost + extra + style.cost, (marks, at, after, True))
        if len(reached) > MOST_STATES:
            best = sorted(reached.items(), key=lambda state: state[1][0])[:MOST_STATES]
            reached = dict(best)
        states = reached
    _, marks = min(
        ((cost + UNPAIRED * len(stack), marks) for stack, (cost, marks) in states.items()),
        key=lambda state: state[0],
    )
    return read_spans(marks, body)


def cross_line(states: States, body: str, at: int) -> States:
    """The states after a line end: a speech may go on, best where its mark is repeated."""
    crossed: States = {}
    for stack, (cost, marks) in states.items():
        for style in stack:
            if body.startswith(style.opening, at):
                cost += REPEATED
            else:
                cost += CROSSED_LINE_ALIKE if style.opening == style.closing else CROSSED_LINE
        crossed[stack] = (cost, marks)
    return crossed


def read_spans(marks: Marks, body: str) -> list[Quotation]:
    """The spans of a reading; what was opened and never closed is dropped."""
    read = []
    while marks:
        marks, *mark = marks
        read.append(mark)
    spans, opened = [], []
    for at, after, is_opening in reversed(read):
        if is_opening:
            opened.append((at, after))
        else:
            outer_start, start = opened.pop()
            inside = body[start:at]
            start += len(inside) - len(inside.lstrip())  # « as the French do »
            at -= len(inside) - len(inside.rstrip())
            spans.append(Quotation(outer_start, min(start, at), at, after, len(opened) + 1))
    return sorted(spans)


def weigh_readings(body: str, mark: str, at: int, after: int) -> tuple[float, float, float]:
    """What it costs to skip a mark, to let it open and to let it close, by what is beside it."""
    left = body[at - 1] if at else "\n"
    right = body[after] if after < len(body) else "\n"
    return (
        weigh_skipping(mark, left, right),
        weigh_opening(mark, left, right, body.startswith("...", after)),
        weigh_closing(mark, left, right),
    )


def weigh_skipping(mark: str, left: str, right: str) -> float:
    if mark in APOSTROPHES:
        if is_word(right):
            if right.isdigit() or mark == "’":
                return LIKELY_APOSTROPHE
            return UNPAIRED if mark == "‘" else 1.0
        if left in "sxzSß":
            return POSSESSIVE
        return ODD_APOSTROPHE if is_word(left) else UNPAIRED
    if mark in (">>", "<<", "''", "``", ",,"):
        return 0.5
    if mark == "»" and (right == "\n" or left == "\n"):
        return 1.0
    if mark == '"' and left.isdigit():
        return 0.8  # inches
    return UNPAIRED


def weigh_opening(mark: str, left: str, right: str, is_elided: bool) -> float:
    cost = 0.0
    if right.isspace():
        cost += 0.0 if mark in SPACED and left in OPENS_AFTER else 4.0
    elif not (is_word(right) or is_elided or right in "([¿¡…$€£#@-–—" or is_quote_mark(right)):
        cost += 3.0
    if is_word(left):
        cost += 0.0 if needs_no_space(left) else 2.5
    elif left not in OPENS_AFTER and not is_quote_mark(left):
        cost += 0.0 if needs_no_space(left) else 1.0
    if mark in "’”":
        cost += 0.5
    return cost


def weigh_closing(mark: str, left: str, right: str) -> float:
    cost = 0.0
    if left.isspace():
        cost += 0.0 if mark in SPACED and not is_word(right) else 3.0
    elif left in "([{¿¡":
        cost += 3.0
    if is_word(right) and not needs_no_space(right):
        cost += 2.5 if is_word(left) else 1.5
    return cost


def is_word(character: str) -> bool:
    return character.isalnum()


def is_quote_mark(character: str) -> bool:
    return character in read_styles()[0]


def needs_no_space(character: str) -> bool:
    """Whether a character is of East Asia, where marks stand right beside words."""
    return WIDE_SIGN_OR_MARK.match(character) is not None


def find_quotations(articles: pl.DataFrame) -> pl.DataFrame:
    """The direct quotations of each article with their speakers (QUOTATIONS), in text order.

    Needs: article_id, body, language_code.
    A few words in marks, titles of works and code are no quotations. A quotation inside another
    has the outer one's number and no speaker: whom the outer speaker cites is not looked for.
    """
    rows = []
    needed = articles.select("article_id", "body", "language_code")
    for article_id, body, language in needed.iter_rows():
        rows += [(article_id, *row) for row in quote(body, language)]
    return pl.DataFrame(rows, schema=QUOTATIONS, orient="row")


def quote(body: str, language: str | None) -> Iterator[tuple]:
    """The rows of one article (QUOTATIONS), without its id."""
    words = read_speech_words(language)
    spans = [span for span in pair_marks(body) if is_speech(body, span, words)]
    outer = [span for span in spans if span.depth == 1]
    outer = sorted(outer + find_dialogue(body, outer, language))
    places = [(span.outer_start, span.outer_end) for span in outer]
    speakers = dict(zip(outer, find_speakers(body, places, language), strict=True))
    kept = [
        span
        for span in sorted({*spans, *outer})
        if is_long(body[span.start : span.end], speakers.get(span))
    ]
    number_of = {span: number for number, span in enumerate(kept, 1)}
    around: Quotation | None = None
    for span, number in number_of.items():
        outer_number = None
        if span.depth == 1:
            around = span
        elif around and span.end <= around.end:
            outer_number = number_of[around]
        text = body[span.start : span.end]
        yield number, text, span.start, span.end, outer_number, speakers.get(span)


def is_speech(body: str, span: Quotation, words: Words | None) -> bool:
    text = body[span.start : span.end]
    if CODE.search(text):
        return False
    return count_words(text) >= FEWEST_SPOKEN_WORDS or is_short_speech(body, span, words)


def is_short_speech(body: str, span: Quotation, words: Words | None) -> bool:
    """Whether one or two words are set as speech is: “Not yet,” he said. He said: “Never”."""
    text = body[span.start : span.end]
    if text[:1].islower() or not WORD.search(text) or words is None:
        return False
    before = body[max(0, span.outer_start - LONGEST_WORD) : span.outer_start]
    before = before.rpartition("\n")[2].rstrip()
    if is_in_a_sentence(before, words):
        return False
    is_sentence = text.endswith(SENTENCE_ENDS) or before.endswith(COLONS)
    is_sentence = is_sentence or body.startswith(",", span.outer_end)
    return is_sentence or words.after.match(body, span.outer_end) is not None


def is_in_a_sentence(before: str, words: Words) -> bool:
    """Whether words in marks are one more part of the sentence before them: the game “Ode.”

    Not behind a comma, a colon or a verb of speech; behind other words in marks they are a list.
    """
    last = before[-1:]
    if is_word(last):
        return words.verb.fullmatch(before.split()[-1]) is None
    return before.rstrip(",").endswith(read_closing_marks())


def is_long(text: str, speaker: str | None) -> bool:
    if speaker:
        return True
    return count_words(text) >= FEWEST_WORDS and not is_work_title(text)


def is_work_title(text: str) -> bool:
    """Whether a text is printed as titles of works are: "The Ferry That Never Sailed"."""
    words = WORD.findall(text)
    if len(words) > LONGEST_TITLE or text[-1:] in ".!…" or text.isupper():
        return False
    long = [word for word in words if len(word) > 3]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def count_words(text: str) -> float:
    """Words as runs of letters and digits; two Chinese, Japanese or Thai characters are one."""
    spaced, sign_count = SIGN.subn(" ", text)
    return len(WORD.findall(spaced)) + sign_count / 2


def find_dialogue(body: str, quoted: list[Quotation], language: str | None) -> list[Quotation]:
    """Lines that open with a dash and name their speaker after a second one: — Text, — said X.

    And what stands behind a dash where its speaker stands before it: X: — Text.
    """
    words = read_speech_words(language)
    if words is None:
        return []
    announced = list(ANNOUNCED.finditer(body))
    if not announced and not DIALOGUE_START.search(body):
        return []
    masked = mask(body, [(span.outer_start, span.outer_end) for span in quoted])
    spans = [
        Quotation(match.start(1), *match.span(2), match.end(2), 1)
        for match in announced
        if OMITTED not in masked[match.start() : match.end()]
        and is_announced(masked, match.start(1), words)
    ]
    for match in DIALOGUE.finditer(body):
        is_free = OMITTED not in masked[match.start() : match.end()]
        if is_free and is_told(body, match.end(1), words):
            spans.append(Quotation(match.start(), *match.span(1), match.end(1), 1))
    spans += find_talk(masked, {span.outer_start for span in spans}, words)
    return [span for span in spans if is_speech(body, span, words)]


def find_talk(masked: str, taken: set[int], words: Words) -> Iterator[Quotation]:
    """Lines that open with a dash and name their speaker behind a comma: – Text, säger X."""
    for dash in DIALOGUE_START.finditer(masked):
        if dash[0][0] != "—" and not words.habits.opens_talk_with_dash:
            continue  # an item of a list
        line_end = masked.find("\n", dash.end())
        line_end = len(masked) if line_end < 0 else line_end
        for stop in TALK_END.finditer(masked, dash.end(), line_end):
            end = stop.start() if stop[0] == "," else stop.end()
            if is_told(masked, end, words):
                is_free = OMITTED not in masked[dash.end() : end]
                if is_free and dash.start() not in taken:
                    yield Quotation(dash.start(), dash.end(), end, end, 1)
                break
