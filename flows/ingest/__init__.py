"""Read raw files into pages; whatever cannot be read becomes a reject with a reason.

A source is a file's path below the RAW argument; for files of rows, that path, `#` and the row
from 1. A file whose content hash is the ledger's is skipped without being parsed.
"""

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
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
# Every other byte of UTF-16 is a control: 00 in Latin, 03 in Greek, 04 in Cyrillic, 06 in Arabic.
LEAST_HIGH_BYTES = 0.6
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


Rejects = list[tuple[str, str, str]]  # source, reason, detail


@contextmanager
def rejecting(source: str, rejects: Rejects) -> Iterator[None]:
    """What cannot be taken in the block ends it, as a reject of the source."""
    try:
        yield
    except Rejected as rejected:
        rejects.append((source, rejected.reason, rejected.detail))


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
    rejects: Rejects = []
    found = find_files(raws, rejects)
    writer = ChunkWriter(work)
    files, unchanged = [], []
    for done, raw in enumerate(found):
        tell(done, len(found))
        with rejecting(raw.source, rejects):
            content_hash, byte_count = hash_content(raw)
            if known_hashes.get(raw.source) == content_hash:
                unchanged.append(raw.source)
                continue
            page_count, reject_count = writer.page_count, len(rejects)
            encoding = read_pages(raw, writer, rejects)
            counts = (writer.page_count - page_count, len(rejects) - reject_count)
            files.append((raw.source, raw.folder, content_hash, byte_count, encoding, *counts))
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
        self.folder, self.paths, self.page_count = folder, [], 0
        self.pages, self.characters = [], 0

    def add(self, page: tuple) -> None:
        self.pages.append(page)
        self.page_count += 1
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


def find_files(raws: list[Path], rejects: Rejects) -> list[RawFile]:
    """The readable files of the RAW arguments, sorted by source; the others become rejects."""
    found: dict[str, RawFile] = {}
    for raw in dict.fromkeys(raw.resolve() if raw.is_dir() else raw for raw in raws):
        for file in sorted(walk(raw, rejects), key=lambda file: file.source):
            if file.source in found:
                other = found[file.source].folder
                rejects.append((file.source, "source taken", f"the same path stands in {other}"))
            else:
                found[file.source] = file
    return [found[source] for source in sorted(found)]


def walk(raw: Path, rejects: Rejects) -> Iterator[RawFile]:
    """The files of a RAW argument; links to folders are not followed, so that loops end."""
    if not raw.is_dir():
        root, manifest = raw.parent.resolve(), {}
        if raw.name.lower().endswith(".txt"):
            manifest = read_manifest(root, root, rejects)
        yield RawFile(raw, name_source(raw.name), str(raw.resolve()), manifest.get(raw.name, {}))
        return
    root = raw.resolve()
    folders, manifest = [root], {}
    while folders:
        folder = folders.pop()
        manifest |= read_manifest(folder, root, rejects)
        for path in list_folder(folder, root, rejects):
            name = os.path.relpath(path, root)
            row = manifest.pop(name, {})
            with rejecting(name_source(name), rejects):
                if follow(path, root).is_dir():
                    folders.append(path)
                elif not path.name.lower().endswith(SUFFIXES):
                    raise Rejected("unknown file type", f"Copydesk reads {' '.join(SUFFIXES)}")
                else:
                    yield RawFile(path, name_source(name), str(root), row)
    for name in sorted(manifest):
        detail = f"listed in {MANIFEST}, but there is no such file"
        rejects.append((name_source(name), "not found", detail))


def list_folder(folder: Path, root: Path, rejects: Rejects) -> list[Path]:
    """What stands in a folder, without hidden files and the manifest, sorted."""
    with rejecting(name_source(os.path.relpath(folder, root)), rejects):
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise Rejected("unreadable", error.strerror or str(error)) from None
        return [path for path in paths if path.name[0] != "." and path.name != MANIFEST]
    return []


def follow(path: Path, root: Path) -> Path:
    """The real path of a file or folder that may be read."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise Rejected("broken link", "leads nowhere, or to itself") from None
    if not target.is_relative_to(root):
        raise Rejected("link out", "leads out of the given folder, not followed")
    if target.is_dir() and path.is_symlink():
        raise Rejected("link to a folder", "not followed; the folder is read where it stands")
    if not target.is_dir() and not target.is_file():
        raise Rejected("not a file", "neither a regular file nor a folder")
    return target


def name_source(name: str) -> str:
    """A path as text, whatever bytes the file name has."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_manifest(folder: Path, root: Path, rejects: Rejects) -> dict[str, dict[str, str]]:
    """The rows of a folder's manifest.csv by path below the root; {} where none can be read."""
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return {}
    with rejecting(name_source(os.path.relpath(path, root)), rejects):
        try:
            content = decode(follow(path, root).read_bytes())[0]
            rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
        except (csv.Error, OSError) as error:
            raise Rejected("broken manifest", str(error)) from None
        if rows and "path" not in rows[0]:
            raise Rejected("broken manifest", 'its first line names no "path" column')
        return {
            os.path.relpath(folder / row["path"], root): {
                name: row[name] for name in ("url", "captured_at") if row.get(name)
            }
            for row in rows
            if row["path"]
        }
    return {}


def hash_content(raw: RawFile) -> tuple[str, int]:
    """SHA-256 over a file's bytes, NUL and its manifest row; and how many bytes it has."""
    try:
        with raw.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            byte_count = file.tell()
    except OSError as error:
        raise Rejected("unreadable", error.strerror or str(error)) from None
    if raw.manifest:
        digest.update(b"\0" + json.dumps(raw.manifest, sort_keys=True).encode())
    return digest.hexdigest(), byte_count


# Reading files


Row = Callable[[], dict[str, Any]]  # parses the row, or raises Rejected


def read_pages(raw: RawFile, writer: ChunkWriter, rejects: Rejects) -> str | None:
    """Hand a file's pages to the writer; its encoding, where it is text."""
    name = raw.path.name.lower()
    with rejecting(raw.source, rejects):  # the whole file, or the rest of it
        if name.endswith(".txt"):
            text, encoding = decode(raw.path.read_bytes())
            row = {"text": text, **raw.manifest}
            writer.add(make_page(row, raw.source, raw.source, rejects))
            return encoding
        is_parquet = name.endswith(".parquet")
        rows = read_parquet_rows(raw.path) if is_parquet else read_json_rows(raw.path)
        for number, read_row in rows:
            source = f"{raw.source}#{number}"
            with rejecting(source, rejects):
                writer.add(make_page(read_row(), source, raw.source, rejects))
        return None if is_parquet else "utf-8"
    return None


def read_json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """(line number from 1, row) of a JSONL file, plain or packed; blank lines are passed over."""
    packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix.lower())
    try:
        with path.open("rb") as file, pa.input_stream(file, compression=packing) as stream:
            for number, line in enumerate(io.BufferedReader(stream), 1):
                if line.strip():
                    yield number, partial(read_json_row, line)
    except OSError as error:
        raise Rejected("broken archive" if packing else "unreadable", str(error)) from None


def read_json_row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise Rejected("not JSON", str(error)) from None
    if not isinstance(row, dict):
        raise Rejected("not JSON", f"a row is an object, this is a {type(row).__name__}")
    return row


def read_parquet_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """(row number from 1, row) of a Parquet file."""
    try:
        with path.open("rb") as file:
            parquet = pq.ParquetFile(file)
            fields = ("text", "url", "captured_at", "id")
            names = [name for name in fields if name in parquet.schema_arrow.names]
            if "text" not in names:
                raise Rejected("no text field", 'the file has no column "text"')
            number = 0
            for batch in parquet.iter_batches(ROWS_A_READ, columns=names):
                columns = {name: spell_times(batch.column(name)) for name in names}
                for index in range(batch.num_rows):
                    number += 1
                    yield number, partial(read_parquet_row, columns, index)
    except (pa.ArrowException, OSError, KeyError, UnicodeDecodeError) as error:
        raise Rejected("broken Parquet", " ".join(str(error).split())) from None


def spell_times(column: pa.Array) -> pa.Array:
    """Times as ISO 8601: nanoseconds and far years have no Python value."""
    return column.cast(pa.string()) if pa.types.is_temporal(column.type) else column


def read_parquet_row(columns: dict[str, pa.Array], index: int) -> dict[str, Any]:
    try:
        return {name: column[index].as_py() for name, column in columns.items()}
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None


# Reading rows


def make_page(row: dict[str, Any], source: str, file: str, rejects: Rejects) -> tuple:
    """A row of PAGES; a url or time that is not understood is left out, as a reject."""
    text = read_text(row.get("text"))
    url, captured = None, NEVER
    with rejecting(source, rejects):
        url = read_url(row.get("url"))
    with rejecting(source, rejects):
        captured = read_captured_at(row.get("captured_at"))
    external_id = None if row.get("id") is None else replace_surrogates(str(row["id"]))
    page_id, text_id = hash_text(f"{url or ''}\0{text}"), hash_text(text)
    return page_id, text_id, source, file, external_id, url, *captured, text


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def replace_surrogates(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def read_text(text: Any) -> str:
    """A page's text with LF line ends and without a byte order mark.

    Raises:
        Rejected: missing, not a string, empty, blank, or not valid Unicode.
    """
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


def read_url(url: Any) -> str | None:
    if url is None:
        return None
    if not isinstance(url, str):
        raise Rejected("url not a string", "the page is kept without it")
    try:
        url.encode()
    except UnicodeEncodeError:
        raise Rejected("lone surrogate", "in the url; the page is kept without it") from None
    return url.strip() or None


Captured = tuple[datetime | None, datetime | None, datetime | None, str | None]
NEVER: Captured = (None, None, None, None)


def read_captured_at(value: Any) -> Captured:
    """(captured_at, earliest, latest, basis) from ISO 8601; a day is a bracket.

    >>> read_captured_at("2025-06-07T12:00:00+02:00")[0].isoformat()
    '2025-06-07T10:00:00+00:00'
    >>> read_captured_at("2025-06-07")[2].isoformat()
    '2025-06-08T00:00:00+00:00'
    """
    if value is None or value == "":
        return NEVER
    try:
        if not isinstance(value, str):
            raise ValueError(f"it is a {type(value).__name__}")
        value = value.strip()
        moment = datetime.fromisoformat(value)
        if not 1990 <= moment.year <= 2100:
            raise ValueError(f"the year {moment.year}")
    except ValueError as error:
        detail = f"{error}; the page is kept without it"
        raise Rejected("captured_at not understood", replace_surrogates(detail)) from None
    basis = "metadata" if moment.tzinfo else "assumed_utc"
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    length = timedelta(days=len(value) <= len("2025-06-07"))
    return moment, moment, moment + length, basis


# Decoding


def decode(content: bytes) -> tuple[str, str]:
    """A file's text and its encoding: by byte order mark, UTF-16 by high bytes, UTF-8, or detected.

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
    first, second = control_share(content[:4096:2]), control_share(content[1:4096:2])
    if max(first, second) > LEAST_HIGH_BYTES > min(first, second):
        return "utf-16-le" if second > first else "utf-16-be"
    try:
        content.decode()
    except UnicodeDecodeError:
        return detect_encoding(content)
    return "utf-8"


def control_share(content: bytes) -> float:
    return (len(content) - len(content.translate(None, CONTROLS))) / max(len(content), 1)


def detect_encoding(content: bytes) -> str:
    if (share := control_share(content)) > MOST_CONTROL_SHARE:
        raise Rejected("binary", f"{share:.0%} of its bytes are control characters")
    match = from_bytes(content).best()
    if match is None:
        raise Rejected("undecodable", "in no encoding that we know; save it as UTF-8")
    return match.encoding
