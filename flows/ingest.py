"""Read raw files into pages; whatever cannot be read becomes a reject with a reason.

A source is a file's path below the RAW argument; for files of rows, that path, `#` and the row
from 1. A file whose content hash is the ledger's is skipped without being parsed.
"""

import csv
import gzip
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from charset_normalizer import from_bytes

PAGES = pl.Schema(
    {
        "page_id": pl.String,  # 32 hex digits of SHA-256 over url, NUL, text
        "text_id": pl.String,  # the same over the text alone
        "source": pl.String,
        "file": pl.String,  # the source without its row
        "external_id": pl.String,
        "url": pl.String,
        "captured_at": pl.Datetime("us", "UTC"),
        "captured_earliest": pl.Datetime("us", "UTC"),
        "captured_latest": pl.Datetime("us", "UTC"),
        "captured_basis": pl.String,  # metadata, assumed_utc
        "text": pl.String,
    }
)
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
REJECTS = pl.Schema({"source": pl.String, "reason": pl.String, "detail": pl.String})

SUFFIXES = (".txt", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
MANIFEST = "manifest.csv"
PAGES_A_CHUNK = 2_000  # ~20 MB of text in memory at the ~10 KB of a usual page
CHARACTERS_A_CHUNK = 50_000_000
ROWS_A_READ = 500
# Text has a control character here and there; random bytes have 11 %.
MOST_CONTROL_SHARE = 0.05
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Rejected(Exception):
    """Something cannot be taken as given: Rejected("blank", "white space only")."""

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


class RawFile(NamedTuple):
    """A file found below a RAW argument, and its manifest row."""

    path: Path
    source: str
    folder: str
    manifest: dict[str, str]


class Ingested(NamedTuple):
    """What ingest found: Parquet chunks of PAGES, the files read, the rejects, the rest."""

    page_files: list[Path]
    files: pl.DataFrame  # FILES
    rejects: pl.DataFrame  # REJECTS
    unchanged: list[str]  # sources of files skipped
    folders: list[str]  # RAW folders walked: a file of theirs that is not seen is missing


def ingest_files(
    raws: list[Path],
    known_hashes: dict[str, str],
    work: Path,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Ingested:
    """Read every new or changed file below the RAW arguments into Parquet chunks under `work`.

    Args:
        known_hashes: source -> content hash of the files already in the warehouse.
        tell: called with (files done, files in all).

    >>> ingest_files([Path("data/raw")], {}, Path("work")).files.height  # doctest: +SKIP
    15
    """
    rejects: list[tuple[str, str, str]] = []
    found = find_files(raws, rejects)
    writer = ChunkWriter(work)
    files, unchanged = [], []
    for done, raw in enumerate(found):
        tell(done, len(found))
        first_reject = len(rejects)
        try:
            content_hash, byte_count = hash_content(raw)
            if known_hashes.get(raw.source) == content_hash:
                unchanged.append(raw.source)
                continue
            encoding, page_count = read_pages(raw, writer, rejects)
        except Rejected as rejected:
            rejects.append((raw.source, rejected.reason, rejected.detail))
            encoding, page_count = None, 0
        except OSError as error:
            rejects.append((raw.source, "unreadable", error.strerror or str(error)))
            continue
        reject_count = len(rejects) - first_reject
        row = (content_hash, byte_count, encoding, page_count, reject_count)
        files.append((raw.source, raw.folder, *row))
    tell(len(found), len(found))
    return Ingested(
        writer.close(),
        pl.DataFrame(files, schema=FILES, orient="row"),
        pl.DataFrame(rejects, schema=REJECTS, orient="row"),
        unchanged,
        [str(raw.resolve()) for raw in raws if raw.is_dir()],
    )


class ChunkWriter:
    """Collects pages and writes them as Parquet files of a bounded size."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.paths, self.pages, self.characters = folder, [], [], 0

    def add(self, page: tuple) -> None:
        self.pages.append(page)
        self.characters += len(page[-1])
        if len(self.pages) >= PAGES_A_CHUNK or self.characters >= CHARACTERS_A_CHUNK:
            self.flush()

    def flush(self) -> None:
        if self.pages:
            path = self.folder / f"{len(self.paths):06}.parquet"
            pl.DataFrame(self.pages, schema=PAGES, orient="row").write_parquet(path)
            self.paths.append(path)
        self.pages, self.characters = [], 0

    def close(self) -> list[Path]:
        self.flush()
        return self.paths


# Finding files


def find_files(raws: list[Path], rejects: list[tuple[str, str, str]]) -> list[RawFile]:
    """The readable files of the RAW arguments, sorted by source; the others become rejects."""
    found: dict[str, RawFile] = {}
    for raw in raws:
        for file in sorted(walk(raw, rejects), key=lambda file: file.source):
            if file.source in found:
                other = found[file.source].folder
                rejects.append((file.source, "source taken", f"the same path stands in {other}"))
            else:
                found[file.source] = file
    return [found[source] for source in sorted(found)]


def walk(raw: Path, rejects: list[tuple[str, str, str]]) -> Iterator[RawFile]:
    if not raw.is_dir():
        manifest = read_manifest(raw.parent, rejects) if raw.name.lower().endswith(".txt") else {}
        yield RawFile(raw, name_source(raw.name), str(raw.resolve()), manifest.get(raw.name, {}))
        return
    root = raw.resolve()
    seen = {root}
    folders = [root]
    while folders:
        folder = folders.pop()
        entries = sorted(folder.iterdir())
        manifest = read_manifest(folder, rejects, root)
        for path in entries:
            source = name_source(path.relative_to(root).as_posix())
            if path.name.startswith(".") or path.name == MANIFEST:
                continue
            try:
                target = follow(path, root, seen)
                if target.is_dir():
                    seen.add(target)
                    folders.append(path)
                elif not target.is_file():
                    raise Rejected("not a file", "neither a regular file nor a folder")
                elif not path.name.lower().endswith(SUFFIXES):
                    raise Rejected("unknown file type", f"Copydesk reads {' '.join(SUFFIXES)}")
                else:
                    row = manifest.pop(path.name, {})
                    yield RawFile(path, source, str(root), row)
            except Rejected as rejected:
                rejects.append((source, rejected.reason, rejected.detail))
        for name in manifest:
            source = name_source((folder / name).relative_to(root).as_posix())
            rejects.append(
                (source, "not found", f"listed in {MANIFEST}, but there is no such file")
            )


def follow(path: Path, root: Path, seen: set[Path]) -> Path:
    """The real path, if it may be read: inside the root, and no folder for the second time."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise Rejected("broken link", "leads nowhere, or to itself") from None
    if path.is_symlink() and not target.is_relative_to(root):
        raise Rejected("link out", "leads out of the given folder, not followed")
    if target.is_dir() and target in seen:
        raise Rejected("link loop", "leads to a folder that is read already")
    return target


def name_source(path: str) -> str:
    """A path as text, whatever bytes the file name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_manifest(
    folder: Path, rejects: list[tuple[str, str, str]], root: Path | None = None
) -> dict[str, dict[str, str]]:
    """The rows of a folder's manifest.csv by file name; {} where there is none or it is broken."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    source = name_source(path.relative_to(root).as_posix() if root else path.name)
    try:
        rows = csv.DictReader(io.StringIO(decode(path.read_bytes())[0], newline=""), strict=True)
        if "path" not in (rows.fieldnames or []):
            raise Rejected("broken manifest", 'its first line names no "path" column')
        return {row["path"].removeprefix("./"): drop_empty(row) for row in rows if row["path"]}
    except (csv.Error, OSError) as error:
        rejects.append((source, "broken manifest", str(error)))
    except Rejected as rejected:
        rejects.append((source, "broken manifest", rejected.detail))
    return {}


def drop_empty(row: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in row.items() if name in ("url", "captured_at") and value}


def hash_content(raw: RawFile) -> tuple[str, int]:
    """SHA-256 over a file's bytes, NUL and its manifest row; and how many bytes it has."""
    with raw.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        byte_count = file.tell()
    if raw.manifest:
        digest.update(b"\0" + json.dumps(raw.manifest, sort_keys=True).encode())
    return digest.hexdigest(), byte_count


# Reading files


def read_pages(
    raw: RawFile, writer: ChunkWriter, rejects: list[tuple[str, str, str]]
) -> tuple[str | None, int]:
    """Hand a file's pages to the writer; its encoding and how many pages it has."""
    name = raw.path.name.lower()
    if name.endswith(".txt"):
        text, encoding = decode(raw.path.read_bytes())
        take_row(raw, raw.source, {"text": text, **raw.manifest}, writer, rejects)
        return encoding, 1
    rows = read_parquet_rows(raw.path) if name.endswith(".parquet") else read_json_rows(raw.path)
    page_count = 0
    try:
        for number, row in rows:
            source = f"{raw.source}#{number}"
            try:
                if isinstance(row, Rejected):
                    raise row
                take_row(raw, source, row, writer, rejects)
                page_count += 1
            except Rejected as rejected:
                rejects.append((source, rejected.reason, rejected.detail))
    except Rejected as rejected:  # the rest of the file
        rejects.append((raw.source, rejected.reason, rejected.detail))
    return (None if name.endswith(".parquet") else "utf-8"), page_count


def read_json_rows(path: Path) -> Iterator[tuple[int, dict | Rejected]]:
    """(line number from 1, row) of a JSONL file, plain or packed; blank lines are passed over."""
    try:
        with open_packed(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, read_json_row(line)
    except (gzip.BadGzipFile, EOFError, zstandard.ZstdError) as error:
        raise Rejected("broken archive", str(error) or "it ends too early") from None
    except OSError as error:
        raise Rejected("unreadable", error.strerror or str(error)) from None
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise Rejected("broken archive", str(error)) from None


def open_packed(path: Path) -> Any:
    name = path.name.lower()
    if name.endswith(".gz"):
        return gzip.open(path)
    if name.endswith(".zst"):
        return io.BufferedReader(zstandard.open(path))
    return path.open("rb")


def read_json_row(line: bytes) -> dict | Rejected:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Rejected("undecodable", f"not UTF-8 at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Rejected("not JSON", str(error))
    if not isinstance(row, dict):
        return Rejected("not JSON", f"a row is an object, this is a {type(row).__name__}")
    return row


def read_parquet_rows(path: Path) -> Iterator[tuple[int, dict | Rejected]]:
    """(row number from 1, row) of a Parquet file."""
    try:
        parquet = pq.ParquetFile(path)
        names = [
            name
            for name in ("text", "url", "captured_at", "id")
            if name in parquet.schema_arrow.names
        ]
        if "text" not in names:
            raise Rejected("no text field", 'the file has no column "text"')
        number = 0
        for batch in parquet.iter_batches(ROWS_A_READ, columns=names):
            columns = [batch.column(name) for name in names]
            for index in range(batch.num_rows):
                number += 1
                yield number, read_parquet_row(names, columns, index)
    except (pa.ArrowException, OSError) as error:
        raise Rejected("broken Parquet", str(error).splitlines()[0]) from None


def read_parquet_row(names: list[str], columns: list[pa.Array], index: int) -> dict | Rejected:
    try:
        return {name: column[index].as_py() for name, column in zip(names, columns, strict=True)}
    except UnicodeDecodeError as error:
        return Rejected("undecodable", f"not UTF-8 at byte {error.start}")


def take_row(
    raw: RawFile,
    source: str,
    row: dict,
    writer: ChunkWriter,
    rejects: list[tuple[str, str, str]],
) -> None:
    """One row as a page; a field beside the text that is not understood is dropped and noted."""
    text = read_text(row)
    external_id = None if row.get("id") is None else str(row["id"])
    url, captured = None, NEVER
    for read, name in ((read_url, "url"), (read_captured_at, "captured_at")):
        try:
            if name == "url":
                url = read(row.get(name))
            else:
                captured = read(row.get(name))
        except Rejected as rejected:
            rejects.append((source, rejected.reason, rejected.detail))
    text_bytes = text.encode()
    page_id = hashlib.sha256((url or "").encode() + b"\0" + text_bytes).hexdigest()[:32]
    text_id = hashlib.sha256(text_bytes).hexdigest()[:32]
    external_id = None if external_id is None else replace_surrogates(external_id)
    writer.add((page_id, text_id, source, raw.source, external_id, url, *captured, text))


def replace_surrogates(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def read_text(row: dict) -> str:
    """The text of a row with LF line ends and without a byte order mark.

    Raises:
        Rejected: missing, not a string, empty, blank, or not valid Unicode.
    """
    text = row.get("text")
    if text is None:
        raise Rejected("no text field", 'the row has no "text"')
    if not isinstance(text, str):
        raise Rejected("text not a string", f"it is a {type(text).__name__}")
    if not text:
        raise Rejected("empty", "no characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Rejected("lone surrogate", f"half a character at {error.start}") from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Rejected("blank", "white space only")
    return text


def read_url(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise Rejected("url not a string", "the page is kept without it")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Rejected("lone surrogate", "in the url; the page is kept without it") from None
    return value.strip() or None


Captured = tuple[datetime | None, datetime | None, datetime | None, str | None]
NEVER: Captured = (None, None, None, None)


def read_captured_at(value: Any) -> Captured:
    """(captured_at, earliest, latest, basis) from ISO 8601 or a Parquet time; a day is a bracket.

    >>> read_captured_at("2025-06-07T12:00:00+02:00")[0].isoformat()
    '2025-06-07T10:00:00+00:00'
    >>> read_captured_at("2025-06-07")[2].isoformat()
    '2025-06-08T00:00:00+00:00'
    """
    if value is None or value == "":
        return NEVER
    length = timedelta()
    try:
        if isinstance(value, str):
            value = value.strip()
            length = timedelta(days=1 if len(value) <= 10 else 0)
            moment = datetime.fromisoformat(value)
        elif isinstance(value, datetime):
            moment = value
        elif isinstance(value, date):
            length, moment = timedelta(days=1), datetime(value.year, value.month, value.day)
        else:
            raise ValueError(f"it is a {type(value).__name__}")
        if not 1990 <= moment.year <= 2100:
            raise ValueError(f"the year {moment.year}")
        basis = "metadata" if moment.tzinfo else "assumed_utc"
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError as error:
        detail = f"{error}; the page is kept without it"
        raise Rejected("captured_at not understood", replace_surrogates(detail)) from None
    return moment, moment, moment + length, basis


# Decoding


def decode(content: bytes) -> tuple[str, str]:
    """A file's text and its encoding: by byte order mark, UTF-8, UTF-16 by its zeros, or detected.

    Raises:
        Rejected: empty, blank, binary or undecodable.

    >>> decode("Grüße".encode("utf-16"))
    ('Grüße', 'utf-16')
    """
    if not content:
        raise Rejected("empty", "0 bytes")
    if not content.strip():
        raise Rejected("blank", "white space only")
    encoding = name_encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Rejected("undecodable", f"it begins like {encoding}, but {error}") from None
    controls = sum(text.count(chr(control)) for control in CONTROLS)
    if controls > max(MOST_CONTROL_SHARE * len(text), 1):
        raise Rejected("binary", f"{controls:,} of {len(text):,} characters are control characters")
    return text, encoding


def name_encoding(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    if max(even, odd) > 0.2 * len(content[:4096:2]) and min(even, odd) <= 0.02 * max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        content.decode()
    except UnicodeDecodeError:
        return detect_encoding(content)
    return "utf-8"


def detect_encoding(content: bytes) -> str:
    kept = len(content.translate(None, CONTROLS))
    if len(content) - kept > MOST_CONTROL_SHARE * len(content):
        raise Rejected("binary", f"{len(content) - kept:,} of {len(content):,} bytes are controls")
    match = from_bytes(content).best()
    if match is None:
        raise Rejected("undecodable", "in no encoding that we know; save it as UTF-8")
    return match.encoding
