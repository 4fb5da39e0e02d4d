"""The command line as people meet it: arguments, exit codes, errors and the summary."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from flows import cli, shipped
from flows.arguments import SHELLS, list_arguments, make_parser
from flows.batches import STAGES
from flows.errors import CopydeskError, Unusable
from flows.warehouse import publish

SAMPLE = shipped.ROOT / "data" / "raw"
PAGE = (
    "Ferry returns to Port Amber\n\nThe ferry came back on Monday, the harbour master said on the"
    " quay.\n\nThe lamps of Port Amber\n\nHer crew was welcomed by several hundred people.\n"
)
COMMANDS = ["run", "show", "schedule", "report", "dashboard", "search", "export", "forget"]
STARTED = "Starting …"
TOLD = (STARTED, "warning: ", "watch topic ", "  ")
SLOW = ("Reading", "Comparing", "Modelling", *(stage.title for stage in STAGES.values()))


# Arguments


def test_help_names_the_commands(capsys):
    assert set(COMMANDS) <= set(print_help(capsys).split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_has_a_help_text(command, capsys):
    told = print_help(capsys, command)
    arguments = re.split(r"^  (?=\S)", told.split("\nexamples:")[0], flags=re.M)[1:]
    assert len(arguments) >= 4
    for argument in arguments:
        head, *rest = argument.split("\n")
        assert rest[0].strip() if "  " not in head else head.split("  ", 1)[1].strip(), argument


def test_every_argument_of_every_command_is_described():
    """--help shows what argparse prints; this is what it has."""
    found = list(list_arguments(make_parser()))
    assert len(found) > 15
    assert [argument.dest for argument in found if not argument.help] == []


COMPLETE = """
source completion.bash
COMP_WORDS=({words}) COMP_CWORD={last}
_shtab_copydesk
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["copydesk", "sch"], {"schedule"}),
        (["copydesk", "run", "--full"], {"--full-refresh"}),
        (["copydesk", "--print-completion", "z"], {"zsh"}),
        (["copydesk", "show", "pa"], {"page.txt", "pages"}),
        (["copydesk", "run", "--seeds", "pa"], {"pages"}),
    ],
)
def test_bash_completes_commands_options_files_and_folders(
    words, completed, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path("page.txt").touch()
    Path("pages").mkdir()
    with pytest.raises(SystemExit) as ended:
        cli.main(["--print-completion", "bash"])
    assert ended.value.code == 0
    Path("completion.bash").write_text(capsys.readouterr().out)
    script = COMPLETE.format(words=" ".join(words), last=len(words) - 1)
    told = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert {line.strip().rstrip("/") for line in told.stdout.splitlines()} == completed


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--print-completion", shell])
    assert ended.value.code == 0
    assert "full-refresh" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_ends_with_examples_that_can_be_typed(command, capsys):
    told = print_help(capsys, *command.split())
    examples = told.split("\nexamples:\n")[1].splitlines()
    assert len(examples) >= 3
    for example in examples:
        program, *arguments = shlex.split(example)
        assert program == "copydesk"
        assert command in arguments or not command
        if "--help" not in arguments:
            cli.parse_arguments(arguments)


def print_help(capsys, *command: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert re.fullmatch(r"copydesk \d+\.\d+\.\d+\n", capsys.readouterr().out)


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
        (["run", "page.pdf"], "page.pdf: Copydesk does not read such files; it reads .txt"),
        (["run", "page.txt", "--warehouse", "."], "is a folder"),
        (["run", "page.txt", "--warehouse", "page.pdf"], "no warehouse that Copydesk made"),
        (["run", "--full-refresh"], "there is no warehouse to refresh"),
        (["run", "page.txt", "--seeds", "gone"], "gone: there is no such folder of seeds"),
        (["show", "page.txt", "--seeds", "page.txt"], "page.txt: there is no such folder of seeds"),
        (["schedule", "gone"], "gone: there is no such file or folder"),
        (["show", "gone"], "gone: no such file"),
        (["show", "evil\x1b[31m\nname"], "evil␛[31m␊name: no such file"),
        (["show", "empty.txt"], "empty.txt: empty"),
        (["show", "page.txt", "--warehouse", "page.pdf"], "page.pdf: IO Error"),
    ],
)
def test_unusable_arguments_exit_2_with_one_line(arguments, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("page.pdf").write_text("<p>Words</p>")
    Path("page.txt").write_text("Words")
    Path("empty.txt").write_text("")
    assert cli.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    assert line.startswith("copydesk: ")
    assert says in line


@pytest.mark.parametrize(
    "option", [["--every", "0"], ["--every", "nan"], ["--cron", "at two"], ["--cron", "61 2 * * *"]]
)
def test_a_schedule_that_cannot_be_is_refused_before_a_server_starts(option, capsys):
    with pytest.raises(SystemExit) as refused:
        cli.main(["schedule", *option])
    assert refused.value.code == 2
    assert option[1] in capsys.readouterr().err


# Seeds of the user's own


@pytest.fixture
def own_folder(monkeypatch) -> list[str | None]:
    """What COPYDESK_SEEDS is when a command begins."""
    seen = []
    monkeypatch.setenv("COPYDESK_SEEDS", "")  # so that it is put back behind the test
    monkeypatch.setitem(
        cli.COMMANDS, "show", lambda options: seen.append(os.environ.get("COPYDESK_SEEDS")) or 0
    )
    return seen


def test_the_folder_of_seeds_is_in_the_environment(own_folder, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "others"):
        (tmp_path / name).mkdir()
    cli.main(["show", "a.txt"])
    cli.main(["show", "a.txt", "--seeds", "mine"])
    monkeypatch.setenv("COPYDESK_SEEDS", "others")
    cli.main(["show", "a.txt"])
    cli.main(["show", "a.txt", "--seeds", "mine"])
    mine, others = str(tmp_path / "mine"), str(tmp_path / "others")
    assert own_folder == ["", mine, others, mine]


def test_an_environment_that_names_no_folder_of_seeds_exits_2(own_folder, monkeypatch, capsys):
    monkeypatch.setenv("COPYDESK_SEEDS", "/gone")
    assert cli.main(["show", "a.txt"]) == 2
    assert capsys.readouterr().err == "copydesk: /gone: there is no such folder of seeds\n"
    assert own_folder == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_of_seeds_that_may_not_be_read_exits_2(own_folder, tmp_path, capsys):
    (tmp_path / "closed").mkdir(mode=0)
    assert cli.main(["show", "a.txt", "--seeds", str(tmp_path / "closed")]) == 2
    assert "may not be read" in capsys.readouterr().err


def test_the_rows_of_the_user_stand_on_top_of_ours(tmp_path, call):
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "seeds").mkdir()
    marker = "phrase,kind,match,language\nThe lamps of Port Amber,newsletter,line,en\n"
    (tmp_path / "seeds" / "page_markers.csv").write_text(marker)
    before = call("show", tmp_path / "page.txt").stdout
    after = call("show", tmp_path / "page.txt", "--seeds", tmp_path / "seeds").stdout
    (kind,) = re.findall(r"^(\w+).*The lamps of Port Amber$", before, re.M)
    assert kind != "newsletter"
    assert re.findall(r"^(\w+).*The lamps of Port Amber$", after, re.M) == ["newsletter"]


@pytest.mark.parametrize("command", ["run", "schedule"])
def test_a_broken_seed_is_one_line_before_prefect_is_imported(command, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "seeds").mkdir()
    broken = tmp_path / "seeds" / "outlets.csv"
    broken.write_text("outlet_id,nonsense\n")
    code = "import sys; from flows.cli import main; print(main(), 'prefect' in sys.modules)"
    arguments = [command, tmp_path / "page.txt", "--seeds", broken.parent]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "1 False\n"
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"copydesk: {broken} row 1: ")


# Errors


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (CopydeskError("a.csv row 3: mend it"), 1, "a.csv row 3: mend it"),
        (Unusable("name a file"), 2, "name a file"),
        (
            OSError(28, "No space left on device", "a.duckdb"),
            1,
            "a.duckdb: No space left on device; free some space and run again",
        ),
        (
            PermissionError(13, "Permission denied", "a.duckdb"),
            1,
            "a.duckdb: Permission denied; change its permissions",
        ),
        (duckdb.IOException("IO Error: no lock"), 1, "IO Error: no lock"),
        (MemoryError(), 1, "not enough memory"),
        (duckdb.OutOfMemoryException("Out of Memory"), 1, "COPYDESK_DATABASE_MEMORY_MB"),
    ],
)
def test_what_the_user_can_mend_is_one_line(error, status, says, fail, capsys):
    assert fail(error) == status
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    assert line.startswith("copydesk: ")
    assert says in line


class Panic(BaseException):
    """As Polars raises it: no child of Exception."""


@pytest.mark.parametrize(
    "error",
    [KeyError("pages"), ValueError("two\nlines"), Panic("!"), OSError("no errno")],
)
def test_a_bug_is_one_line_and_its_traceback_is_in_a_log(error, fail, tmp_path, capsys):
    hidden = publish.find_folder(tmp_path / "copydesk.duckdb")
    assert (fail(error), fail(error)) == (1, 1)
    hidden.mkdir()
    assert fail(error) == 1
    output = capsys.readouterr()
    assert output.out == ""
    told = re.findall(
        rf"^copydesk: This is a bug in Copydesk \({type(error).__name__}\); please report it with"
        r" the file (.*)$",
        output.err,
        re.M,
    )
    logs = [Path(name) for name in told]
    assert len(output.err.splitlines()) == len(set(logs)) == 3
    assert [log.parent for log in logs] == [tmp_path / "temporary"] * 2 + [hidden]
    for log in logs:
        text = log.read_text()
        assert text.startswith("copydesk 0.")
        assert "Traceback (most recent call last)" in text
        assert f"{type(error).__name__}: {error}" in text


def test_a_bug_is_told_even_if_no_log_can_be_written(fail, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert fail(KeyError("pages")) == 1
    assert capsys.readouterr().err == (
        "copydesk: This is a bug in Copydesk (KeyError); please report it: 'pages'\n"
    )


@pytest.fixture
def fail(monkeypatch, tmp_path):
    """fail(error) -> the exit status of a command that the error ended."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    def run(error: BaseException) -> int:
        def raise_error(options: object) -> int:
            raise error

        monkeypatch.setitem(cli.COMMANDS, "show", raise_error)
        return cli.main(["show", "a.txt", "--warehouse", str(tmp_path / "copydesk.duckdb")])

    return run


def test_a_bug_within_a_run_is_one_line(tmp_path, call):
    (tmp_path / "a.txt").write_text(PAGE)
    before = "import flows.ingest; flows.ingest.find_files = lambda *_: {}['pages']"
    failed = call(
        "run", tmp_path / "a.txt", "--warehouse", tmp_path / "copydesk.duckdb", before=before
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    started, line = failed.stderr.splitlines()
    assert started == STARTED
    assert line.startswith("copydesk: This is a bug in Copydesk (KeyError); please report it")
    log = Path(line.split(" the file ")[1])
    assert log.parent == publish.find_folder(tmp_path / "copydesk.duckdb")
    assert "KeyError: 'pages'" in log.read_text()


def test_a_server_that_is_not_there_is_one_line(tmp_path, call):
    (tmp_path / "a.txt").write_text(PAGE)
    before = "import os; os.environ['PREFECT_API_URL'] = 'http://127.0.0.1:9/api'"
    failed = call(
        "run", tmp_path / "a.txt", "--warehouse", tmp_path / "copydesk.duckdb", before=before
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    started, line = failed.stderr.splitlines()
    assert started == STARTED
    assert line.startswith("copydesk: the Prefect server http://127.0.0.1:9/api cannot be reached")
    assert "PREFECT_API_URL" in line


@pytest.mark.parametrize("damage", ["no database", "data"])
def test_a_damaged_build_file_is_set_aside(damage, tmp_path, call, run_flow, dump, query):
    page, warehouse = tmp_path / "a.txt", tmp_path / "copydesk.duckdb"
    page.write_text(PAGE)
    run_flow(warehouse, page)
    tables = dump(warehouse)
    build = publish.find_folder(warehouse) / "build.duckdb"
    content = build.read_bytes()
    damaged = {
        "no database": b"no database",
        "data": content[:300_000] + bytes(len(content) - 300_000),
    }
    build.write_bytes(damaged[damage])
    run = call("run", page, "--warehouse", warehouse)
    assert run.returncode == 0, run.stderr
    _, first, second, *_ = run.stderr.splitlines()
    assert re.fullmatch(r"The build file is damaged; it was set aside as \S+\.duckdb\.", first)
    assert second == "The warehouse is built again from the published file."
    assert dump(warehouse) == tables
    assert query(warehouse, "select count(*) from ops.runs") == [(2,)]
    assert Path(first.split()[-1][:-1]).read_bytes() == damaged[damage]


def test_a_damaged_build_file_with_nothing_published_begins_anew(tmp_path, call):
    (tmp_path / "a.txt").write_text(PAGE)
    build = publish.find_folder(tmp_path / "copydesk.duckdb") / "build.duckdb"
    build.parent.mkdir()
    build.write_text("no database")
    run = call("run", tmp_path / "a.txt", "--warehouse", tmp_path / "copydesk.duckdb")
    assert run.returncode == 0
    assert "1 page       1 new" in run.stdout
    assert run.stderr.splitlines()[2].startswith("There is no whole published file to go on from")


# The summary


def test_the_summary_tells_what_the_warehouse_holds(tmp_path, call, query):
    (tmp_path / "raw").mkdir()
    for path in (SAMPLE / "english").iterdir():
        (tmp_path / "raw" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "raw" / "empty.txt").write_text("")
    warehouse = tmp_path / "copydesk.duckdb"
    run = call("run", tmp_path / "raw", "--warehouse", warehouse)
    assert run.returncode == 0
    told = (*TOLD, *SLOW)
    assert [line for line in run.stderr.splitlines() if not line.startswith(told)] == []
    told = run.stdout
    ((pages, articles, outlets, topics, stories, quotations, pairs),) = query(
        warehouse,
        "select (select count(*) from core.pages), (select count(*) from core.articles),"
        " (select count(distinct outlet_id) from core.articles),"
        " (select count(distinct topic_id) from core.article_topics where is_assigned),"
        " (select count(*) from core.stories), (select count(*) from core.quotations),"
        " (select count(*) from core.reuse)",
    )
    ((complete, leads, teasers),) = query(
        warehouse,
        "select sum(article_count)::int, (select count(distinct article_id) from core.placements"
        " where role = 'lead'), sum(teaser_count)::int from marts.outlets",
    )
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
    assert f"{complete} complete ({leads} leads, {complete - leads} only embedded)" in told
    assert f"{teasers} known by teasers only" in told
    assert articles == complete + teasers
    leadless = query(
        warehouse,
        "select source from core.pages anti join (from core.placements where role = 'lead')"
        " using (page_id) order by source",
    )
    assert f"pages: {', '.join(source for (source,) in leadless)}\n" in run.stderr
    kept = "select source from ops.check_rows where check_name = 'pages_have_a_lead' order by all"
    assert query(warehouse, kept) == leadless
    assert f"The warehouse: {warehouse}" in told
    (command,) = re.findall(r'-readonly (\S+) "(.*)"', told)
    assert query(Path(command[0]), command[1])  # the next command to try

    again = call("run", tmp_path / "raw", "--warehouse", warehouse)
    assert (again.returncode, again.stderr) == (0, f"{STARTED}\n")
    assert again.stdout.splitlines()[0].endswith(
        f" {pages} pages      0 new, {pages + 1} unchanged files skipped,"
        " 1 reject of earlier runs: see ops.rejects"
    )
