"""Runs that do not publish stand in ops.runs, too.

A run that fails changes nothing in the build file, and one that is killed cannot say so. So each
run has a file in `runs/` of the hidden folder, as long as it is not completed; the next run writes
what it finds there into ops.runs and removes it.
"""

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.warehouse.build import Connection

KILLED = "killed"  # what a run is that did not say how it ended
LONGEST_REASON = 2_000  # characters
NOTE_BYTES = 8_192  # written over in place, which a full disk allows


def note_run(folder: Path, run: dict[str, Any], state: str = KILLED, reason: str = "") -> None:
    """Keep the row of a run that has not published, or not yet; where that cannot be written there
    is none.

    Args:
        run: its row of ops.runs as far as it is known.
        state: what it is if nothing more is heard of it.
    """
    row = run | {"state": state, "reason": reason[:LONGEST_REASON] or None}
    if state != KILLED:
        row["finished_at"] = datetime.now(UTC)
    path = folder / "runs" / f"{run['run_id']}.json"
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "wb") as file:
            file.write(json.dumps(row, default=str).encode().ljust(NOTE_BYTES))
            file.truncate()


def forget_runs(folder: Path, run_ids: list[str]) -> None:
    """Remove the files of runs that stand in the published file now."""
    for run_id in run_ids:
        (folder / "runs" / f"{run_id}.json").unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # there are others
        (folder / "runs").rmdir()


def load_noted(
    connection: Connection, folder: Path, run_id: str, published: str | None
) -> list[str]:
    """Write the runs before this one that did not publish into ops.runs; the ids of all notes.

    Args:
        published: the run that the warehouse's link names; it was killed as it tidied up.
    """
    notes = [note for path in sorted((folder / "runs").glob("*.json")) if (note := read_note(path))]
    notes = [note for note in notes if note["run_id"] != run_id]
    known = set(connection.table("ops.runs").columns)  # a newer version may have noted more
    for note in notes:
        if note["run_id"] != published:
            row = {name: value for name, value in note.items() if name in known}
            connection.register("noted", pl.DataFrame([row]))
            connection.execute(INSERT_NOTED)
    return [note["run_id"] for note in notes]


# A run that could not publish what it has committed stands there already, as completed.
INSERT_NOTED = """
    insert into ops.runs by name select * from noted
    on conflict (run_id) do update set state = excluded.state, reason = excluded.reason
"""


def read_note(path: Path) -> dict[str, Any] | None:
    """A row of ops.runs; None if the file is broken: the disk was full when the run began."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return row if row["run_id"] == path.stem else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
