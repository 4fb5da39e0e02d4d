"""Bytes to text: which encoding a file has, and whether it is text at all."""

from typing import NamedTuple

from charset_normalizer import from_bytes

from flows.ingest.encodings import Guess, can_decode, guess_encoding
from flows.ingest.rejects import Rejected

# Text has a control character here and there; of random bytes 11 % are control characters.
MOST_CONTROL_SHARE = 0.05
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
# Every other byte of UTF-16 is a control: 00 in Latin, 03 in Greek, 04 in Cyrillic, 06 in Arabic.
LEAST_HIGH_SHARE = 0.6
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MOST_BROKEN_SHARE = 0.05
JAPANESE_MAIL = b"\x1b$"  # ISO-2022-JP turns to its signs with it; its bytes are all ASCII


class Decoded(NamedTuple):
    """The text of a file, and the encoding that it was in."""

    text: str
    encoding: str
    other_encoding: str | None = None  # one that is nearly as likely, and gives other letters


def decode_text(content: bytes) -> Decoded:
    """The text of a file's bytes.

    Raises:
        Rejected: empty, blank, binary or undecodable.

    >>> decode_text("Grüße".encode("utf-16"))
    Decoded(text='Grüße', encoding='utf-16', other_encoding=None)
    """
    if not content:
        raise Rejected("empty", "0 bytes")
    if not content.strip():
        raise Rejected("blank", "white space only")
    encoding, other = find_encoding(content)
    try:
        # Of UTF-8 a character may be broken, as where a file was cut off in the middle of one.
        text = content.decode(encoding, "replace" if encoding == "utf-8" else "strict")
    except (UnicodeDecodeError, LookupError) as error:
        raise Rejected("undecodable", f"it begins like {encoding}, but {error}") from None
    controls = sum(text.count(chr(control)) for control in CONTROLS)
    if controls > max(MOST_CONTROL_SHARE * len(text), 1):
        raise Rejected("binary", f"{controls:,} of {len(text):,} characters are control characters")
    return Decoded(text, encoding, other)


def find_encoding(content: bytes) -> Guess:
    """By byte order mark, else UTF-16 by its high bytes, else UTF-8, else detected."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Guess(encoding, None)
    first = measure_control_share(content[:4096:2])
    second = measure_control_share(content[1:4096:2])
    if max(first, second) > LEAST_HIGH_SHARE > min(first, second):
        return Guess("utf-16-le" if second > first else "utf-16-be", None)
    if JAPANESE_MAIL in content and can_decode(content, "iso2022_jp"):
        return Guess("iso2022_jp", None)
    if is_utf_8(content):
        return Guess("utf-8", None)
    return detect_encoding(content)


def is_utf_8(content: bytes) -> bool:
    """Whether all bytes are UTF-8, or nearly all of those beyond ASCII."""
    if can_decode(content, "utf-8"):
        return True
    text = content.decode("utf-8", "replace")
    beyond_count = sum(not character.isascii() for character in text)
    return text.count("\ufffd") <= MOST_BROKEN_SHARE * beyond_count


def measure_control_share(content: bytes) -> float:
    return (len(content) - len(content.translate(None, CONTROLS))) / max(len(content), 1)


def detect_encoding(content: bytes) -> Guess:
    if (share := measure_control_share(content)) > MOST_CONTROL_SHARE:
        raise Rejected("binary", f"{share:.0%} of its bytes are control characters")
    if guess := guess_encoding(content):
        return guess
    match = from_bytes(content).best()
    if match is None:
        raise Rejected("undecodable", "in no encoding that we know; save it as UTF-8")
    return Guess(match.encoding, None)
