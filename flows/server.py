"""A Prefect server of our own where none is set: a child that ends when we end, however we end.

Prefect's embedded server outlives a run that is killed, and never starts scheduled runs (0 runs in
80 s, against 4 in 75 s with a server like this).
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import flows.settings  # noqa: F401  settings for the server
from flows import processes
from flows.errors import CopydeskError
from flows.shipped import PACKAGE
from flows.terminal import errors

HEALTHY_SECONDS = 180  # the first start sets up a database: 15 s on two cores
ANSWER_SECONDS = 10
ADDRESS = "127.0.0.1"


class ServerFailed(CopydeskError):
    """The Prefect server does not answer."""


class NoPrefectHome(CopydeskError):
    """Prefect cannot write where it keeps its records."""


@contextmanager
def run_server(is_scheduling: bool = False) -> Iterator[str]:
    """Have a healthy Prefect server in PREFECT_API_URL: that of the user, or else our own, which is
    ended behind the block. To be entered before Prefect is imported.

    Args:
        is_scheduling: our own starts scheduled runs, and has pages to look at.
    Raises:
        ServerFailed: the user's server does not answer, or ours did not come up.
        NoPrefectHome: Prefect's folder cannot be written.
    """
    check_prefect_home()
    if url := os.environ.get("PREFECT_API_URL"):
        check_answer(url)
        yield url
        return
    with tempfile.TemporaryFile() as log, socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        url = f"http://{ADDRESS}:{listener.getsockname()[1]}/api"
        server = start_server(listener, url, log, is_scheduling)
        ended = threading.Event()
        listener.close()  # or else nobody would notice that the server is gone
        try:
            wait_healthy(server, url, log)
            os.environ["PREFECT_API_URL"] = url
            exempt_from_proxies()
            threading.Thread(target=end_with_server, args=(server, ended), daemon=True).start()
            yield url
        finally:
            ended.set()
            os.environ.pop("PREFECT_API_URL", None)
            end_server(server)


def check_prefect_home() -> None:
    """Refuse at once what Prefect would wait two minutes for."""
    home = Path(os.environ.get("PREFECT_HOME") or "~/.prefect")
    try:
        home = home.expanduser()
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return
    except (OSError, RuntimeError) as error:
        raise NoPrefectHome(
            f"{home}: Prefect cannot write there ({getattr(error, 'strerror', None) or error});"
            " set PREFECT_HOME to a folder that it can write"
        ) from None


def check_answer(url: str) -> None:
    """Ask the user's server whether it is there; any answer will do, also that it wants a key."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=ANSWER_SECONDS):
            return
    except urllib.error.HTTPError:
        return
    except (OSError, ValueError) as error:
        raise ServerFailed(
            f"the Prefect server {url} cannot be reached ({getattr(error, 'reason', error)});"
            " PREFECT_API_URL must be the address of a server that runs, or not be set"
        ) from None


def start_server(
    listener: socket.socket, url: str, log: BinaryIO, is_scheduling: bool
) -> subprocess.Popen:
    """Start this module as a program that serves on a socket of ours until its input ends."""
    settings = {"PREFECT_UI_API_URL": url, "PREFECT_SERVER_UI_ENABLED": str(is_scheduling)}
    if not is_scheduling:
        settings |= {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
    paths = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "flows.server", str(listener.fileno())],
        stdin=subprocess.PIPE,  # ends when we end
        stdout=subprocess.DEVNULL,
        stderr=log,  # a pipe that nobody reads fills up and blocks
        pass_fds=[listener.fileno()],
        env=os.environ | settings | {"PYTHONPATH": paths},
    )


def end_with_server(server: subprocess.Popen, ended: threading.Event) -> None:
    """End this process if its server ends before the block: Prefect would ask it for minutes."""
    server.wait()
    if not ended.is_set():
        told = "the Prefect server has ended"
        errors.print(f"copydesk: {told}; {processes.outcome}; run again", style="red")
        processes.say_last_words(told)
        os._exit(1)


def end_server(server: subprocess.Popen) -> None:
    if server.stdin:
        with suppress(OSError):  # it has ended before
            server.stdin.close()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_healthy(server: subprocess.Popen, url: str, log: BinaryIO) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            log.seek(0)
            lines = log.read().decode(errors="replace").strip().splitlines()
            raise ServerFailed(f"the Prefect server ended: {lines[-1] if lines else 'no message'}")
        try:
            with direct.open(f"{url}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise ServerFailed(f"the Prefect server was not healthy within {HEALTHY_SECONDS} s")


def exempt_from_proxies() -> None:
    """Let nobody ask a proxy for what runs on this machine."""
    exempt = [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), ADDRESS]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, exempt))


# The server itself


def serve(descriptor: int) -> None:
    """Serve on the socket until standard input ends: its other end is the process that began us."""
    import uvicorn

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who began us
    threading.Thread(target=end_with_input, daemon=True).start()
    listener = socket.socket(fileno=descriptor)
    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listener])


def end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
