"""What a run tells automations: copydesk.published, and copydesk.watch-matched for new matches."""

from pathlib import Path
from typing import Any

import pytest

TEXT = "Dredging of the harbour goes on\n\nBy Ada Quill\n\n" + (
    "The harbour trust said that dredging would start in May and end in June. " * 5
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, prefect_url: str) -> list[tuple[str, str, dict]]:
    """(event, resource, payload) of all that is sent from here on; it is sent all the same."""
    from flows import reports

    found, emit = [], reports.emit_event

    def spy(event: str, resource: dict[str, str], payload: Any = None, **more: Any) -> object:
        found.append((event, resource["prefect.resource.id"], payload))
        return emit(event, resource=resource, payload=payload, **more)

    monkeypatch.setattr(reports, "emit_event", spy)
    return found


def test_new_matches_are_told_once(tmp_path: Path, run_flow, sent):
    raw, warehouse = tmp_path / "raw", tmp_path / "copydesk.duckdb"
    raw.mkdir()
    (raw / "a.txt").write_text(TEXT)
    summary = run_flow(warehouse, raw)
    told = {event: (resource, payload) for event, resource, payload in sent}
    assert told.keys() >= {"copydesk.published", "copydesk.watch-matched"}
    resource, payload = told["copydesk.published"]
    assert (resource, payload["new_page_count"], payload["articles"]) == (
        "copydesk.warehouse",
        "1",
        "1",
    )
    assert payload["run_id"] == summary.run["run_id"]
    resource, payload = told["copydesk.watch-matched"]
    assert resource == "copydesk.watch.harbour-dredging"
    assert (payload["topic_name"], payload["count"]) == ("harbour dredging", 1)
    assert payload["articles"][0]["headline"] == "Dredging of the harbour goes on"
    assert payload["message"].splitlines() == [
        "harbour dredging: 1 new article",
        "Dredging of the harbour goes on",
    ]
    sent.clear()
    run_flow(warehouse, raw)
    assert "copydesk.published" in {event for event, *_ in sent}
    assert "copydesk.watch-matched" not in {event for event, *_ in sent}


@pytest.mark.parametrize("error", [RuntimeError("no server"), ValueError("not an event")])
def test_an_event_that_cannot_be_sent_fails_no_run(
    tmp_path: Path, run_flow, query, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    from flows import reports

    def fail(event: str, **_: Any) -> None:
        if not event.startswith("copydesk.run."):
            raise error

    monkeypatch.setattr(reports, "emit_event", fail)
    (tmp_path / "a.txt").write_text(TEXT)
    run_flow(tmp_path / "copydesk.duckdb", tmp_path / "a.txt")
    states = "select state from ops.runs"
    assert query(tmp_path / "copydesk.duckdb", states) == [("completed",)]


def test_a_message_has_no_controls():
    from flows.reports import tell_match
    from flows.warehouse.sightings import NewMatches

    article = {"headline": "a\x1b[31m\nb", "outlet_id": None, "url": "https://a.example/\u202e"}
    message = tell_match(NewMatches("watch:a", "a", 3, [article]))
    assert message == "a: 3 new articles\na␛[31m␊b | https://a.example/\\u{202e}"
