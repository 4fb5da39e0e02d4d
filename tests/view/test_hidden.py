"""Hidden characters are shown; those that people write stay."""

import pytest

from flows.view.hidden import show_hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cod\u202etxt.exe", "cod⟨RIGHT-TO-LEFT OVERRIDE⟩txt.exe"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("a\x00b\ud800\uffff", "a⟨U+0000⟩b⟨U+D800⟩⟨U+FFFF⟩"),
        ("\u2067x\u2069", "⟨RIGHT-TO-LEFT ISOLATE⟩x⟨POP DIRECTIONAL ISOLATE⟩"),
        ("می‌خواهم\tа\nб 👩‍🚒 日本", "می‌خواهم\tа\nб 👩‍🚒 日本"),
    ],
)
def test_hidden_characters(text: str, shown: str):
    assert show_hidden(text) == shown
