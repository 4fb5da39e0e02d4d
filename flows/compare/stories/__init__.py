"""Which articles cover one event, and the terms that hold them together."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from flows.compare.stories.days import find_stale_days, list_walked, order_articles
from flows.compare.stories.keys import KEYS, Keys, ReadKeys, list_keys, name_keys
from flows.compare.stories.names import (
    STORIES,
    STORY_ARTICLES,
    Stories,
    make_story_id,
    name_stories,
)
from flows.compare.stories.undated import find_affected, join_undated, join_undated_teasers
from flows.compare.stories.walk import Walk, begin_walk, walk_days, walk_teasers
from flows.compare.terms import NOTHING, ArticleTerms, Kept

STORY_CHANGES = pl.Schema({"old_story_id": pl.String, "new_story_id": pl.String})


class Known(NamedTuple):
    """What the last run found, and what has changed since."""

    stories: Stories
    changed: pl.Series  # ids of articles that are new, gone or other
    read_keys: ReadKeys


class Found(NamedTuple):
    """The stories, and the keys of the articles that have changed, in place of those they had."""

    stories: Stories
    keys: pl.DataFrame  # KEYS
    changed: pl.Series | None  # their ids; None: all


def find_stories(
    articles: pl.DataFrame,
    read_texts: Callable[[pl.Series], pl.DataFrame],
    known: Known | None = None,
    kept: Kept = NOTHING,
) -> Found:
    """The events that articles cover (STORIES, STORY_ARTICLES), by story_id.

    Needs: the columns of COVERING, one row an article. `known_at`: when it is known to have been
    out (core.known_articles); `quotation_family_ids`: families of the quotations in it;
    `group_article_id`: the first of more than 20 copies of one text, of which it is one.
    The copies of a group count as one article a day: they have its story.
    Every complete article has a story, often its own alone; a teaser joins one or has none.
    Likeness is the cosine of TF-IDF terms, headline and names counting more, document frequencies
    from a shipped table and from the window. Articles of a day join each other and the stories of
    the WINDOW_DAYS before it by average likeness, the most similar first; two stories never become
    one. So a day's stories depend on the days before it only, and pages that arrive day by day
    never rename one; but more than 20 copies of one text are a group, which counts as one article a
    day, and the run that brings the copy that makes it one finds the stories of its days again.
    Articles without a day come last. They are compared with those that share telling terms, or a
    quotation, with them, and need more likeness.
    Args:
        read_texts: TEXTS of the articles with these ids; read as they are needed.
        known: what was found last time. Only the days are walked, and only those articles without a
            day are compared, that changes bear on; the result is the same as if all were.
        kept: the terms of articles whose texts were read before.
    Example: three outlets on one bridge's collapse, two of them the day after, are one story.
    """
    nodes = order_articles(articles)
    stories, held = find_named(nodes, read_texts, known, kept)
    return Found(stories, name_keys(held, nodes), known and known.changed)


def find_named(
    nodes: pl.DataFrame,
    read_texts: Callable[[pl.Series], pl.DataFrame],
    known: Known | None,
    kept: Kept,
) -> tuple[Stories, pl.DataFrame]:
    """The stories of articles in order, and the keys of those that have changed (HELD)."""
    is_first = known is None
    if known is None:
        nothing = Stories(STORIES.to_frame(), STORY_ARTICLES.to_frame())
        known = Known(nothing, nodes["article_id"], lambda column, values: KEYS.to_frame())
    before, changed = known.stories, known.changed
    terms = ArticleTerms(nodes["article_id"], read_texts, kept)
    recalled = recall_stories(nodes, before.story_articles)
    walk = begin_walk(nodes, terms, recalled)
    stale = find_stale_days(nodes, before.story_articles, changed)
    terms.plan(list_walked(nodes, stale))
    walk_days(walk, stale)
    lying = nodes.filter(pl.col("article_id").is_in(changed.implode())).sort("place")
    terms.keep(lying.filter(pl.col("is_complete"), pl.col("day").is_null())["node"].to_numpy())
    held = list_keys(nodes, terms, lying["node"])
    keys = Keys(nodes, held, changed, known.read_keys)

    def find_asked(is_complete: bool) -> pl.Series:
        if is_first:
            undated = nodes.filter(pl.col("day").is_null(), pl.col("is_complete") == is_complete)
            return undated.filter(pl.col("copy_of") == pl.col("node"))["node"]
        touched = find_touched(nodes, walk, recalled, known)
        return find_affected(nodes, keys, touched, is_complete)

    join_undated(walk, nodes, keys, find_asked(is_complete=True))
    walk_teasers(walk, stale)
    join_undated_teasers(walk, nodes, keys, find_asked(is_complete=False))
    stories = name_stories(nodes, terms, walk.story_of, before, None if is_first else changed)
    return stories, held


def recall_stories(nodes: pl.DataFrame, before: pl.DataFrame) -> list[int | None]:
    """The story that each node had, as the node of its first article; None: it had none."""
    known = before.join(list_founders(nodes), on="story_id").select("article_id", "founder")
    return nodes.join(known, on="article_id", how="left", maintain_order="left")[
        "founder"
    ].to_list()


def list_founders(nodes: pl.DataFrame) -> pl.DataFrame:
    """story_id, founder: what a story is called of which each complete article is the first."""
    complete = nodes.filter("is_complete")
    names = [make_story_id(name) for name in complete["article_id"]]
    return complete.select(story_id=pl.Series(names, dtype=pl.String), founder="node")


def find_touched(
    nodes: pl.DataFrame, walk: Walk, recalled: list[int | None], known: Known
) -> pl.Series:
    """The complete nodes of all stories that have, or had, a changed article."""
    is_changed = pl.col("article_id").is_in(known.changed.implode())
    lost = known.stories.story_articles.filter(is_changed).join(list_founders(nodes), on="story_id")
    now = nodes.with_columns(
        founder=pl.Series(walk.story_of, dtype=pl.UInt32),
        old_founder=pl.Series(recalled, dtype=pl.UInt32),
    ).filter("is_complete")
    moved = now.filter(is_changed | pl.col("founder").ne_missing(pl.col("old_founder")))
    founders = pl.concat([moved["founder"], moved["old_founder"], lost["founder"]]).drop_nulls()
    return now.filter(pl.col("founder").is_in(founders.implode()))["node"]


def find_story_changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Story ids that are gone, and the story that has most of their articles (STORY_CHANGES).

    Needs: STORY_ARTICLES of the last run and of this one. new_story_id is null where all the
    articles are gone.
    """
    return (
        before.join(after.select("story_id").unique(), on="story_id", how="anti")
        .join(after, on="article_id", how="left", suffix="_new")
        .group_by(old_story_id="story_id", new_story_id="story_id_new")
        .len()
        .sort(
            pl.col("new_story_id").is_null(),
            -pl.col("len").cast(pl.Int64),
            "old_story_id",
            "new_story_id",
        )
        .unique("old_story_id", keep="first", maintain_order=True)
        .select(STORY_CHANGES.names())
        .sort("old_story_id")
        .match_to_schema(STORY_CHANGES)
    )
