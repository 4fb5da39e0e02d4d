"""The formats that Copydesk reads. A new one is a file beside this one and a row in FORMATS."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from flows.ingest.readers.jsonl import read_jsonl
from flows.ingest.readers.parquet import read_parquet
from flows.ingest.readers.row import Contents, OpenFile
from flows.ingest.readers.text import read_text


class Format(NamedTuple):
    """A format of raw files."""

    suffixes: tuple[str, ...]
    read: Callable[[OpenFile], Contents]  # raises Rejected if all or the rest is broken
    record: str  # what holds one page: the "file", for which a manifest may speak, a "line", ...


FORMATS = (
    Format((".txt",), read_text, "file"),
    Format((".jsonl", ".jsonl.gz", ".jsonl.zst"), read_jsonl, "line"),
    Format((".parquet",), read_parquet, "row"),
)
SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)


def find_format(path: Path) -> Format | None:
    """The format of a file by its name, in upper or lower case; None if we do not read it."""
    name = path.name.lower()
    return next((known for known in FORMATS if name.endswith(known.suffixes)), None)


def tell_formats() -> str:
    """The formats for people: ".txt (a page a file), .jsonl .jsonl.gz .jsonl.zst (...), ..."."""
    return ", ".join(f"{' '.join(known.suffixes)} (a page a {known.record})" for known in FORMATS)
