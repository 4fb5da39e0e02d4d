"""Which files stand below the RAW arguments, what a manifest says of them, and their bytes.

A source is a file's path below its RAW argument. A file is opened once, where it was found: what is
hashed and what is read are the same bytes, and a link that was put there since is not followed.
"""

import csv
import glob
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from flows.errors import Unusable
from flows.ingest.decode import decode_text
from flows.ingest.limits import require_size
from flows.ingest.readers import SUFFIXES, Format, find_format, tell_formats
from flows.ingest.readers.row import OpenFile
from flows.ingest.rejects import Reject, Rejected, Unread, blaming_file, place_rejects, rejecting

REPORT_ENDING = "-report.html"  # of a warehouse: copydesk-report.html
MANIFEST = "manifest.csv"
LONGEST_VALUE = 131_072  # characters of a value of a manifest
Manifest = dict[str, dict[str, str]]  # path below the RAW folder -> url, captured_at


class RawFile(NamedTuple):
    """A file below a RAW argument that Copydesk can read."""

    path: Path
    target: Path  # the same without links, as it was when the folder was listed
    source: str
    folder: str  # the RAW argument itself
    format: Format
    manifest: dict[str, str] | None  # its manifest row: url, captured_at; None: it cannot be read
    reader_version: str | None = None  # of its format; None until the file is open


class Content(NamedTuple):
    """What a file holds, as far as we know without parsing it."""

    content_hash: str  # SHA-256 over the bytes, NUL and the manifest row
    byte_count: int


class Known(NamedTuple):
    """What the ledger has of a file."""

    content_hash: str | None  # None where it must be read again, whatever is in it
    manifest_row: str | None = None  # as spell_row has it; None: it had none
    reader_version: str | None = None  # of what read it


def check_raws(raws: list[Path]) -> None:
    """Refuse what cannot be read at all, before a run begins.

    Raises:
        Unusable: a RAW argument is not there, may not be read, or is no file of pages.
    """
    for raw in raws:
        require_utf8(raw)
        if not raw.exists():
            raise Unusable(f"{raw}: there is no such file or folder")
        if not os.access(raw, os.R_OK):
            raise Unusable(f"{raw}: may not be read; change its permissions")
        if not raw.is_dir() and not find_format(raw):
            raise Unusable(f"{raw}: Copydesk does not read such files; it reads {tell_formats()}")


def require_utf8(path: Path) -> None:
    """Refuse an argument that Prefect and DuckDB could not be told of; inside of folders such names
    are read.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        name = spell_source(str(path))
        raise Unusable(
            f"{name}: its path is not UTF-8; rename it, or name a folder above"
        ) from None


def find_files(raws: list[Path], rejects: list[Reject]) -> list[RawFile]:
    """The readable files of the RAW arguments, sorted by source; the others become rejects."""
    found: dict[str, RawFile] = {}
    for raw in dict.fromkeys(raw.resolve() if raw.is_dir() else raw for raw in raws):
        first = len(rejects)
        found_here = find_below(raw, rejects) if raw.is_dir() else find_single(raw, rejects)
        for file in sorted(found_here, key=lambda file: file.source):
            if file.source in found:
                other = found[file.source].folder
                detail = f"the same path stands in {other}"
                rejects.append(Reject(file.source, "source taken", detail))
            else:
                found[file.source] = file
        place_rejects(rejects, first, str(raw.resolve()))
    return [found[source] for source in sorted(found)]


def find_single(raw: Path, rejects: list[Reject]) -> Iterator[RawFile]:
    """The one file that a RAW argument names."""
    source, manifest = spell_source(raw.name), {}
    with rejecting(source, rejects):
        known = require_format(raw)
        if known.record == "file":
            manifest = read_manifest(raw.parent.resolve(), raw.parent.resolve(), rejects)
        row = None if manifest is None else manifest.get(raw.name, {})
        target = raw.resolve()
        yield RawFile(raw, target, source, str(target), known, row)


def find_below(root: Path, rejects: list[Reject]) -> Iterator[RawFile]:
    """The files below a folder. Links to folders are not followed, so there are no loops."""
    folders, manifest = [(root, False)], {}
    while folders:
        folder, is_untold = folders.pop()  # whether a manifest above it cannot be read
        rows = read_manifest(folder, root, rejects)
        is_untold = is_untold or rows is None
        manifest |= rows or {}
        for path in list_folder(folder, root, rejects):
            name = os.path.relpath(path, root)
            row, source = manifest.pop(name, None if is_untold else {}), spell_source(name)
            with rejecting(source, rejects):
                target = find_target(path, root)
                if target.is_dir():
                    folders.append((path, is_untold))
                else:
                    yield RawFile(path, target, source, str(root), require_format(path), row)
    for name in sorted(manifest):
        detail = f"listed in {MANIFEST}, but there is no such file"
        rejects.append(Reject(spell_source(name), "not found", detail))


def require_format(path: Path) -> Format:
    known = find_format(path)
    if known is None:
        raise Rejected("unknown file type", f"Copydesk reads {' '.join(SUFFIXES)}")
    return known


def list_folder(folder: Path, root: Path, rejects: list[Reject]) -> list[Path]:
    """What stands in a folder, sorted; without hidden files, the manifest and our own report."""
    with rejecting(spell_source(os.path.relpath(folder, root)), rejects), blaming_file():
        paths = sorted(folder.iterdir())
        seen = (path for path in paths if path.name[0] != "." and path.name != MANIFEST)
        return [path for path in seen if not is_report(path)]
    return []


def is_report(path: Path) -> bool:
    """Whether a file is what a run says of itself: a report beside the folder of its warehouse."""
    if not path.name.endswith(REPORT_ENDING):
        return False
    stem = glob.escape(path.name.removesuffix(REPORT_ENDING))
    return any(path.parent.glob(f".{stem}*/lock"))


def find_target(path: Path, root: Path) -> Path:
    """The real path of a file or folder that may be read, in a folder without links in its path."""
    with blaming_file():
        is_link = stat.S_ISLNK(path.lstat().st_mode)
    if not is_link:  # to resolve a path costs as much as it is deep, squared
        target = path
    else:
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            raise Rejected("broken link", "leads nowhere, or to itself") from None
        if not target.is_relative_to(root):
            raise Rejected("link out", "leads out of the given folder, not followed")
        if target.is_dir():
            raise Rejected("link to a folder", "not followed; the folder is read where it stands")
    if not target.is_dir() and not target.is_file():
        raise Rejected("not a file", "neither a regular file nor a folder")
    return target


def spell_source(name: str) -> str:
    """A path as text, whatever bytes the file name has."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_manifest(folder: Path, root: Path, rejects: list[Reject]) -> Manifest | None:
    """The rows of a folder's manifest.csv; {} if there is none, None if it cannot be read."""
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return {}
    with rejecting(spell_source(os.path.relpath(path, root)), rejects):
        try:
            with open_target(path, find_target(path, root), root) as opened, blaming_file():
                require_size(opened.byte_count, "a manifest")
                text = decode_text(opened.file.read(opened.byte_count)).text
            csv.field_size_limit(LONGEST_VALUE)  # readers of pages allow more
            rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
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
    return None


def spell_row(row: Mapping[str, str | int]) -> str | None:
    """A row for the ledger, as of a manifest; None of an empty one."""
    return json.dumps(row, sort_keys=True) if row else None


def recall_row(raw: RawFile, known: Known | None) -> RawFile:
    """The file with its manifest row: while its manifest cannot be read, the one it had before."""
    if raw.manifest is not None:
        return raw
    row = known.manifest_row if known else None
    return raw._replace(manifest=json.loads(row) if row else {})


# The bytes


def open_raw(raw: RawFile) -> AbstractContextManager[OpenFile]:
    """Open a raw file where it was found; a RAW argument may be a link, what is below it not."""
    root = Path(raw.folder)
    below = raw.target.parent if root == raw.target else root
    return open_target(raw.path, raw.target, below)


@contextmanager
def open_target(path: Path, target: Path, root: Path) -> Iterator[OpenFile]:
    """Open a file that was found, without following any link below the root on the way to it.

    Args:
        path: what it is called; target: the same without links, as it was when it was found.

    Raises:
        Rejected: it is gone, it cannot be read, or something else stands there now.
    """
    with blaming_file():
        file = open_plain(target, root)
    with file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unread("not a file", "neither a regular file nor a folder")
        yield OpenFile(path.name.lower(), file, status.st_size)


def open_plain(target: Path, root: Path) -> io.BufferedReader:
    """Open a path below a folder; each part is looked up in the one before, and none is a link."""
    search = os.O_DIRECTORY | getattr(os, "O_PATH", os.O_RDONLY)
    *folders, name = target.relative_to(root).parts
    place = os.open(root, search)
    try:
        for folder in folders:
            inside = os.open(folder, search | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = inside
        # Without O_NONBLOCK, a pipe that was put there would be waited for.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        file = os.open(name, flags, dir_fd=place)
    finally:
        os.close(place)
    return os.fdopen(file, "rb")


def hash_content(raw: RawFile, opened: OpenFile) -> Content:
    """The hash of what is open; it is at its beginning again."""
    with blaming_file():
        digest = hashlib.file_digest(opened.file, "sha256")
        byte_count = opened.file.tell()
        opened.file.seek(0)
    if row := spell_row(raw.manifest or {}):
        digest.update(b"\0" + row.encode())
    return Content(digest.hexdigest(), byte_count)


def read_status(opened: OpenFile) -> tuple[int, int, int]:
    """What is another one when the file has been written to: its size and its times."""
    status = os.fstat(opened.file.fileno())
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
