"""WACZ, a zip of WARC files with their indexes: the records of all of them, one after another."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from flows.ingest.limits import require_ratio
from flows.ingest.readers.row import Contents, OpenFile, Row
from flows.ingest.readers.warc import list_rows, read_blocks
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(rb"PK\x03\x04")
WARC = (".warc", ".warc.gz")


def read_wacz(opened: OpenFile) -> Contents:
    others: Counter[str] = Counter()
    return Contents(None, None, read_members(opened, others), others)


def read_members(opened: OpenFile, others: Counter[str]) -> Iterator[Row]:
    """The rows of the WARC files of a zip, numbered through; its other files are counted."""
    try:
        with ZipFile(opened.file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            warcs = [member for member in members if member.filename.lower().endswith(WARC)]
            require_warcs(members, warcs, opened)
            others.update(name_kind(member) for member in members if member not in warcs)
            numbers = count(1)
            for member in warcs:
                with archive.open(member) as file:
                    blocks = read_blocks(cast(BinaryIO, file), member.file_size)
                    yield from list_rows(blocks, others, member.filename, numbers)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Rejected("broken archive", " ".join(str(error).split())) from None


def require_warcs(members: list[ZipInfo], warcs: list[ZipInfo], opened: OpenFile) -> None:
    """
    Raises:
        Rejected: a zip of something else, or one that unpacks to far more than archives do.
    """
    if not warcs:
        raise Rejected("no web archive", f"a zip of {len(members):,} files, none of them a .warc")
    # A size in the list of a zip may lie, but no more than it says is read.
    require_ratio(sum(member.file_size for member in warcs), opened.byte_count)
    if any(member.flag_bits & 1 for member in warcs):
        raise Rejected("broken archive", "it is encrypted")


def name_kind(member: ZipInfo) -> str:
    return f"file {PurePosixPath(member.filename).suffix or 'without a suffix'}"[:40]
