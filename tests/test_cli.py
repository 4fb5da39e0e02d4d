"""The command line as people meet it: exit codes, the summary, and pages that attack a terminal."""

import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from flows import cli, shipped
from flows.terminal import escape_controls
from flows.view import show
from flows.warehouse import publish

SAMPLE = shipped.ROOT / "data" / "raw"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
STAGES = ("Reading", "Cut", "Describe", "Quote", "Comparing", "Modelling")  # those that are slow
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


# Arguments


def test_help_names_the_commands(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    assert {"run", "show", "schedule"} <= set(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["run", "a", "--workers", "0"], ["run", "a", "--workers", "two"], ["show"]],
)
def test_wrong_arguments_exit_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: copydesk")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run"], "name a file or folder"),
        (["run", "gone"], "gone: there is no such file or folder"),
        (["run", "page.html"], "page.html: is not of a kind that Copydesk reads"),
        (["run", "page.txt", "--warehouse", "."], "is a folder"),
        (["run", "page.txt", "--warehouse", "page.html"], "no warehouse that Copydesk made"),
        (["run", "--full-refresh"], "there is no warehouse to refresh"),
        (["schedule", "gone"], "gone: there is no such file or folder"),
        (["show", "gone"], "gone: no such file"),
        (["show", "evil\x1b[31m\nname"], "evil␛[31m␊name: no such file"),
        (["show", "empty.txt"], "empty.txt: empty"),
        (["show", "page.txt", "--warehouse", "page.html"], "page.txt: IO Error"),
    ],
)
def test_unusable_arguments_exit_2_with_one_line(arguments, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text("<p>Words</p>")
    Path("page.txt").write_text("Words")
    Path("empty.txt").write_text("")
    assert cli.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    assert line.startswith("copydesk: ")
    assert says in line


def test_a_broken_build_file_exits_1_with_one_line(tmp_path, call):
    (tmp_path / "a.txt").write_text("Words")
    build = publish.find_folder(tmp_path / "copydesk.duckdb") / "build.duckdb"
    build.parent.mkdir()
    build.write_text("no database")
    failed = call("run", tmp_path / "a.txt", "--warehouse", tmp_path / "copydesk.duckdb")
    assert (failed.returncode, failed.stdout) == (1, "")
    (line,) = failed.stderr.splitlines()
    assert line.startswith(f"copydesk: {build} cannot be opened")


# The summary


def test_the_summary_tells_what_the_warehouse_holds(tmp_path, call, query):
    (tmp_path / "raw").mkdir()
    for path in (SAMPLE / "english").iterdir():
        (tmp_path / "raw" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "raw" / "empty.txt").write_text("")
    warehouse = tmp_path / "copydesk.duckdb"
    run = call("run", tmp_path / "raw", "--warehouse", warehouse)
    assert run.returncode == 0
    assert all(line.startswith(("warning: ", "  ", *STAGES)) for line in run.stderr.splitlines())
    told = run.stdout
    ((pages, articles, outlets, topics, stories, quotations, pairs),) = query(
        warehouse,
        "select (select count(*) from core.pages), (select count(*) from core.articles),"
        " (select count(distinct outlet_id) from core.articles),"
        " (select count(distinct topic_id) from core.article_topics where is_assigned),"
        " (select count(*) from core.stories), (select count(*) from core.quotations),"
        " (select count(*) from core.reuse)",
    )
    roles = dict(query(warehouse, "select role, count(*) from core.placements group by role"))
    assert [line.split()[:2] for line in told.splitlines()[:7]] == [
        [str(pages), "pages"],
        [str(articles), "articles"],
        [str(outlets), "outlets"],
        [str(topics), "topics"],
        [str(stories), "stories"],
        [str(quotations), "quotations"],
        [str(pairs), "pairs"],
    ]
    assert f"{pages} new, 1 rejected" in told
    for role, name in (("lead", "leads"), ("embedded", "embedded"), ("teaser", "teasers")):
        assert f"{roles.get(role, 0)} {name}" in told
    assert f"The warehouse: {warehouse}" in told
    (command,) = re.findall(r'-readonly (\S+) "(.*)"', told)
    assert query(Path(command[0]), command[1])  # the next command to try

    again = call("run", tmp_path / "raw", "--warehouse", warehouse)
    assert (again.returncode, again.stderr) == (0, "")
    assert re.search(
        rf"^ +{pages} pages +0 new, {pages + 1} unchanged files skipped$", again.stdout, re.M
    )


# show


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


@given(st.text(st.characters()))
def test_whatever_is_escaped_is_safe(text):
    safe = escape_controls(text)
    assert not {character for character in safe if unicodedata.category(character) in UNSAFE}
    assert len(safe) >= len(text)


def test_a_terminal_without_utf_8_gets_escapes(monkeypatch):
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", screen)
    assert cli.main(["show", str(SAMPLE / "loose" / "ja-0314.txt")]) == 0
    screen.flush()
    assert b"\\u" in screen.buffer.getvalue()


def test_a_reader_that_stops_ends_it_silently(tmp_path):
    (tmp_path / "long.txt").write_text("".join(f"Line {n} of many.\n" for n in range(5_000)))
    command = [sys.executable, "-m", "flows.cli", "show", str(tmp_path / "long.txt")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 1


@pytest.mark.parametrize(
    "option", [["--every", "0"], ["--every", "nan"], ["--cron", "at two"], ["--cron", "61 2 * * *"]]
)
def test_a_schedule_that_cannot_be_is_refused_before_a_server_starts(option, capsys):
    with pytest.raises(SystemExit) as refused:
        cli.main(["schedule", *option])
    assert refused.value.code == 2
    assert option[1] in capsys.readouterr().err
