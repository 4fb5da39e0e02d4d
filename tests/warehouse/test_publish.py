"""Readers and shells at the published file while runs come, wait, and are killed."""

import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from flows import shipped
from flows.warehouse import publish
from flows.warehouse.build import connect

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
        "select view_name from duckdb_views() where not internal and view_name not in"
        " ('first_sources', 'article_places', 'readable_articles', 'traces')"
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
    assert len(list(publish.find_folder(warehouse).rglob("*.wal"))) == 2
    run_flow(warehouse, raw)
    assert dump(warehouse) == tables
    assert query(warehouse, views) == []
    run_flow(warehouse, raw)
    assert list(publish.find_folder(warehouse).rglob("*.wal")) == []


def test_only_the_last_two_files_stay(raw, warehouse, run_flow, query):
    for _ in range(2):
        run_flow(warehouse, raw)
    newest = query(warehouse, "select run_id from ops.runs order by run_id desc limit 2")
    folder = publish.find_folder(warehouse)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["build.duckdb", "index.duckdb", "lock", *(run_id for (run_id,) in newest)]
    )
    assert warehouse.readlink() == Path(folder.name) / newest[0][0] / "copydesk.duckdb"


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


# Publishing without a run


def name_run(day: int) -> str:
    return f"run-202505{day:02}T020000.000000Z-abcdef"


def publish_day(warehouse: Path, day: int) -> Path:
    """Publish a build file that holds one number: the day."""
    with publish.hold_lock(warehouse, pytest.fail) as folder:
        build = folder / "build.duckdb"
        build.unlink(missing_ok=True)
        with connect(build) as connection:
            connection.execute(
                f"create schema marts; create table marts.outlets as select {day} as day"
            )
        return publish.publish_build(build, warehouse, name_run(day))


def list_hidden(warehouse: Path) -> list[str]:
    folder = publish.find_folder(warehouse)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture
def link(tmp_path) -> Path:
    """The link of a warehouse that 19 May published."""
    publish_day(tmp_path / "copydesk.duckdb", 19)
    return tmp_path / "copydesk.duckdb"


@pytest.fixture
def old_link(tmp_path) -> Path:
    """A warehouse as it was before there was a folder a run: 18 and 19 May, one with a log."""
    link = tmp_path / "copydesk.duckdb"
    for day in (18, 19):
        copy = publish_day(link, day)
        copy.rename(copy.parent.with_name(f"{name_run(day)}.duckdb"))
        copy.parent.rmdir()
    (tmp_path / ".copydesk.duckdb" / f"{name_run(19)}.duckdb.wal").touch()
    link.unlink()
    link.symlink_to(f".copydesk.duckdb/{name_run(19)}.duckdb")
    return link


ASK = "select day from copydesk.marts.outlets"


def test_the_catalog_has_its_name_after_every_run(link, query):
    shell = Path(sys.executable).with_name("duckdb")  # of version 1.5
    for day in (20, 21, 22):
        publish_day(link, day)
        assert query(link, ASK) == [(day,)]
        command = [shell, "-readonly", "-csv", "-noheader", link, ASK]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert told.stdout.split() == [str(day)]


def test_an_older_layout_is_taken_over(old_link, query):
    publish.check_name(old_link)
    publish_day(old_link, 20)
    assert query(old_link, ASK) == [(20,)]
    kept = [name for name in list_hidden(old_link) if "/" not in name]
    assert kept == [
        "build.duckdb",
        "lock",
        f"{name_run(19)}.duckdb",
        f"{name_run(19)}.duckdb.wal",
        name_run(20),
    ]
    publish_day(old_link, 21)
    kept = [name for name in list_hidden(old_link) if "/" not in name]
    assert kept == ["build.duckdb", "lock", name_run(20), name_run(21)]


@pytest.mark.parametrize(
    "target",
    [
        ".other.duckdb/run-1/copydesk.duckdb",
        ".copydesk.duckdb/run-1/other.duckdb",
        ".copydesk.duckdb/../copydesk.duckdb",
        ".copydesk.duckdb",
        "/somewhere/.copydesk.duckdb/run-1/copydesk.duckdb",
    ],
)
def test_a_link_to_elsewhere_is_no_warehouse(tmp_path, target):
    (tmp_path / "copydesk.duckdb").symlink_to(target)
    with pytest.raises(publish.NotAWarehouse, match="no warehouse that Copydesk made"):
        publish.check_name(tmp_path / "copydesk.duckdb")


# As another user than root, for whom modes do not count.
OPENED = """
import os, sys, duckdb
if os.getuid() == 0:
    os.setgroups([])
    os.setuid(65534)
print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall())
duckdb.connect(sys.argv[1])
"""


def test_a_shell_that_would_write_is_refused():
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are private
        Path(folder).chmod(0o755)
        link = Path(folder) / "copydesk.duckdb"
        publish_day(link, 19)
        assert stat.S_IMODE(link.stat().st_mode) == 0o444
        output, errors = start(OPENED, link, ASK).communicate()
    assert output == "[(19,)]\n"
    assert "Permission denied" in errors


def test_a_full_disk_leaves_the_last_run_and_nothing_of_its_own(link, query, monkeypatch):
    def fill_disk(_: Path, copy: Path) -> None:
        copy.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    before = list_hidden(link)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", fill_disk)
        with pytest.raises(OSError, match="No space left"):
            publish_day(link, 20)
    assert list_hidden(link) == before
    assert query(link, ASK) == [(19,)]
    publish_day(link, 20)
    assert query(link, ASK) == [(20,)]


def test_a_file_system_that_shares_blocks_copies_none(link, query, monkeypatch):
    shared = []

    def share(copy, request: int, source: int) -> None:
        shared.append(request)
        copy.write(Path(f"/proc/self/fd/{source}").read_bytes())

    monkeypatch.setattr(publish.fcntl, "ioctl", share)
    monkeypatch.setattr(shutil, "copyfile", lambda *_: pytest.fail("blocks are copied"))
    monkeypatch.setattr(sys, "platform", "linux")
    publish_day(link, 20)
    assert shared == [publish.FICLONE]
    assert query(link, ASK) == [(20,)]


def test_one_that_does_not_copies_all(link, query, monkeypatch):
    def refuse(*_) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(publish.fcntl, "ioctl", refuse)
    publish_day(link, 20)
    assert query(link, ASK) == [(20,)]


def test_publishing_goes_on_where_it_failed(link, query, monkeypatch):
    """The task that publishes is tried again: the copy may be whole, and the link moved."""
    copies, written = [], []

    def copy(build: Path, target: Path) -> None:
        copies.append(target)
        Path(target).write_bytes(build.read_bytes())

    def fail_once(path: Path) -> None:
        written.append(path)
        if written.count(link.parent) == 1 and path == link.parent:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(shutil, "copyfile", copy)
    monkeypatch.setattr(publish, "write_through", fail_once)
    build = publish.find_folder(link) / "build.duckdb"
    with pytest.raises(OSError, match="Input/output"):
        publish.publish_build(build, link, name_run(20))
    publish.publish_build(build, link, name_run(20))
    assert len(copies) == 1
    assert query(link, ASK) == [(19,)]  # the build file of that day
    assert link.readlink().parts[1] == name_run(20)


def test_copies_and_their_names_are_on_the_disk_before_the_link_moves(link, monkeypatch):
    written = []
    monkeypatch.setattr(
        publish, "write_through", lambda path: written.append((path, link.readlink().parts[1]))
    )
    publish_day(link, 20)
    folder = publish.find_folder(link)
    part = folder / f"{name_run(20)}.part"
    assert written == [
        (part / link.name, name_run(19)),
        (part, name_run(19)),
        (folder, name_run(19)),
        (link.parent, name_run(20)),
    ]


def test_the_next_run_removes_what_a_killed_one_left(link, query):
    folder = publish.find_folder(link)
    before = list_hidden(link)
    for name in (
        "rebuild.duckdb",
        "rebuild.duckdb.wal",
        "rebuild.duckdb.tmp/spilled",
        "build.duckdb.tmp/spilled",
        "copy.tmp",
        "link.tmp",
        f"{name_run(20)}.part/copydesk.duckdb",
        f"{name_run(21)}/copydesk.duckdb",  # whole, but the link never named it
        "work/pages/resumed",
        "build.duckdb.wal",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    with publish.hold_lock(link, pytest.fail):
        kept = ["build.duckdb.wal", "work", "work/pages", "work/pages/resumed"]
        assert list_hidden(link) == sorted([*before, *kept])
    assert query(link, ASK) == [(19,)]


def test_what_is_not_ours_stays(link):
    folder = publish.find_folder(link)
    (folder / "run-notes.txt").write_text("mine")
    (folder / name_run(19) / "views.sql").write_text("mine")
    (folder / name_run(19) / "copydesk.duckdb.wal").touch()
    for day in (20, 21, 22):
        publish_day(link, day)
    assert list_hidden(link) == [
        "build.duckdb",
        "lock",
        name_run(19),
        f"{name_run(19)}/views.sql",
        name_run(21),
        f"{name_run(21)}/copydesk.duckdb",
        name_run(22),
        f"{name_run(22)}/copydesk.duckdb",
        "run-notes.txt",
    ]


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


@pytest.mark.slow
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
