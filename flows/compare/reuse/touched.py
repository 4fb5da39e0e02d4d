"""Which articles are compared again: the changed ones, and those that meet others otherwise now."""

import polars as pl

from flows.compare.index import Index
from flows.compare.reuse.groups import GROUPS
from flows.compare.reuse.names import NAMES, list_names
from flows.compare.reuse.pairs import MOST_PAIRED, is_crowded, list_windows, order_holdings
from flows.compare.reuse.prints import find_repeated, find_stock, pick_prints
from flows.compare.reuse.relations import RELATED
from flows.compare.reuse.shelf import ARTICLES_A_STEP, Shelf

ARTICLES = pl.Schema(
    {
        "number": pl.UInt32,
        "article_id": pl.String,
        "outlet_id": pl.String,
        "known_at": pl.Datetime("us"),
        "is_agencys": pl.Boolean,
        "is_complete": pl.Boolean,
        "print_count": pl.UInt32,
    }
)
PRINTS = pl.Schema(
    {
        "number": pl.UInt32,
        "key": pl.UInt64,
        "context": pl.UInt64,
        "is_half": pl.Boolean,
        "is_only": pl.Boolean,
    }
)
STOCK = pl.Schema({"number": pl.UInt32, "key": pl.UInt64})
NUMBERS = pl.Schema({"number": pl.UInt32})
TABLES = {
    "articles": ARTICLES,
    "prints": PRINTS,  # of whole articles
    "names": NAMES,
    "stock": STOCK,
    "repeated": NUMBERS,  # articles that are one of many copies: stock counts in them
    "related": RELATED,
    "groups": GROUPS,
}


class Rows:
    """What the index has of some articles; `articles` are all that the other tables name."""

    def __init__(self, articles: pl.DataFrame, prints: pl.DataFrame, names: pl.DataFrame) -> None:
        self.articles, self.prints, self.names = articles, prints, names


def index_articles(articles: pl.DataFrame, shelf: Shelf) -> Rows:
    """The rows of articles as Shelf.read gives them; they are put on the shelf."""
    prints = pick_prints(shelf.put(articles))
    numbers = articles.select("number", "is_complete").with_row_index("node")
    prints = prints.join(numbers, on="node").filter("is_complete")
    counts = prints.select("number", "print_count").unique()
    is_agencys = (pl.col("outlet_id") == pl.col("wire_outlet_id")).fill_null(False)
    described = articles.join(counts, on="number", how="left").with_columns(
        pl.col("print_count").fill_null(0), is_agencys=is_agencys
    )
    return Rows(
        described.select(ARTICLES.names()), prints.select(PRINTS.names()), list_names(articles)
    )


# Everything


def index_everything(index: Index, shelf: Shelf, given: pl.DataFrame) -> None:
    """Fill the empty index.

    Needs: article_id.
    """
    numbered = given.select("article_id").with_row_index("number")
    for step in numbered.iter_slices(ARTICLES_A_STEP):
        rows = index_articles(shelf.read(step), shelf)
        for table in ("articles", "prints", "names"):
            index.add(table, getattr(rows, table))
    articles = index.read_all("articles")
    for part in index.read_parts("prints", "key"):
        index.add("stock", find_stock(part.filter(pl.col("key").is_duplicated()), articles))
    index.add("repeated", find_repeated(index.read_all("stock"), articles))


# Changes


def index_changes(
    index: Index, shelf: Shelf, given: pl.DataFrame, changed: pl.Series
) -> pl.DataFrame:
    """Bring the index up to date; number, article_id of those to compare again, and of gone ones.

    Needs: article_id: of the changed articles, those that are there.
    """
    old = index.read("articles", "article_id", changed)
    numbered = number_articles(given, old, index.find_next("articles", "number"))
    steps = numbered.iter_slices(ARTICLES_A_STEP)
    new = [index_articles(shelf.read(step), shelf) for step in steps]
    numbers = pl.concat([old["number"], numbered["number"]]).unique()
    added = {
        table: pl.concat([TABLES[table].to_frame(), *(getattr(rows, table) for rows in new)])
        for table in ("articles", "prints", "names")
    }
    keys, names = (
        pl.concat([index.read(table, "number", numbers)["key"], added[table]["key"]]).unique()
        for table in ("prints", "names")
    )
    before = read_holders(index, keys, names)
    for table, rows in added.items():
        index.remove(table, "number", numbers)
        index.add(table, rows)
    flipped, is_flipped_of = renew_stock(index, keys, before, numbers)
    after = read_holders(index, keys, names)
    add_keys(
        index,
        before,
        after,
        flipped["key"].filter(~flipped["key"].is_in(keys.implode())),
        is_flipped_of,
    )
    touched = pl.concat(
        [
            numbers,
            flipped["number"],
            find_unsettled(before.order_prints(), after.order_prints()),
            find_unsettled(before.order_names(), after.order_names(), numbers),
        ]
    ).unique()
    known = pl.concat([before.articles, after.articles, old]).select("number", "article_id")
    return known.unique().filter(pl.col("number").is_in(touched.implode()))


def number_articles(given: pl.DataFrame, old: pl.DataFrame, next_number: int) -> pl.DataFrame:
    """article_id, number: the number that an article has, or the next one."""
    numbered = given.select("article_id").join(
        old.select("article_id", "number"), on="article_id", how="left"
    )
    is_new = pl.col("number").is_null()
    return numbered.with_columns(
        pl.coalesce("number", (is_new.cum_sum() + (next_number - 1))).cast(pl.UInt32)
    )


class Holders:
    """Who holds some keys: all articles that do, and what of it is stock."""

    def __init__(self, **tables: pl.DataFrame) -> None:
        self.articles, self.prints = tables["articles"], tables["prints"]
        self.names, self.stock, self.repeated = (
            tables[table] for table in ("names", "stock", "repeated")
        )

    def order_prints(self) -> pl.DataFrame:
        """The prints that count, in the order of meeting."""
        telling = drop_stock(self.prints, self.stock, self.repeated)
        return order_holdings(telling, self.articles)

    def order_names(self) -> pl.DataFrame:
        return order_holdings(self.names, self.articles)


def drop_stock(prints: pl.DataFrame, stock: pl.DataFrame, repeated: pl.DataFrame) -> pl.DataFrame:
    """The prints that are not stock, or are in one of many copies."""
    erased = stock.join(repeated, on="number", how="anti")
    return prints.join(erased, on=["number", "key"], how="anti")


def read_holders(index: Index, keys: pl.Series, names: pl.Series) -> Holders:
    prints = index.read("prints", "key", keys)
    named = index.read("names", "key", names)
    numbers = pl.concat([prints["number"], named["number"]])
    return Holders(
        articles=index.read("articles", "number", numbers),
        prints=prints,
        names=named,
        stock=index.read("stock", "key", keys),
        repeated=index.read("repeated", "number", numbers),
    )


def renew_stock(
    index: Index, keys: pl.Series, before: Holders, changed: pl.Series
) -> tuple[pl.DataFrame, pl.Series]:
    """Find again what is stock of these prints; number, key of those that count now and did not
    before, or the reverse. And whose stock is another one.
    """
    prints = index.read("prints", "key", keys)
    articles = index.read("articles", "number", prints["number"])
    stock = find_stock(prints, articles)
    index.remove("stock", "key", keys)
    index.add("stock", stock)
    numbers = pl.concat([find_differing(before.stock, stock)["number"], changed]).unique()
    stock_after = index.read("stock", "number", numbers)
    stock_before = pl.concat(
        [
            stock_after.filter(~pl.col("key").is_in(keys.implode())),
            before.stock.filter(pl.col("number").is_in(numbers.implode())),
        ]
    )
    repeated = find_repeated(stock_after, articles)
    index.remove("repeated", "number", numbers)
    index.add("repeated", repeated)
    erased_before = stock_before.join(before.repeated, on="number", how="anti")
    erased = stock_after.join(repeated, on="number", how="anti")
    return find_differing(erased_before, erased), numbers


def find_differing(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The rows that are in one of the two only."""
    return pl.concat(
        [
            rows.join(others, on=rows.columns, how="anti", nulls_equal=True),
            others.join(rows, on=rows.columns, how="anti", nulls_equal=True),
        ]
    )


def add_keys(
    index: Index, before: Holders, after: Holders, keys: pl.Series, renewed: pl.Series
) -> None:
    """Add the holders of more prints, which only the articles that are one of many copies now, or
    were so before, hold otherwise.
    """
    more = read_holders(index, keys, keys.clear())
    is_renewed = pl.col("number").is_in(renewed.implode())
    for holders, repeated in ((before, more.repeated.filter(~is_renewed)), (after, more.repeated)):
        holders.articles = pl.concat([holders.articles, more.articles]).unique("number")
        holders.prints = pl.concat([holders.prints, more.prints])
        holders.stock = pl.concat([holders.stock, more.stock])
        holders.repeated = pl.concat([holders.repeated, repeated]).unique()


def find_unsettled(
    before: pl.DataFrame, after: pl.DataFrame, changed: pl.Series | None = None
) -> pl.Series:
    """Numbers of articles that meet others otherwise, though neither of the two has changed.

    One of each such pair is enough. At a key that becomes crowded, or no longer is, all meet
    others; where another article is the first of a crowded one, the two firsts do.
    Args:
        changed: articles; of names, where each meets the one before it, those that stand behind one
            of them. None: of prints, which have runs of 12 words around them.
    """
    found = [find_flips(before, after)]
    if changed is not None:
        is_behind = pl.col("number").is_in(changed.implode()).shift(1).over("key")
        found += [rows.filter(is_crowded(), is_behind)["number"] for rows in (before, after)]
    else:
        crowds = [rows.filter(is_crowded()) for rows in (before, after)]
        found.append(find_flips(*(list_windows(crowd) for crowd in crowds)))
    return pl.concat(found)


def find_flips(before: pl.DataFrame, after: pl.DataFrame) -> pl.Series:
    """Numbers of the holders of keys that are crowded only before or only after; of keys that are
    crowded with another first one, the two firsts.
    """
    was_crowded, is_now = (
        (pl.col(name) > MOST_PAIRED).fill_null(False) for name in ("count", "count_after")
    )
    keys = sum_up(before).join(sum_up(after), on="key", how="full", suffix="_after", coalesce=True)
    flips = keys.filter(was_crowded != is_now).select("key")
    moved = keys.filter(was_crowded & is_now, pl.col("first") != pl.col("first_after"))
    holders = (rows.join(flips, on="key", how="semi")["number"] for rows in (before, after))
    return pl.concat([*holders, moved["first"], moved["first_after"]])


def sum_up(held: pl.DataFrame) -> pl.DataFrame:
    """key, count of its holders, first of them."""
    first = pl.col("number").sort_by("turn").first()
    return held.group_by("key").agg(count=pl.len(), first=first)
