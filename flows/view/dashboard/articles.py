"""An article with all that is known of it, and two articles side by side."""

import re
from typing import Any, NamedTuple

from markupsafe import Markup

from flows.view.dashboard.marks import (
    Change,
    Mark,
    count_changes,
    find_shared,
    list_changes,
    mark_text,
)
from flows.view.dashboard.published import Connection, Row, read_one, read_rows
from flows.view.dashboard.showing import show_text, show_value
from flows.view.dashboard.tables import link_characters
from flows.view.dashboard.things import Fact, NotThere, read_bodies, read_section
from flows.view.telling import tell_date

SPANS = 400  # of a body that are shown at once
BODY_CHARACTERS = 200_000
VERSIONS = 10
CHANGED_CHARACTERS = 60_000  # of either version, that are compared by paragraph

ARTICLE = """
    select
        articles.*,
        outlets.name as outlet_name,
        wires.name as wire_name,
        story_id,
        stories.headline as story_headline,
        stories.article_count as story_article_count,
    from core.articles
    left join core.outlets using (outlet_id)
    left join core.outlets as wires on wires.outlet_id = wire_outlet_id
    left join core.story_articles using (article_id)
    left join core.stories using (story_id)
    where article_id = $key
"""
BODY_SPANS = """
    select
        start_char,
        end_char,
        page_id,
        page_start_char,
        page_end_char,
        lead(start_char) over (order by span_no) as following,
        body[start_char + 1 : end_char] as words,
        body[end_char + 1 : lead(start_char, 1, end_char) over (order by span_no)] as gap,
    from core.article_spans
    join core.articles using (article_id)
    where article_id = $key
    order by span_no
    limit $limit
"""
DOUBTS = """
    select page_id, start_char, end_char, reason, detail
    from marts.doubtful_placements
    join core.placements using (page_id, placement_no)
    where placements.article_id = $key
    order by page_id, placement_no, reason
    limit 5
"""
TOPICS = """
    select topic_id, name, scheme, level, score, evidence
    from core.article_topics
    join core.topics using (topic_id)
    where article_id = $key and is_assigned
    order by scheme, level, rank
"""
QUOTED = """
    select quotation_no, start_char, end_char, speaker, quotation_family_id
    from core.quotations
    where article_id = $key and outer_quotation_no is null
    order by start_char
"""
CREDITED = """
    select
        outlet_id,
        name as outlet_name,
        phrase,
        start_char,
        start_char + length(phrase) as end_char,
    from core.attributions
    join core.outlets using (outlet_id)
    where article_id = $key
"""
OTHER_VERSIONS = """
    select
        articles.article_id,
        original_article_id,
        headline,
        language_code,
    from core.reuse
    join core.articles
        on articles.article_id = if(reuse.article_id = $key, other_article_id, reuse.article_id)
    where relation = 'version' and $key in (reuse.article_id, other_article_id) and is_complete
    order by articles.article_id
    limit $limit
"""


class Paragraph(NamedTuple):
    """A paragraph of a body, with the characters of the page from which it was copied."""

    words: Markup
    href: str | None


def show_article(connection: Connection, key: str) -> Row:
    article = read_one(connection, ARTICLE, {"key": key})
    if article is None:
        raise NotThere
    sections = [
        read_section(connection, "placements", article_id=key),
        read_section(connection, "reuse", article_id=key),
        read_section(connection, "family_quotations", article_id=key, sort="text"),
    ]
    return {
        "article": article,
        "facts": tell_article(article),
        "doubts": [
            row | {"href": link_characters(row["page_id"], row["start_char"], row["end_char"])}
            for row in read_rows(connection, DOUBTS, {"key": key})
        ],
        "topics": read_rows(connection, TOPICS, {"key": key}),
        "paragraphs": show_body(connection, article),
        "is_cut": len(article["body"]) > BODY_CHARACTERS,
        "versions": list_versions(connection, article),
        "sections": sections,
    }


def tell_article(article: Row) -> list[Fact]:
    """What is known of it, each with its basis."""
    outlet = article["outlet_id"]
    basis = article["outlet_basis"]
    facts = [
        Fact(
            "Outlet",
            show_text(article["outlet_name"])
            + (f" (by {basis.replace('_', ' ')})" if basis else ""),
            f"/outlet/{outlet}" if outlet else None,
        ),
        Fact("Published", show_value(tell_date(article), "name")),
    ]
    if article["byline"]:
        facts.append(Fact("Byline", show_text(article["byline"], article["language_code"])))
    if article["wire_outlet_id"]:
        wire = f"/outlet/{article['wire_outlet_id']}"
        facts.append(Fact("Agency's copy", show_text(article["wire_name"]), wire))
    facts.append(Fact("Language", show_value(article["language_code"], "language")))
    facts.append(Fact("Words", show_value(article["word_count"], "number"), "#text"))
    kinds = ["the whole text" if article["is_complete"] else "known by teasers only"]
    kinds += ["cut short by a paywall"] if article["is_truncated"] else []
    facts.append(Fact("Text", show_value(", ".join(kinds), "name")))
    if article["story_id"]:
        named = article["story_headline"]
        facts.append(Fact("Story", show_text(named), f"/story/{article['story_id']}"))
    return facts


def show_body(connection: Connection, article: Row) -> list[Paragraph]:
    """Its paragraphs, quotations and credits marked, each with its place on the page."""
    key = article["article_id"]
    marks = [
        Mark(
            row["start_char"],
            row["end_char"],
            "quotation",
            f"/quotation/{row['quotation_family_id']}" if row["quotation_family_id"] else None,
            f"Quotation{': ' + row['speaker'] if row['speaker'] else ''}",
        )
        for row in read_rows(connection, QUOTED, {"key": key})
    ]
    marks += [
        Mark(
            row["start_char"],
            row["end_char"],
            "credit",
            f"/outlet/{row['outlet_id']}",
            f"Credits {row['outlet_name']}",
        )
        for row in read_rows(connection, CREDITED, {"key": key})
    ]
    spans = read_rows(connection, BODY_SPANS, {"key": key, "limit": SPANS})
    if not spans:
        text = article["body"][:BODY_CHARACTERS]
        return [Paragraph(mark_text(text, marks), None)] if text else []
    paragraphs: list[Paragraph] = []
    first = None
    for span in spans:
        first = first or span
        if span["following"] is not None and "\n" not in span["gap"]:
            continue  # the paragraph goes on
        start, end = first["start_char"], span["end_char"]
        words = article["body"][start:end][:BODY_CHARACTERS]
        href = link_characters(first["page_id"], first["page_start_char"], span["page_end_char"])
        paragraphs.append(Paragraph(mark_text(words, marks, start), href))
        first = None
    return paragraphs


def list_versions(connection: Connection, article: Row) -> list[Row]:
    """Other versions of it, and what changed."""
    key = article["article_id"]
    versions = read_rows(connection, OTHER_VERSIONS, {"key": key, "limit": VERSIONS})
    bodies = read_bodies(connection, [row["article_id"] for row in versions])
    for row in versions:
        before, after = article["body"], bodies[row["article_id"]]
        is_earlier = row["original_article_id"] == row["article_id"]
        row["pair"] = f"{row['article_id']}/{key}" if is_earlier else f"{key}/{row['article_id']}"
        row["when"] = (
            "earlier" if is_earlier else "later" if row["original_article_id"] else "other"
        )
        row["changes"] = {}
        if max(len(before), len(after)) <= CHANGED_CHARACTERS:
            row["changes"] = count_changes(*((after, before) if is_earlier else (before, after)))
    return versions


# Two articles side by side


PAIR = """
    select *
    from core.reuse
    where article_id = least($key, $other) and other_article_id = greatest($key, $other)
"""


def compare_articles(connection: Connection, key: str, other: str) -> dict[str, Any]:
    """Both bodies, what they share marked; of versions, what changed by paragraph."""
    sides = [read_one(connection, ARTICLE, {"key": one}) for one in (key, other)]
    here, there = sides
    if here is None or there is None:
        raise NotThere
    pair = read_one(connection, PAIR, {"key": key, "other": other})
    bodies = [side["body"][:CHANGED_CHARACTERS] for side in (here, there)]
    changes: list[Change] = []
    if pair and pair["relation"] == "version":
        changes = list_changes(*bodies)
    return {
        "sides": [here, there],
        "pair": pair,
        "changes": changes,
        "texts": [
            [show_shared(paragraph, other_body) for paragraph in re.split(r"\n+", body)]
            for body, other_body in (bodies, bodies[::-1])
        ]
        if not changes
        else [],
        "is_cut": any(len(side["body"]) > CHANGED_CHARACTERS for side in (here, there)),
    }


def show_shared(text: str, other: str) -> Markup:
    return mark_text(text, [Mark(start, end) for start, end in find_shared(text, other)])
