"""What a machine can do to a run: one line, the warehouse as it was, and the next run heals it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows import shipped
from flows.warehouse.publish import find_folder

SLOW = pytest.mark.slow
PAGE = shipped.ROOT / "data" / "raw" / "english" / "ferry-strike.txt"


@pytest.fixture
def run(prefect_url: str, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess]:
    """run("run", "page.txt", stdout=..., VARIABLE=...): `copydesk` in a process of its own."""
    shutil.copy(PAGE, tmp_path / "page.txt")

    def start(*arguments: str, **options) -> subprocess.CompletedProcess:
        kept = {name: value for name, value in os.environ.items() if "PREFECT_" not in name}
        variables = {name: options.pop(name) for name in list(options) if name.isupper()}
        kept |= {"PREFECT_API_URL": prefect_url, "PYTHONPATH": str(shipped.ROOT)} | variables
        environment = {name: value for name, value in kept.items() if value}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": tmp_path}
        command = [sys.executable, "-m", "flows.cli", *arguments]
        return subprocess.run(
            command, env=environment, text=True, timeout=120, check=False, **(streams | options)
        )

    return start


def get_line(done: subprocess.CompletedProcess, status: int = 1) -> str:
    """The one line of a run that failed."""
    assert done.returncode == status, done.stderr
    assert not done.stdout
    (line,) = list_lines(done)
    return line


def list_lines(done: subprocess.CompletedProcess) -> list[str]:
    """What a run said, but that it starts and for stages that were slow ("Cutting: 3 s")."""
    slow = re.compile(r"\w+: \d+ s|Starting …")
    return [line for line in done.stderr.splitlines() if not slow.fullmatch(line)]


def test_a_server_that_is_not_there(run):
    began = time.monotonic()
    line = get_line(run("run", "page.txt", PREFECT_API_URL="http://127.0.0.1:9/api"))
    assert "the Prefect server http://127.0.0.1:9/api cannot be reached" in line
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("name", ["PREFECT_HOME", "HOME"])
def test_a_home_that_cannot_be_written(name, run, tmp_path):
    (tmp_path / "file").touch()
    home = {"PREFECT_HOME": "", name: str(tmp_path / "file")}
    assert "Prefect cannot write there" in get_line(run("run", "page.txt", **home))


def test_a_working_folder_that_is_gone(run, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    code = (
        "import os, shutil, sys\n"
        "shutil.rmtree(os.getcwd())\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'flows.cli', *sys.argv[1:]])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "run", str(PAGE)],
        cwd=gone,
        env=os.environ | {"PYTHONPATH": str(shipped.ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "the working folder is gone; change to one that is there" in get_line(done)


def test_an_output_that_is_full(run, tmp_path):
    with Path("/dev/full").open("w") as full:
        done = run("run", "page.txt", "--warehouse", "a.duckdb", stdout=full)
    assert done.returncode == 1
    (line,) = list_lines(done)
    assert "No space left on device" in line
    assert (tmp_path / "a.duckdb").exists()


@pytest.mark.parametrize("arguments", [("run", "page.txt"), ("show", "page.txt"), ("--help",)])
def test_an_output_that_nobody_reads(arguments, run):
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*arguments, stdout=writer)
    os.close(writer)
    assert list_lines(done) == []


@pytest.mark.parametrize(
    "closed", [">&- 2>&-", *(pytest.param(one, marks=SLOW) for one in (">&-", "2>&-", "<&-"))]
)
def test_streams_that_are_closed(closed, run, tmp_path, query):
    command = f'"{sys.executable}" -m flows.cli run page.txt --warehouse a.duckdb {closed}'
    done = run_shell(command, run, tmp_path)
    assert "Traceback" not in done.stderr + done.stdout
    assert query(tmp_path / "a.duckdb", "select count(*) from core.pages") == [(1,)]


def run_shell(command: str, run, folder: Path) -> subprocess.CompletedProcess:
    from prefect.settings import PREFECT_API_URL

    url = {"PREFECT_API_URL": str(PREFECT_API_URL.value()), "PYTHONPATH": str(shipped.ROOT)}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if "PREFECT_" not in name} | url,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_lone_quote_in_a_seed(run, tmp_path):
    (tmp_path / "seeds").mkdir()
    row = 'outlet_id,name,kind,country_code,domain\na,"A,publisher,,\n'
    (tmp_path / "seeds" / "outlets.csv").write_text(row)
    line = get_line(run("run", "page.txt", "--seeds", "seeds"))
    assert "seeds/outlets.csv row" in line


# Disks


@pytest.fixture
def disk(tmp_path) -> Iterator[Callable[[str], Path]]:
    """disk("size=9m") -> a small disk; disk("remount,ro") closes it."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root may mount a small disk")
        return folder

    yield mount
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


@pytest.mark.parametrize(
    ("megabytes", "options"),
    [
        pytest.param(1, ["--full-refresh"], marks=pytest.mark.slow),
        (6, ["--full-refresh"]),
        pytest.param(6, [], marks=pytest.mark.slow),
    ],
)
def test_a_disk_that_is_full(megabytes, options, disk, run, tmp_path, query, dump, run_flow):
    """Of a second build file nothing fits, or a part; or there is room for all but the copy."""
    warehouse = disk("size=100m") / "a.duckdb"
    run_flow(warehouse, tmp_path / "page.txt")
    before = dump(warehouse)
    shutil.copy(PAGE.with_name("channel-vote.txt"), tmp_path / "more.txt")
    folder = find_folder(warehouse)
    whole = {path.name for path in folder.iterdir()}
    filler = warehouse.parent / "filler"
    free = shutil.disk_usage(warehouse.parent).free - megabytes * 1_000_000
    filler.write_bytes(bytes(free))
    done = run("run", "more.txt", "--warehouse", str(warehouse), *options)
    line = get_line(done)
    assert "No space left" in line or "space" in line
    assert dump(warehouse) == before
    filler.unlink()
    left = {path.name for path in folder.iterdir()} - whole
    assert left <= {"runs", "work", "build.duckdb.wal"}  # no copy and no second build file

    assert run("run", "more.txt", "--warehouse", str(warehouse)).returncode == 0
    states = "select state, reason is not null from ops.runs order by run_id"
    assert query(warehouse, states) == [
        ("completed", False),
        ("failed", True),
        ("completed", False),
    ]
    assert query(warehouse, "select count(*) from core.pages") == [(2,)]


def test_a_disk_that_is_read_only(disk, run, tmp_path, dump, run_flow):
    warehouse = disk("size=40m") / "a.duckdb"
    run_flow(warehouse, tmp_path / "page.txt")
    before = dump(warehouse)
    disk("remount,ro")
    line = get_line(run("run", "page.txt", "--warehouse", str(warehouse)))
    assert "Read-only file system; choose a place that can be written" in line
    assert dump(warehouse) == before
    disk("remount,rw")
    assert run("run", "page.txt", "--warehouse", str(warehouse)).returncode == 0


def test_a_published_file_that_is_damaged_is_replaced(run, tmp_path, dump, run_flow):
    warehouse = tmp_path / "a.duckdb"
    run_flow(warehouse, tmp_path / "page.txt")
    before = dump(warehouse)
    target = warehouse.resolve()
    target.chmod(0o644)
    target.write_bytes(b"damaged")
    assert run("run", "page.txt", "--warehouse", "a.duckdb").returncode == 0
    assert dump(warehouse) == before


# Two at once


def test_a_scheduled_run_that_finds_another_one_is_skipped(run_flow, tmp_path, query):
    from flows.pipeline import build_warehouse
    from flows.warehouse.publish import hold_lock

    warehouse = tmp_path / "a.duckdb"
    shutil.copy(PAGE, tmp_path / "page.txt")
    with hold_lock(warehouse, pytest.fail):
        state = build_warehouse([str(tmp_path / "page.txt")], str(warehouse), return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Skipped")
    assert state.message == f"skipped: another run is writing {warehouse}"
    assert not warehouse.exists()
    run_flow(warehouse, tmp_path / "page.txt")
    assert query(warehouse, "select state, reason from ops.runs order by run_id") == [
        ("skipped", f"another run is writing {warehouse}"),
        ("completed", None),
    ]
    assert not (find_folder(warehouse) / "runs").exists()


# What a warehouse can lose


def test_a_build_file_that_is_gone_is_made_from_the_published_one(run, tmp_path, run_flow, query):
    warehouse = tmp_path / "a.duckdb"
    run_flow(warehouse, tmp_path / "page.txt")
    (find_folder(warehouse) / "build.duckdb").unlink()
    shutil.copy(PAGE.with_name("channel-vote.txt"), tmp_path / "more.txt")
    done = run("run", "more.txt", "--warehouse", "a.duckdb")
    assert done.returncode == 0
    assert "build.duckdb was gone; it is made again from the published file." in done.stderr
    assert query(warehouse, "select count(*) from core.pages") == [(2,)]


def test_a_hidden_folder_that_is_a_file_is_refused(run, tmp_path):
    (tmp_path / ".a.duckdb").touch()
    line = get_line(run("run", "page.txt", "--warehouse", "a.duckdb"), 2)
    assert line.endswith(".a.duckdb: is no folder, and Copydesk needs one there; move it away")


@pytest.mark.parametrize("name", [b"bad\xff.txt", b""])
def test_a_name_that_cannot_be_told_of_is_refused(name, run, tmp_path):
    path = os.fsencode(tmp_path) + b"/" + name if name else b""
    if name:
        shutil.copy(PAGE, path)
    done = run("run", os.fsdecode(path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
