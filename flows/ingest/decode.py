"""Bytes to text: which encoding a file has, and whether it is text at all."""

from typing import NamedTuple

from charset_normalizer import from_bytes

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


class Decoded(NamedTuple):
    """The text of a file, and the encoding that it was in."""

    text: str
    encoding: str


def decode_text(content: bytes) -> Decoded:
    """The text of a file's bytes.

    Raises:
        Rejected: empty, blank, binary or undecodable.

    >>> decode_text("Grüße".encode("utf-16"))
    Decoded(text='Grüße', encoding='utf-16')
    """
    if not content:
        raise Rejected("empty", "0 bytes")
    if not content.strip():
        raise Rejected("blank", "white space only")
    encoding = find_encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Rejected("undecodable", f"it begins like {encoding}, but {error}") from None
    controls = sum(text.count(chr(control)) for control in CONTROLS)
    if controls > max(MOST_CONTROL_SHARE * len(text), 1):
        raise Rejected("binary", f"{controls:,} of {len(text):,} characters are control characters")
    return Decoded(text, encoding)


def find_encoding(content: bytes) -> str:
    """By byte order mark, else UTF-16 by its high bytes, else UTF-8, else detected."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    first = measure_control_share(content[:4096:2])
    second = measure_control_share(content[1:4096:2])
    if max(first, second) > LEAST_HIGH_SHARE > min(first, second):
        return "utf-16-le" if second > first else "utf-16-be"
    try:
        content.decode()
    except UnicodeDecodeError:
        return detect_encoding(content)
    return "utf-8"


def measure_control_share(content: bytes) -> float:
    return (len(content) - len(content.translate(None, CONTROLS))) / max(len(content), 1)


def detect_encoding(content: bytes) -> str:
    if (share := measure_control_share(content)) > MOST_CONTROL_SHARE:
        raise Rejected("binary", f"{share:.0%} of its bytes are control characters")
    match = from_bytes(content).best()
    if match is None:
        raise Rejected("undecodable", "in no encoding that we know; save it as UTF-8")
    return match.encoding
