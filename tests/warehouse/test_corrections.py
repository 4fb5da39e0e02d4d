"""Corrections through the flow: they redo their own pages only, are kept, and can be taken back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import shipped
from flows.seeds import read_frame
from flows.seeds.tables import TABLES
from flows.summary import tell_stale

SAMPLE = shipped.ROOT / "data" / "raw"
STATES = "select field, value, rules_value, state, problem, is_agreed from marts.corrections"


@pytest.fixture
def raw(tmp_path) -> Path:
    """Two pages: an aggregator's with stories of others, and a publisher's."""
    (tmp_path / "raw").mkdir()
    for name in ("aggregators/exchange.txt", "english/ferry-strike.txt"):
        shutil.copy(SAMPLE / name, tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def write_corrections(tmp_path, monkeypatch) -> Callable[..., None]:
    """write_corrections("row", ...): the user's corrections.csv."""
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("COPYDESK_SEEDS", str(tmp_path / "own"))

    def write(*rows: str) -> None:
        lines = [",".join(TABLES["corrections"].columns), *rows]
        (tmp_path / "own" / "corrections.csv").write_text("".join(f"{line}\n" for line in lines))
        read_frame.cache_clear()

    return write


def test_corrections_are_applied_kept_and_taken_back(
    raw, tmp_path, run_flow, dump, query, write_corrections
):
    warehouse = tmp_path / "copydesk.duckdb"
    run_flow(warehouse, raw)
    before = dump(warehouse)
    text_id, text = query(
        warehouse, "select text_id, text from core.pages where source = 'exchange.txt'"
    )[0]
    story, tags = text.index("At Selka bridge"), text.index("Tags\n")
    rows = [
        f"{text_id},exchange.txt,authors,,,Ada Quill; Bo Dal",
        f"{text_id},exchange.txt,outlet_id,,,island.example",
        f"{text_id},exchange.txt,published,{story},{story + 9},2024-03-13",
        f"{text_id},exchange.txt,kind,{tags},{tags + 4},subheading",
        f"{text_id},exchange.txt,language_code,,,en",
        f"{32 * '0'},gone.txt,kind,0,9,headline",
    ]

    write_corrections(*rows)
    summary = run_flow(warehouse, raw)
    assert (summary.run["recut_page_count"], summary.run["new_page_count"]) == (1, 0)
    assert list(tell_stale(summary)) == ["1 correction no longer fits: see marts.corrections"]
    assert sorted(query(warehouse, STATES), key=str) == [
        ("authors", "Ada Quill; Bo Dal", None, "applied", None, False),
        ("kind", "headline", None, "stale", "no_such_text", None),
        ("kind", "subheading", "tags", "applied", None, False),
        ("language_code", "en", "en", "applied", None, True),
        ("outlet_id", "island.example", None, "applied", None, False),
        ("published", "2024-03-13", None, "applied", None, False),
    ]
    assert query(
        warehouse,
        "select authors, outlet_id, outlet_basis, kind, body like '%\nTags', language_code"
        " from core.articles join core.outlets using (outlet_id)"
        " where headline like 'Velmora and Osterra swap%'",
    ) == [(["Ada Quill", "Bo Dal"], "island.example", "corrected", "unlisted", True, "en")]
    assert query(
        warehouse,
        "select published_day::varchar, published_basis from core.articles"
        " where headline like 'At Selka bridge%'",
    ) == [("2024-03-13", "corrected")]
    corrected = dump(warehouse)
    other = "select * from core.segments join core.pages using (page_id) where source like 'ferry%'"
    assert query(warehouse, other)

    # Once is enough, in any order of rows; a full refresh and a new warehouse keep them.
    write_corrections(*reversed(rows))
    again = run_flow(warehouse, raw)
    assert again.run["recut_page_count"] == 0
    assert dump(warehouse) == corrected
    run_flow(warehouse, full_refresh=True)
    assert dump(warehouse) == corrected
    run_flow(tmp_path / "other.duckdb", raw)
    assert dump(tmp_path / "other.duckdb") == corrected

    # A page that changed is another text.
    whole = (raw / "exchange.txt").read_text()
    (raw / "exchange.txt").write_text(f"{whole}\nContact\n")
    summary = run_flow(warehouse, raw)
    assert list(tell_stale(summary)) == ["6 corrections no longer fit: see marts.corrections"]
    assert {row[3:5] for row in query(warehouse, STATES)} == {("stale", "no_such_text")}

    # Without them all is as before.
    (raw / "exchange.txt").write_text(whole)
    run_flow(warehouse, raw)
    assert dump(warehouse) == corrected
    write_corrections()
    assert run_flow(warehouse, raw).run["recut_page_count"] == 1
    assert dump(warehouse) == before


def test_a_page_that_is_described_again_keeps_its_corrections(
    raw, tmp_path, run_flow, query, write_corrections
):
    warehouse = tmp_path / "copydesk.duckdb"
    (raw / "exchange.txt").unlink()
    run_flow(warehouse, raw)
    ((text_id,),) = query(warehouse, "select text_id from core.pages")
    write_corrections(f"{text_id},,authors,,,Ada Quill", f"{text_id},,kind,0,12,promotion")
    run_flow(warehouse, raw)
    authors = (
        "select authors, captured_at is not null from core.pages"
        " join core.placements using (page_id) where role = 'lead'"
    )
    assert query(warehouse, authors) == [(["Ada Quill"], False)]
    (raw / "manifest.csv").write_text(
        "path,url,captured_at\nferry-strike.txt,,2024-03-15T10:00:00Z\n"
    )
    run_flow(warehouse, raw)
    assert query(warehouse, authors) == [(["Ada Quill"], True)]
    assert {row[3] for row in query(warehouse, STATES)} == {"applied"}
