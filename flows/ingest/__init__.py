"""Read raw files into pages; whatever cannot be read becomes a reject with a reason.

A source is a file's path below the RAW argument; in a file of rows, that path, `#` and the row's
number from 1. A file whose content hash and reader are the ledger's is skipped without being
parsed. Files may change, vanish or be swapped while a run is under way: the hash in the ledger is
always that of the bytes that were read, and what cannot be read has no row in the ledger, so the
next run tries again. Where our own code fails with a row, the row is left out, and is a row of
FAULTS.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from flows.errors import CopydeskError
from flows.faults import FAILURES, FAULTS, describe_failure
from flows.ingest.chunks import ChunkWriter
from flows.ingest.files import (
    MANIFEST,
    Known,
    RawFile,
    find_files,
    hash_content,
    open_raw,
    read_status,
    recall_row,
    spell_row,
)
from flows.ingest.forgotten import DETAIL, NOTHING, REASON, Forgotten
from flows.ingest.limits import require_size
from flows.ingest.pages import Page, make_page
from flows.ingest.readers import recognise
from flows.ingest.readers.row import Contents, OpenFile, Row
from flows.ingest.rejects import (
    REJECTS,
    Reject,
    Rejected,
    Unread,
    blaming_file,
    place_rejects,
    rejecting,
)

FILES = pl.Schema(
    {
        "source": pl.String,
        "folder": pl.String,
        "content_hash": pl.String,  # over the bytes and the manifest row
        "byte_count": pl.Int64,
        "encoding": pl.String,
        "other_encoding": pl.String,  # nearly as likely, with other letters
        "page_count": pl.Int32,
        "reject_count": pl.Int32,
        "manifest_row": pl.String,  # the url and capture time of its manifest row, as JSON
        "format": pl.String,  # a name of FORMATS
        "record_count": pl.Int64,  # pages, rejects and others
        "other_records": pl.String,  # how many are no pages, by what they are, as JSON
        "columns": pl.String,  # which column of its rows was taken, by field, as JSON
        "reader_version": pl.String,
    }
)


class ReadFile(NamedTuple):
    """A row of FILES."""

    source: str
    folder: str
    content_hash: str
    byte_count: int
    encoding: str | None
    other_encoding: str | None
    page_count: int
    reject_count: int
    manifest_row: str | None
    format: str
    record_count: int
    other_records: str | None
    columns: str | None
    reader_version: str | None


class Ingested(NamedTuple):
    """What ingest found."""

    page_files: list[Path]  # Parquet files of PAGES
    files: pl.DataFrame  # FILES: those that were read
    rejects: pl.DataFrame  # REJECTS
    faults: pl.DataFrame  # FAULTS
    unchanged: list[str]  # sources of the files that were skipped
    folders: list[str]  # RAW folders that were searched: a known file not seen there is missing
    searched: list[str]  # all RAW arguments: what was a reject of theirs and is none now is mended
    read_again: Counter[str]  # files that are as they were, whose reader changed, by format


def ingest_files(
    raws: list[Path],
    ledger: dict[str, Known],
    work: Path,
    tell: Callable[[int, int], None] = lambda done, total: None,
    forgotten: Forgotten = NOTHING,
    readers: Mapping[str, str] = MappingProxyType({}),
) -> Ingested:
    """Read every new or changed file below the RAW arguments into Parquet files under `work`.

    Args:
        ledger: source -> what is known of the files already in the warehouse.
        tell: called with (files done, files in all).
        forgotten: pages that become rejects, wherever they stand.
        readers: the version of the reader of each format; what another one read is read again.

    >>> ingest_files([Path("data/raw")], {}, Path("work")).files.height  # doctest: +SKIP
    15
    """
    rejects: list[Reject] = []
    faults: list[dict] = []
    raw_files = find_files(raws, rejects)
    chunks = ChunkWriter(work)
    files, unchanged, read_again = [], [], Counter()
    for done, raw in enumerate(raw_files):
        tell(done, len(raw_files))
        first = len(rejects)
        known = ledger.get(raw.source)
        with rejecting(raw.source, rejects):
            recalled = recall_row(raw, known)
            file = read_file(recalled, known, chunks, rejects, faults, forgotten, readers)
            if file is None:
                unchanged.append(raw.source)
            else:
                files.append(file)
                read_again[file.format] += bool(known and known.content_hash == file.content_hash)
        place_rejects(rejects, first, raw.folder)
    tell(len(raw_files), len(raw_files))
    return Ingested(
        chunks.close(),
        pl.DataFrame(files, schema=FILES, orient="row"),
        pl.DataFrame(rejects, schema=REJECTS, orient="row"),
        pl.DataFrame(faults, schema=FAULTS),
        unchanged,
        [str(raw.resolve()) for raw in raws if raw.is_dir()],
        [str(raw.resolve()) for raw in raws],
        +read_again,
    )


def read_file(
    raw: RawFile,
    known: Known | None,
    chunks: ChunkWriter,
    rejects: list[Reject],
    faults: list[dict],
    forgotten: Forgotten,
    readers: Mapping[str, str],
) -> ReadFile | None:
    """Hand a file's pages to the chunks; its row of FILES, or None if it is as it was.

    Raises:
        Rejected: it cannot be read as a whole; it has no row then, and its pages stay as they were.
    """
    with open_raw(raw) as opened:
        with blaming_file():
            known_as = recognise(opened, raw.format)
        raw = raw._replace(format=known_as, reader_version=readers.get(known_as.name))
        if raw.format.record == "file":
            require_size(opened.byte_count, "a text")
        before = read_status(opened)
        content = hash_content(raw, opened)
        if known and (known.content_hash, known.reader_version) == (
            content.content_hash,
            raw.reader_version,
        ):
            return None
        chunks.begin_file()
        reject_count, fault_count = len(rejects), len(faults)
        try:
            contents, row_count = read_pages(
                raw,
                opened,
                chunks,
                rejects,
                faults,
                lambda page, row_no: forgotten.has(page.text_id, content.content_hash, row_no),
            )
            if read_status(opened) != before:
                raise Unread("changed while it was read", "the next run reads it again")
        except Unread:
            chunks.drop_file()
            del rejects[reject_count:], faults[fault_count:]
            raise
    counts = (chunks.file_page_count, len(rejects) - reject_count)
    others = contents.others or {}
    return ReadFile(
        raw.source,
        raw.folder,
        *content,
        contents.encoding,
        contents.other_encoding,
        *counts,
        spell_row(raw.manifest or {}),
        raw.format.name,
        row_count + sum(others.values()),
        spell_row(others),
        spell_row(contents.columns or {}),
        raw.reader_version,
    )


def read_pages(
    raw: RawFile,
    opened: OpenFile,
    chunks: ChunkWriter,
    rejects: list[Reject],
    faults: list[dict],
    is_forgotten: Callable[[Page, int | None], bool],
) -> tuple[Contents, int]:
    """Hand a file's pages to the chunks; what its reader said of it, and how many rows it has."""
    contents, row_count = Contents(None, None, iter(())), 0
    try:
        with keeping_faults(raw.source, faults):
            contents = read_contents(raw, opened)
        for row in blame_rows(contents.rows, raw.source, faults):
            row_count += 1
            source = raw.source if row.number is None else f"{raw.source}#{row.number}"
            first = len(rejects)
            page = read_page(raw, row, source, rejects, faults)
            if page and is_forgotten(page, row.number):
                del rejects[first:]  # they may quote it
                rejects.append(Reject(source, REASON, DETAIL))
            elif page:
                chunks.add(page)
    except Unread:
        raise
    except Rejected as rejected:  # the whole file, or the rest of it
        rejects.append(Reject(raw.source, rejected.reason, rejected.detail))
        contents = contents._replace(encoding=None, other_encoding=None)
    if contents.announced and contents.announced[0] != row_count:
        detail = f"it says that it has {contents.announced[0]:,} documents, {row_count:,} were read"
        rejects.append(Reject(raw.source, "other count than announced", detail))
    return contents, row_count


def read_page(
    raw: RawFile, row: Row, source: str, rejects: list[Reject], faults: list[dict]
) -> Page | None:
    """The page of a row; None if it cannot be taken."""
    with rejecting(source, rejects), keeping_faults(source, faults):
        fields = row.parse()
        if raw.format.record == "file":
            fields |= raw.manifest or {}
        page = make_page(fields, source, raw.source, rejects, row.place)
        return page._replace(format=raw.format.name, reader_version=raw.reader_version)
    return None


@contextmanager
def keeping_faults(source: str, faults: list[dict]) -> Iterator[None]:
    """A block that an unforeseen exception ends; it is added to the faults.

    Raises:
        CopydeskError, OSError, MemoryError: they are foreseen, or the machine's.
    """
    try:
        yield
    except (CopydeskError, OSError, MemoryError):
        raise
    except FAILURES as error:
        failure = describe_failure(error)
        faults.append({"stage": "reading", "source": source} | failure._asdict())


def read_contents(raw: RawFile, opened: OpenFile) -> Contents:
    """What the file's reader gives; an error of the system is blamed on the file."""
    with blaming_file():
        return raw.format.read(opened)


def blame_rows(rows: Iterator[Row], source: str, faults: list[dict]) -> Iterator[Row]:
    """The rows. Only reading is blamed on the file, not what is done with a row: writing pages."""
    while True:
        row = None
        with blaming_file(), keeping_faults(source, faults):
            row = next(rows, None)
        if row is None:
            return
        yield row


def tell_broken_manifests(ingested: Ingested) -> Iterator[str]:
    """A line for each manifest that cannot be read, in every run as long as it is so."""
    for source, reason, detail, _ in ingested.rejects.iter_rows():
        if PurePath(source).name == MANIFEST and reason != "not found":
            yield (
                f"{source} cannot be read ({reason}: {detail}). Its files keep the urls and capture"
                " times that they had; new files have none until it is mended."
            )


def tell_columns(ingested: Ingested) -> Iterator[str]:
    """A line for each choice of columns with other names: "Columns taken: text=maintext"."""
    chosen = ingested.files.drop_nulls("columns").group_by("columns").len().sort("columns")
    for columns, file_count in chosen.iter_rows():
        pairs = [f"{field}={name}" for field, name in json.loads(columns).items() if field != name]
        if pairs:
            noun = "file" if file_count == 1 else "files"
            yield f"Columns taken: {', '.join(pairs)} ({file_count:,} {noun})"
