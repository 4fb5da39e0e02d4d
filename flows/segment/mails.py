"""What only e-mails have around their text: "View this email in your browser", "Unsubscribe"."""

import re
from functools import lru_cache

from flows.seeds import read_seed
from flows.segment.line import Line
from flows.text import EDGES, alternation, fold_text

LONG_PHRASE = 15  # characters of a wording that says enough, in scripts without spaces


def bar_mail_lines(lines: list[Line]) -> None:
    """Keep out of bodies what a newsletter says about itself."""
    for line in lines:
        if line.kind != "newsletter":
            continue
        if is_mail_line(line):
            line.body_score, line.cuts = 0.0, ()


def is_mail_line(line: Line) -> bool:
    """Whether a line begins as only e-mails do. "Unsubscribe" may begin a sentence of prose; "You
    are receiving this email" does not.
    """
    found = read_mail_start().match(fold_text(line.text))
    words = found[0].strip() if found else ""
    is_telling = " " in words or len(words) >= LONG_PHRASE
    return found is not None and (is_telling or not line.ends_sentence)


@lru_cache
def read_mail_start() -> re.Pattern[str]:
    phrases = read_seed("page_markers").filter(match="mail")["phrase"]
    return re.compile(rf"[{re.escape(EDGES)}]{{0,6}}{alternation(map(fold_text, phrases))}")
