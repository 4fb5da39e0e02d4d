"""Keep readers away from half a run: one writer, a private build file, and a link to the result.

`copydesk.duckdb` is a symbolic link into the hidden folder `.copydesk.duckdb` beside it:

    build.duckdb             the writer's own; nobody else opens it, so nobody else can change it
    index.duckdb             what articles meet each other by; made again where it is missing
    <run_id>/copydesk.duckdb a published copy, read-only; the link names the newest, the one before
                             stays
    lock                     held by the running writer; a killed one leaves it open
    work/                    Parquet files of the run under way, by content: a killed run resumes
                             there

DuckDB 2 names the catalog after the file behind the link. So every copy is named like the link, in
a folder of its own run, and `copydesk.marts.outlets` means the same after each run. Copies that are
named `<run_id>.duckdb` are from before; they go when they are no longer among the last two.
"""

import contextlib
import errno
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from flows.errors import CopydeskError

KEPT_RUNS = 2
RUN = r"run-\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{6}"
LINK_TO_BE = "link.tmp"
COMPACT = "compact.duckdb"  # the build file to be; see compact.py
FICLONE = 0x40049409  # the request of Linux that a file share another one's blocks
PART = ".part"  # behind a run id: a folder that is not whole yet
DATABASE_ENDINGS = (".wal", ".wal.checkpoint", ".wal.recovery", ".tmp")
READ_ONLY = 0o444  # a shell that could write would lock every reader out, and lose what it wrote


class NotAWarehouse(CopydeskError):
    """The warehouse cannot stand where it should."""


class Locked(CopydeskError):
    """Another run is writing the warehouse."""


def find_folder(warehouse: Path) -> Path:
    """The hidden folder of a warehouse: data/copydesk.duckdb -> data/.copydesk.duckdb."""
    return warehouse.parent / f".{warehouse.name}"


def check_name(warehouse: Path) -> None:
    """Refuse a name that a warehouse cannot have.

    Raises:
        NotAWarehouse: a file, folder or link of somebody else's has it, or DuckDB cannot open it.
    """
    if warehouse.is_dir():
        raise NotAWarehouse(
            f"{warehouse}: is a folder; name a file, as {warehouse}/copydesk.duckdb"
        )
    folder = find_folder(warehouse)
    if (folder.is_symlink() or folder.exists()) and not folder.is_dir():
        raise NotAWarehouse(f"{folder}: is no folder, and Copydesk needs one there; move it away")
    if "?" in str(warehouse.absolute()):
        raise NotAWarehouse(f"{warehouse}: DuckDB takes ? for an option; choose another path")
    is_link = warehouse.is_symlink()
    if is_link and find_run(warehouse, warehouse.readlink()):
        return
    if is_link or warehouse.exists():
        raise NotAWarehouse(f"{warehouse}: is no warehouse that Copydesk made; choose another name")


def find_run(warehouse: Path, target: Path) -> str | None:
    """The run whose copy a link's target is; None if no run of this warehouse published it.

    >>> find_run(Path("data/a.duckdb"), Path(".a.duckdb/run-1/a.duckdb"))
    'run-1'
    >>> find_run(Path("data/a.duckdb"), Path(".a.duckdb/run-1.duckdb"))  # the older layout
    'run-1'
    """
    folder, *below = target.parts
    if folder != find_folder(warehouse).name or ".." in below:
        return None
    if len(below) == 2 and below[1] == warehouse.name:
        return below[0]
    return below[0].removesuffix(".duckdb") if len(below) == 1 else None


def find_published(warehouse: Path) -> str | None:
    """The run whose copy the warehouse's link names; None if there is none."""
    return find_run(warehouse, warehouse.readlink()) if warehouse.is_symlink() else None


@contextmanager
def hold_lock(warehouse: Path, tell_waiting: Callable[[], None] | None) -> Iterator[Path]:
    """Be the one writer; waits for another one, and says so. Gives the hidden folder.

    What a killed run has left goes before the block, and what a failed one leaves goes behind it:
    a full disk has its space again.

    Raises:
        Locked: there is another one, and nobody wants to wait (tell_waiting is None).
    """
    check_name(warehouse)
    folder = find_folder(warehouse)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if tell_waiting is None:
                raise Locked(f"another run is writing {warehouse}") from None
            tell_waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        remove_leftovers(warehouse)
        try:
            yield folder
        finally:
            remove_leftovers(warehouse)


def publish_build(build: Path, warehouse: Path, run_id: str) -> Path:
    """Copy the finished build file and point the warehouse's link at the copy.

    Readers of the old copy keep it; whoever opens the link next gets the new one. Called again
    after it failed, it goes on where it was.
    """
    folder = find_folder(warehouse)
    target = folder / run_id / warehouse.name
    if not target.exists():
        copy_build(build, target)
    link = folder / LINK_TO_BE
    link.unlink(missing_ok=True)
    link.symlink_to(target.relative_to(warehouse.parent))
    link.replace(warehouse)
    write_through(warehouse.parent)
    remove_old(warehouse, run_id)
    return target


def copy_build(build: Path, target: Path) -> None:
    """Copy the build file; the folder of the copy is there when all of it is on the disk."""
    part = target.parent.with_name(target.parent.name + PART)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    copy = part / target.name
    copy_file(build, copy)
    copy.chmod(READ_ONLY)
    write_through(copy)
    write_through(part)
    part.rename(target.parent)
    write_through(target.parent.parent)


def copy_file(source: Path, target: Path) -> None:
    if not share_blocks(source, target):
        shutil.copyfile(source, target)


def share_blocks(source: Path, target: Path) -> bool:
    """Whether the target is a copy now that shares the blocks of the source (a reflink), which
    takes no time, and no space until one of the two is written to.

    XFS, Btrfs, bcachefs and ZFS can; ext4 and tmpfs cannot, nor can two file systems.
    """
    if not sys.platform.startswith("linux"):
        return False
    with source.open("rb") as given, target.open("wb") as copy:
        try:
            fcntl.ioctl(copy, FICLONE, given.fileno())
        except OSError:  # each file system has an error of its own for it
            return False
    return True


def write_through(path: Path) -> None:
    """Wait until a file's content, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems do not know it of folders
            raise
    finally:
        os.close(descriptor)


# What goes


def remove_old(warehouse: Path, run_id: str) -> None:
    """Remove the copies of all runs but the last two."""
    runs = list_runs(warehouse)
    copied = (run for run in sorted(runs - {run_id}, reverse=True) if has_copy(warehouse, run))
    for run in runs - {run_id, *islice(copied, KEPT_RUNS - 1)}:
        remove_run(warehouse, run)


def remove_leftovers(warehouse: Path) -> None:
    """Remove what no run will go on with: half copies, and a build file that was to be another.

    The build file's own log stays: it may hold the end of a run. So does work/, where a run that is
    given the same pages goes on.
    """
    folder = find_folder(warehouse)
    remove_database(folder / "rebuild.duckdb")
    remove_database(folder / COMPACT)
    remove_tree(folder / "build.duckdb.tmp")
    remove_tree(folder / LINK_TO_BE)
    remove_tree(folder / "copy.tmp")  # from before there was a folder a run
    for path in list_paths(folder):
        if re.fullmatch(RUN + re.escape(PART), path.name):
            remove_tree(path)
    published = find_published(warehouse)
    for run in list_runs(warehouse):
        if published and run > published:  # killed before the link named it
            remove_run(warehouse, run)


def list_runs(warehouse: Path) -> set[str]:
    """The runs of which there is anything in the hidden folder."""
    names = (path.name for path in list_paths(find_folder(warehouse)))
    found = (re.fullmatch(rf"({RUN})(?:\.duckdb.*)?", name) for name in names)
    return {match[1] for match in found if match}


def has_copy(warehouse: Path, run: str) -> bool:
    folder = find_folder(warehouse)
    return (folder / run / warehouse.name).exists() or (folder / f"{run}.duckdb").exists()


def remove_run(warehouse: Path, run: str) -> None:
    """Remove the copy of a run. A user's own file in its folder stays, and the folder with it."""
    folder = find_folder(warehouse)
    remove_database(folder / f"{run}.duckdb")
    remove_database(folder / run / warehouse.name)
    with contextlib.suppress(OSError):  # there is no such folder, or it is not empty
        (folder / run).rmdir()


def remove_database(path: Path) -> None:
    """Remove a database with its logs, and with what DuckDB puts beside it for want of memory."""
    for ending in ("", *DATABASE_ENDINGS):
        remove_tree(path.with_name(path.name + ending))


def remove_tree(path: Path) -> None:
    """Remove a file or folder if there is one; a leftover that stays must not end a run."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def list_paths(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return list(folder.iterdir())
    return []
