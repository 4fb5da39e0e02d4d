"""A Prefect server of our own, or a word on why there is none."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from flows import server


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch, tmp_path):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "one.example")


def test_a_server_answers_until_the_block_ends(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody must ask it
    with server.run_server() as url:
        assert os.environ["PREFECT_API_URL"] == url
        assert os.environ["no_proxy"] == "one.example,127.0.0.1"
        with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
            assert answer.status == 200
    assert "PREFECT_API_URL" not in os.environ
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{url}/health", timeout=10)


def test_a_server_that_ends_at_once_is_told(monkeypatch, tmp_path):
    failing = tmp_path / "python"
    failing.write_text("#!/bin/sh\necho no port for you >&2\nexit 3\n")
    failing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(failing))
    with (
        pytest.raises(server.ServerFailed, match="the Prefect server ended: no port for you"),
        server.run_server(),
    ):
        pytest.fail("there is none")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/api", "http://nowhere.invalid/api", "nonsense", "http://[/api", ""]
)
def test_a_server_that_is_not_there_is_told_at_once(url, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", url or "x://y")
    began = time.monotonic()
    with pytest.raises(server.ServerFailed, match="cannot be reached"), server.run_server():
        pytest.fail("there is none")
    assert time.monotonic() - began < server.ANSWER_SECONDS + 5


@pytest.mark.parametrize("name", ["PREFECT_HOME", "HOME"])
def test_a_home_that_cannot_be_written_is_told_at_once(name, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.delenv("PREFECT_HOME")
    monkeypatch.setenv(name, str(tmp_path / "file"))
    with pytest.raises(server.NoPrefectHome, match="set PREFECT_HOME to a folder"):
        server.check_prefect_home()


def test_a_server_ends_with_the_process_that_began_it(tmp_path):
    code = (
        "import os, signal\n"
        "from flows import server\n"
        "with server.run_server() as url:\n"
        "    print(url, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    url = killed.stdout.strip()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/health", timeout=5).close()
        except OSError:
            return
        time.sleep(0.2)
    pytest.fail(f"{url} still answers")


def test_the_settings_of_a_scheduling_server_show_its_pages(monkeypatch, tmp_path):
    given = []
    monkeypatch.setattr(subprocess, "Popen", lambda *_, env, **__: given.append(env))
    with server.socket.socket() as listener, Path(tmp_path / "log").open("wb") as log:
        for is_scheduling in (True, False):
            server.start_server(listener, "http://a/api", log, is_scheduling)
    assert [env["PREFECT_SERVER_UI_ENABLED"] for env in given] == ["True", "False"]
    assert ["PREFECT__SERVER_EPHEMERAL" in env for env in given] == [False, True]
