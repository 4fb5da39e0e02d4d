"""A row to a page: line ends, ids, when and where it was captured."""

from datetime import UTC, datetime

import pytest

from flows.ingest.pages import read_captured_at


def test_line_ends_become_lf_and_nothing_else_changes(tmp_path, read, rows):
    text = "  One\r\ntwo\rthree\n\n\tfour\u2028\u00a0five \u200b\x85\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.jsonl").write_bytes(rows({"text": "\ufeff" + text}))
    pages, _ = read(tmp_path)
    assert [page["text"] for page in pages] == [
        "  One\ntwo\nthree\n\n\tfour\u2028\u00a0five \u200b\x85\n"
    ] * 2


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "basis"),
    [
        ("2025-06-07T12:00:00+02:00", (7, 10), (7, 10), "metadata"),
        ("2025-06-07T12:00:00Z", (7, 12), (7, 12), "metadata"),
        ("2025-06-07 12:00", (7, 12), (7, 12), "assumed_utc"),
        ("20250607T120000.5", (7, 12, 0, 0, 500_000), (7, 12, 0, 0, 500_000), "assumed_utc"),
        ("2025-06-07", (7, 0), (8, 0), "assumed_utc"),
        (" 20250607 ", (7, 0), (8, 0), "assumed_utc"),
    ],
)
def test_a_capture_time_states_its_basis(value, earliest, latest, basis):
    moments = [datetime(2025, 6, *parts, tzinfo=UTC) for parts in (earliest, earliest, latest)]
    assert read_captured_at(value) == (*moments, basis)


@pytest.mark.parametrize("value", [None, ""])
def test_no_capture_time_is_none(value):
    assert read_captured_at(value) == (None, None, None, None)


@pytest.mark.parametrize(
    "value", ["yesterday", "0001-01-01", "9999-12-31T23:59:59-12:00", 1749290400, "2025-13-01", {}]
)
def test_a_capture_time_that_is_not_understood_is_left_out(tmp_path, value, read, reasons, rows):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "One", "captured_at": value}))
    pages, ingested = read(tmp_path)
    assert [(page["text"], page["captured_at"]) for page in pages] == [("One", None)]
    assert reasons(ingested) == [("a.jsonl#1", "captured_at not understood")]
    assert "the page is kept" in ingested.rejects["detail"][0]


@pytest.mark.parametrize(
    ("url", "kept", "reason"),
    [
        (" https://gazette.example/a ", "https://gazette.example/a", None),
        ("", None, None),
        (None, None, None),
        (5, None, "url not a string"),
        ("https://gazette.example/\udc80", None, "lone surrogate"),
    ],
)
def test_a_url_that_is_none_is_left_out(tmp_path, url, kept, reason, read, reasons, rows):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "One", "url": url}))
    (page,), ingested = read(tmp_path)
    assert page["url"] == kept
    assert reasons(ingested) == ([("a.jsonl#1", reason)] if reason else [])


@pytest.mark.parametrize(
    ("value", "kept"), [(7, "7"), ("a-7", "a-7"), (None, None), ("half \udc80", "half \\udc80")]
)
def test_an_id_is_kept_as_text(tmp_path, value, kept, read, rows):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "One", "id": value}))
    (page,), _ = read(tmp_path)
    assert page["external_id"] == kept


def test_page_ids_are_of_url_and_text(tmp_path, read, rows):
    urls = ["https://a.example", "https://b.example", None, "https://a.example"]
    (tmp_path / "a.jsonl").write_bytes(rows(*({"text": "One", "url": url} for url in urls)))
    pages, _ = read(tmp_path)
    first, second, bare, again = (page["page_id"] for page in pages)
    assert first == again
    assert len({first, second, bare}) == 3
    assert len({page["text_id"] for page in pages}) == 1
