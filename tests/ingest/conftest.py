"""What the tests of ingest need: files made and read, and what became of them."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.ingest import Ingested, ingest_files
from flows.ingest.files import Known
from flows.ingest.pages import PAGES


@pytest.fixture(scope="session")
def read() -> Callable[..., tuple[list[dict], Ingested]]:
    """read(raw, ..., known={source: hash}) -> the pages below the RAWs, and what ingest says."""
    return read_raws


@pytest.fixture(scope="session")
def read_bytes() -> Callable[[Path, str, bytes], tuple[list[str], list[tuple[str, str]]]]:
    """read_bytes(folder, name, content) -> the texts of one file, and its rejects."""
    return read_content


@pytest.fixture(scope="session")
def reasons() -> Callable[[Ingested], list[tuple[str, str]]]:
    """reasons(ingested) -> its rejects as (source, reason)"""
    return list_reasons


@pytest.fixture(scope="session")
def rows() -> Callable[..., bytes]:
    """rows(value, ...) -> the values as JSONL"""
    return make_jsonl


@pytest.fixture(scope="session")
def write_parquet() -> Callable[..., None]:
    """write_parquet(path, text=[...], ...)"""
    return write_table


def read_raws(
    *raws: Path, known: dict[str, str | Known] | None = None
) -> tuple[list[dict], Ingested]:
    with tempfile.TemporaryDirectory() as work:
        ledger = {
            source: file if isinstance(file, Known) else Known(file)
            for source, file in (known or {}).items()
        }
        ingested = ingest_files(list(raws), ledger, Path(work))
        chunks = [pl.read_parquet(path, glob=False) for path in ingested.page_files]
    return pl.concat([pl.DataFrame(schema=PAGES), *chunks]).to_dicts(), ingested


def read_content(
    folder: Path, name: str, content: bytes
) -> tuple[list[str], list[tuple[str, str]]]:
    (folder / name).write_bytes(content)
    pages, ingested = read_raws(folder)
    return [page["text"] for page in pages], list_reasons(ingested)


def list_reasons(ingested: Ingested) -> list[tuple[str, str]]:
    return list(ingested.rejects.select("source", "reason").iter_rows())


def make_jsonl(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def write_table(path: Path, **columns: object) -> None:
    pq.write_table(pa.table(columns), path)
