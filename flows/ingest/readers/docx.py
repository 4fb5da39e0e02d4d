"""Word files (.docx), as press databases export documents: a paragraph a line."""

import re
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from flows.ingest.limits import read_limits, require_ratio, require_size
from flows.ingest.readers.row import Contents, OpenFile
from flows.ingest.readers.text import make_contents
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(rb"PK\x03\x04")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"  # the same in the strict form
BODY = "word/document.xml"
GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
BROKEN = (BadZipFile, zlib.error, ElementTree.ParseError, NotImplementedError, EOFError)


def read_docx(opened: OpenFile) -> Contents:
    try:
        with ZipFile(opened.file) as archive:
            if BODY not in archive.namelist():
                raise Rejected("no Word file", f"a zip of {len(archive.namelist()):,} files")
            info = archive.getinfo(BODY)
            require_ratio(info.file_size, opened.byte_count)
            if info.flag_bits & 1:
                raise Rejected("broken archive", "it is encrypted")
            with archive.open(info) as file:
                text = "\n".join(read_paragraphs(file))
    except (*BROKEN, RuntimeError) as error:
        raise Rejected("broken archive", " ".join(str(error).split())) from None
    return make_contents(text)


def read_paragraphs(file: IO[bytes]) -> Iterator[str]:
    """The text of each paragraph, in order, those of tables too; no more than a page may have."""
    pieces: list[str] = []
    size = 0
    for _, element in ElementTree.iterparse(file):
        name = element.tag.removeprefix(WORD).removeprefix(STRICT)
        if name == "t":
            pieces.append(element.text or "")
        elif name in GAPS:
            pieces.append(GAPS[name])
        elif name == "p":
            text = "".join(pieces)
            size += len(text)
            if size > read_limits().text:
                require_size(size, "a text")
            yield text
            pieces.clear()
        if name in ("p", "tbl"):
            element.clear()
