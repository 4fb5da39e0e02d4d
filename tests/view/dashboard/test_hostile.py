"""A page that attacks whoever looks at it is text on each page and in each file."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flows.view.dashboard.views import VIEWS

ATTACKS = (
    "<script>alert('owned')</script>",
    "<img src=x onerror=alert('owned')>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<svg onload=alert(1)><a href=javascript:alert(2)>",
    '"><style>*{display:none}</style>',
    "{{ 7 * 7 }} {% raw %}",
    "\u202eyad yb desrever\u2066",
)
ALLOWED = """
    html head meta title link body a header p span nav ul li form label input button main footer h1
    h2 h3 code b dl dt dd div details summary select option table caption thead tbody tr th td bdi
    time section figure figcaption svg desc g rect blockquote mark del ins ol script
"""
PROSE = (
    " The ferry came back on Monday, the harbour master said on the quay, and its crew was welcomed"
    ' by several hundred people. "We have waited for this day since the storm of last May," she'
    " said, and nobody on the quay said anything else for a while.\n\n"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, run_flow) -> Path:
    """Pages of attacks, published: the same story on two hosts, so that all tables have rows."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "raw").mkdir()
    rows = []
    for number, host in enumerate(("a<b>.example", "evil.example", "other.example")):
        attacks = "".join(f"{attack}{PROSE}" for attack in ATTACKS)
        text = f'=HYPERLINK("http://evil.example") {ATTACKS[0]}\n\nBy {ATTACKS[1]}\n\n{attacks}'
        url = f"https://{host}/{number}" if number else f"javascript:alert('{host}')"
        rows.append({"text": text + f"Part {number}.", "url": url, "id": f"=1+{number}"})
    lines = "\n".join(json.dumps(row) for row in rows)
    (folder / "raw" / "=cmd <script>alert(1)<-script>.jsonl").write_text(lines)
    run_flow(folder / "copydesk.duckdb", folder / "raw")
    return folder / "copydesk.duckdb"


class Elements(HTMLParser):
    """The elements, attributes and addresses of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name in ("href", "src", "action")]


def list_addresses(site: TestClient) -> list[str]:
    """All pages that can be reached in some steps."""
    found, waiting = ["/"], ["/"]
    while waiting and len(found) < 250:
        page = site.get(waiting.pop(0)).text
        for link in re.findall(r'href="(/[^"#]*)', page):
            link = link.replace("&amp;", "&")
            if link not in found and not link.startswith("/static"):
                found.append(link)
                waiting.append(link)
    return found


def test_nothing_of_a_page_runs(hostile: Path, open_site):
    site = open_site(hostile)
    shown = ""
    for address in list_addresses(site):
        answer = site.get(address)
        assert answer.status_code == 200, address
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        if "html" not in answer.headers["content-type"]:
            continue
        elements = Elements()
        elements.feed(answer.text)
        assert elements.tags <= set(ALLOWED.split()), address
        assert not [name for name in elements.attributes if name.startswith(("on", "style"))]
        for link in elements.addresses:
            assert link.startswith(("/", "#", "https://", "http://")), link
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", answer.text), address
        shown += answer.text
    assert "RIGHT-TO-LEFT OVERRIDE" in shown and "&lt;script&gt;alert" in shown
    assert "{{ 7 * 7 }}" in shown and "javascript:alert(" in shown
    assert 'rel="noopener noreferrer"' in shown


@pytest.mark.parametrize("name", VIEWS)
def test_no_cell_of_a_file_is_a_formula(name: str, hostile: Path, open_site):
    answer = open_site(hostile).get(f"/{name}.csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    risky = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [cell for cell in risky if not re.fullmatch(r"-?[\d.e+-]+", cell)] == []


def test_a_formula_is_kept_as_text(hostile: Path, open_site):
    answer = open_site(hostile).get("/page_sources.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["external_id"] for row in rows} == {"'=1+0", "'=1+1", "'=1+2"}
    assert all(row["source"].startswith("'=cmd <script>") for row in rows)
