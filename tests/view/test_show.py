"""`copydesk show` as people see it, and pages that attack a terminal."""

import io
import json
import re
import subprocess
import sys
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from flows import cli, shipped
from flows.view import show

SAMPLE = shipped.ROOT / "data" / "raw"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
UNSAFE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
ATTACK = (
    "Harbour Post\n\nFerry returns \x1b]0;owned\x07 to Port Amber\n\n"
    "The ferry\x1b[2J\x1b[H came back\rREPLACED on Monday, the harbour master said on the quay, "
    "and \x9b31m the \u202ereversed\u202c crew \u2066of\u2069 nine was [red]welcomed[/red] :ship: "
    "by several hundred people\u2028who had waited \x08\x08since the \x7fstorm\u200b of last May.\n"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, run_flow) -> Path:
    """The sample pages, published."""
    path = tmp_path_factory.mktemp("cli") / "copydesk.duckdb"
    run_flow(path, SAMPLE)
    return path


def shown(capsys, *arguments: object) -> list[str]:
    assert cli.main(["show", *map(str, arguments)]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    return output.out.splitlines()


def test_a_page_is_shown_by_source_url_and_id(warehouse, query, capsys):
    source, url, page_id, segments, placements = query(
        warehouse,
        "select source, pages.url, page_id, count(*), (select count(*) from core.placements as p"
        " where p.page_id = pages.page_id) from core.pages join core.segments using (page_id)"
        " where pages.url is not null group by all order by all limit 1",
    )[0]
    lines = shown(capsys, source, "--warehouse", warehouse)
    assert lines[0] == f"The cut in {warehouse}"
    assert f"source       {source}" in lines
    assert f"url          {url}" in lines
    assert len(lines[lines.index("") + 1 : -1]) == segments
    assert lines[-1] == f"{segments} segments; articles: {placements}"
    for name in (url, page_id, page_id[:8], source.rpartition("/")[2], source.upper()[1:]):
        assert shown(capsys, name, "--warehouse", warehouse) == lines


def test_an_article_is_shown_on_its_page(warehouse, query, capsys):
    ((article_id, source),) = query(
        warehouse,
        "select article_id, any_value(source) from core.placements join core.pages using (page_id)"
        " group by article_id having count(*) = 1 order by article_id limit 1",
    )
    assert cli.main(["show", article_id[:8], "--warehouse", str(warehouse)]) == 0
    assert source in capsys.readouterr().out


def test_the_header_says_what_is_known_of_each_article(warehouse, capsys):
    lines = shown(capsys, "exchange", "--warehouse", warehouse)
    assert lines[1:9] == [
        "source       aggregators/exchange.txt",
        "url          https://skimfeed.example/story/velmora-osterra-exchange",
        "host outlet  skimfeed (url), on skimfeed.example",
        "captured     2024-03-14 17:30 UTC (metadata)",
        *lines[5:9],
    ]
    told = [re.sub(r"\d\.\d\d$", "N", line) for line in lines[5:9]]
    assert told == [
        "  1 lead     outlet unknown, no date printed, en, cut_confidence N",
        "  2 embedded valley-ledger (label), 2024-03-14 16:55 UTC (relative), en, cut_confidence N",
        "  3 embedded meridian-wire (label), 2024-03-14 15:30 to 17:00 UTC (relative), en,"
        " cut_confidence N",
        "  4 embedded harbour-gazette (label), 2024-03-14 (relative), en, cut_confidence N",
    ]


BRACKET = {
    "published_earliest": datetime(2025, 5, 19),
    "published_latest": datetime(2025, 5, 20),
    "published_utc_offset_minutes": None,
    "published_precision": "day",
    "published_basis": "printed",
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "2025-05-19 (printed)"),
        (
            {
                "published_earliest": datetime(2025, 5, 19, 13, 34),
                "published_precision": "minute",
                "published_utc_offset_minutes": 120,
            },
            "2025-05-19 13:34 UTC (printed)",
        ),
        (
            {"published_earliest": datetime(2025, 5, 1), "published_precision": "month"},
            "2025-05-01 to 2025-05-19 (printed)",
        ),
        (
            {"published_earliest": None, "published_precision": None},
            "before 2025-05-20 00:00 (printed)",
        ),
        ({"published_latest": None, "reason_undated": "date_without_year"}, "date without year"),
        ({"published_latest": None}, "no date"),  # a warehouse that has no reasons yet
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(changed, told):
    assert show.tell_date(BRACKET | changed) == told


def test_a_part_that_several_pages_have_lists_up_to_ten(warehouse, query, capsys):
    arguments = ["--warehouse", str(warehouse)]
    assert cli.main(["show", "pages.jsonl", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    told, *listed = output.err.splitlines()
    assert told == "copydesk: pages.jsonl: 4 pages go by that name; name one of them"
    assert listed == [f"  crawl/pages.jsonl#{number}" for number in range(1, 5)]
    assert cli.main(["show", "a", *arguments]) == 2
    _, *listed = capsys.readouterr().err.splitlines()
    ((count,),) = query(warehouse, "select count(*) from core.pages where contains(source, 'a')")
    assert len(listed) == 11
    assert listed[-1] == f"  and {count - 10} more"


def test_a_url_of_several_captures_lists_them(tmp_path, run_flow, capsys):
    (tmp_path / "raw").mkdir()
    rows = [
        {"text": f"Ferry returns\n\nThe {n}th crew came.", "url": "https://a.example/1"}
        for n in (4, 5)
    ]
    (tmp_path / "raw" / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run_flow(tmp_path / "copydesk.duckdb", tmp_path / "raw")
    named = ["show", "https://a.example/1", "--warehouse", str(tmp_path / "copydesk.duckdb")]
    assert cli.main(named) == 2
    assert capsys.readouterr().err.splitlines()[1:] == ["  a.jsonl#1", "  a.jsonl#2"]


def test_all_places_of_a_page_are_told_and_why_a_file_is_no_page(tmp_path, run_flow, capsys):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in "abcde":
        (raw / f"{name}.txt").write_text("Bridge shut\n\nIt stays shut until May, they said.\n")
    (raw / "none.txt").write_text("")
    warehouse = tmp_path / "w.duckdb"
    run_flow(warehouse, raw)
    lines = shown(capsys, "e.txt", "--warehouse", warehouse)
    first, others = lines[1].split()[1], lines[2]
    rest = [f"{name}.txt" for name in "abcde" if f"{name}.txt" != first]
    assert others == f"also at      {', '.join(rest[:3])} and 1 more"
    assert cli.main(["show", "none.txt", "--warehouse", str(warehouse)]) == 2
    assert capsys.readouterr().err.replace("\n", " ").strip() == (
        f"copydesk: none.txt: {warehouse} could not read it: empty: 0 bytes"
    )


def test_a_file_is_cut_now_as_a_run_cuts_it(warehouse, tmp_path, capsys):
    """With what the manifest beside it says."""
    stored = shown(capsys, "english/ferry-strike.txt", "--warehouse", warehouse)
    path = SAMPLE / "english" / "ferry-strike.txt"
    for other in (tmp_path / "none.duckdb", warehouse):
        cut_now = shown(capsys, path, "--warehouse", other)
        assert cut_now[0] == "Cut now from the file; the warehouse may have another cut"
        assert cut_now[1] == f"source       {path}"
        assert cut_now[2:] == stored[2:]


def test_a_row_of_a_file_is_cut_now(warehouse, tmp_path, capsys):
    stored = shown(capsys, "crawl/pages.jsonl#2", "--warehouse", warehouse)
    path = SAMPLE / "crawl" / "pages.jsonl"
    cut_now = shown(capsys, f"{path}#2", "--warehouse", tmp_path / "none.duckdb")
    assert cut_now[1] == f"source       {path}#2"
    assert cut_now[2:] == stored[2:]


def test_a_file_whose_name_has_a_number_sign_is_no_row(tmp_path, capsys):
    (tmp_path / "page#1.txt").write_text(ATTACK, newline="")
    assert shown(capsys, tmp_path / "page#1.txt")[1].endswith("page#1.txt")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("pages.jsonl", "has a page a line; name one, as {path}#1"),
        ("pages.jsonl#9", "no line 9: the file has none, or it is blank"),
        ("pages.jsonl#0", "no line 0"),
        ("pages.jsonl#" + "9" * 5_000, "no such file"),
        ("pages.jsonl#two", "no such file"),
        ("export.txt", "several pages: name one, as {path}#1"),
        ("export.txt#3", "no page 3"),
        ("page.txt#2", "no page 2: the file may be one page: try "),
        ("pages.jsonl#2", "not JSON"),
        ("empty.parquet#1", "broken Parquet"),
    ],
)
def test_a_row_that_cannot_be_shown_is_one_line(name, says, tmp_path, capsys):
    (tmp_path / "pages.jsonl").write_text('{"text": "Ferry returns"}\n{"text": ')
    (tmp_path / "empty.parquet").write_bytes(b"")
    (tmp_path / "page.txt").write_text("Ferry returns")
    documents = (
        f"{title}\nSalt Post\nJune {day}, 2023\n\nLength: 4 words\nByline: Ann Lee\n\nBody\n\n"
        "The ferry came back on Monday.\n\nEnd of Document\n"
        for day, title in enumerate(("Ferry returns", "Ferry stays"), 1)
    )
    (tmp_path / "export.txt").write_text("\n".join(documents))
    path = tmp_path / name
    assert cli.main(["show", str(path), "--warehouse", str(tmp_path / "none.duckdb")]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    assert line.startswith(f"copydesk: {path}: ")
    assert says.format(path=path) in line


def test_seeds_are_checked_as_a_whole(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COPYDESK_SEEDS", "")  # so that it is put back behind the test
    (tmp_path / "a.txt").write_text(ATTACK, newline="")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "topic_terms.csv").write_text("topic_id,term,language\nmedtop:1,ferry,en\n")
    assert cli.main(["show", str(tmp_path / "a.txt"), "--seeds", str(tmp_path / "own")]) == 1
    assert "topic_terms.csv row 2: topic_id" in capsys.readouterr().err


def test_nothing_in_a_page_acts_on_the_terminal(tmp_path, capsys):
    path = tmp_path / "evil\x1b]0;owned\x07\nname\u202e.txt"
    path.write_text(ATTACK, newline="")
    output = "\n".join(shown(capsys, path))
    assert {character for character in output if unicodedata.category(character) in UNSAFE} == {
        "\n"
    }
    assert "Ferry returns ␛]0;owned␇ to Port Amber" in output
    assert "[red]welcomed[/red] :ship:" in output
    assert r"\u{9b}31m the \u{202e}reversed\u{202c}" in output


def test_colours_are_for_terminals(tmp_path, capsys, monkeypatch):
    (tmp_path / "a.txt").write_text(ATTACK, newline="")
    plain = shown(capsys, tmp_path / "a.txt")
    assert not COLOUR.search("\n".join(plain))
    screen = io.StringIO()
    terminal = Console(file=screen, force_terminal=True, color_system="standard", soft_wrap=True)
    monkeypatch.setattr(show, "console", terminal)
    shown(capsys, tmp_path / "a.txt")
    assert COLOUR.search(screen.getvalue())
    assert COLOUR.sub("", screen.getvalue()).splitlines() == plain


def test_a_reader_that_stops_ends_it_silently(tmp_path):
    (tmp_path / "long.txt").write_text("".join(f"Line {n} of many.\n" for n in range(5_000)))
    command = [sys.executable, "-m", "flows.cli", "show", str(tmp_path / "long.txt")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 0
