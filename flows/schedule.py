"""`copydesk schedule`: the flow on a schedule, with a Prefect server of its own if none is set."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flows.settings  # noqa: F401  settings for the server
from flows import processes
from flows.server import ServerFailed, run_server
from flows.terminal import errors

# Prefect 3.8 has no class for these errors, only words.
UNREACHABLE = ("Failed to reach API", "Timed out while attempting to connect")


@contextmanager
def telling_unreachable() -> Iterator[None]:
    """Raise ServerFailed if Prefect does not reach its server in the block."""
    from httpx import HTTPError  # what Prefect's client raises

    try:
        yield
    except (RuntimeError, HTTPError) as error:
        if isinstance(error, RuntimeError) and not any(
            words in str(error) for words in UNREACHABLE
        ):
            raise
        raise ServerFailed(
            f"the Prefect server does not do its work any more ({' '.join(str(error).split())});"
            " if PREFECT_API_URL is set, it must be the address of a server that runs; otherwise"
            " see that its folder, PREFECT_HOME or ~/.prefect, has space"
        ) from error


def serve(raws: list[Path], warehouse: Path, cron: str, every: float | None) -> None:
    """Serve the flow until stopped, with a line on the screen for each run.

    Raises:
        ServerFailed: the server that we started did not come up.
    """
    os.environ[processes.PARENT] = str(os.getpid())
    processes.outcome = "the warehouse is as the last run left it"
    processes.start_tracker()
    errors.print("Starting Prefect …")
    with run_server(is_scheduling=True) as url, telling_unreachable():
        serve_flow([str(raw.resolve()) for raw in raws], warehouse.absolute(), cron, every, url)


def serve_flow(raws: list[str], warehouse: Path, cron: str, every: float | None, url: str) -> None:
    from flows.pipeline import build_warehouse  # Prefect takes the server's address here

    when = f"every {every:g} s" if every else f"at {cron} UTC"
    errors.print(f"Copydesk runs {when}; look at {url.removesuffix('/api')}; stop with Ctrl-C.")
    build_warehouse.serve(
        name="nightly",
        parameters={"raws": raws, "warehouse": str(warehouse)},
        print_starting_message=False,
        interval=every,
        cron=None if every else cron,
    )
