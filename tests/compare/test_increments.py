"""What is found from step to step, against an index, is what a whole rebuild finds. All invented.

Each law fails unless what it is about has occurred: families that merge and split, late days,
articles without a day.
"""

from collections import Counter
from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.compare.families import Families, find_families, meeting
from flows.compare.index import Index
from flows.rules import find_versions
from flows.shipped import SQL
from flows.warehouse import relations
from flows.warehouse.build import Redo
from flows.warehouse.relations import make_access

MAY = datetime(2025, 5, 1)


def open_warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    return connection


def list_changed(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    """A new worklist: these articles are new, gone or other."""
    connection.execute("truncate work.articles")
    connection.executemany(
        "insert into work.articles (article_id, must_resolve) values (?, true)",
        [[article_id] for article_id in ids],
    )
    for table in ("articles", "quotations"):
        connection.execute(
            f"delete from core.{table} where article_id in (select article_id from work.articles)"
        )


# Families of quotations

# Statements in three scripts; clips of them overlap, and the last two share a stock phrase.
STATEMENTS = [
    "velmora dredges quillon harbour before tamsin ferries return upriver despite ostrel fishermen",
    "паромы вернутся велморскую гавань весной прежде рыбаков острела начнётся ярмарка сыров",
    "渡轮春天回到港口岛民等待邮件牛奶面包师傅答应供应早餐水手船长画挂售票窗口",
    "keep brighter lanterns burning forever chanted pensioners queueing outside tunnel dairies",
    "keep brighter lanterns burning forever promised inspectors mending hollow bridges nightly",
]
CLIPS = st.tuples(
    st.sampled_from([*STATEMENTS, *STATEMENTS[:1] * 5]), st.integers(0, 3), st.integers(5, 12)
)


def clip(statement: str, start: int, length: int) -> str:
    if " " not in statement:
        return statement[2 * start : 2 * (start + length)]
    return " ".join(statement.split()[start : start + length])


QUOTING = st.tuples(
    st.none() | st.integers(0, 9),
    st.lists(st.builds(lambda clipped: clip(*clipped), CLIPS), min_size=1, max_size=3),
)
STEPS = st.lists(
    st.dictionaries(st.integers(0, 15), QUOTING | QUOTING | st.none(), min_size=2, max_size=12),
    min_size=2,
    max_size=5,
)


def write_quoting(connection: duckdb.DuckDBPyConnection, step: dict) -> None:
    """Put articles that quote into the warehouse, or take them out of it."""
    list_changed(connection, [f"a{number:02}" for number in step])
    for number, article in step.items():
        day, texts = article or (None, [])
        latest = None if day is None else MAY + timedelta(days=day)
        if article:
            connection.execute(
                "insert into core.articles by name select $1 as article_id, $2 as published_latest,"
                " 'day' as published_precision, '' as body, 9 as word_count, true as is_complete",
                [f"a{number:02}", latest],
            )
        for quotation_no, text in enumerate(texts, 1):
            connection.execute(
                "insert into core.quotations by name select $1 as article_id,"
                " $2 as quotation_no, $3 as text, 0 as start_char, 1 as end_char",
                [f"a{number:02}", quotation_no, text],
            )


def renew_families(connection: duckdb.DuckDBPyConnection) -> Families:
    access = make_access(connection, Index(duckdb.connect()), "run", Redo(), find_versions())
    quotations = access.read_compared("families")
    found = find_families(quotations, access.read_changed(), access.known_quotations)
    access.write_families(found)
    return found


def read_index(connection: duckdb.DuckDBPyConnection) -> list[list[tuple]]:
    tables = ("quoted", "wording_keys", "wording_pairs")
    return [sorted(connection.table(f"work.{name}").fetchall(), key=str) for name in tables]


def read_families(connection: duckdb.DuckDBPyConnection) -> dict[tuple, str | None]:
    rows = connection.execute(
        "select article_id, quotation_no, quotation_family_id from core.quotations"
    ).fetchall()
    return {(article_id, number): family for article_id, number, family in rows}


def note_families(seen: Counter, before: dict, after: dict) -> None:
    """Count pairs of quotations in families that came together, or that parted."""
    kept = [place for place in before if before[place] and after.get(place)]
    for one in kept:
        for other in kept:
            were, are = before[one] == before[other], after[one] == after[other]
            seen["merged"] += are and not were
            seen["split"] += were and not are


@pytest.mark.parametrize("count", [8, pytest.param(60, marks=pytest.mark.slow)])
def test_families_step_by_step_are_those_of_a_whole_rebuild(
    monkeypatch: pytest.MonkeyPatch, count: int
):
    monkeypatch.setattr(meeting, "MEETING", 2)
    seen: Counter = Counter()

    @settings(max_examples=count, deadline=None, derandomize=True)
    @given(steps=STEPS)
    def hold(steps: list[dict]) -> None:
        with open_warehouse() as connection:
            for step in steps:
                before = read_families(connection)
                write_quoting(connection, step)
                found = renew_families(connection)
                seen["no longer met"] += found.lost.height
                after, index = read_families(connection), read_index(connection)
                note_families(seen, before, after)
                relations.forget_families(connection)
                renew_families(connection)
                assert (after, index) == (read_families(connection), read_index(connection))

    hold()
    assert {"merged", "split", "no longer met"} <= {name for name, count in seen.items() if count}
