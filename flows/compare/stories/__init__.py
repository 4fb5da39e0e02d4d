"""Which articles cover one event, and the terms that hold them together."""

import polars as pl

from flows.compare.stories.days import find_stale_days, order_articles
from flows.compare.stories.names import (
    STORIES,
    STORY_ARTICLES,
    Stories,
    make_story_id,
    name_stories,
)
from flows.compare.stories.walk import walk_days
from flows.compare.terms import ArticleTerms

STORY_CHANGES = pl.Schema({"old_story_id": pl.String, "new_story_id": pl.String})


def find_stories(
    articles: pl.DataFrame, before: Stories | None = None, changed: pl.Series | None = None
) -> Stories:
    """The events that articles cover (STORIES, STORY_ARTICLES), by story_id.

    Needs: the columns of COVERING, one row an article. `known_at`: when it is known to have been
    out (core.known_articles); `quotation_family_ids`: families of the quotations in it;
    `group_article_id`: the first of more than 20 copies of one text, of which it is one.
    The copies of a group count as one article a day: they have its story.
    Every complete article has a story, often its own alone; a teaser joins one or has none.
    Likeness is the cosine of TF-IDF terms, headline and names counting more, document frequencies
    from a shipped table and from the window. Articles of a day join each other and the stories of
    the WINDOW_DAYS before it by average likeness, the most similar first; two stories never become
    one. Articles without a day come last and need more likeness, or a quotation in common. So a
    day's stories depend on the days before it only, and pages that arrive day by day never rename
    one; but more than 20 copies of one text are a group, which counts as one article a day, and
    the run that brings the copy that makes it one finds the stories of its days again.
    before, changed: what was found last time, and the ids of articles that are new, gone or other
    since. Only the days that they bear on are walked, and the articles without a day; the result is
    the same as if all days were walked.
    Example: three outlets on one bridge's collapse, two of them the day after, are one story.
    """
    if before is None:
        before, changed = Stories(STORIES.to_frame(), STORY_ARTICLES.to_frame()), None
    nodes = order_articles(articles)
    terms = ArticleTerms(nodes)
    stale = find_stale_days(nodes, before.story_articles, changed)
    story_of = walk_days(nodes, terms, recall_stories(nodes, before.story_articles), stale)
    return name_stories(nodes, terms, story_of, before, changed)


def recall_stories(nodes: pl.DataFrame, before: pl.DataFrame) -> list[int | None]:
    """The story that each node had, as the node of its first article; None: it had none."""
    founders = nodes.select(
        story_id=pl.Series([make_story_id(name) for name in nodes["article_id"]], dtype=pl.String),
        founder="node",
    )
    known = before.join(founders, on="story_id").select("article_id", "founder")
    return nodes.join(known, on="article_id", how="left", maintain_order="left")[
        "founder"
    ].to_list()


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
