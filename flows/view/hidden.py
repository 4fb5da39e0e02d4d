"""Characters of hostile text that act unseen: shown, wherever text leaves as HTML or XML."""

import re
import unicodedata

# What XML forbids and browsers drop; what turns the direction of all that follows; marks at which
# some programs cut a line. Joiners stay: Persian, Hindi and emoji need them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def show_hidden(text: str) -> str:
    """The text with each hidden character as its name in brackets.

    >>> show_hidden("a\\u202eb\\x1b")
    'a⟨RIGHT-TO-LEFT OVERRIDE⟩b⟨U+001B⟩'
    """
    return HIDDEN.sub(show_character, text)


def show_character(found: re.Match[str]) -> str:
    return f"⟨{unicodedata.name(found[0], f'U+{ord(found[0]):04X}')}⟩"
