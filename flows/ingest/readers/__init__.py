"""The formats that Copydesk reads. A new one is a file beside this one and a row in FORMATS:
"Add a format" in CONTRIBUTING.md.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from flows.ingest.readers import arc, docx, feed, html, mhtml, rtf, wacz, warc
from flows.ingest.readers.csv import read_csv
from flows.ingest.readers.jsonl import read_jsonl
from flows.ingest.readers.parquet import read_parquet
from flows.ingest.readers.row import Contents, OpenFile
from flows.ingest.readers.text import read_text
from flows.ingest.readers.unpack import look_at


class Format(NamedTuple):
    """A format of raw files."""

    name: str  # in ops.files
    suffixes: tuple[str, ...]
    read: Callable[[OpenFile], Contents]  # raises Rejected if all or the rest is broken
    record: str  # what holds one page: the "file", for which a manifest may speak, a "line", ...
    signature: re.Pattern[bytes] | None = None  # what only such files begin with, unpacked

    @property
    def grain(self) -> str:
        """What a page is, for people: "a page a row", "a page an item"."""
        return f"a page {'an' if self.record[0] in 'aeiou' else 'a'} {self.record}"


HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".html.gz", ".htm.gz")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".xml.gz", ".rss.gz", ".atom.gz")
WARC_SUFFIXES = (".warc", ".warc.gz", ".wet", ".wet.gz")
FORMATS = (
    Format("text", (".txt", ".txt.gz"), read_text, "file"),
    Format("html", HTML_SUFFIXES, html.read_html, "file", html.SIGNATURE),
    Format("jsonl", (".jsonl", ".jsonl.gz", ".jsonl.zst"), read_jsonl, "line"),
    Format("csv", (".csv", ".csv.gz"), read_csv, "row"),
    Format("mhtml", (".mhtml", ".mht"), mhtml.read_mhtml, "file", mhtml.SIGNATURE),
    Format("warc", WARC_SUFFIXES, warc.read_warc, "record", warc.SIGNATURE),
    Format("arc", (".arc", ".arc.gz"), arc.read_arc, "record", arc.SIGNATURE),
    Format("feed", FEED_SUFFIXES, feed.read_feed, "item", feed.SIGNATURE),
    Format("jsonfeed", (".json",), feed.read_json_feed, "item", feed.JSON_SIGNATURE),
    Format("docx", (".docx",), docx.read_docx, "file", docx.SIGNATURE),
    Format("rtf", (".rtf",), rtf.read_rtf, "file", rtf.SIGNATURE),
    Format("wacz", (".wacz",), wacz.read_wacz, "record", wacz.SIGNATURE),
    Format("parquet", (".parquet",), read_parquet, "row", re.compile(rb"PAR1")),
)
SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)


def find_format(path: Path) -> Format | None:
    """The format of a file by its name, in upper or lower case; None if we do not read it."""
    name = path.name.lower()
    return next((known for known in FORMATS if name.endswith(known.suffixes)), None)


def recognise(opened: OpenFile, named: Format) -> Format:
    """The format of a file that is open: the one as which it begins, whatever it is called."""
    beginning = look_at(opened)
    if named.signature and named.signature.match(beginning):  # a .docx and a .wacz are both zips
        return named
    found = (known for known in FORMATS if known.signature and known.signature.match(beginning))
    return next(found, named)


def tell_formats() -> str:
    """The formats for people: ".txt (a page a file), .jsonl .jsonl.gz .jsonl.zst (...), ..."."""
    return ", ".join(f"{' '.join(known.suffixes)} ({known.grain})" for known in FORMATS)
