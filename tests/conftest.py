"""What several tests need: one Prefect server, the flow run on a folder, the tables it leaves."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

import flows.terminal  # noqa: F401  silences the end of Python, before Prefect is imported

Tables = dict[str, list[tuple]]


@pytest.fixture(scope="session")
def prefect_url() -> Iterator[str]:
    """The address of a Prefect server for the whole session; the flow finds it by itself."""
    import flows.pipeline  # noqa: F401, I001  it brings the settings, before Prefect is imported
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=60):
        yield PREFECT_API_URL.value()


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of real pages that are not in this repository."""
    if "COPYDESK_REFERENCE" not in os.environ:
        pytest.skip("COPYDESK_REFERENCE names no folder of real pages")
    return Path(os.environ["COPYDESK_REFERENCE"])


@pytest.fixture(scope="session")
def run_flow(prefect_url: str) -> Callable:
    """run_flow(warehouse, raw, ..., full_refresh=False, workers=1: this process, ...) -> Summary"""
    from flows.pipeline import build_warehouse

    def run(
        warehouse: Path,
        *raws: Path,
        full_refresh: bool = False,
        workers: int = 1,
        dask: str | None = None,
        work: str | None = None,
    ):
        return build_warehouse(
            [str(raw) for raw in raws], str(warehouse), full_refresh, workers, "wait", dask, work
        )

    return run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, run_flow: Callable) -> Path:
    """The warehouse of the pages in data/raw, a link as users have it; nobody may write it."""
    warehouse = tmp_path_factory.mktemp("sample") / "copydesk.duckdb"
    run_flow(warehouse, Path(__file__).parents[1] / "data" / "raw")
    return warehouse


@pytest.fixture(scope="session")
def call(prefect_url: str) -> Callable[..., subprocess.CompletedProcess]:
    """call("run", raw, ...): `copydesk` as a process of its own, behind lines of Python if any."""
    environment = {name: value for name, value in os.environ.items() if "PREFECT_" not in name}
    environment["PREFECT_API_URL"] = prefect_url

    def run(*arguments: object, before: str = "") -> subprocess.CompletedProcess:
        code = f"import sys\n{before}\nfrom flows.cli import main\nsys.exit(main())"
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.fixture(scope="session")
def query() -> Callable[..., list[tuple]]:
    """query(warehouse, sql) -> rows; the warehouse is opened and closed each time."""
    return run_query


def run_query(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def dump() -> Callable[[Path], Tables]:
    """dump(warehouse) -> every table of core and marts with its rows, sorted."""
    return dump_tables


def dump_tables(warehouse: Path) -> Tables:
    names = run_query(
        warehouse,
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where schema_name in ('core', 'marts') order by all",
    )
    # What a run saw first, and which reader read it, is history, and so no function of the pages.
    columns = (
        "columns(lambda name: not starts_with(name, 'first_seen_') and name <> 'reader_version')"
    )
    return {
        name: run_query(warehouse, f"select {columns} from {name} order by all")
        for (name,) in names
    }
