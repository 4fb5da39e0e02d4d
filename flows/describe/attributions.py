"""Whom an article cites: "Al Jazeera reported", "laut dpa"."""

import re
from functools import lru_cache

import polars as pl

from flows.seeds import alternation, read_seed

ATTRIBUTIONS = pl.Schema(
    {
        "article_id": pl.String,
        "outlet_id": pl.String,
        "phrase": pl.String,
        "start_char": pl.Int32,
    }
)
SHORTEST_NAME = 3


def describe_attributions(articles: pl.DataFrame) -> pl.DataFrame:
    """Each place where an article names an outlet as its source (ATTRIBUTIONS), in text order.

    Needs: article_id, body.
    An outlet's own name counts only beside a wording of seeds/attribution_phrases.csv.
    """
    names = read_names()
    likely = articles.select(
        "article_id",
        "body",
        names=pl.col("body").str.extract_many(list(names), overlapping=True).list.unique(),
    ).filter(pl.col("names").list.len() > 0)
    rows = []
    for article_id, body, found in likely.iter_rows():
        spans = {}
        for name in sorted(found, key=len):  # the longest name at a place stands
            for match in compile_attribution(name).finditer(body):
                spans[match.start() + match[0].index(name)] = (match, names[name])
        places = {match.start(): (match[0], outlet_id) for match, outlet_id in spans.values()}
        rows += [(article_id, places[at][1], places[at][0], at) for at in sorted(places)]
    return pl.DataFrame(rows, schema=ATTRIBUTIONS, orient="row")


@lru_cache
def read_names() -> dict[str, str]:
    """Names as printed -> outlet."""
    labels = read_seed("outlet_aliases").filter(match="label").select("alias", "outlet_id")
    names = {
        **dict(labels.iter_rows()),
        **dict(read_seed("outlets").select("name", "outlet_id").iter_rows()),
    }
    return {name: outlet_id for name, outlet_id in names.items() if len(name) >= SHORTEST_NAME}


@lru_cache(maxsize=10_000)
def compile_attribution(name: str) -> re.Pattern[str]:
    phrases = read_seed("attribution_phrases")
    before, after = (
        alternation(phrases.filter(position=position)["phrase"].to_list())
        for position in ("before", "after")
    )
    name = re.escape(name)
    return re.compile(
        rf"\b(?:(?i:{before})\s(?:[\w'’-]+\s){{0,4}}?[\"“„«]?{name}\b"
        rf"|{name}[\"”“»]?,?\s(?:{after})\b)"
    )
