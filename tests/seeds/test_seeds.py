"""What our own seeds keep beside their schemas, and that a schema knows who reads its table."""

import ast
from pathlib import Path

import polars as pl
import pytest
from langdetect.detector_factory import PROFILES_DIRECTORY

from flows.seeds import check_seeds, read_frame
from flows.seeds.tables import TABLES
from flows.shipped import PACKAGE, SEEDS

STAGES = {
    "reading": "cut",
    "segment": "cut",
    "describe": "describe",
    "describe/topics": "topics",
    "compare": "compare",
}

MARKER_KINDS = {
    *("related_marker", "comments", "share", "newsletter", "promotion", "notice", "wall"),
    *("tags", "navigation", "credit", "caption", "byline", "timestamp"),
}


def read_shipped(name: str) -> pl.DataFrame:
    """A table without the rows of whoever runs the tests."""
    return read_frame(name, SEEDS, None)


def test_all_seeds_are_right():
    check_seeds()


def test_every_file_has_a_table():
    assert {path.name for path in SEEDS.iterdir()} == {f"{name}.csv" for name in TABLES}


def test_the_stage_of_a_table_is_the_first_that_reads_it():
    stages: dict[str, set[str]] = {name: set() for name in TABLES}
    for room, stage in STAGES.items():
        paths = list((PACKAGE / room).glob("*.py" if room == "describe" else "**/*.py"))
        paths += [PACKAGE / "warehouse/saved_searches.py"] if stage == "topics" else []
        for name in {name for path in paths for name in find_seeds(path)}:
            stages[name].add(stage)
    order = list(dict.fromkeys(STAGES.values()))
    first = {name: min(found, key=order.index) for name, found in stages.items() if found}
    assert first == {name: table.stage for name, table in TABLES.items() if table.stage}


def find_seeds(path: Path) -> set[str]:
    """The tables that a module reads by name."""
    names = set()
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id == "read_seed" and isinstance(call.args[0], ast.Constant):
                names.add(call.args[0].value)
            elif call.func.id == "read_topic_seed":
                names |= {"topics", "watch_topics"}
    return names


def test_page_markers_are_of_all_kinds_and_no_sentences():
    markers = read_shipped("page_markers")
    assert markers["kind"].n_unique() == 13
    assert markers["match"].n_unique() == 9
    assert max(map(len, markers["phrase"])) <= 80


def test_related_markers_are_known_in_many_languages():
    related = read_shipped("page_markers").filter(kind="related_marker")
    assert related["language"].n_unique() >= 20


def test_page_markers_are_sorted():
    markers = read_shipped("page_markers").select("kind", "language", "phrase")
    assert markers.rows() == sorted(markers.rows())


def test_scripts_and_their_letters_are_sorted():
    scripts = read_shipped("language_scripts")
    keys = scripts.select("language", "script").rows()
    assert keys == sorted(keys)
    assert all(list(letters) == sorted(letters) for letters in scripts["letters"].drop_nulls())


def test_every_profile_has_a_script_and_every_other_language_its_letters():
    known = {path.name for path in Path(PROFILES_DIRECTORY).iterdir()} - {"zh-cn", "zh-tw"}
    scripts = read_shipped("language_scripts")
    assert known | {"zh"} <= set(scripts["language"])
    others = scripts.filter(~pl.col("language").is_in([*known, "zh"]))
    assert len(others) > 20
    assert others["letters"].null_count() == 0
    assert scripts["own_letters"].count() > 0


@pytest.mark.parametrize(
    "name",
    ["attribution_phrases", "byline_words", "credit_phrases", "first_names", "places", "weekdays"],
)
def test_word_lists_are_sorted(name):
    rows = [["" if field is None else field for field in row] for row in read_shipped(name).rows()]
    assert rows == sorted(rows)
