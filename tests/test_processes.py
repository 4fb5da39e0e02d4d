"""A run that is stopped or killed leaves whole files, one line, and no process."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import shipped
from flows.warehouse.publish import find_folder

SAMPLE = shipped.ROOT / "data" / "raw"
# Small batches, so that there are several of them and processes to do them.
PROGRAM = """
from flows import cli
real = cli.main
def main():
    from flows.warehouse import cuts
    cuts.PAGES_A_BATCH = 4
    return real()
cli.main = main
if __name__ == "__main__":
    cli.start()
"""
END_SECONDS = 20  # until the last process of a stopped run is gone, on a busy machine


def find_environment(home: Path) -> dict[str, str]:
    """Ours, without the Prefect server of other tests; the package is found from any folder."""
    environment = {name: value for name, value in os.environ.items() if "PREFECT_" not in name}
    return environment | {"PYTHONPATH": str(shipped.ROOT), "PREFECT_HOME": str(home)}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Where the Prefect servers of these tests keep their records: it is set up once."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("program") / "program.py"
    path.write_text(PROGRAM)
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory, run_flow) -> Path:
    """A warehouse of a few pages, in a folder of its own."""
    folder = tmp_path_factory.mktemp("base")
    shutil.copytree(SAMPLE / "europe", folder / "raw" / "europe")
    run_flow(folder / "copydesk.duckdb", folder / "raw")
    shutil.copytree(SAMPLE, folder / "raw", dirs_exist_ok=True)
    return folder


@pytest.fixture
def begin(home, program, tmp_path, base):
    """begin("run", ...) -> a process of `copydesk` in a session of its own."""
    begun = []

    def start(*arguments: str, folder: Path = tmp_path, **environment: str) -> subprocess.Popen:
        with (folder / "output").open("w") as output:
            process = subprocess.Popen(
                [sys.executable, str(program), *arguments],
                cwd=folder,
                env=find_environment(home) | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        begun.append(process)
        return process

    yield start
    for process in begun:
        if list_group(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def list_group(group: int) -> list[str]:
    """The processes of a process group that still run."""
    processes = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    split = [process.split(maxsplit=2) for process in processes]
    return [line[2] for line in split if line[0] == str(group) and line[1][0] != "Z"]


def wait_until(is_so, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (so := is_so()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(so)


def wait_for_end(group: int) -> bool:
    return wait_until(lambda: not list_group(group), END_SECONDS)


def wait_for_stage(folder: Path, process: subprocess.Popen) -> None:
    """Wait until the run has a batch under way."""
    work = find_folder(folder / "copydesk.duckdb") / "work"
    assert wait_until(lambda: list(work.rglob("cut-*/*.parquet")), 120)
    assert process.poll() is None


@pytest.mark.parametrize(
    ("number", "whom", "said"),
    [
        (signal.SIGINT, os.killpg, "copydesk: stopped by Ctrl-C; the warehouse is as it was\n"),
        pytest.param(
            signal.SIGTERM,
            os.kill,
            "copydesk: stopped by SIGTERM; the warehouse is as it was\n",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            signal.SIGHUP,
            os.kill,
            "copydesk: stopped by SIGHUP; the warehouse is as it was\n",
            marks=pytest.mark.slow,
        ),
        pytest.param(signal.SIGKILL, os.kill, "", marks=pytest.mark.slow),
    ],
)
def test_a_stopped_run_leaves_one_line_and_no_process(
    number, whom, said, base, tmp_path, begin, query, run_flow
):
    shutil.copytree(base, tmp_path, symlinks=True, dirs_exist_ok=True)
    process = begin("run", "raw", "--warehouse", "copydesk.duckdb", "--workers", "2")
    wait_for_stage(tmp_path, process)
    time.sleep(random.Random(number).uniform(0, 3))  # somewhere while processes start and work
    assert process.poll() is None
    assert len(list_group(process.pid)) > 1
    whom(process.pid, number)
    assert process.wait(END_SECONDS) == (-9 if number == signal.SIGKILL else 128 + number)
    assert wait_for_end(process.pid), list_group(process.pid)
    told = (tmp_path / "output").read_text()
    slow = r"^(?:\w+: \d+ s|Starting …)\n"  # a stage of more than two seconds says so
    assert re.sub(slow, "", told, flags=re.M) == said
    assert query(tmp_path / "copydesk.duckdb", "select count(*) > 1 from core.pages") == [(True,)]

    run_flow(tmp_path / "copydesk.duckdb", tmp_path / "raw")
    state = "killed" if number == signal.SIGKILL else "stopped"
    runs = query(tmp_path / "copydesk.duckdb", "select state, reason from ops.runs order by run_id")
    assert [run[0] for run in runs] == ["completed", state, "completed"]
    name = {signal.SIGINT: "Ctrl-C", signal.SIGKILL: None}.get(number, signal.Signals(number).name)
    assert runs[1][1] == (f"stopped by {name}" if name else None)


KILLER = """
import os, signal
from flows import batches
real = batches.segment_pages
def die(pages):
    if pages["text"].str.contains("{word}").any() and os.path.exists("{mark}"):
        os.unlink("{mark}") if {once} else None
        os.kill(os.getpid(), signal.SIGKILL)
    return real(pages)
batches.segment_pages = die
"""


@pytest.mark.slow
@pytest.mark.parametrize("once", [True, False])
def test_a_worker_that_is_killed_ends_no_run(
    once, base, tmp_path, begin, home, query, dump, run_flow
):
    """Once: as the kernel does for want of memory; always: a page that crashes a library."""
    word = "Dredg"
    shutil.copytree(base, tmp_path, symlinks=True, dirs_exist_ok=True)
    (tmp_path / "plants").mkdir()
    (tmp_path / "mark").touch()
    (tmp_path / "plants" / "sitecustomize.py").write_text(PLANTER.format(plant="plant.py"))
    plant = KILLER.format(word=word, mark=tmp_path / "mark", once=once)
    (tmp_path / "plants" / "plant.py").write_text(plant)
    path = f"{tmp_path / 'plants'}{os.pathsep}{shipped.ROOT}"
    process = begin(
        "run",
        "raw",
        "--warehouse",
        "copydesk.duckdb",
        "--workers",
        "2",
        PYTHONPATH=path,
    )
    assert process.wait(300) == 0, (tmp_path / "output").read_text()
    faults = query(
        tmp_path / "copydesk.duckdb",
        "select is_transient, contains(text, 'Dredg') from ops.faults join core.pages"
        " using (page_id)",
    )
    assert set(faults) == (set() if once else {(True, True)})
    for _ in range(2):  # the page still crashes whatever does it, so it never gets the run itself
        again = begin("run", "raw", "--warehouse", "copydesk.duckdb", PYTHONPATH=path)
        assert again.wait(300) == 0, (tmp_path / "output").read_text()
    (tmp_path / "mark").unlink(missing_ok=True)
    run_flow(tmp_path / "copydesk.duckdb", tmp_path / "raw")
    run_flow(tmp_path / "clean.duckdb", tmp_path / "raw")
    tables, clean = dump(tmp_path / "copydesk.duckdb"), dump(tmp_path / "clean.duckdb")
    assert tables["core.segments"] == clean["core.segments"]


# Runs a plant as soon as flows.batches is imported, in whatever process.
PLANTER = """
import importlib.abc, importlib.machinery, os, sys

class Planter(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "flows.batches":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        load = spec.loader.exec_module
        def load_and_plant(module):
            load(module)
            exec(open(os.path.join(os.path.dirname(__file__), "{plant}")).read(), {{}})
        spec.loader.exec_module = load_and_plant
        return spec

sys.meta_path.insert(0, Planter())
"""


# Random moments


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "is_group", "count"),
    [(signal.SIGKILL, False, 30), (signal.SIGTERM, False, 10), (signal.SIGINT, True, 10)],
)
def test_stops_at_random_moments(number, is_group, count, base, tmp_path, begin, dump, run_flow):
    shutil.copytree(base, tmp_path / "whole", symlinks=True)
    began = time.monotonic()
    arguments = ("run", "raw", "--warehouse", "copydesk.duckdb", "--workers", "2")
    assert begin(*arguments, folder=tmp_path / "whole").wait(300) == 0
    run_seconds = time.monotonic() - began
    before, after = dump(base / "copydesk.duckdb"), dump(tmp_path / "whole" / "copydesk.duckdb")
    moments, statuses = random.Random(number), []
    for turn in range(count):
        folder = tmp_path / str(turn)
        shutil.copytree(base, folder, symlinks=True)
        process = begin(*arguments, folder=folder)
        # Every third one near the end, where the build file is committed and published.
        latest = 1.05 if turn % 3 else 1.0
        moment = moments.uniform(0.8 if turn % 3 == 0 else 0, latest) * run_seconds
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            (os.killpg if is_group else os.kill)(process.pid, number)
        statuses.append(process.wait(END_SECONDS))
        assert wait_for_end(process.pid), (turn, moment)
        told = (folder / "output").read_text()
        assert "Traceback" not in told and "Error" not in told, told
        assert dump(folder / "copydesk.duckdb") in (before, after)
        run_flow(folder / "copydesk.duckdb", folder / "raw")
        assert dump(folder / "copydesk.duckdb") == after
        shutil.rmtree(folder)
    print(f"{signal.Signals(number).name}: {count} stops, statuses {sorted(set(statuses))}")
    assert sum(status != 0 for status in statuses) > count / 3  # the others ended first
