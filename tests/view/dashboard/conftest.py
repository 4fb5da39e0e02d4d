"""The site over a published warehouse, as a browser on this machine meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flows import shipped
from flows.view.dashboard.site import make_site

SAMPLE = shipped.ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def sample(tmp_path_factory, run_flow) -> Path:
    """The sample pages, published."""
    path = tmp_path_factory.mktemp("sample") / "copydesk.duckdb"
    run_flow(path, SAMPLE)
    return path


@pytest.fixture(scope="session")
def open_site() -> Callable[[Path], TestClient]:
    return lambda path: TestClient(make_site(path), base_url="http://127.0.0.1:8501")


@pytest.fixture(scope="session")
def site(sample: Path, open_site) -> TestClient:
    return open_site(sample)
