"""`copydesk show --correct`: rows to paste, which change nothing as they are."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from flows import cli, shipped
from flows.seeds import check_seeds, read_frame, read_seed
from flows.seeds.tables import TABLES
from flows.view.show import find_page

SAMPLE = shipped.ROOT / "data" / "raw"
ATTACK = (
    '=HYPERLINK(A1)\n\n@home\n\n-2+3 ferries, "quoted"\n\nBy \x1b[31m=Ada\x07 Quill\u202e\n\n'
    + "The ferry came back on Monday, the harbour master said on the quay, and its crew was "
    "welcomed by several hundred people who had waited since the storm of last May.\n" * 5
)


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    """The user's folder of seeds."""
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("COPYDESK_SEEDS", str(tmp_path / "own"))
    return tmp_path / "own"


def print_rows(capsys, path: Path) -> str:
    assert cli.main(["show", str(path), "--correct", "--warehouse", "none.duckdb"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    ["aggregators/exchange.txt", "english/ferry-strike.txt", "europe/faehrstreik.txt"],
)
def test_rows_as_they_are_change_nothing(name, own, capsys):
    path = SAMPLE / name
    before = find_page(str(path), Path("none.duckdb"))
    printed = print_rows(capsys, path)
    (own / "corrections.csv").write_text(printed)
    read_frame.cache_clear()
    check_seeds()
    assert read_seed("corrections").height == printed.count("\n") - 1
    after = find_page(str(path), Path("none.duckdb"))
    assert before and after
    assert after.segments == before.segments
    assert [(placement.role, placement.values) for placement in after.placements.values()] == [
        (placement.role, placement.values) for placement in before.placements.values()
    ]
    assert print_rows(capsys, path) == printed


def test_a_row_with_another_value_is_a_correction(own, capsys):
    path = SAMPLE / "aggregators/exchange.txt"
    header, *rows = print_rows(capsys, path).splitlines()
    (row,) = [row for row in rows if ",authors,,," in row]
    (own / "corrections.csv").write_text(f"{header}\n{row}Ada Quill\n")
    read_frame.cache_clear()
    assert f"{row}Ada Quill" in print_rows(capsys, path).splitlines()


def test_nothing_in_a_page_acts_on_a_terminal_or_a_spreadsheet(tmp_path, own, capsys):
    path = tmp_path / "evil\x1b]0;owned\x07\u202e.txt"
    path.write_text(ATTACK, newline="")
    printed = print_rows(capsys, path)
    assert all(unicodedata.category(sign) not in ("Cc", "Cf") for sign in printed.replace("\n", ""))
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert set(rows[0]) == set(TABLES["corrections"].columns)
    fields = [field for row in rows for field in row.values()]
    assert not any(field.startswith(("=", "+", "-", "@")) for field in fields)
    (own / "corrections.csv").write_text(printed)
    read_frame.cache_clear()
    check_seeds()
