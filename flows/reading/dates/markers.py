"""What the words beside a date say of it: that it is of a publication, a change, or an event."""

import re
from functools import cache

from flows.reading.dates.words import WEEKDAYS, words_of, write_bounded
from flows.text import EAST_ASIAN_SIGN, alternation, fold_case

# What a date beside it is of; the first of two that begin at one place counts.
KINDS = ("event", "updated", "published", "expires")
OTHER = ("event", "expires")
# Where a line begins anew: what stands before says nothing of a date behind.
SEPARATOR = re.compile(r"[|•·●▪\n]|\s[-–—]\s")
LABEL = re.compile(r"(?P<label>[^\W\d_][^:：\d]{0,38}?)\s?[:：]\s*$")
MOST_LABEL_WORDS = 4
DASH = r"[-–—~〜～]"


@cache
def compile_markers() -> re.Pattern[str]:
    kinds = {kind: alternation(words_of(kind)) for kind in KINDS}
    kinds["event"] = write_bounded(words_of("event"))
    return re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in kinds.items()), re.I)


@cache
def compile_between() -> re.Pattern[str]:
    """What may stand between a word and its date: weekdays, "on the", marks."""
    words = write_bounded([*WEEKDAYS, *words_of("dated"), *words_of("joiner")])
    return re.compile(rf"(?:{words}|[\W_]){{0,12}}$", re.IGNORECASE)


def read_marker(before: str) -> str | None:
    """What the last marker in front of a date says of it: updated, published, expires, event, or
    unknown for a label with a colon that means none of these.

    >>> read_marker("Updated on Monday, "), read_marker("Hearing date: "), read_marker("Gates: ")
    ('updated', 'event', 'unknown')
    """
    before = SEPARATOR.split(before)[-1]
    markers = list(compile_markers().finditer(before))
    if not markers:
        return "unknown" if is_unknown_label(before) else None
    last = markers[-1]
    if last.lastgroup != "event":
        return last.lastgroup
    is_first = not before[: last.start()].strip(" \t*([{\"'")
    if is_first or compile_between().match(before, last.end()):
        return "event"
    others = [marker.lastgroup for marker in markers if marker.lastgroup != "event"]
    return others[-1] if others else None


def find_marker(before: str) -> re.Match[str] | None:
    """The last marker in front of a date, whatever stands between."""
    *_, last = (None, *compile_markers().finditer(before))
    return last


@cache
def compile_last_weekday() -> re.Pattern[str]:
    return re.compile(rf"{write_bounded(list(WEEKDAYS))}[\s.,]{{0,4}}$", re.IGNORECASE)


@cache
def read_dated_words() -> frozenset[str]:
    return frozenset(words_of("dated"))


def is_unknown_label(before: str) -> bool:
    """Whether a label with a colon stands in front of a date, "Kraftprobe: ", that is neither a
    word for a date nor a name.
    """
    match = LABEL.search(compile_last_weekday().sub("", before))
    if match is None:
        return False
    words = match["label"].split()
    is_name = len(words) > 1 and all(word[0].isupper() for word in words)
    is_dated = fold_case(match["label"]) in read_dated_words()
    return len(words) <= MOST_LABEL_WORDS and not is_name and not is_dated


MARKER_BEHIND = re.compile(
    rf"\s?[(（]([^\d()（）:：]{{2,20}})[)）]\s*$|\s?({EAST_ASIAN_SIGN}{{2,6}})\s*$"
)


def read_marker_behind(behind: str) -> str | None:
    """What a marker at the end of a line says, in brackets or in a script of East Asia."""
    match = MARKER_BEHIND.match(behind)
    marker = compile_markers().match(match[1] or match[2]) if match else None
    return marker.lastgroup if marker else None


def is_of_something_else(marker: str | None, text: str, behind: str) -> bool:
    """Whether a date with this marker is of no publication: of an event, or of what lasts from one
    clock time to another.

    Args:
        text: date and time as printed; in ISO form a zone stands behind, "T12:30:00-05:00".
        behind: what stands behind both.
    """
    lasts = (
        None
        if re.search(r"\dT\d", text)
        else re.match(rf"\s?{DASH}\s?\d{{1,2}}(?:[:.h][0-5]\d|\s?[ap]\.?m)", behind, re.I)
    )
    return marker in (*OTHER, "unknown") or (lasts is not None and marker is None)


@cache
def compile_range_end(month: str) -> re.Pattern[str]:
    weekday, words = alternation(WEEKDAYS), alternation(words_of("range"))
    return re.compile(
        rf"(?:^|[^\d:.h])\d{{1,2}}(?:\.|st|nd|rd|th|er|º)?"
        rf"(?:\d{{1,2}}\.|\s?[月월]\s?\d{{1,2}}\s?[日일]|(?:\sde)?\s?{month}\.?)?(?:,?\s\d{{4}})?"
        rf"\s?(?:{DASH}|[/&至]|\s(?:{words}))\s?(?:{weekday}[.,]?\s{{1,2}})?$",
        re.IGNORECASE,
    )


def ends_range(before: str, month: str) -> bool:
    """Whether a date ends a range ("17.-20.06.2024", "du 17 au 20 juin"): that dates an event, not
    a text.

    Args:
        month: expression of the words for months.
    """
    return compile_range_end(month).search(before) is not None


@cache
def compile_link() -> re.Pattern[str]:
    weekday, words = alternation(WEEKDAYS), alternation(words_of("range"))
    return re.compile(
        rf"\s?(?:{DASH}|至|(?<=\s){words}(?=\s))\s?(?:{weekday}[.,]?\s{{1,2}})?", re.IGNORECASE
    )


def link_range(line: str, day_end: int) -> int | None:
    """Where the second date of a range would begin, behind "3 May 2025 to "; None: nowhere."""
    match = compile_link().match(line, day_end)
    return match.end() if match else None
