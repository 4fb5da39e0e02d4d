"""Describe placements (whose, when, which language) and articles (about what, citing whom)."""

import polars as pl

from flows.describe.attributions import describe_attributions
from flows.describe.captures import infer_captures
from flows.describe.credits import describe_credits
from flows.describe.language import describe_languages
from flows.describe.outlets import describe_hosts, describe_outlets
from flows.describe.publication import describe_dates
from flows.describe.topics import describe_topics


def describe_placements(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The placements with outlet, credits, language and date; and what is known of the pages.

    The second frame has the host outlets (HOSTS) and inferred captures (CAPTURES) of pages, a row
    where there is either.

    Needs: page_id, url, captured_earliest, captured_latest, text of the pages; SEGMENTS and
    PLACEMENTS of the segment stage.
    """
    hosts = describe_hosts(pages, segments)
    placements = describe_outlets(placements, hosts)
    placements = describe_credits(placements, pages, segments)
    text = pl.concat_str("headline", "body", separator="\n", ignore_nulls=True)
    placements = describe_languages(placements.with_columns(text=text)).drop("text")
    captures = infer_captures(pages, placements)
    placements = describe_dates(placements, pages, hosts, captures)
    return placements, hosts.join(captures, on="page_id", how="full", coalesce=True)


def describe_articles(articles: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Topics (ARTICLE_TOPICS) and attributions (ATTRIBUTIONS) of articles.

    Needs: article_id, headline, body, language_code.
    """
    return describe_topics(articles), describe_attributions(articles)
