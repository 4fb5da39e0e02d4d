"""What people see in a terminal cannot act on it."""

import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from flows import cli, shipped, terminal
from flows.terminal import escape_controls, show_stage

SAMPLE = shipped.ROOT / "data" / "raw"
UNSAFE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


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


@pytest.mark.parametrize(
    "command", ["['show', 'english/ferry-strike.txt']", "['search', 'port']", "['--help']"]
)
def test_a_reader_that_goes_away_is_no_fault(command: str, sample: Path):
    """As behind `| head`: quiet, and exit status 0."""
    arguments = f"{command} + ['--warehouse', {str(sample)!r}]"
    code = f"from flows.cli import main; import sys; sys.exit(main({arguments}))"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


# Progress


def watch_stage(monkeypatch, is_terminal: bool, seconds: float) -> str:
    """What people see of a stage that has done 1,000 of 4,000 pages after so many seconds."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=is_terminal, width=120, soft_wrap=True)
    monkeypatch.setattr(terminal, "errors", console)
    clock = [100.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: clock[0])
    with show_stage("Cutting", "pages") as tell:
        for done in range(0, 1_001, 100):
            tell(done, 4_000)
            clock[0] += seconds / 10
    return screen.getvalue()


def test_a_terminal_shows_how_far_a_stage_is(monkeypatch):
    seen = watch_stage(monkeypatch, True, 10)
    assert "Cutting" in seen
    assert "pages/s" in seen


def test_elsewhere_a_slow_stage_tells_now_and_then(monkeypatch):
    first, second, last = watch_stage(monkeypatch, False, 70).splitlines()
    assert first == "Cutting: 500 of 4,000 pages, 14 a second, 245 s left"
    assert second.startswith("Cutting: 1,000 of 4,000 pages, ")
    assert last == "Cutting: 77 s"


def test_elsewhere_a_quick_stage_says_nothing(monkeypatch):
    assert watch_stage(monkeypatch, False, 1) == ""
