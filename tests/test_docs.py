"""The guides in docs/ tell the truth: their queries and programs run on the sample."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.S | re.M)
QUESTIONS = re.findall(
    r"^### (\d+)\. [^\n]+\n\n```sql\n(.*?)^```", (DOCS / "questions.md").read_text(), re.S | re.M
)
RECIPES = BLOCK.findall((DOCS / "recipes.md").read_text())
SHELL = Path(sys.executable).parent / "duckdb"


def test_there_are_twenty_questions():
    assert [int(number) for number, _ in QUESTIONS] == list(range(1, 21))


@pytest.mark.parametrize("query", [query for _, query in QUESTIONS], ids=lambda _: "")
def test_a_question_is_answered(sample: Path, query: str):
    with duckdb.connect(sample, read_only=True) as warehouse:
        assert warehouse.execute(query).fetchall()


def test_the_questions_are_understood_by_the_shell_of_1_5(sample: Path):
    queries = "".join(query for _, query in QUESTIONS)
    done = subprocess.run(
        [str(SHELL), "-readonly", str(sample), "-bail"],
        input=queries,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("program", [text for kind, text in RECIPES if kind == "python"])
def test_a_program_runs(sample: Path, tmp_path: Path, program: str):
    if ".df()" in program and importlib.util.find_spec("pandas") is None:
        pytest.skip("pandas is not installed")
    (tmp_path / "data").symlink_to(sample.parent)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "2024-03" in done.stdout or "Gazette" in done.stdout


def test_automations_are_such_as_prefect_takes():
    import yaml
    from prefect.events.schemas.automations import AutomationCore

    told = BLOCK.findall((DOCS / "being-told.md").read_text())
    automations = [
        AutomationCore.model_validate(yaml.safe_load(text)) for kind, text in told if kind == "yaml"
    ]
    events = [event for automation in automations for event in automation.trigger.expect]
    assert events == ["copydesk.watch-matched", "copydesk.published"]


def test_the_query_of_matches_gives_rows(sample: Path, query):
    told = BLOCK.findall((DOCS / "being-told.md").read_text())
    (sql,) = [text for kind, text in told if kind == "sql"]
    assert query(sample, sql)


def test_views_of_ones_own_outlive_a_version(sample: Path, tmp_path: Path):
    (tmp_path / "data").symlink_to(sample.parent)
    (queries,) = [text for kind, text in RECIPES if kind == "sql"]
    for _ in range(2):
        done = subprocess.run(
            [str(SHELL), "mine.duckdb", "-bail", "-c", queries],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "word_count" in done.stdout


def test_a_sum_is_a_hugeint_unless_it_is_cast(sample: Path, query):
    types = (
        "select typeof(sum(article_count)), typeof(sum(article_count)::bigint) from marts.outlets"
    )
    assert query(sample, types) == [("HUGEINT", "BIGINT")]
