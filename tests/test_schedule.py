"""`copydesk schedule` fires and publishes, and leaves nothing running."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from flows import processes, schedule, shipped

SAMPLE = shipped.ROOT / "data" / "raw"
PUBLISH_SECONDS = 300  # 20 on two idle cores, most of it a new Prefect database


def test_a_schedule_fires_publishes_and_ends_with_its_server(tmp_path, query):
    shutil.copytree(SAMPLE / "loose", tmp_path / "raw")
    warehouse = tmp_path / "copydesk.duckdb"
    command = [sys.executable, "-m", "flows.cli", "schedule", "raw"]
    with (tmp_path / "errors").open("w") as errors:
        served = subprocess.Popen(
            [*command, "--warehouse", "copydesk.duckdb", "--every", "15"],
            cwd=tmp_path,
            env=find_environment() | {"PREFECT_HOME": str(tmp_path / "prefect")},
            stderr=errors,
            start_new_session=True,
        )
    try:
        assert wait_for(warehouse.exists, PUBLISH_SECONDS)
        assert query(warehouse, "select count(*) > 0 from core.pages") == [(True,)]
        # Twice: a run that has ended lets the next one begin.
        assert wait_for(lambda: len(list_told(tmp_path / "errors")) > 1, PUBLISH_SECONDS)
        assert len(list_group(served.pid)) > 1  # its server
        served.send_signal(signal.SIGTERM)
        assert served.wait(30) == 0
        assert wait_for(lambda: not list_group(served.pid), 10)
    finally:
        if list_group(served.pid):
            os.killpg(served.pid, signal.SIGKILL)
    first, second, *_, last = (tmp_path / "errors").read_text().splitlines()
    assert first == "Starting Prefect …"
    address = r"http://127\.0\.0\.1:\d+"
    assert re.fullmatch(f"Copydesk runs every 15 s; look at {address}; stop with Ctrl-C.", second)
    told = list_told(tmp_path / "errors")[0]
    assert re.fullmatch(r"[-\d]+ [:\d]+ UTC: \d new pages?(, \d rejected)?", told)
    assert last == "copydesk: stopped by SIGTERM; the warehouse is as the last run left it"


def list_told(errors: Path) -> list[str]:
    """What the schedule said of each run that has ended, those skipped left out."""
    lines = errors.read_text().split("\n")[:-1]
    return [line for line in lines if " UTC: " in line and " UTC: skipped: " not in line]


def find_environment() -> dict[str, str]:
    """Ours, without the Prefect server of the other tests; the package is found from any folder."""
    environment = {name: value for name, value in os.environ.items() if "PREFECT_" not in name}
    return environment | {"PYTHONPATH": str(shipped.ROOT)}


def wait_for(is_so, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (so := is_so()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return so


def list_group(group: int) -> list[str]:
    """The processes of a process group that still run."""
    processes = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    split = [process.split(maxsplit=2) for process in processes]
    return [line[2] for line in split if line[0] == str(group) and line[1][0] != "Z"]


@pytest.mark.parametrize("error", [RuntimeError("something else"), KeyError("Failed to reach API")])
def test_an_error_that_is_not_of_the_server_stays_what_it_is(error):
    with pytest.raises(type(error)) as raised, schedule.telling_unreachable():
        raise error
    assert raised.value is error


def test_the_flow_gets_the_link_and_not_its_target(monkeypatch, tmp_path):
    served = []
    monkeypatch.setattr(schedule, "run_server", lambda **_: nullcontext("http://a/api"))
    monkeypatch.setattr(schedule, "serve_flow", lambda *arguments: served.append(arguments))
    monkeypatch.setenv(processes.PARENT, "")
    monkeypatch.chdir(tmp_path)
    Path("copydesk.duckdb").symlink_to(".copydesk.duckdb/run-1.duckdb")
    schedule.serve([Path("raw")], Path("copydesk.duckdb"), "0 2 * * *", None)
    ((raws, warehouse, *_),) = served
    assert raws == [str(tmp_path / "raw")]
    assert warehouse == tmp_path / "copydesk.duckdb"


@pytest.fixture
def deployment() -> dict:
    (deployment,) = yaml.safe_load((shipped.ROOT / "prefect.yaml").read_text())["deployments"]
    return deployment


def test_the_deployment_names_the_flow_and_its_parameters(deployment):
    module, name = deployment["entrypoint"].split(":")
    flow = getattr(import_module(module), name)
    flow.validate_parameters(deployment["parameters"])
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)


def test_the_deployment_runs_nightly(deployment):
    from prefect.client.schemas.schedules import CronSchedule

    (cron,) = deployment["schedules"]
    assert CronSchedule(**cron).timezone == "UTC"
    assert cron["cron"].split()[2:] == ["*", "*", "*"]
    assert "concurrency_limit" not in deployment  # the lock of the warehouse serialises runs


@pytest.mark.slow
def test_a_schedule_survives_a_worker_that_is_killed_while_a_run_is_pending(tmp_path, query):
    """A limit that cancels new runs would count the pending one for ever."""
    shutil.copytree(SAMPLE / "loose", tmp_path / "data" / "raw")
    warehouse = tmp_path / "data" / "copydesk.duckdb"
    home = {"PREFECT_HOME": str(tmp_path / "prefect")}
    code = (
        "import sys\n"
        "from flows.server import run_server\n"
        "with run_server(is_scheduling=True) as url:\n"
        "    print(url, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    served = subprocess.Popen(
        [sys.executable, "-c", code],
        env=find_environment() | home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    url = served.stdout.readline().strip()
    environment = find_environment() | home | {"PREFECT_API_URL": url, "PWD": str(tmp_path)}

    def prefect(*arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", *arguments]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)

    def start_worker() -> subprocess.Popen:
        command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "copydesk"]
        return subprocess.Popen(
            command,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def list_states() -> list[str]:
        request = urllib.request.Request(
            f"{url}/flow_runs/filter",
            data=b'{"sort": "START_TIME_ASC"}',
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return [run["state_type"] for run in json.load(answer)]

    try:
        prefect("work-pool", "create", "--type", "process", "copydesk")
        deployments = str(shipped.ROOT / "prefect.yaml")
        prefect("--no-prompt", "deploy", "--all", "--prefect-file", deployments)
        prefect("deployment", "run", "copydesk/nightly")
        worker = start_worker()
        assert wait_for(lambda: "PENDING" in list_states(), 60)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        assert "PENDING" in list_states()
        assert not warehouse.exists()

        worker = start_worker()
        for count in (1, 2):
            prefect("deployment", "run", "copydesk/nightly")
            assert wait_for(lambda: list_states().count("COMPLETED") == count, 120)  # noqa: B023
        assert query(warehouse, "select count(*) from ops.runs") == [(2,)]
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    finally:
        served.stdin.close()
        served.wait(30)
