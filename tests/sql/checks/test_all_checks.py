"""All checks on a warehouse where nothing is wrong, and where a warning is due."""

from duckdb import DuckDBPyConnection

from flows.shipped import SQL
from flows.warehouse.models import raise_failures, run_checks


def find_failures(connection: DuckDBPyConnection) -> list[str]:
    return [check.name for check in run_checks(connection) if check.failed_rows]


def test_sound_warehouse_passes_every_check(warehouse: DuckDBPyConnection):
    assert [check.name for check in run_checks(warehouse)] == [
        path.stem
        for severity in ("fail", "warn")
        for path in sorted((SQL / "checks" / severity).glob("*.sql"))
    ]
    assert find_failures(warehouse) == []


def test_warnings_do_not_stop_a_run(sandbox: DuckDBPyConnection):
    sandbox.execute("delete from core.live_entries")
    sandbox.execute("update core.placements set role = 'embedded' where role = 'lead'")
    assert find_failures(sandbox) == ["pages_have_a_lead"]
    raise_failures(run_checks(sandbox))
