"""Which column of a file of rows is the text, the address, the title: by the names that sets of
pages give them (FineWeb, C4, CC-News, sets of Hugging Face, lists of Media Cloud and GDELT), or by
those that the user gives.

A row with a text is a page. One with a title and no text is an item of a list, as monitors of news
export them: a teaser of the page behind its address.
"""

import os
import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from flows.errors import Unusable
from flows.ingest.items import Item, Piece, make_fields, spell_time
from flows.ingest.markup.metadata import Fact, clean_value
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Fields
from flows.reading.exports import read_field_roles
from flows.text import fold_text

OWN_COLUMNS = "COPYDESK_COLUMNS"  # "text=Fulltext;title=Head"
FOUND_IN = "column"  # in core.page_metadata
# field -> its names, ours first
NAMES = {
    "text": "text content body maintext article_text full_text fulltext raw_content plain_text"
    " article article_body document story texte texto testo tekst inhalt contenu contenido",
    "html": "html raw_html",
    "url": "url link WARC-Target-URI warc_target_uri source_url article_url",
    "captured_at": "captured_at timestamp WARC-Date warc_date crawl_date date_download",
    "id": "id WARC-Record-ID warc_record_id stories_id",
    "title": "title headline article_title headline_text",
    "published": "published publish_date date_publish published_at date_published pub_date pubDate"
    " publication_date published_date publishedAt date_publication seendate",
    "author": "author authors byline",
    "outlet": "outlet media_name source_name publication publication_title pubtitle newspaper"
    " sitename site_name publisher source",
    "language": "language lang",
    "summary": "summary description excerpt short_description abstract",
}
# `date` is the day of the crawl in sets of crawls, which have one of these too.
DATE, OF_CRAWLS = "date", {"dump", "file_path", "warc_path", "digest", "cc_segment"}
NAMED = ("author", "outlet")  # a list of names, or {"name": …}
TEXTS = ("text", "html", "title")  # a row needs one of these
OF_PAGE = ("url", "captured_at", "id")
LINES_LOOKED_AT, SHORTEST_PART = 60, 20  # of a text for its title; characters of a part of a title
LONGEST_SITE = 60  # characters behind a title on its line; a text may begin with its title's words
# What a column says beside the text, and its name in core.page_metadata.
FACTS = {"published": "published", "author": "author", "outlet": "site_name"}
FACTS |= {"language": "language"}
GAP = re.compile(r"[\s_-]+")
# What fields of exports say (seeds/export_marks.csv).
OF_ROLES = {"headline": "title", "byline": "author", "date": "published", "source": "outlet"}
OF_ROLES |= {"text": "text", "address": "url"}
NO_DATES = {DATE, "data"}  # the one is looked at apart, the other is mostly anything


def choose_columns(names: Iterable[str]) -> dict[str, str]:
    """Field -> the column that is taken for it; of HTML and text the text.

    >>> choose_columns(["link", "maintext", "title"])
    {'text': 'maintext', 'url': 'link', 'title': 'title'}
    """
    there = {name: name for name in names}
    folded = {fold_name(name): name for name in reversed(there)}
    labelled = name_labels(there)
    chosen = {field: name for field, name in read_own_columns().items() if name in there}
    for field, known in NAMES.items():
        found = chain(
            (there[name] for name in known.split() if name in there),
            (folded[name] for name in map(fold_name, known.split()) if name in folded),
            labelled.get(field, ()),
        )
        if field not in chosen and (name := next(found, None)):
            chosen[field] = name
    if "text" in chosen:
        chosen.pop("html", None)
    if date := folded.get(DATE):
        chosen.setdefault("captured_at" if there.keys() & OF_CRAWLS else "published", date)
    return chosen


def fold_name(name: str) -> str:
    """
    >>> fold_name("Full Text"), fold_name("WARC-Date")
    ('full_text', 'warc_date')
    """
    return GAP.sub("_", name.strip().casefold())


def name_labels(names: Iterable[str]) -> dict[str, list[str]]:
    """Field -> the columns that are named as databases of the press name it, in any language:
    "Titel", "Autor", "Publication title".
    """
    found: dict[str, list[str]] = {}
    for name in names:
        role = read_field_roles().get(fold_text(name.replace("_", " ")))
        if role in OF_ROLES and fold_name(name) not in NO_DATES:
            found.setdefault(OF_ROLES[role], []).append(name)
    return found


def read_own_columns() -> dict[str, str]:
    """Field -> the column that the user names for it.

    Raises:
        Unusable: the setting names no field, no column, or two columns for a field.
    """
    chosen = {}
    for pair in filter(None, os.environ.get(OWN_COLUMNS, "").split(";")):
        field, _, name = pair.partition("=")
        if field not in NAMES or not name:
            raise Unusable(
                f"{pair[:60]!r} names no column: write FIELD=NAME, as text=Fulltext;"
                f" the fields are {' '.join(NAMES)}"
            )
        if chosen.setdefault(field, name) != name:
            raise Unusable(
                f"{field} cannot be both columns, {chosen[field][:60]!r} and {name[:60]!r}:"
                " a field has one column in all files; name one"
            )
    return chosen


def tell_textless(names: Iterable[str]) -> str:
    """What a file says whose columns have no text, and what would help."""
    return f"no column is one: {', '.join(names)[:200]}; name it with --column text=NAME"


def take_fields(row: dict[str, Any], chosen: dict[str, str]) -> Fields:
    """The fields of a page out of a row. A column with a name of others may hold something else:
    only texts are taken from it, and lists of them for authors.
    """
    found = {
        field: row[name]
        for field, name in chosen.items()
        if row.get(name) is not None
        and (name in (field, "text") or isinstance(row[name], str) or field in NAMED)
    }
    fields: Fields = {name: found[name] for name in (*OF_PAGE, "text") if name in found}
    said = {field: spell_value(found.get(field)) for field in (*FACTS, "title", "summary")}
    if not chosen.keys() & {"text", "html"} and said["title"]:
        return make_list_item(fields, said)
    markup = found.get("html")
    if isinstance(markup, str):
        fields = read_page(markup) | fields
    elif lacks_title(fields.get("text"), said["title"]):
        fields["text"] = f"{said['title']}\n\n{fields['text']}"
    known = fields.get("metadata", [])
    told = [("title", said["title"]), *((name, said[field]) for field, name in FACTS.items())]
    facts = [*known, *make_facts(told, {fact.field for fact in known})]
    return fields | ({"metadata": facts} if facts else {})


def spell_value(value: Any) -> str:
    """A value in one line: of a list its texts, of an object its name; "" of anything else."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = ", ".join(one for one in value if isinstance(one, str))
    return " ".join(value.split()) if isinstance(value, str) else ""


def make_facts(told: Iterable[tuple[str, str]], known: set[str]) -> list[Fact]:
    """What columns say, of fields that the HTML of the row says nothing of."""
    spelled = ((field, spell_time(said) if field == "published" else said) for field, said in told)
    cleaned = ((field, clean_value(field, said)) for field, said in spelled if field not in known)
    return [Fact(field, value, FOUND_IN) for field, value in cleaned if value]


def lacks_title(text: Any, title: str) -> bool:
    """Whether neither a title, nor a part of it that is as long as a headline, is a line of a
    text's top.

    >>> lacks_title("Menu\\nBridge reopens at last", "Bridge reopens at last | Gazette")
    False
    """
    if not isinstance(text, str) or not text.strip() or not title:
        return False
    title = fold_text(title)
    for line in text.split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]:
        folded = fold_text(line)
        is_title = folded.startswith(title) and len(folded) <= len(title) + LONGEST_SITE
        if is_title or (len(folded) >= SHORTEST_PART and folded in title):
            return False
    return True


def make_list_item(fields: Fields, said: dict[str, str]) -> Fields:
    item = Item(
        Piece(said["title"]),
        Piece(said["summary"]),
        published=said["published"],
        authors=(said["author"],) if said["author"] else (),
        source=said["outlet"],
        language=said["language"],
    )
    made = make_fields(item)
    return made | {name: fields[name] for name in OF_PAGE if name in fields}
