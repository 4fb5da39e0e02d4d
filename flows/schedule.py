"""`copydesk schedule`: the flow on a schedule, with a Prefect server of its own where none is set.

Prefect's embedded server never starts scheduled runs (0 runs in 80 s, against 4 in 75 s with a
server process), so we start a server as a child process and end it when we end.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import flows.settings  # noqa: F401  settings for the server
from flows.errors import CopydeskError
from flows.terminal import errors

HEALTHY_SECONDS = 180  # the first start sets up a database: 15 s on two cores
# Prefect 3.8 has no class for these errors, only words.
UNREACHABLE = ("Failed to reach API", "Timed out while attempting to connect")


class ServerFailed(CopydeskError):
    """The Prefect server does not answer."""


@contextmanager
def telling_unreachable() -> Iterator[None]:
    """Raise ServerFailed if Prefect does not reach its server in the block."""
    from httpx import TransportError  # what Prefect's client raises

    try:
        yield
    except (RuntimeError, TransportError) as error:
        if isinstance(error, RuntimeError) and not any(
            words in str(error) for words in UNREACHABLE
        ):
            raise
        raise ServerFailed(
            f"the Prefect server cannot be reached ({error}); if PREFECT_API_URL is set, it must be"
            " the address of a server that runs"
        ) from error


def serve(raws: list[Path], warehouse: Path, cron: str, every: float | None) -> None:
    """Serve the flow until stopped.

    Raises:
        ServerFailed: the server that we started did not come up.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # A shell script that starts us with `&` has SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with telling_unreachable(), run_server():
        from flows.pipeline import serve_flow  # Prefect takes the server's address here

        when = f"every {every:g} s" if every else f"at {cron} UTC"
        errors.print(f"Copydesk runs {when}; stop with Ctrl-C.")
        serve_flow([str(raw.resolve()) for raw in raws], str(warehouse.absolute()), cron, every)


@contextmanager
def run_server() -> Iterator[None]:
    """Have a healthy Prefect server: ours, ended behind the block, or that of PREFECT_API_URL."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = find_free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    with tempfile.TemporaryFile() as log:  # a pipe that nobody reads fills up and blocks
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}/api"
            wait_healthy(server, url, log)
            os.environ["PREFECT_API_URL"] = url
            yield
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_healthy(server: subprocess.Popen, url: str, log: BinaryIO) -> None:
    errors.print("Starting a Prefect server …")
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            log.seek(0)
            lines = log.read().decode(errors="replace").strip().splitlines()
            raise ServerFailed(f"the Prefect server ended: {lines[-1] if lines else 'no message'}")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise ServerFailed(f"the Prefect server was not healthy within {HEALTHY_SECONDS} s")
