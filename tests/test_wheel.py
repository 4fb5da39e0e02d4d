"""The package without its checkout: a wheel has all that a run needs, in any folder."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[1]
SAMPLE = CHECKOUT / "data" / "raw"
PYTHONS = ("3.11", "3.12", "3.13")
OWN_SEEDS = {
    "outlets": "outlet_id,name,kind,country_code,domain\namber-bee,Amber Bee,publisher,GB,\n",
    "watch_topics": "name,language,any,all,none\nFerries,en,ferry,,\n",
}
OWN_INSTALL = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def run_well(*command: object, folder: Path, prefect_url: str | None = None) -> str:
    """Output of a process that does not see the checkout; it starts its own Prefect server if any.

    Args:
        prefect_url: of a server that runs already, which is faster.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith(("PREFECT_", "COPYDESK_"))
    }
    environment["PREFECT_HOME"] = str(folder / "prefect")
    if prefect_url:
        environment["PREFECT_API_URL"] = prefect_url
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build_wheel(source: Path, folder: Path) -> Path:
    build = [*OWN_INSTALL, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, source]
    run_well(*build, folder=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build_wheel(CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, run_flow) -> Path:
    """What the checkout makes of the sample."""
    warehouse = tmp_path_factory.mktemp("checkout") / "copydesk.duckdb"
    run_flow(warehouse, SAMPLE)
    return warehouse


@pytest.fixture
def check_run(warehouse, prefect_url, query, dump) -> Callable[[Path, Path], None]:
    """check_run(python, folder): two runs and a look there, with rows as those of the checkout."""

    def check(python: Path, folder: Path) -> None:
        copydesk = python.with_name("copydesk")
        place = run_well(python, "-c", "import flows; print(flows.__file__)", folder=folder)
        assert Path(place.strip()).is_relative_to(folder)

        shutil.copytree(SAMPLE, folder / "raw")
        run_well(copydesk, "run", "raw", folder=folder)
        again = run_well(copydesk, "run", "raw", folder=folder, prefect_url=prefect_url)
        assert "0 new" in again
        page = min((folder / "raw").rglob("*.txt"))
        assert "headline" in run_well(copydesk, "show", page, folder=folder)

        own = folder / "data" / "copydesk.duckdb"
        versions = "select columns('.*_version') from ops.runs order by started_at desc limit 1"
        assert query(own, versions) == query(warehouse, versions)
        assert round_numbers(dump(own)) == round_numbers(dump(warehouse))

        (folder / "seeds").mkdir()
        for name, rows in OWN_SEEDS.items():
            (folder / "seeds" / f"{name}.csv").write_text(rows)
        words = ["run", "raw", "--seeds", "seeds"]
        run_well(copydesk, *words, folder=folder, prefect_url=prefect_url)
        assert query(own, "select name from core.outlets where outlet_id = 'amber-bee'")
        assert query(own, "select article_count > 0 from marts.topics where name = 'Ferries'") == [
            (True,)
        ]

    return check


def test_a_wheel_of_the_source_archive_is_the_same(wheel, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path]
    run_well(*build, folder=CHECKOUT)
    (archive,) = tmp_path.glob("*.tar.gz")
    assert list_files(build_wheel(archive, tmp_path)) == list_files(wheel)


def list_files(wheel: Path) -> dict[str, int]:
    """The files of a wheel with their checksums."""
    with zipfile.ZipFile(wheel) as archive:
        return {file.filename: file.CRC for file in archive.infolist()}


def test_the_wheel_runs_in_another_folder(wheel, tmp_path, check_run):
    """Our own libraries serve it, so that this takes no minutes."""
    run_well(sys.executable, "-m", "venv", "--without-pip", "fresh", folder=tmp_path)
    python = tmp_path / "fresh" / "bin" / "python"
    run_well(*OWN_INSTALL, "--python", python, "install", "--no-deps", wheel, folder=tmp_path)
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(tmp_path / "fresh")}))
    # A .pth file that this names is not read, so the editable install of the checkout is not seen.
    (libraries / "ours.pth").write_text(sysconfig.get_path("purelib"))
    check_run(python, tmp_path)


@pytest.mark.parametrize("version", PYTHONS)
def test_it_installs_and_runs_in_a_fresh_environment(version, wheel, tmp_path, check_run):
    run_well(find_python(version), "-m", "venv", "fresh", folder=tmp_path)
    python = tmp_path / "fresh" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "-c", CHECKOUT / "constraints.txt"]
    run_well(*install, wheel, folder=tmp_path)
    check_run(python, tmp_path)


def find_python(version: str) -> str:
    """A Python of this version that starts, in the PATH or among those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = sorted(pyenv.glob(f"{version}.*/bin/python{version}"))
    for python in (shutil.which(f"python{version}"), *map(str, places)):
        if python and not subprocess.run([python, "-V"], capture_output=True).returncode:
            return python
    pytest.skip(f"no Python {version} here")


def round_numbers(tables: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """The last digits of langdetect's sums are others from Python 3.12 on."""
    return {
        name: [
            tuple(round(value, 9) if isinstance(value, float) else value for value in row)
            for row in rows
        ]
        for name, rows in tables.items()
    }
