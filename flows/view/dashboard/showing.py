"""Values as HTML: page text can do nothing in a browser, nor an address, nor a cell of a sheet."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from flows.view.telling import tell_name

# What may stand in the text of any script though it is not seen: joiners, soft hyphens, breaks.
QUIET = "\n\t\xad\u200b\u200c\u200d\u2060\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet runs
LONG_ID = 8  # characters of an id that are shown


def show_signs(text: str) -> Markup:
    """Text, escaped; control signs, those that turn the direction of text above all, are named.

    >>> show_signs("<b> \\u202e")
    Markup('&lt;b&gt; <span class="sign" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>')
    """
    return Markup("").join(
        name_sign(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(SIGN.split(text))
    )


def name_sign(sign: str) -> Markup:
    name = unicodedata.name(sign, "CONTROL CHARACTER")
    shown = chr(0x2400 + ord(sign)) if ord(sign) < 32 else f"U+{ord(sign):04X}"
    return Markup('<span class="sign" title="{}">{}</span>').format(name, shown)


def find_signs() -> re.Pattern[str]:
    signs = (
        chr(code) for code in (*range(0x3100), *range(0xD800, 0x20000), *range(0xE0000, 0xE0080))
    )
    controls = [sign for sign in signs if is_control(sign)]
    return re.compile(f"([{re.escape(''.join(controls))}])")


def is_control(sign: str) -> bool:
    return sign not in QUIET and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")


SIGN = find_signs()


def show_text(text: str | None, language: str | None = None) -> Markup:
    """Text of a page in a line of ours: its direction is its own, and ends with it."""
    if text is None:
        return show_nothing()
    if not text.strip():
        return Markup('<span class="none">blank</span>')
    return Markup('<bdi dir="auto"{}>{}</bdi>').format(tell_language(language), show_signs(text))


def tell_language(language: str | None) -> Markup:
    """The attribute that says in which language a text is; screen readers speak by it.

    >>> tell_language("uk"), tell_language(None)
    (Markup(' lang="uk"'), Markup(' lang=""'))
    """
    return Markup(' lang="{}"').format(language or "")


def show_nothing(word: str = "not known") -> Markup:
    return Markup('<span class="none">{}</span>').format(word)


def show_url(url: str | None, words: str | None = None) -> Markup:
    """An address of the web as a link that tells the other side nothing; another as text.

    >>> show_url("javascript:alert(1)")
    Markup('<bdi dir="auto" lang="">javascript:alert(1)</bdi>')
    """
    if url is None or not is_web_address(url):
        return show_text(url)
    return Markup('<a class="out" href="{}" rel="noopener noreferrer">{}</a>').format(
        url, show_signs(words or url)
    )


def is_web_address(url: str) -> bool:
    if url != url.strip() or SIGN.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def show_value(value: Any, kind: str = "text", language: str | None = None) -> Markup:
    """A value of a table, as its kind is shown (flows/view/dashboard/views/columns.py)."""
    if value is None:
        return show_nothing("–" if kind in ("number", "share", "hours") else "not known")
    match kind:
        case "number":
            return escape(f"{value:,}")
        case "share":
            return escape(f"{100 * value:.0f} %")
        case "ratio":
            return escape(f"{value:.2f}")
        case "hours":
            return escape(tell_hours(value))
        case "yes":
            return escape("yes" if value else "no")
        case "url":
            return show_url(value)
        case "id":
            return Markup("<code>{}</code>").format(str(value)[:LONG_ID])
        case "word":
            return show_text(str(value).replace("_", " "))
        case "language":
            return escape(tell_name(value))
        case "run":
            return Markup("<code>{}</code>").format(value)
        case "list":
            return Markup(", ").join(show_text(item) for item in value) or show_nothing("none")
    if isinstance(value, datetime):
        return Markup('<time datetime="{}">{}</time>').format(
            value.isoformat(), f"{value:%Y-%m-%d %H:%M}"
        )
    if isinstance(value, date):
        return Markup('<time datetime="{0}">{0}</time>').format(value.isoformat())
    return show_text(str(value), language)


def tell_hours(hours: float) -> str:
    """
    >>> tell_hours(0), tell_hours(0.5), tell_hours(30.25), tell_hours(72)
    ('0 h', '30 min', '30 h', '3 days')
    """
    if 0 < hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def spell_cell(value: Any) -> Any:
    """A value as a cell of CSV, where no text is run as a formula.

    >>> spell_cell("=1+1"), spell_cell(-1), spell_cell(["a", "b"])
    ("'=1+1", -1, 'a; b')
    """
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
