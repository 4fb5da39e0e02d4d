"""Which articles share text: copies, passages, versions; and whose the text was.

Articles meet each other in an index (flows/compare/index.py): what is new or changed is looked for
there, and all other rows stay. The rows are the same as if all were compared again: who is paired
with whom depends on the holders of a print or a name alone, and an article is compared again (it is
touched) where these have changed so that it matters.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import duckdb
import polars as pl

from flows.compare.index import Index
from flows.compare.reuse.groups import find_groups, show_groups
from flows.compare.reuse.names import Name, find_teasers, fold_openings
from flows.compare.reuse.pairs import (
    PAIRS,
    choose_pairs,
    meet_in_names,
    meet_in_prints,
    order_holdings,
)
from flows.compare.reuse.relations import (
    RELATED,
    REUSE,
    find_relations,
    measure_pairs,
    name_originals,
)
from flows.compare.reuse.shelf import ARTICLES_A_STEP, COMPARED, Library, Shelf
from flows.compare.reuse.touched import (
    TABLES,
    drop_stock,
    find_differing,
    index_changes,
    index_everything,
    read_holders,
)

__all__ = ["COMPARED", "Found", "find_reuse", "update_reuse"]

WORDS_A_STEP = 2_000_000
TEASERS = pl.Schema({"number": pl.UInt32, "other": pl.UInt32, "basis": pl.String})


class Found(NamedTuple):
    """Rows in place of all that name one of these articles; None: in place of all."""

    article_ids: pl.Series | None
    reuse: pl.DataFrame  # REUSE


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
    index = Index(duckdb.connect())

    def read(article_ids: pl.Series) -> pl.DataFrame:
        return articles.filter(pl.col("article_id").is_in(article_ids.implode()))

    return update_reuse(articles.sort("article_id"), None, index, read).reuse


def update_reuse(
    given: pl.DataFrame,
    changed: pl.Series | None,
    index: Index,
    read_articles: Callable[[pl.Series], pl.DataFrame],
) -> Found:
    """The rows of find_reuse that are new or may be other ones than before; the index follows.

    Needs: article_id: of the changed articles, those that are there.
    Args:
        changed: ids of articles that are new, gone or may be other ones than in the index. None:
            the index is made again, from all articles.
        read_articles: COMPARED of the articles with these ids.
    """
    index.begin(TABLES, is_new=changed is None)
    shelf = Shelf(read_articles)
    if changed is None:
        index_everything(index, shelf, given)
        index.add("related", relate(index, shelf, None))
        related = index.read_all("related")
        articles = index.read_all("articles")
        groups = find_groups(related.filter("is_copy"), articles)
        index.add("groups", groups)
        return Found(None, make_rows(related, groups, articles))
    touched = index_changes(index, shelf, given, changed)
    regrouped = replace_related(index, touched["number"], relate(index, shelf, touched["number"]))
    moved = index.read("articles", "number", regrouped).select("number", "article_id")
    touched = pl.concat([touched, moved]).unique()
    related = read_related(index, touched["number"])
    numbers = pl.concat([related["number"], related["other"]])
    groups, articles = (index.read(table, "number", numbers) for table in ("groups", "articles"))
    return Found(touched["article_id"], make_rows(related, groups, articles))


# Pairs


def relate(index: Index, shelf: Shelf, touched: pl.Series | None) -> pl.DataFrame:
    """RELATED of the touched articles with all others; None: of all."""
    pairs, teasers = find_pairs(index, shelf, touched)
    numbers = pl.concat([pairs["number"], pairs["other"]])
    shelf.fetch(index.read("articles", "number", numbers))
    library = shelf.close()
    stock, repeated = (index.read(table, "number", numbers) for table in ("stock", "repeated"))
    erased = stock.join(repeated, on="number", how="anti")
    related = [RELATED.to_frame()]
    for part in split_pairs(pairs, library):
        nodes, texts = library.take(pl.concat([part["number"], part["other"]]), erased)
        measured = measure_pairs(order_sides(part, nodes), texts)
        found = find_relations(measured, nodes, order_sides(teasers, nodes))
        related.append(name_originals(found, nodes))
    return pl.concat(related)


def find_pairs(
    index: Index, shelf: Shelf, touched: pl.Series | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PAIRS to measure, and those that are a teaser and the article that it announces."""
    meetings = [meet_in_prints(held, touched) for held in read_prints(index, touched)]
    names = index.read_all("names")
    if touched is not None:
        names = index.read("names", "key", index.read("names", "number", touched)["key"])
    named = order_holdings(names, index.read("articles", "number", names["number"]))
    named = meet_in_names(named, touched)
    met = pl.concat(meetings)
    sides = met.select((pl.col("pair") // 2**32), (pl.col("pair") % 2**32).alias("other"))
    numbers = pl.concat([sides["pair"], sides["other"]]).cast(pl.UInt32)
    copies = choose_pairs(met, index.read("articles", "number", numbers))
    is_namesake = pl.col("kind").is_in([Name.ADDRESS.value, Name.HEADLINE.value])
    announced = named.filter(~is_namesake)
    teasers = pl.concat([TEASERS.to_frame(), *find_announced(index, shelf, announced)])
    pairs = [copies, named.filter(is_namesake), teasers]
    return pl.concat(rows.select(PAIRS.names()) for rows in pairs).unique(), teasers


def read_prints(index: Index, touched: pl.Series | None) -> Iterator[pl.DataFrame]:
    """The prints that count, of all holders of the touched articles' ones, in order of meeting."""
    if touched is None:
        parts = index.read_parts("prints", "key")
        stock, repeated, articles = map(index.read_all, ("stock", "repeated", "articles"))
        for part in parts:
            held = drop_stock(part.filter(pl.col("key").is_duplicated()), stock, repeated)
            yield order_holdings(held, articles)
        return
    keys = index.read("prints", "number", touched)["key"]
    held = read_holders(index, keys, keys.clear())
    yield held.order_prints()


def find_announced(index: Index, shelf: Shelf, pairs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """TEASERS of the pairs of one headline or opening, in parts."""
    articles = index.read("articles", "number", pl.concat([pairs["number"], pairs["other"]]))
    sides = articles.select("number", "is_complete")
    mixed = (
        pairs.join(sides, on="number")
        .join(sides.rename({"number": "other"}), on="other", suffix="_other")
        .filter(pl.col("is_complete") != pl.col("is_complete_other"))
        .select(pairs.columns)
        .sort("number", "other")
    )
    step = pl.struct("number", "other").rank("dense") // ARTICLES_A_STEP
    for part in mixed.with_columns(step=step).partition_by("step", include_key=False):
        numbers = pl.concat([part["number"], part["other"]])
        numbered = articles.filter(pl.col("number").is_in(numbers.implode()))
        yield find_teasers(part, fold_openings(shelf.read(numbered)))


def split_pairs(pairs: pl.DataFrame, library: Library) -> list[pl.DataFrame]:
    """The pairs in parts of WORDS_A_STEP words."""
    counts = library.count_words()
    sized = (
        pairs.join(counts, on="number")
        .join(counts.rename({"number": "other"}), on="other", suffix="_other")
        .sort("number", "other")
    )
    words = (pl.col("word_count") + pl.col("word_count_other")).cum_sum()
    return (
        sized.with_columns(step=words // WORDS_A_STEP)
        .drop("word_count", "word_count_other")
        .partition_by("step", maintain_order=True, include_key=False)
    )


def order_sides(pairs: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The pairs of these nodes, by node and other (the smaller one in front) instead of numbers."""
    known = nodes.select("number", "node")
    both = pairs.join(known, on="number").join(
        known.rename({"number": "other"}), on="other", suffix="_other"
    )
    return both.select(
        pl.exclude("number", "other", "node", "node_other"),
        node=pl.min_horizontal("node", "node_other"),
        other=pl.max_horizontal("node", "node_other"),
    )


# Rows


def read_related(index: Index, numbers: pl.Series) -> pl.DataFrame:
    """RELATED that name one of these articles."""
    sides = (index.read("related", side, numbers) for side in ("number", "other"))
    return pl.concat(sides).unique(["number", "other"])


def replace_related(index: Index, touched: pl.Series, related: pl.DataFrame) -> pl.Series:
    """Keep the rows in place of those that name touched articles; numbers of articles that are of
    another group now.
    """
    before = read_related(index, touched)
    for side in ("number", "other"):
        index.remove("related", side, touched)
    index.add("related", related)
    copies = pl.concat([before, related]).filter("is_copy")
    tied, edges = find_tied(index, pl.concat([touched, copies["number"], copies["other"]]))
    groups_before = index.read("groups", "number", tied)
    groups = find_groups(edges, index.read("articles", "number", tied))
    index.remove("groups", "number", tied)
    index.add("groups", groups)
    return find_differing(groups_before, groups)["number"].unique()


def find_tied(index: Index, numbers: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """These articles and all that are copies of them, or copies of copies; RELATED of them."""
    tied = numbers.unique()
    while True:
        copies = read_related(index, tied).filter("is_copy")
        more = pl.concat([tied, copies["number"], copies["other"]]).unique()
        if len(more) == len(tied):
            return tied, copies
        tied = more


def make_rows(related: pl.DataFrame, groups: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """REUSE of RELATED, by article_id."""
    ids = articles.select("number", "article_id")
    shown = show_groups(related, groups)
    for column in ("number", "other", "original", "group"):
        names = {"number": column, "article_id": f"{column}_id"}
        shown = shown.join(ids.rename(names), on=column, how="left")
    return (
        shown.rename(
            {
                "number_id": "article_id",
                "other_id": "other_article_id",
                "original_id": "original_article_id",
                "group_id": "group_article_id",
            }
        )
        .select(REUSE.names())
        .sort("article_id", "other_article_id")
        .match_to_schema(REUSE)
    )
