"""Which articles share text: copies, passages, versions; and whose the text was."""

import polars as pl

from flows.compare.reuse.groups import find_groups, keep_firsts
from flows.compare.reuse.pairs import find_copies, find_namesakes, find_teasers, normalise_url
from flows.compare.reuse.prints import erase_stock, find_stock, read_texts
from flows.compare.reuse.relations import find_relations, measure_pairs, name_originals
from flows.text import fold

COMPARED = pl.Schema(
    {
        "article_id": pl.String,
        "headline": pl.String,
        "deck": pl.String,
        "body": pl.String,
        "url": pl.String,
        "outlet_id": pl.String,
        "wire_outlet_id": pl.String,
        "attributed_outlet_ids": pl.List(pl.String),
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "published_utc_offset_minutes": pl.Int32,
        "first_captured": pl.Datetime("us"),
        "is_complete": pl.Boolean,
    }
)


def find_reuse(articles: pl.DataFrame) -> pl.DataFrame:
    """The pairs of articles that share text, one row a pair (REUSE), by article_id.

    Needs: the columns of COMPARED, one row an article. `url`: of the page that it leads, null
    where it leads none; `wire_outlet_id`: the agency whose copy it is, of the agency's own as
    well; `first_captured`: the earliest capture of a page with it, UTC; `published_*` as in
    core.articles.
    Of a `duplicate` 60 % of the shorter one's words stand in runs of 5 words that both have: it
    is wrapped, cut or edited. A `shared_passage` is a run of 12 words in otherwise different
    articles. A `version` has the same url, or the same outlet and headline, and shares text; a
    teaser is a version of the whole article that it announces (direction_basis teaser_headline or
    teaser_beginning). Two Chinese, Japanese or Thai characters are a word; sentences with a
    phrase of seeds/stock_phrases.csv do not count.
    Of a group of more than 20 copies each copy has one row, with the group's first one
    (group_article_id); of a passage that more than 20 articles have, each with the first of them.
    A pair's row depends on its two articles, and on others only where a passage of theirs is
    stock: it stands in more than 60 articles in 30 days, or in more than 10 of an outlet in 90.
    """
    nodes = number_articles(articles)
    whole = nodes.filter("is_complete")
    teasers = find_teasers(nodes)

    texts, prints = read_texts(nodes)
    prints = prints.join(whole.select("node"), on="node", how="semi")
    stock = find_stock(prints.filter("is_first"), whole)
    erase_stock(texts, prints.join(stock, on=["node", "key"], how="semi"))
    telling = prints.join(stock, on=["node", "key"], how="anti")

    groups = find_groups(telling.filter("is_first"), nodes, texts)
    copies = find_copies(telling, nodes, texts, groups)
    pairs = keep_firsts(pl.concat([copies, find_namesakes(whole)]), groups)
    pairs = pl.concat([pairs, teasers.select("node", "other")]).unique()
    related = find_relations(measure_pairs(pairs, texts), nodes, teasers)
    return name_originals(related, nodes, groups)


def number_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles by id, with node (their number), known_at, title and address."""
    return (
        articles.match_to_schema(COMPARED, extra_columns="ignore")
        .sort("article_id")
        .with_row_index("node")
        .with_columns(
            known_at=pl.min_horizontal("published_latest", "first_captured"),
            title=fold(pl.col("headline")),
            address=normalise_url(pl.col("url")),
        )
    )
