"""Bytes to text: which encoding a file has, and whether it is text at all."""

import re
from codecs import register_error
from collections import Counter
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
# Bytes of other encodings are UTF-8 by chance: in Japanese a third as many as are not.
MOST_BROKEN = 1  # to each character that is UTF-8
FEWEST_TWICE, TWICE = 2, "utf-8, twice"
# A first byte of UTF-8 and a later one, as Windows shows them.
MARK_OF_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]")
MOST_ODD_SHARE = 0.01  # of the characters of UTF-16: controls, unassigned and private ones
FEWEST_OF_SCRIPT, LEAST_OF_SCRIPT = 10, 0.8
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
    if encoding == "utf-8" and (meant := undo_second_coding(text)):
        text, encoding = meant, TWICE
    controls = sum(text.count(chr(control)) for control in CONTROLS)
    if controls > max(MOST_CONTROL_SHARE * len(text), 1):
        raise Rejected("binary", f"{controls:,} of {len(text):,} characters are control characters")
    return Decoded(text, encoding, other)


def undo_second_coding(text: str) -> str | None:
    """What a text meant whose UTF-8 was read as Windows's Latin and written as UTF-8 again; None if
    it is no such text.

    >>> undo_second_coding("CafÃ© crÃ¨me"), undo_second_coding("Café à São Paulo")
    ('Café crème', None)
    """
    if MARK_OF_TWICE.search(text) is None:
        return None
    try:
        meant = text.encode("cp1252", BYTES_THAT_WINDOWS_LACKS).decode("utf-8")
    except UnicodeError:
        return None
    has_letters = sum(not one.isascii() for one in meant) >= FEWEST_TWICE
    return meant.removeprefix("\ufeff") if has_letters else None


def keep_byte(error: UnicodeError) -> tuple[bytes, int]:
    """The byte of a character that cp1252 lacks and latin-1 has: what others read as such."""
    if isinstance(error, UnicodeEncodeError):
        code = ord(error.object[error.start])
        if code < 0x100:
            return bytes([code]), error.start + 1
    raise error


BYTES_THAT_WINDOWS_LACKS = "bytes that windows lacks"
register_error(BYTES_THAT_WINDOWS_LACKS, keep_byte)


def find_encoding(content: bytes) -> Guess:
    """By byte order mark, else UTF-16 by its high bytes, else UTF-8, else detected."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Guess(encoding, None)
    first = measure_control_share(content[:4096:2])
    second = measure_control_share(content[1:4096:2])
    if max(first, second) > LEAST_HIGH_SHARE > min(first, second):
        return Guess("utf-16-le" if second > first else "utf-16-be", None)
    if encoding := find_unmarked_utf_16(content):
        return Guess(encoding, None)
    if JAPANESE_MAIL in content and can_decode(content, "iso2022_jp"):
        return Guess("iso2022_jp", None)
    if is_utf_8(content):
        return Guess("utf-8", None)
    return detect_encoding(content)


def find_unmarked_utf_16(content: bytes) -> str | None:
    """The order of UTF-16 in which bytes are text of a script whose high bytes are no controls:
    Chinese, Japanese, Korean, Hindi. A space or a newline among them is a zero byte.
    """
    if len(content) % 2 or b"\0" not in content:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        if can_decode(content, encoding) and is_of_one_script(content.decode(encoding)):
            return encoding
    return None


def is_of_one_script(text: str) -> bool:
    """Whether nearly all characters of a text that are no ASCII are of one script, and words and
    lines are parted.
    """
    beyond = [ord(one) for one in text if not one.isascii() and one.isprintable()]
    odd_count = sum(not (one.isprintable() or one in "\t\r\n\u3000") for one in text)
    if len(beyond) < FEWEST_OF_SCRIPT or odd_count > MOST_ODD_SHARE * len(text):
        return False
    is_parted = any(mark in text for mark in (" ", "\n", "\u3000"))
    blocks = Counter(find_block(one) for one in beyond)
    return is_parted and max(blocks.values()) >= LEAST_OF_SCRIPT * len(beyond)


def find_block(character: int) -> int:
    """A number for all of the signs of Chinese and Japanese, one for Korean, else one a 256."""
    if 0x2E80 <= character <= 0x9FFF or 0xFF00 <= character <= 0xFFEF:
        return 0x4E
    return 0xAC if 0xAC00 <= character <= 0xD7A3 else character >> 8


def is_utf_8(content: bytes) -> bool:
    """Whether all bytes are UTF-8, or more than half of what is beyond ASCII."""
    if can_decode(content, "utf-8"):
        return True
    text = content.decode("utf-8", "replace")
    broken_count = text.count("\ufffd")
    sound_count = sum(not character.isascii() for character in text) - broken_count
    return broken_count < MOST_BROKEN * sound_count


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
