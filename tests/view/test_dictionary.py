"""docs/data-dictionary.md is what sql/ says."""

from pathlib import Path

import pytest

from flows.view.dictionary import escape, make_dictionary, write_dictionary
from flows.warehouse.descriptions import read_descriptions

DOCS = Path(__file__).parents[2] / "docs"


def test_it_is_current():
    assert (DOCS / "data-dictionary.md").read_text() == make_dictionary(), "run: make docs"


def test_it_has_every_table_column_view_and_macro(tmp_path: Path):
    write_dictionary(tmp_path / "dictionary.md")
    told = (tmp_path / "dictionary.md").read_text()
    described = read_descriptions()
    assert len(described) > 400
    for found in described:
        if found.kind == "column":
            assert f"| `{found.name.rpartition('.')[2]}` |" in told
            assert escape(found.text) in told
        else:
            assert f"### {found.name}" in told
            assert found.text in told


@pytest.mark.parametrize(("text", "cell"), [("a | b", "a \\| b"), ("<b>", "&lt;b>")])
def test_a_text_stays_in_its_cell(text: str, cell: str):
    assert escape(text) == cell
