"""Readers and shells at the published file while runs come, wait, and are killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flows import shipped
from flows.warehouse import publish

SAMPLE = shipped.ROOT / "data" / "raw"
COUNTS = (
    "select (select count(*) from core.pages),"
    " (select count(distinct page_id) from core.segments), (select count(*) from ops.runs)"
)
KILLS = 10

# Reads its file until its input ends: one connection held all the time, and one after another.
READER = f"""
import select, sys, duckdb
def count(connection):
    pages, cut_pages, runs = connection.execute({COUNTS!r}).fetchall()[0]
    assert pages == cut_pages, (pages, cut_pages)
    return pages, runs
if sys.argv[2] == "holds":
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        seen = {{count(connection)}}
        print("reading", flush=True)
        while not select.select([sys.stdin], [], [], 0)[0]:
            seen.add(count(connection))
else:
    seen = set()
    print("reading", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        with duckdb.connect(sys.argv[1], read_only=True) as connection:
            seen.add(count(connection))
print(sorted(seen))
"""

# A shell that opens the file for writing, writes views, and stays.
SHELL = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
for line in sys.stdin:
    connection.execute(line)
    print("done", flush=True)
"""


def start(code: str, *arguments: object) -> subprocess.Popen:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def tell(shell: subprocess.Popen, sql: str) -> None:
    shell.stdin.write(f"{sql}\n")
    shell.stdin.flush()
    assert shell.stdout.readline() == "done\n"


@pytest.fixture
def raw(tmp_path) -> Path:
    (tmp_path / "raw").mkdir()
    for name in ("english/ferry-strike.txt", "europe/final-copa.txt"):
        shutil.copy(SAMPLE / name, tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def warehouse(tmp_path, raw, run_flow) -> Path:
    """A published warehouse of two pages."""
    run_flow(tmp_path / "copydesk.duckdb", raw)
    return tmp_path / "copydesk.duckdb"


def test_readers_see_whole_runs_and_no_error(raw, warehouse, run_flow, query):
    holder, opener = (start(READER, warehouse, how) for how in ("holds", "opens"))
    assert [reader.stdout.readline() for reader in (holder, opener)] == ["reading\n"] * 2
    for number in range(3):
        (raw / f"{number}.txt").write_text(f"Page {number}\n\nWords that nobody has written yet.")
        run_flow(warehouse, raw)
    time.sleep(0.2)  # so that the opener sees the last run
    outputs = [reader.communicate("\n") for reader in (holder, opener)]
    assert outputs == [("[(2, 1)]\n", ""), ("[(2, 1), (3, 2), (4, 3), (5, 4)]\n", "")]
    assert query(warehouse, COUNTS) == [(5, 5, 4)]


def test_a_shell_that_writes_and_is_killed_harms_nobody(raw, warehouse, run_flow, query, dump):
    views = (
        "select view_name from duckdb_views() where not internal and view_name <> 'first_sources'"
    )
    shell = start(SHELL, warehouse)
    tell(shell, "create view core.before_publish as select 1")
    tables = {}
    (raw / "new.txt").write_text("Another page\n\nWords that nobody has written yet.")
    run_flow(warehouse, raw)
    tables = dump(warehouse)
    tell(shell, "create view core.after_publish as select 1")
    shell.kill()
    shell.communicate()
    assert dump(warehouse) == tables
    assert query(warehouse, views) == []
    # Now at the file that the link names, so that its log stays beside that.
    shell = start(SHELL, warehouse)
    tell(shell, "create view core.at_the_newest as select 1")
    tell(shell, "delete from core.pages")
    shell.kill()
    shell.communicate()
    assert len(list(publish.find_folder(warehouse).glob("*.wal"))) == 2
    run_flow(warehouse, raw)
    assert dump(warehouse) == tables
    assert query(warehouse, views) == []
    run_flow(warehouse, raw)
    assert list(publish.find_folder(warehouse).glob("*.wal")) == []


def test_only_the_last_two_files_stay(raw, warehouse, run_flow, query):
    for _ in range(2):
        run_flow(warehouse, raw)
    newest = query(warehouse, "select run_id from ops.runs order by run_id desc limit 2")
    folder = publish.find_folder(warehouse)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["build.duckdb", "lock", *(f"{run_id}.duckdb" for (run_id,) in newest)]
    )
    assert warehouse.readlink() == Path(folder.name) / f"{newest[0][0]}.duckdb"


def test_the_warehouse_moves_with_its_folder(raw, warehouse, tmp_path, query):
    (tmp_path / "moved").mkdir()
    for path in (warehouse, publish.find_folder(warehouse)):
        path.rename(tmp_path / "moved" / path.name)
    assert query(tmp_path / "moved" / warehouse.name, COUNTS) == [(2, 2, 1)]


def test_the_1_5_shell_reads_the_file(warehouse, query):
    storage = "select tags['storage_version'] from duckdb_databases() where not internal"
    assert query(warehouse, storage) == [("v1.5.0+",)]
    shell = Path(sys.executable).with_name("duckdb")
    command = [shell, "-readonly", "-csv", "-noheader", warehouse, f"select version(); {COUNTS}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert told[0].startswith("v1.5.")
    assert told[1] == "2,2,1"


def test_a_second_writer_waits_and_says_so(tmp_path):
    warehouse = tmp_path / "copydesk.duckdb"
    told, entered = threading.Event(), threading.Event()

    def write() -> None:
        with publish.hold_lock(warehouse, told.set):
            entered.set()

    with publish.hold_lock(warehouse, pytest.fail):
        second = threading.Thread(target=write)
        second.start()
        assert told.wait(10)
        assert not entered.wait(0.2)
    second.join(10)
    assert entered.is_set()


def test_a_killed_writer_leaves_the_lock_open(tmp_path):
    warehouse = tmp_path / "copydesk.duckdb"
    code = (
        "import sys, time; from pathlib import Path; from flows.warehouse import publish\n"
        "with publish.hold_lock(Path(sys.argv[1]), print):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    holder = start(code, warehouse)
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.communicate()
    with publish.hold_lock(warehouse, pytest.fail):
        pass


# The run is killed after it has been imported: what comes before touches no file.
KILLED = """
import sys
from flows import cli, pipeline
print("ready", flush=True)
sys.exit(cli.main())
"""


def test_a_run_killed_at_any_moment_leaves_a_whole_file(tmp_path, run_flow, dump, prefect_url):
    raw = tmp_path / "raw"
    shutil.copytree(SAMPLE / "europe", raw / "europe")
    base = tmp_path / "base" / "copydesk.duckdb"
    run_flow(base, raw)
    before = dump(base)
    shutil.copytree(SAMPLE, raw, dirs_exist_ok=True)
    whole = copy_warehouse(base, tmp_path / "undisturbed")
    code, run_seconds = kill_run(whole, raw, 60, prefect_url)
    assert code == 0
    undisturbed = dump(tmp_path / "undisturbed" / "copydesk.duckdb")
    assert undisturbed["core.pages"] != before["core.pages"]

    moments = random.Random(2025)
    codes = []
    for number in range(KILLS):
        warehouse = copy_warehouse(base, tmp_path / str(number))
        code, _ = kill_run(warehouse, raw, moments.uniform(0, run_seconds), prefect_url)
        codes.append(code)
        assert dump(warehouse) in (before, undisturbed)
        run_flow(warehouse, raw)
        assert dump(warehouse) == undisturbed
    assert codes.count(-signal.SIGKILL) > KILLS / 5  # the others ended first, on a busy machine


def copy_warehouse(warehouse: Path, folder: Path) -> Path:
    shutil.copytree(warehouse.parent, folder, symlinks=True)
    return folder / warehouse.name


def kill_run(warehouse: Path, raw: Path, seconds: float, url: str) -> tuple[int, float]:
    """Start a run, kill it and its children after so many seconds; its exit code and seconds."""
    command = [sys.executable, "-c", KILLED, "run", str(raw), "--warehouse", str(warehouse)]
    run = subprocess.Popen(
        command,
        env=os.environ | {"PREFECT_API_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert run.stdout.readline() == b"ready\n"
    began = time.monotonic()
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
    return run.wait(), time.monotonic() - began
