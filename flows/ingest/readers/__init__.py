"""The formats that Copydesk reads. A new one is a file beside this one and a row in FORMATS:
docs/add-a-format.md.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from flows.ingest.readers import arc, html, mhtml, wacz, warc
from flows.ingest.readers.csv import read_csv
from flows.ingest.readers.jsonl import read_jsonl
from flows.ingest.readers.parquet import read_parquet
from flows.ingest.readers.row import Contents, OpenFile
from flows.ingest.readers.text import read_text
from flows.ingest.unpack import look_at


class Format(NamedTuple):
    """A format of raw files."""

    name: str  # in ops.files
    suffixes: tuple[str, ...]
    read: Callable[[OpenFile], Contents]  # raises Rejected if all or the rest is broken
    record: str  # what holds one page: the "file", for which a manifest may speak, a "line", ...
    signature: re.Pattern[bytes] | None  # what such files begin with, unpacked; None: with anything
    code: tuple[str, ...]  # files below ingest/ that are its alone; with others, it reads again
    libraries: tuple[str, ...] = ()


MARKUP, RECORDS = ("markup/*",), ("readers/records.py", "readers/warc.py")
FORMATS = (
    Format(
        "parquet",
        (".parquet",),
        read_parquet,
        "row",
        re.compile(rb"PAR1"),
        ("readers/parquet.py", *MARKUP),
        ("pyarrow", "selectolax"),
    ),
    Format(
        "wacz",
        (".wacz",),
        wacz.read_wacz,
        "record",
        wacz.SIGNATURE,
        ("readers/wacz.py", *RECORDS, *MARKUP),
        ("fastwarc", "selectolax"),
    ),
    Format(
        "warc",
        (".warc", ".warc.gz", ".wet", ".wet.gz"),
        warc.read_warc,
        "record",
        warc.SIGNATURE,
        (*RECORDS, *MARKUP),
        ("fastwarc", "selectolax"),
    ),
    Format(
        "arc",
        (".arc", ".arc.gz"),
        arc.read_arc,
        "record",
        arc.SIGNATURE,
        ("readers/arc.py", *RECORDS, *MARKUP),
        ("fastwarc", "selectolax"),
    ),
    Format(
        "mhtml",
        (".mhtml", ".mht"),
        mhtml.read_mhtml,
        "file",
        mhtml.SIGNATURE,
        ("readers/mhtml.py", *MARKUP),
        ("selectolax",),
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml", ".shtml", ".html.gz", ".htm.gz"),
        html.read_html,
        "file",
        html.SIGNATURE,
        ("readers/html.py", *MARKUP),
        ("selectolax",),
    ),
    Format(
        "jsonl",
        (".jsonl", ".jsonl.gz", ".jsonl.zst"),
        read_jsonl,
        "line",
        None,
        ("readers/jsonl.py", *MARKUP),
        ("selectolax",),
    ),
    Format(
        "csv",
        (".csv", ".csv.gz"),
        read_csv,
        "row",
        None,
        ("readers/csv.py", *MARKUP),
        ("selectolax",),
    ),
    Format("text", (".txt",), read_text, "file", None, ("readers/text.py",)),
)
SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)


def find_format(path: Path) -> Format | None:
    """The format of a file by its name, in upper or lower case; None if we do not read it."""
    name = path.name.lower()
    return next((known for known in FORMATS if name.endswith(known.suffixes)), None)


def recognise(opened: OpenFile, named: Format) -> Format:
    """The format of a file that is open: the one that it begins as, whatever it is called."""
    beginning = look_at(opened)
    found = (known for known in FORMATS if known.signature and known.signature.match(beginning))
    return next(found, named)


def tell_formats() -> str:
    """The formats for people: ".txt (a page a file), .jsonl .jsonl.gz .jsonl.zst (...), ..."."""
    return ", ".join(f"{' '.join(known.suffixes)} (a page a {known.record})" for known in FORMATS)
