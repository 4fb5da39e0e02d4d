"""Read raw files into pages; whatever cannot be read becomes a reject with a reason.

A source is a file's path below the RAW argument; in a file of rows, that path, `#` and the row's
number from 1. A file whose content hash is the ledger's is skipped without being parsed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.ingest.chunks import ChunkWriter
from flows.ingest.files import Content, RawFile, find_files, hash_content
from flows.ingest.pages import make_page
from flows.ingest.rejects import REJECTS, Reject, rejecting

FILES = pl.Schema(
    {
        "source": pl.String,
        "folder": pl.String,
        "content_hash": pl.String,  # over the bytes and the manifest row
        "byte_count": pl.Int64,
        "encoding": pl.String,
        "page_count": pl.Int32,
        "reject_count": pl.Int32,
    }
)


class ReadFile(NamedTuple):
    """A row of FILES."""

    source: str
    folder: str
    content_hash: str
    byte_count: int
    encoding: str | None
    page_count: int
    reject_count: int


class Ingested(NamedTuple):
    """What ingest found."""

    page_files: list[Path]  # Parquet files of PAGES
    files: pl.DataFrame  # FILES: those that were read
    rejects: pl.DataFrame  # REJECTS
    unchanged: list[str]  # sources of the files that were skipped
    folders: list[str]  # RAW folders that were searched: a known file not seen there is missing


def ingest_files(
    raws: list[Path],
    known_hashes: dict[str, str],
    work: Path,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Ingested:
    """Read every new or changed file below the RAW arguments into Parquet files under `work`.

    Args:
        known_hashes: source -> content hash of the files already in the warehouse.
        tell: called with (files done, files in all).

    >>> ingest_files([Path("data/raw")], {}, Path("work")).files.height  # doctest: +SKIP
    15
    """
    rejects: list[Reject] = []
    raw_files = find_files(raws, rejects)
    chunks = ChunkWriter(work)
    files, unchanged = [], []
    for done, raw in enumerate(raw_files):
        tell(done, len(raw_files))
        with rejecting(raw.source, rejects):
            content = hash_content(raw)
            if known_hashes.get(raw.source) == content.content_hash:
                unchanged.append(raw.source)
            else:
                files.append(read_file(raw, content, chunks, rejects))
    tell(len(raw_files), len(raw_files))
    return Ingested(
        chunks.close(),
        pl.DataFrame(files, schema=FILES, orient="row"),
        pl.DataFrame(rejects, schema=REJECTS, orient="row"),
        unchanged,
        [str(raw.resolve()) for raw in raws if raw.is_dir()],
    )


def read_file(
    raw: RawFile, content: Content, chunks: ChunkWriter, rejects: list[Reject]
) -> ReadFile:
    """Hand a file's pages to the chunks; its row of FILES."""
    page_count, reject_count = chunks.page_count, len(rejects)
    encoding = read_pages(raw, chunks, rejects)
    counts = (chunks.page_count - page_count, len(rejects) - reject_count)
    return ReadFile(raw.source, raw.folder, *content, encoding, *counts)


def read_pages(raw: RawFile, chunks: ChunkWriter, rejects: list[Reject]) -> str | None:
    """Hand a file's pages to the chunks; the file's encoding, where it is text."""
    with rejecting(raw.source, rejects):  # the whole file, or the rest of it
        encoding, rows = raw.format.read(raw.path)
        for row in rows:
            source = raw.source if row.number is None else f"{raw.source}#{row.number}"
            with rejecting(source, rejects):
                fields = row.parse()
                if raw.format.record == "file":
                    fields |= raw.manifest
                chunks.add(make_page(fields, source, raw.source, rejects))
        return encoding
    return None
