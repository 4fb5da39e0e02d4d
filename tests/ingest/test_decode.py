"""Bytes to text: every encoding, and bytes that only look like one."""

import codecs

import pytest

from flows.ingest.decode import decode_text

FRENCH = (
    "Le port d'Ambre rouvre après la tempête. L'équipage a été félicité à l'hôtel de ville, où la "
    "fête a duré jusqu'à la nuit. « Nous avons eu très peur », répète le maître du bac."
)
ENGLISH = (
    "The harbour’s ferry – the “Amber” – came back at nine… and nobody was hurt, said Ada Quill."
)
RUSSIAN = (
    "Паром вернулся в гавань в понедельник утром. Никто не пострадал, сообщил капитан порта. "
    "Жители города собрались на причале, чтобы встретить экипаж после долгой бури."
)
JAPANESE = (
    "港の連絡船は月曜日の朝に戻ってきた。けが人はいなかったと港長が発表した。"
    "町の人々は桟橋に集まり、長い嵐のあとで乗組員を迎えた。"
)


@pytest.mark.parametrize(
    ("text", "mark", "encoding", "found"),
    [
        (JAPANESE, b"", "utf-8", "utf-8"),
        (JAPANESE, codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (JAPANESE, codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (JAPANESE, codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (JAPANESE, codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (FRENCH, b"", "utf-16-le", "utf-16-le"),
        (FRENCH, b"", "utf-16-be", "utf-16-be"),
        (RUSSIAN, b"", "utf-16-le", "utf-16-le"),
        (RUSSIAN, b"", "utf-16-be", "utf-16-be"),
        (RUSSIAN, b"", "cp1251", "cp1251"),
        (JAPANESE, b"", "shift_jis", None),  # or cp932, its superset
        (FRENCH, b"", "latin-1", None),  # or cp1252, which has the same letters
        (ENGLISH, b"", "cp1252", None),  # or cp1250, which has the same dashes
    ],
)
def test_a_text_file_is_decoded(tmp_path, text, mark, encoding, found, read):
    (tmp_path / "page.txt").write_bytes(mark + text.encode(encoding))
    pages, ingested = read(tmp_path)
    assert [page["text"] for page in pages] == [text]
    assert found in (None, ingested.files["encoding"][0])
    assert ingested.files["byte_count"][0] == len(mark + text.encode(encoding))


@pytest.mark.parametrize("content", [b"a\n", b"x", b"a\nb\nc\n", b"\ta\n", b"a\x0cb\x0c", b"I\x00"])
def test_a_short_file_is_not_taken_for_utf_16(content):
    encoding = "utf-16-le" if b"\0" in content else "utf-8"
    assert decode_text(content) == (content.decode(encoding), encoding)
