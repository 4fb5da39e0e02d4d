"""Bytes of HTML to its letters: by mark, by what they are, by what the page says of them."""

import codecs

import pytest

from flows.ingest.markup.charset import decode_markup
from flows.ingest.rejects import Rejected

CZECH = "<p>Žluťoučký kůň na trajektu</p>"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF8 + CZECH.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + CZECH.encode("utf-16-le"), "utf-16"),
        (CZECH.encode("utf-16-be"), "utf-16-be"),
        (CZECH.encode(), "utf-8"),
        # What a page says of itself is wrong more often than its bytes are UTF-8 by accident.
        (b"<meta charset=iso-8859-2>" + CZECH.encode(), "utf-8"),
        (b"<meta charset=utf-8>" + CZECH.encode("cp1250"), "cp1250"),
        (b"<meta charset='iso-8859-2'>" + CZECH.encode("iso8859-2"), "iso8859-2"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'
            + CZECH.encode("cp1250"),
            "cp1250",
        ),
        (b'<?xml version="1.0" encoding="windows-1250"?>' + CZECH.encode("cp1250"), "cp1250"),
        (b"<meta charset=none-such>" + CZECH.encode("cp1250"), "cp1250"),
    ],
)
def test_encodings_of_a_page(content, encoding):
    decoded = decode_markup(content)
    assert decoded.encoding == encoding
    assert decoded.text.endswith(CZECH)


@pytest.mark.parametrize(
    ("declared", "text", "encoding"),
    [
        ("ISO-8859-1", "<p>“Ruhe”, sagte er – €5", "cp1252"),
        ("gb2312", "<p>渡轮停航，镕", "gb18030"),
        ("Shift_JIS", "<p>①フェリー", "cp932"),
        ("x-sjis", "<p>①フェリー", "cp932"),
        ("euc-kr", "<p>똠방각하", "cp949"),
        ("koi8-r", "<p>Паром ушёл", "koi8-r"),
        ("iso-2022-jp", "<p>フェリー", "iso2022_jp"),
    ],
)
def test_names_of_encodings_mean_what_browsers_take_them_for(declared, text, encoding):
    content = f"<meta charset={declared}>".encode() + text.encode(encoding)
    decoded = decode_markup(content)
    assert (decoded.encoding, decoded.text.partition(">")[2]) == (encoding, text)


def test_a_header_comes_before_the_page():
    content = b"<meta charset=windows-1252><p>" + "Паром".encode("koi8-r")
    assert decode_markup(content, "KOI8-R").text.endswith("Паром")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "blank"),
        (bytes(range(256)) * 9, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "binary"),
    ],
)
def test_what_is_no_page(content, reason):
    with pytest.raises(Rejected) as rejected:
        decode_markup(content)
    assert rejected.value.reason == reason
