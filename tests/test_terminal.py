"""What people see in a terminal cannot act on it."""

import io
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from flows import cli, shipped
from flows.terminal import escape_controls

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
