"""The encoding of HTML: by byte order mark, by its bytes if they are UTF-8, as its header or a meta
element says, else the one whose text is most like a language.
"""

import codecs
import re

from flows.ingest.decode import (
    BYTE_ORDER_MARKS,
    Decoded,
    can_decode,
    decode_text,
    measure_control_share,
)
from flows.ingest.rejects import Rejected

BYTES_BEFORE_META = 8_192
META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.I)
XML = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w:.-]{2,40})", re.I)
# What pages mean by these names, as browsers read them.
MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # no page that says so in ASCII is
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
NO_BINARY = 0.05


def decode_markup(content: bytes, header_charset: str | None = None) -> Decoded:
    """The text of HTML, with its markup.

    Raises:
        Rejected: empty, blank, binary or undecodable.

    >>> decode_markup("<meta charset=koi8-r><p>Паром".encode("koi8-r"))
    Decoded(text='<meta charset=koi8-r><p>Паром', encoding='koi8-r', other_encoding=None)
    """
    has_mark = content.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS))
    if has_mark or not content.strip():
        return decode_text(content)
    if measure_control_share(content[:BYTES_BEFORE_META]) > NO_BINARY and b"<" not in content[:512]:
        raise Rejected("binary", "it begins with control characters and has no tag")
    if not content.isascii() and can_decode(content, "utf-8"):
        return Decoded(content.decode("utf-8"), "utf-8")
    for charset in (header_charset, find_declared(content)):
        encoding = find_meant(charset)
        if encoding and (not content.isascii() or encoding.startswith("iso2022")):
            try:
                return Decoded(content.decode(encoding), encoding)
            except UnicodeDecodeError:
                continue
    return decode_text(content)


def find_declared(content: bytes) -> str | None:
    beginning = content[:BYTES_BEFORE_META]
    match = META.search(beginning) or XML.search(beginning)
    return match[1].decode("ascii", "replace") if match else None


def find_meant(charset: str | None) -> str | None:
    """Python's name of the encoding that a page means; None if it is none of text.

    >>> find_meant("ISO-8859-1"), find_meant("x-sjis"), find_meant("base64"), find_meant("none")
    ('cp1252', 'cp932', None, None)
    """
    name = (charset or "").strip().lower().removeprefix("x-")
    name = {"sjis": "shift_jis", "windows-31j": "cp932", "unicode": "utf-8"}.get(name, name)
    try:
        codec = codecs.lookup(name) if name else None
        # Of no bytes at all, Python does not look whether the codec is one of text.
        is_text = codec is not None and isinstance(bytes(4).decode(codec.name, "replace"), str)
    except (LookupError, ValueError):
        return None
    return MEANT.get(codec.name, codec.name) if codec and is_text else None
