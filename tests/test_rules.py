"""A version a stage: what changes it, and what does not."""

import shutil

import pytest

from flows import rules
from flows.rules import STAGES, Stage, digest_stage, find_files, strip_python, strip_sql

CODE = '''"""A module."""

import re  # expressions

WORD = "# no comment"


class Reader:
    """Reads.

    Several lines.
    """

    def read(self, text: str) -> str:
        """Words."""
        # The first of them.
        return re.sub(r"""\\s""", "", text)
'''


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the code in which a test may change a file."""
    for name, path in (("PACKAGE", rules.PACKAGE), ("SQL", rules.SQL)):
        shutil.copytree(path, tmp_path / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(rules, name, tmp_path / path.name)
    return tmp_path


def digest_all() -> dict[str, str]:
    return {name: digest_stage(stage) for name, stage in STAGES.items()}


def find_changed(before: dict[str, str]) -> set[str]:
    after = digest_all()
    return {name for name in before if before[name] != after[name]}


def test_comments_docstrings_and_blank_lines_are_no_rules():
    stripped = strip_python(CODE)
    assert "expressions" not in stripped and "Several" not in stripped and "Words" not in stripped
    assert "The first" not in stripped
    assert 'WORD = "# no comment"' in stripped
    assert 're.sub(r"""\\s""", "", text)' in stripped
    assert "\n\n" not in stripped


def test_comments_of_sql_are_no_rules():
    sql = "-- One row.\nselect\n    1 as one,  -- The number.\n\n    '--' as \"--\"\n"
    assert strip_sql(sql) == "select\n    1 as one,\n    '--' as \"--\""


def test_every_pattern_finds_files():
    for stage in STAGES.values():
        for pattern in stage.code:
            assert list(find_files((pattern,))), pattern


def test_a_comment_changes_no_version(package):
    before = digest_all()
    for path in (package / "flows").rglob("*.py"):
        path.write_text(path.read_text() + "\n# The end.\n")
    for path in (package / "sql").rglob("*.sql"):
        path.write_text("-- The beginning.\n" + path.read_text())
    assert find_changed(before) == set()


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("flows/ingest/__init__.py", {"reading"}),
        ("flows/segment/label.py", {"cut"}),
        ("flows/describe/language.py", {"describe"}),
        ("flows/describe/topics/__init__.py", {"topics"}),
        ("flows/compare/terms.py", {"compare"}),
        ("flows/reading/bylines.py", {"cut", "describe"}),
        ("flows/profiles.py", {"reading", "describe"}),
        ("flows/text.py", {"reading", "cut", "describe", "topics", "compare"}),
        ("flows/cli.py", set()),
    ],
)
def test_code_changes_the_stages_that_run_it(package, name, stages):
    before = digest_all()
    path = package / name
    path.write_text(path.read_text() + "\nOTHER = 1\n")
    assert find_changed(before) == stages


@pytest.mark.parametrize(
    ("name", "stages"),
    [("sql/core.sql", {"cut"}), ("sql/resolve/articles.sql", {"describe"})],
)
def test_sql_changes_the_stages_that_run_it(package, name, stages):
    before = digest_all()
    path = package / name
    path.write_text(path.read_text() + "\nselect 1")
    assert find_changed(before) == stages


def test_weights_are_part_of_the_version(package):
    before = digest_all()
    (package / "flows/segment/weights/body.onnx").write_bytes(b"other")
    assert find_changed(before) == {"cut"}


def test_libraries_and_seeds_are_part_of_the_version(monkeypatch):
    stage = Stage((), ("polars",), "cut")
    before = digest_stage(stage)
    monkeypatch.setattr(rules, "digest_seeds", lambda name: f"other {name}")
    other_seeds = digest_stage(stage)
    monkeypatch.setattr(rules, "version", lambda name: "0")
    assert len({before, other_seeds, digest_stage(stage)}) == 3
