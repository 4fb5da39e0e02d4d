"""The README tells the truth: each of its commands and queries runs, in its order."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.seeds.tables import TABLES

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", (ROOT / "README.md").read_text(), re.S | re.M)
BIN = Path(sys.executable).parent


SERVING = ("copydesk schedule", "copydesk dashboard")  # until they are stopped


@pytest.fixture(scope="module")
def folder(tmp_path_factory, run_flow):
    """A folder with the sample pages and the warehouse that `make run` leaves."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(BIN)
    (folder / "my-seeds").mkdir()
    names = {",".join(table.columns): name for name, table in TABLES.items()}
    for rows in [block for kind, block in BLOCKS if kind == "csv"]:
        (folder / "my-seeds" / f"{names[rows.split(chr(10))[0]]}.csv").write_text(rows)
    run_flow(folder / "data" / "copydesk.duckdb", folder / "data" / "raw")
    return folder


def commands() -> list[str]:
    return [line for kind, block in BLOCKS if kind == "sh" for line in block.strip().split("\n")]


def test_its_commands_run(folder, prefect_url):
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    ran = []
    for command in commands():
        if command == "make run" or command.startswith(SERVING):
            continue  # CI runs the first, tests/test_schedule.py and tests/view the others
        words = shlex.split(command)
        done = subprocess.run(
            words,
            cwd=folder,
            env=os.environ | {"PATH": path, "PREFECT_API_URL": prefect_url},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), (command, done.stderr)
        assert done.stdout.strip()
        ran.append(command)
    assert len(ran) >= 5


@pytest.mark.parametrize("query", [block for kind, block in BLOCKS if kind == "sql"])
def test_its_queries_give_rows(query, folder):
    with duckdb.connect(str(folder / "data" / "copydesk.duckdb"), read_only=True) as warehouse:
        assert warehouse.execute(query).fetchall()


def test_its_python_runs(folder):
    (block,) = [block for kind, block in BLOCKS if kind == "python"]
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "2024-03" in done.stdout


def test_the_files_that_it_names_are_there():
    text = (ROOT / "README.md").read_text()
    named = re.findall(r"`((?:seeds|sql|flows|tests|bench|data|docs)/[\w./]+)`", text)
    assert len(named) > 8
    made = {"data/copydesk.duckdb"}
    assert [name for name in named if name not in made and not (ROOT / name).exists()] == []
