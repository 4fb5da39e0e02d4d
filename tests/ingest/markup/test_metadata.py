"""What only the HTML of a page knows, and which of several values comes first."""

import json

import pytest

from flows.ingest.markup.metadata import LONGEST_VALUE, MOST_VALUES, read_metadata
from flows.ingest.markup.page import read_page
from flows.ingest.markup.text import parse_markup


def read(markup: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in read_metadata(parse_markup(markup)):
        found.setdefault(fact.field, []).append(fact.value)
    return found


def write_json_ld(*values: object) -> str:
    scripts = (json.dumps(value) for value in values)
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in scripts)


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Crews walk out &amp; ferries stop",
    "datePublished": "2025-06-07T12:00:00+02:00",
    "dateModified": "2025-06-08",
    "author": [{"@type": "Person", "name": "Ada Quill"}, {"name": "Bo Dal"}],
    "publisher": {"@type": "Organization", "name": "The Gazette"},
    "inLanguage": "en",
}


def test_the_article_of_json_ld():
    assert read(write_json_ld({"@graph": [{"@type": "WebSite", "name": "No"}, ARTICLE]})) == {
        "headline": ["Crews walk out & ferries stop"],
        "language": ["en"],
        "published": ["2025-06-07T12:00:00+02:00"],
        "modified": ["2025-06-08"],
        "author": ["Ada Quill", "Bo Dal"],
        "site_name": ["The Gazette"],
        "type": ["NewsArticle"],
    }


def test_the_article_with_the_address_of_the_page_is_its_own():
    other = ARTICLE | {"headline": "Another", "mainEntityOfPage": "https://gazette.example/2"}
    own = ARTICLE | {"mainEntityOfPage": {"@id": "https://gazette.example/1"}}
    link = '<link rel="canonical" href="https://gazette.example/1">'
    assert read(link + write_json_ld(other, own))["headline"] == ["Crews walk out & ferries stop"]
    assert read(write_json_ld(other, own))["headline"] == ["Another"]


def test_the_most_trusted_comes_first():
    markup = (
        "<html lang=de><title>Crews walk out | Gazette</title>"
        '<meta property="og:title" content="Crews"><meta name="date" content="2025-06-01">'
        '<meta property="article:published_time" content="2025-06-07">'
        '<meta property="og:site_name" content="Gazette"><meta name="author" content="Ada Quill">'
    )
    assert read(markup + write_json_ld(ARTICLE)) == {
        "title": ["Crews walk out | Gazette"],
        "headline": ["Crews walk out & ferries stop", "Crews"],
        "language": ["en", "de"],
        "published": ["2025-06-07T12:00:00+02:00", "2025-06-07", "2025-06-01"],
        "modified": ["2025-06-08"],
        "author": ["Ada Quill", "Bo Dal"],
        "site_name": ["The Gazette", "Gazette"],
        "type": ["NewsArticle"],
    }


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        "[" * 100_000,
        '"words"',
        "[null, 1, [[]]]",
        '{"@type": 1}',
        '{"@type": ["NewsArticle"], "headline": {"name": {"name": 1}}, "author": [[[]]]}',
        "<!-- no JSON -->",
    ],
)
def test_broken_json_ld_says_nothing(script):
    assert "headline" not in read(f'<script type="application/ld+json">{script}</script>')


def test_what_is_said_is_bounded():
    many = [{"name": f"Ada Quill {number}"} for number in range(1_000)]
    facts = read(write_json_ld(ARTICLE | {"author": many, "headline": "x" * 10_000}))
    assert len(facts["author"]) == MOST_VALUES
    assert len(facts["headline"][0]) == LONGEST_VALUE


@pytest.mark.parametrize(
    ("markup", "field"),
    [
        ('<link rel=canonical href="/ferry">', "canonical_url"),
        ('<link rel=canonical href="javascript:x">', "canonical_url"),
        ('<meta name=author content="https://social.example/ada">', "author"),
        ('<meta name=author content=" \n ">', "author"),
        ("<svg><title>Logo</title></svg>", "headline"),
    ],
)
def test_what_says_nothing_of_its_field(markup, field):
    assert field not in read(markup)


def test_metadata_is_no_text():
    fields = read_page(f"<title>Gazette</title>{write_json_ld(ARTICLE)}<p>Words")
    assert fields["text"] == "Words"
    assert fields["metadata"][0].value == "Gazette"
