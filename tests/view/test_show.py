"""`copydesk show` as people see it, and pages that attack a terminal."""

import io
import re
import subprocess
import sys
import unicodedata
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
    source, url, page_id, count = query(
        warehouse,
        "select source, pages.url, page_id, count(*) from core.pages join core.segments"
        " using (page_id) where pages.url is not null group by all order by all limit 1",
    )[0]
    lines = shown(capsys, source, "--warehouse", warehouse)
    assert lines[0] == source
    assert len(lines) == count + 2
    assert lines[-1].startswith(f"{count} segments; articles: 1 ")
    for name in (url, page_id, page_id[:8]):
        assert shown(capsys, name, "--warehouse", warehouse) == lines


def test_a_file_is_shown_without_a_warehouse(warehouse, tmp_path, capsys):
    stored = shown(capsys, "english/ferry-strike.txt", "--warehouse", warehouse)
    path = SAMPLE / "english" / "ferry-strike.txt"
    cut_now = shown(capsys, path, "--warehouse", tmp_path / "none.duckdb")
    assert cut_now[0] == str(path)
    assert [line.split("  [")[0] for line in cut_now[1:]] == [
        line.split("  [")[0] for line in stored[1:]
    ]
    for line in path.read_text().splitlines():
        assert (
            any(line.split()[0] in shown_line for shown_line in cut_now) if line.strip() else True
        )


def test_a_file_of_rows_is_shown_by_row(warehouse, capsys):
    assert (
        shown(capsys, "crawl/pages.jsonl#1", "--warehouse", warehouse)[0] == "crawl/pages.jsonl#1"
    )
    assert cli.main(["show", "crawl/pages.jsonl", "--warehouse", str(warehouse)]) == 2


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
    assert process.wait(30) == 1
