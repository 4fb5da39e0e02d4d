"""What a story is called: its id, its headline, its time, and the terms that hold it together."""

import hashlib
from typing import NamedTuple

import polars as pl

from flows.compare.terms import ARTICLES_A_STEP, ArticleTerms, Terms, weigh_terms

STORIES = pl.Schema(
    {
        "story_id": pl.String,  # hash of the first article's id
        "headline": pl.String,  # of the first article that has one
        "terms": pl.List(pl.String),  # what holds the articles together, the strongest first
        "first_published": pl.Datetime("us"),  # the earliest dated_at; null: all undated
        "last_published": pl.Datetime("us"),  # the latest
        "article_count": pl.Int32,  # complete ones
    }
)
STORY_ARTICLES = pl.Schema(
    {
        "story_id": pl.String,
        "article_id": pl.String,
        "dated_at": pl.Datetime("us"),  # known_at; null where its bracket is too wide
    }
)
STORY_TERMS = 8


class Stories(NamedTuple):
    """What find_stories found."""

    stories: pl.DataFrame
    story_articles: pl.DataFrame


def name_stories(
    nodes: pl.DataFrame,
    terms: ArticleTerms,
    story_of: list[int | None],
    before: Stories,
    changed: pl.Series | None,
) -> Stories:
    """The stories with their names; a story of the last run keeps its row if nothing changed."""
    placed = nodes.with_columns(founder=pl.Series(story_of, dtype=pl.UInt32)).drop_nulls("founder")
    founders = placed["founder"].unique().sort()
    names = pl.DataFrame(
        {
            "founder": founders,
            "story_id": [make_story_id(name) for name in nodes["article_id"].gather(founders)],
        },
        schema={"founder": pl.UInt32, "story_id": pl.String},
    )
    placed = placed.join(names, on="founder", maintain_order="left")
    story_articles = (
        placed.select(STORY_ARTICLES.names())
        .sort("story_id", "article_id")
        .match_to_schema(STORY_ARTICLES)
    )
    renewed = find_renewed(before.story_articles, story_articles, changed)
    is_renewed = pl.col("story_id").is_in(renewed.implode())
    kept = before.stories.filter(~is_renewed)
    told = describe_stories(placed.filter("is_complete", is_renewed), terms)
    return Stories(pl.concat([kept, told]).sort("story_id"), story_articles)


def make_story_id(article_id: str) -> str:
    """The id of the story whose first article it is."""
    return hashlib.sha256(article_id.encode()).hexdigest()[:32]


def find_renewed(before: pl.DataFrame, after: pl.DataFrame, changed: pl.Series | None) -> pl.Series:
    """Ids of the stories with a changed article, and of those with other articles than before."""
    both = ["story_id", "article_id"]
    other = pl.concat(
        [after.join(before, on=both, how="anti"), before.join(after, on=both, how="anti")]
    )
    if changed is not None:
        of_changed = after.filter(pl.col("article_id").is_in(changed.implode()))
        other = pl.concat([other, of_changed])
    return other["story_id"].unique()


def describe_stories(complete: pl.DataFrame, terms: ArticleTerms) -> pl.DataFrame:
    """STORIES of these articles.

    Needs: node, founder, story_id, dated_at.
    """
    return (
        complete.group_by("story_id")
        .agg(
            first_published=pl.col("dated_at").min(),
            last_published=pl.col("dated_at").max(),
            article_count=pl.len().cast(pl.Int32),
        )
        .join(read_names(complete, terms), on="story_id", how="left")
        .with_columns(pl.col("terms").fill_null([]))
        .select(STORIES.names())
        .match_to_schema(STORIES)
    )


def read_names(complete: pl.DataFrame, terms: ArticleTerms) -> pl.DataFrame:
    """story_id, headline, terms: those that make the articles alike, or the heaviest of one alone.

    Needs: node, founder, story_id.
    """
    counted = complete.select("node", "founder", "story_id", count=pl.len().over("founder"))
    step = counted["founder"].rank("dense") // ARTICLES_A_STEP
    parts = counted.with_columns(step=step).partition_by("step", maintain_order=True)
    return pl.concat([name_step(part.sort("node"), terms) for part in (counted.clear(), *parts)])


def name_step(counted: pl.DataFrame, terms: ArticleTerms) -> pl.DataFrame:
    rows = counted["node"].to_numpy()
    taken, headlines = terms.spell(rows)
    best = score_terms(counted, taken)
    headed = counted.with_columns(headline=headlines)
    headlines = headed.group_by("story_id").agg(pl.col("headline").drop_nulls().first())
    return headlines.join(best, on="story_id", how="left")


def score_terms(counted: pl.DataFrame, taken: Terms) -> pl.DataFrame:
    """story_id, terms. Needs: the articles of taken, by node."""
    weight, row = weigh_terms(taken, taken.share)
    weight = pl.Series(weight, dtype=pl.Float64)
    held = counted[row].select(
        "story_id",
        "count",
        term=pl.Series(taken.term, dtype=pl.UInt64),
        weight=weight,
        square=weight**2,
        spelling=taken.spelling,
    )
    total, squares = pl.col("weight"), pl.col("square")
    best = (
        held.group_by("story_id", "count", "term", maintain_order=True)
        .agg(pl.col("weight", "square").sum(), pl.col("spelling").first())
        # What the term adds to the sum of products over all pairs of articles.
        .with_columns(score=pl.when(count=1).then(total).otherwise(total**2 - squares).round(6))
        .filter(pl.col("score") > 0)
        .sort("story_id", -pl.col("score"), "spelling")
        .group_by("story_id", maintain_order=True)
        .head(STORY_TERMS)
    )
    return best.group_by("story_id", maintain_order=True).agg(terms="spelling")
