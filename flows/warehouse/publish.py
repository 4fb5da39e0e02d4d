"""Keep readers away from half a run: one writer, a private build file, and a link to the result.

`copydesk.duckdb` is a symbolic link into the hidden folder `.copydesk.duckdb` beside it:

    build.duckdb      the writer's own; nobody else opens it, so nobody else can change it
    <run_id>.duckdb   a published copy; the link names the newest, the one before stays
    lock              held by the running writer; a killed one leaves it open
    work/             Parquet files of the run under way, by content: a killed run resumes there
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import CopydeskError

KEPT_RUNS = 2


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
    if "?" in str(warehouse.absolute()):
        raise NotAWarehouse(f"{warehouse}: DuckDB takes ? for an option; choose another path")
    is_link = warehouse.is_symlink()
    if is_link and warehouse.readlink().parent == Path(find_folder(warehouse).name):
        return
    if is_link or warehouse.exists():
        raise NotAWarehouse(f"{warehouse}: is no warehouse that Copydesk made; choose another name")


@contextmanager
def hold_lock(warehouse: Path, tell_waiting: Callable[[], None] | None) -> Iterator[Path]:
    """Be the one writer; waits for another one, and says so. Gives the hidden folder.

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
        yield folder


def publish_build(build: Path, warehouse: Path, run_id: str) -> Path:
    """Copy the finished build file and point the warehouse's link at the copy.

    Readers of the old copy keep it; whoever opens the link next gets the new one.
    """
    folder = find_folder(warehouse)
    target = folder / f"{run_id}.duckdb"
    copy = folder / "copy.tmp"
    shutil.copyfile(build, copy)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(target)
    link = folder / "link.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(folder.name) / target.name)
    link.replace(warehouse)
    remove_old(folder, target)
    return target


def remove_old(folder: Path, published: Path) -> None:
    """Remove all but the last runs' files, with what shells left beside them, and the work."""
    runs = sorted(folder.glob("run-*.duckdb"), key=lambda path: path.name, reverse=True)
    kept = {published.name, *(path.name for path in runs[:KEPT_RUNS])}
    for path in folder.glob("run-*"):
        if path.name.removesuffix(".wal") not in kept:
            path.unlink(missing_ok=True)
    shutil.rmtree(folder / "work", ignore_errors=True)
