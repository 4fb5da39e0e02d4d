"""Marks in text: found words, quotations, characters of a page, what two articles share."""

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from flows.text import OTHER_STOPS, QUICK_WORD, STOPS, fold_case
from flows.view.dashboard.showing import show_signs
from flows.view.pieces import is_cut

RUN_WORDS = 5  # in a row, that both have: as core.reuse counts what articles share
WORD = re.compile(QUICK_WORD)
MOST_WORDS = 60_000  # of an article, that are compared


class Mark(NamedTuple):
    """Characters that are to be marked."""

    start: int
    end: int
    name: str = ""  # class of the mark
    href: str | None = None
    title: str | None = None
    anchor: str | None = None  # id of the element


class Change(NamedTuple):
    """A sentence of an older and of a newer text; one of them is empty where it is new or gone."""

    kind: str  # same, changed, removed or added
    before: Markup
    after: Markup


def mark_text(text: str, marks: Iterable[Mark], offset: int = 0) -> Markup:
    """Text with marks, escaped. A mark that begins inside another one is left out.

    Args:
        offset: where the text begins, in the characters that the marks count.

    >>> mark_text("a <b> c", [Mark(2, 5)])
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    pieces, done = [], offset
    end_of_text = offset + len(text)
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = max(mark.start, done), min(mark.end, end_of_text)
        if offset <= mark.start < done or start >= end:
            continue
        pieces.append(show_signs(text[done - offset : start - offset]))
        pieces.append(make_mark(mark, text[start - offset : end - offset]))
        done = end
    pieces.append(show_signs(text[done - offset :]))
    return Markup("").join(pieces)


def show_piece(text: str, first: int, last: int, marks: Iterable[Mark]) -> Markup:
    """A part of a text with its marks; where something is left out, an ellipsis says so."""
    before, after = is_cut(text, first, last)
    shown = mark_text(text[first:last], marks, first)
    return Markup("{}{}{}").format("… " if before else "", shown, " …" if after else "")


def make_mark(mark: Mark, text: str) -> Markup:
    given = [("id", mark.anchor), ("class", mark.name), ("title", mark.title), ("href", mark.href)]
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in given if value
    )
    tag = Markup("a" if mark.href else "mark")
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, show_signs(text))


# What two texts share


def find_shared(text: str, other: str) -> list[tuple[int, int]]:
    """The characters of a text that stand in runs of RUN_WORDS words which another one has too.

    >>> find_shared("He said the ferry came back on Monday.", "Yes, the ferry came back on Sunday")
    [(8, 30)]
    """
    words, others = list_words(text), list_words(other)
    there = set(list_runs(others))
    shared: list[tuple[int, int]] = []
    for number, run in enumerate(list_runs(words)):
        if run not in there:
            continue
        start, end = words[number][1], words[number + RUN_WORDS - 1][2]
        if shared and start <= shared[-1][1]:
            shared[-1] = (shared[-1][0], end)
        else:
            shared.append((start, end))
    return shared


def list_words(text: str) -> list[tuple[str, int, int]]:
    found = [(word[0], word.start(), word.end()) for word in WORD.finditer(fold_case(text))]
    return found[:MOST_WORDS]


def list_runs(words: list[tuple[str, int, int]]) -> list[tuple[str, ...]]:
    last = len(words) - RUN_WORDS + 1
    return [tuple(word for word, _, _ in words[at : at + RUN_WORDS]) for at in range(max(last, 0))]


# What changed from one version to the next


def list_changes(before: str, after: str) -> list[Change]:
    """What two versions say side by side, sentence by sentence, with the words that changed.

    Sentences and not paragraphs, as a page may break its lines otherwise when it is captured again.
    """
    olds, news = split_sentences(before), split_sentences(after)
    changes: list[Change] = []
    matcher = difflib.SequenceMatcher(None, olds, news, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        left, right = olds[start:end], news[new_start:new_end]
        if kind == "equal":
            same = show_signs(" ".join(left))
            changes.append(Change("same", same, same))
            continue
        while left and right and is_alike(left[0], right[0]):
            changes.append(change_words(left.pop(0), right.pop(0)))
        changes += [Change("removed", show_signs(one), Markup()) for one in left]
        changes += [Change("added", Markup(), show_signs(one)) for one in right]
    return changes


def split_sentences(text: str) -> list[str]:
    """
    >>> split_sentences('It came. "It is late," he said.')
    ['It came.', '"It is late," he said.']
    """
    found = re.split(rf"(?<=[{STOPS}])\s+|\n+|(?<=[{OTHER_STOPS}])", text)
    return [sentence.strip() for sentence in found if sentence and sentence.strip()]


def is_alike(one: str, other: str) -> bool:
    """Whether a sentence is another one, edited: half of the words are the same."""
    words, others = set(one.split()), set(other.split())
    return 2 * len(words & others) >= max(len(words), len(others))


def change_words(before: str, after: str) -> Change:
    """A changed sentence, its words marked."""
    olds, news = (re.findall(r"\s+|[^\W]+|[^\w\s]", text) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, olds, news, autojunk=False)
    left, right = [], []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        old, new = (
            show_signs("".join(olds[start:end])),
            show_signs("".join(news[new_start:new_end])),
        )
        left.append(Markup("<del>{}</del>").format(old) if kind != "equal" and old else old)
        right.append(Markup("<ins>{}</ins>").format(new) if kind != "equal" and new else new)
    return Change("changed", Markup("").join(left), Markup("").join(right))


def count_changes(before: str, after: str) -> dict[str, int]:
    """How many sentences changed, by kind; only those of which there are any."""
    kinds = [change.kind for change in list_changes(before, after)]
    counted = {kind: kinds.count(kind) for kind in ("changed", "added", "removed")}
    return {kind: count for kind, count in counted.items() if count}
