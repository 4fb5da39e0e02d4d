"""What holds for every file in sql/: one SELECT under a header, in lines that fit a screen."""

import re
from pathlib import Path

import duckdb
import pytest

from flows.shipped import SQL

QUERIES = [path for path in sorted(SQL.rglob("*.sql")) if path.parent != SQL]
LONGEST_LINE = 100


def tell_path(path: Path) -> str:
    return path.relative_to(SQL).as_posix()


@pytest.mark.parametrize("path", QUERIES, ids=tell_path)
def test_query_is_one_select_under_a_header(path: Path):
    text = path.read_text()
    statements = duckdb.extract_statements(text)
    assert [statement.type.name for statement in statements] == ["SELECT"]
    assert text.startswith("-- ") and ";" not in re.sub("--.*", "", text)


@pytest.mark.parametrize("path", [SQL / "core.sql", SQL / "macros.sql", *QUERIES], ids=tell_path)
def test_lines_are_short(path: Path):
    assert [line for line in path.read_text().splitlines() if len(line) > LONGEST_LINE] == []
