"""HTML to text: all that a page shows, a block element a line, and nothing that it does not."""

import pytest

from flows.ingest.markup.metadata import Fact
from flows.ingest.markup.page import read_page
from flows.ingest.markup.plain import read_plainly
from flows.ingest.markup.text import parse_markup, read_shown

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Ferries | The Gazette</title><style>p { color: red }</style>
<script>var later = "<p>not yet</p>";</script></head>
<body>
<nav><a href="/">Home</a><a href="/sea">Sea</a></nav>
<article><h1>Crews walk
   out</h1><p>The <b>last</b> ferry left at&nbsp;nine&mdash;late.</p>
<ul><li>One</li><li>Two <em>and</em> a half</li></ul>
<template><p>Never shown</p></template>
<p>Second<br>line<br><br>Third</p></article>
<footer>&copy; The Gazette</footer></body></html>"""


def test_a_page_is_a_line_a_block():
    assert read_page(PAGE) == {
        "text": "Home Sea\n\nCrews walk out\n\nThe last ferry left at\xa0nine—late.\n\nOne\n"
        "Two and a half\n\nSecond\nline\n\nThird\n\n© The Gazette",
        "hidden_spans": [],
        "metadata": [
            Fact("title", "Ferries | The Gazette", "title"),
            Fact("language", "en", "html"),
        ],
    }


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>A<p>B", "A\n\nB"),
        ("A<div>B</div>C", "A\nB\nC"),
        ("<p>A <i>b</i>\n\n c</p>", "A b c"),
        (
            "<table><tr><th>Port<th>Day<tr><td>Öja<td><p>Monday</p></table>",
            "Port\tDay\nÖja\n\nMonday",
        ),
        ("<pre>one\n  two\n\n\nthree</pre>", "one\n  two\n\nthree"),
        ("<p>&lt;b&gt; &amp;amp; &#8217;&#x2014;", "<b> &amp; ’—"),
        ("<dl><dt>Length</dt><dd>20 m</dd></dl>", "Length\n20 m"),
        ("<select><option>North<option>South</select>", "North\nSouth"),
        ("<label>Name</label><label>Place</label>", "Name Place"),
        ("<svg><title>Logo</title><text>Gazette</text></svg>", "LogoGazette"),
        ("<p>ma\xadny</p>", "ma\xadny"),
        ("<p>x\ufdd0y&#64976;z", "x\ufffdy\ufffdz"),
        ("<iframe>no</iframe><!-- no --><p>yes</p><object><param>a</object>", "yes\n\na"),
        ("<textarea>a\n b</textarea>", "a\n b"),
        ("<p>Cut in the middle of a t<a hre", "Cut in the middle of a t"),
        ("<div><template shadowrootmode=open><p>Shown</p></template></div>", "Shown"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_what_a_page_shows(markup, text):
    assert read_shown(parse_markup(markup)).text == text


@pytest.mark.parametrize(
    ("markup", "hidden"),
    [
        ("<p>Shown<p hidden>Menu<p>Shown", ["Menu"]),
        ('<p>Shown<div style="display: none"><p>One<p>Two</div>', ["One\n\nTwo"]),
        ('<p>a <span style="color:red;visibility:hidden">b</span> c', ["b"]),
        ("<p>Shown<noscript>Turn scripts on</noscript>", ["Turn scripts on"]),
        ("<dialog>Closed</dialog><dialog open>Open</dialog>", ["Closed"]),
        ("<div hidden>a<div hidden>b</div>c</div>d", ["a\nb\nc"]),
        ('<body style="display:none"><p>Shown by a script', []),
        ("<p hidden></p><p>Shown", []),
    ],
)
def test_what_browsers_hide_is_text_and_marked(markup, hidden):
    shown = read_shown(parse_markup(markup))
    assert [shown.text[start:end] for start, end in shown.hidden] == hidden


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "Deep",
        "<p>Deep" + "<span>" * 100_000,
        "".join(f"<font color={n}>" for n in range(2_000)) + "<p>Deep" * 100_000,
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">Deep",
        "<a" * 100_000 + ">Deep",
        "<script" * 200_000 + ">",
        "<!--" * 200_000,
        "<p>Deep" * 50_000,
    ],
)
def test_no_page_takes_minutes(markup):
    assert read_page(markup)["text"][:4] == ("Deep" if "Deep" in markup else "")


def test_a_page_without_a_tree_has_the_same_text():
    assert read_plainly(PAGE).text.replace("HomeSea", "Home Sea") == read_page(PAGE)["text"]


@pytest.mark.parametrize(
    ("comment", "saved"),
    [
        (
            "<!--\n Page saved with SingleFile \n url: https://gazette.example/ferry \n saved date:"
            " Tue Jun 06 2023 10:00:00 GMT+0200 (Central European Summer Time)\n-->",
            ("https://gazette.example/ferry", "2023-06-06T10:00:00+02:00"),
        ),
        (
            "<!-- saved from url=(0029)https://gazette.example/ferry -->",
            ("https://gazette.example/ferry", None),
        ),
        (
            "<!-- Mirrored from gazette.example/ferry by HTTrack Website Copier/3.x [XR&CO'2014],"
            " Tue, 06 Jun 2023 10:00:00 GMT -->",
            ("http://gazette.example/ferry", "2023-06-06T10:00:00+00:00"),
        ),
        ("<!-- a comment -->", (None, None)),
    ],
)
def test_who_saved_a_page_says_where_and_when(comment, saved):
    fields = read_page(f"<!DOCTYPE html>{comment}<html><p>A ferry")
    assert (fields.get("url"), fields.get("captured_at")) == saved
