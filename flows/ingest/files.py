"""Which files stand below the RAW arguments, what a manifest says of them, and their hashes.

A source is a file's path below its RAW argument.
"""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flows.ingest.decode import decode_text
from flows.ingest.readers import SUFFIXES, Format, find_format
from flows.ingest.rejects import Reject, Rejected, rejecting

MANIFEST = "manifest.csv"
Manifest = dict[str, dict[str, str]]  # path below the RAW folder -> url, captured_at


class RawFile(NamedTuple):
    """A file below a RAW argument that Copydesk can read."""

    path: Path
    source: str
    folder: str  # the RAW argument itself
    format: Format
    manifest: dict[str, str]  # its manifest row: url, captured_at


class Content(NamedTuple):
    """What a file holds, as far as we know without parsing it."""

    content_hash: str  # SHA-256 over the bytes, NUL and the manifest row
    byte_count: int


def find_files(raws: list[Path], rejects: list[Reject]) -> list[RawFile]:
    """The readable files of the RAW arguments, sorted by source; the others become rejects."""
    found: dict[str, RawFile] = {}
    for raw in dict.fromkeys(raw.resolve() if raw.is_dir() else raw for raw in raws):
        files = find_below(raw, rejects) if raw.is_dir() else find_single(raw, rejects)
        for file in sorted(files, key=lambda file: file.source):
            if file.source in found:
                other = found[file.source].folder
                detail = f"the same path stands in {other}"
                rejects.append(Reject(file.source, "source taken", detail))
            else:
                found[file.source] = file
    return [found[source] for source in sorted(found)]


def find_single(raw: Path, rejects: list[Reject]) -> Iterator[RawFile]:
    """The one file that a RAW argument names."""
    source, manifest = spell_source(raw.name), {}
    with rejecting(source, rejects):
        known = require_format(raw)
        if known.record == "file":
            manifest = read_manifest(raw.parent.resolve(), raw.parent.resolve(), rejects)
        yield RawFile(raw, source, str(raw.resolve()), known, manifest.get(raw.name, {}))


def find_below(root: Path, rejects: list[Reject]) -> Iterator[RawFile]:
    """The files below a folder. Links to folders are not followed, so there are no loops."""
    folders, manifest = [root], {}
    while folders:
        folder = folders.pop()
        manifest |= read_manifest(folder, root, rejects)
        for path in list_folder(folder, root, rejects):
            name = os.path.relpath(path, root)
            row, source = manifest.pop(name, {}), spell_source(name)
            with rejecting(source, rejects):
                if find_target(path, root).is_dir():
                    folders.append(path)
                else:
                    yield RawFile(path, source, str(root), require_format(path), row)
    for name in sorted(manifest):
        detail = f"listed in {MANIFEST}, but there is no such file"
        rejects.append(Reject(spell_source(name), "not found", detail))


def require_format(path: Path) -> Format:
    known = find_format(path)
    if known is None:
        raise Rejected("unknown file type", f"Copydesk reads {' '.join(SUFFIXES)}")
    return known


def list_folder(folder: Path, root: Path, rejects: list[Reject]) -> list[Path]:
    """What stands in a folder, without hidden files and the manifest, sorted."""
    with rejecting(spell_source(os.path.relpath(folder, root)), rejects):
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise Rejected("unreadable", error.strerror or str(error)) from None
        return [path for path in paths if path.name[0] != "." and path.name != MANIFEST]
    return []


def find_target(path: Path, root: Path) -> Path:
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


def spell_source(name: str) -> str:
    """A path as text, whatever bytes the file name has."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_manifest(folder: Path, root: Path, rejects: list[Reject]) -> Manifest:
    """The rows of a folder's manifest.csv; {} if there is none, or if it cannot be read."""
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return {}
    with rejecting(spell_source(os.path.relpath(path, root)), rejects):
        try:
            text = decode_text(find_target(path, root).read_bytes()).text
            rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
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


def hash_content(raw: RawFile) -> Content:
    try:
        with raw.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            byte_count = file.tell()
    except OSError as error:
        raise Rejected("unreadable", error.strerror or str(error)) from None
    if raw.manifest:
        digest.update(b"\0" + json.dumps(raw.manifest, sort_keys=True).encode())
    return Content(digest.hexdigest(), byte_count)
