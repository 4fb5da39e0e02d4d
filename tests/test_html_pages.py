"""HTML and web archives through the flow: what only the HTML says is kept, with its basis."""

import json
from pathlib import Path

import pytest

from tests.ingest.archives import INFO, REVISIT, write_response

TEXT = [
    "The ferry crews of Orvelle went back to work after nine days on the quay, and the first boat"
    " left with four cars and a hearse, the harbour master said.",
    "The crews had asked for two days of rest a week, and they were given one and a half, which"
    " their speaker called a beginning and the harbour board an end.",
    "Whoever wants to cross before the summer must book a place now, as all boats of the first"
    " week of June were full within an hour.",
]
SAID = {
    "@type": "NewsArticle",
    "headline": "Ferries of Orvelle sail again",
    "datePublished": "2025-06-07T12:00:00+02:00",
    "author": {"name": "Ada Quill"},
    "publisher": {"name": "The Orvelle Post"},
}
ADDRESS = "https://www.orvelle-post.example/ferries"
LEAD = """
    select headline, authors, authors_basis, outlet_id, outlet_basis, published_day::varchar,
        published_basis
    from core.articles
"""


def write_page(path: Path, said: dict | None, *above: str) -> None:
    head = f'<link rel="canonical" href="{ADDRESS}">' if said else ""
    head += f'<script type="application/ld+json">{json.dumps(said)}</script>' if said else ""
    lines = "".join(f"<p>{line}</p>" for line in (*above, *TEXT))
    body = f"<p hidden>Skip</p><h1>Ferries of Orvelle sail again</h1>{lines}"
    path.write_text(f"<!DOCTYPE html><html lang=en><title>Post</title>{head}{body}")


@pytest.fixture
def raw(tmp_path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def test_html_says_what_the_text_does_not(raw, tmp_path, run_flow, query):
    warehouse = tmp_path / "copydesk.duckdb"
    write_page(raw / "a.html", SAID)
    run_flow(warehouse, raw)
    assert query(warehouse, LEAD) == [
        (
            *("Ferries of Orvelle sail again", ["Ada Quill"], "html"),
            *("orvelle-post.example", "unlisted_host", "2025-06-07", "html"),
        )
    ]
    page = "select url, host_domain, host_outlet_basis, site_name, hidden_spans from core.pages"
    assert query(warehouse, page) == [
        (
            *(None, "orvelle-post.example", "html", "The Orvelle Post"),
            [{"start_char": 0, "end_char": 4}],
        )
    ]
    facts = "select source, value_no, field, value, found_in from core.page_metadata order by 2"
    told = query(warehouse, facts)
    assert told[:3] == [
        ("a.html", 1, "title", "Post", "title"),
        ("a.html", 2, "canonical_url", ADDRESS, "link"),
        ("a.html", 3, "headline", "Ferries of Orvelle sail again", "json-ld"),
    ]
    before = query(warehouse, "from core.placements order by all"), told
    (raw / "a.html").unlink()
    run_flow(warehouse, raw, full_refresh=True)
    assert (
        query(warehouse, "from core.placements order by all"),
        query(warehouse, facts),
    ) == before


def test_what_is_printed_comes_first(raw, tmp_path, run_flow, query):
    warehouse = tmp_path / "copydesk.duckdb"
    write_page(raw / "a.html", SAID, "By Ines Marlow", "June 3, 2025")
    run_flow(warehouse, raw)
    ((_, *told),) = query(warehouse, LEAD)
    assert told == [
        *(
            ["Ines Marlow"],
            "printed",
            "orvelle-post.example",
            "unlisted_host",
            "2025-06-03",
            "printed",
        )
    ]


def test_changed_metadata_is_described_again(raw, tmp_path, run_flow, query):
    warehouse = tmp_path / "copydesk.duckdb"
    write_page(raw / "a.html", None)
    run_flow(warehouse, raw)
    ((_, *told),) = query(warehouse, LEAD)
    assert told == [None] * 6
    write_page(raw / "a.html", SAID)
    run = run_flow(warehouse, raw).run
    assert (run["new_page_count"], run["recut_page_count"]) == (0, 1)
    assert query(warehouse, LEAD)[0][1:3] == (["Ada Quill"], "html")


def test_the_earliest_source_with_html_speaks(raw, tmp_path, run_flow, query):
    warehouse = tmp_path / "copydesk.duckdb"
    later = SAID | {"author": {"name": "Bo Dal"}}
    write_page(raw / "b.html", later)
    run_flow(warehouse, raw)
    write_page(raw / "a.html", SAID)
    text = "Skip\n\nFerries of Orvelle sail again\n\n" + "\n\n".join(TEXT)
    (raw / "0.txt").write_text(text)
    run_flow(warehouse, raw)
    assert query(warehouse, "select source, char_count from core.pages") == [("0.txt", len(text))]
    assert query(warehouse, LEAD)[0][1] == ["Ada Quill"]
    assert query(warehouse, "select count(distinct source) from core.page_metadata") == [(2,)]


def test_an_archive_accounts_for_each_record(raw, tmp_path, run_flow, query, call):
    warehouse = tmp_path / "copydesk.duckdb"
    page = f"<h1>Ferries of Orvelle sail again</h1><p>{'</p><p>'.join(TEXT)}</p>"
    own = write_response(2, page.encode())
    broken = write_response(3).replace(b"HTTP/1.1 200 OK", b"no header here!")
    (raw / "a.warc").write_bytes(INFO + own + broken + REVISIT)
    run_flow(warehouse, raw)
    sources = "select source, url, member, record_offset from core.page_sources"
    assert query(warehouse, sources) == [("a.warc#2", "https://gazette.example/2", None, len(INFO))]
    files = "select format, record_count, page_count, reject_count, other_records from ops.files"
    assert query(warehouse, files) == [("warc", 4, 1, 1, '{"revisit": 1, "warcinfo": 1}')]
    rejects = "select source, reason from ops.rejects"
    assert query(warehouse, rejects) == [("a.warc#3", "broken record")]
    assert query(warehouse, LEAD)[0][0] == "Ferries of Orvelle sail again"
    shown = call("show", f"{raw}/a.warc#2", "--warehouse", tmp_path / "none.duckdb")
    assert (shown.returncode, "Ferries of Orvelle sail again" in shown.stdout) == (0, True)
