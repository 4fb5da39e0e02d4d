"""The keys by which articles without a day meet others: telling terms, and families of quotations.

They are kept of all articles, so that a new one meets those whom it may bear on, and no others.
"""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from flows.compare.terms import ArticleTerms, hash_texts, spread

KEYS = pl.Schema(
    {
        "article_id": pl.String,
        "key": pl.UInt64,  # the first 64 bits of SHA-256 of the term, or of the family's id
        "weight": pl.UInt16,  # of the term among the article's, in thousandths; FAMILY of a family
    }
)
HELD = pl.Schema({"node": pl.UInt32, "key": pl.UInt64, "weight": pl.UInt16})
MET = pl.Schema({"node": pl.UInt32, "other": pl.UInt32, "is_quoted": pl.Boolean})

FAMILY = 2_000  # more than a term can have, so that one family is enough to meet
# What the keys of two articles must make of their likeness, in millionths. bench/NOTES.md has more.
ENOUGH = 150_000
# A term that more complete articles hold is no key, and no family that more articles quote.
MOST_HOLDERS, MOST_QUOTING = 500, 200
NODES_A_STEP = 50_000
PRODUCTS_A_STEP = 2_000_000

ReadKeys = Callable[[str, pl.Series], pl.DataFrame]  # a column of KEYS, values -> rows


class Keys:
    """Who holds which key: by what was kept, and by what changed articles hold now."""

    def __init__(
        self, nodes: pl.DataFrame, changed: pl.DataFrame, changed_ids: pl.Series, read: ReadKeys
    ):
        """Needs: of the nodes node, article_id, is_complete, copy_of; HELD of those that have
        changed.
        """
        is_counted = pl.col("copy_of") == pl.col("node")
        self.nodes = nodes.select("node", "article_id", "is_complete", is_counted=is_counted)
        self.changed = changed.join(self.nodes.drop("article_id"), on="node")
        self.changed_ids, self.read = changed_ids, read

    def read_kept(self, column: str, values: pl.Series) -> pl.DataFrame:
        """HELD, is_complete, is_counted of what has not changed."""
        kept = self.read(column, values)
        kept = kept.filter(~pl.col("article_id").is_in(self.changed_ids.implode()))
        return kept.join(self.nodes, on="article_id").select(self.changed.columns)

    def read_gone(self) -> pl.DataFrame:
        """KEYS of the changed articles, as they were."""
        return self.read("article_id", self.changed_ids)

    def list_held(self, nodes: pl.Series) -> pl.DataFrame:
        """The keys of some articles (HELD)."""
        asked = nodes.to_frame("node")
        ids = self.nodes.join(asked, on="node", how="semi")["article_id"]
        parts = self.read_kept("article_id", ids), self.changed.join(asked, on="node", how="semi")
        return pl.concat(parts).select(HELD.names())

    def list_holders(self, keys: pl.Series) -> pl.DataFrame:
        """HELD, is_complete, is_counted of those who hold one of the keys."""
        wanted = keys.unique().to_frame("key")
        changed = self.changed.join(wanted, on="key", how="semi")
        return pl.concat([self.read_kept("key", wanted["key"]), changed])

    def meet(self, held: pl.DataFrame, who: pl.Expr) -> pl.DataFrame:
        """Who meets whom (MET).

        Needs: HELD. who: of the counted holders' node and is_complete, who is to be met.
        """
        parts = [MET.to_frame()]
        asked = held["node"].unique().sort().to_frame()
        for step in asked.iter_slices(NODES_A_STEP):
            own = held.join(step, on="node", how="semi")
            others = drop_crowded(self.list_holders(own["key"])).filter("is_counted", who)
            parts.extend(
                part.filter(pl.col("product") >= ENOUGH, pl.col("node") != pl.col("place"))
                # Terms alone make little more than a million.
                .with_columns(other="place", is_quoted=pl.col("product") >= FAMILY**2)
                .select(MET.names())
                .match_to_schema(MET)
                for part in multiply_keys(own, others.select("key", "weight", place="node"))
            )
        return pl.concat(parts).sort("node", "other")

    def list_crowding(self) -> pl.Series:
        """Keys that may be crowded now and were not, or were and are not."""
        gone = self.read_gone().select("key", "weight")
        moved = pl.concat([gone, self.changed.select("key", "weight")])
        counted = moved.group_by("key").agg(pl.len(), pl.col("weight").first())
        now = self.list_holders(counted["key"]).filter("is_complete").group_by("key")
        count = pl.col("count").fill_null(0).cast(pl.Int64)
        is_near = (count - find_most()).abs() <= pl.col("len")
        counts = now.len(name="count")
        return counted.join(counts, on="key", how="left").filter(is_near)["key"]


def multiply_keys(own: pl.DataFrame, others: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """node, place, product: the sum of products of the weights of the keys that both have.

    In parts; all rows of a node are in one. Needs: HELD; place, key, weight of others.
    """
    others = others.sort("key")
    keys, starts = np.unique(others["key"].to_numpy(), return_index=True)
    counts = np.diff(np.append(starts, others.height))
    own = own.filter(pl.col("key").is_in(pl.Series(keys).implode())).sort("node")
    if own.is_empty():
        return
    place = others["place"].to_numpy().astype(np.uint64)
    other_weight, weight = (held["weight"].to_numpy().astype(np.int64) for held in (others, own))
    at = np.searchsorted(keys, own["key"].to_numpy())
    node = own["node"].to_numpy().astype(np.uint64)
    products = np.cumsum(counts[at])
    borders = np.append(np.flatnonzero(np.diff(node)) + 1, len(node))
    steps = (products[borders - 1] - 1) // PRODUCTS_A_STEP
    last = borders[np.append(np.diff(steps) > 0, True)]
    for start, stop in zip(np.append(0, last[:-1]), last, strict=True):
        count = counts[at[start:stop]]
        entry = spread(starts[at[start:stop]], count)
        pair = pl.Series(np.repeat(node[start:stop] << np.uint64(32), count) | place[entry])
        product = pl.Series(np.repeat(weight[start:stop], count) * other_weight[entry])
        summed = pl.DataFrame({"pair": pair, "product": product}).group_by("pair").sum()
        yield summed.select(
            node=(pl.col("pair") // 2**32).cast(pl.UInt32),
            place=(pl.col("pair") % 2**32).cast(pl.UInt32),
            product="product",
        )


def drop_crowded(holders: pl.DataFrame) -> pl.DataFrame:
    """Without the keys that tell nothing, since too many hold them. Needs: all holders of a key."""
    return holders.filter(pl.col("is_complete").sum().over("key") <= find_most())


def find_most() -> pl.Expr:
    """How many complete articles may hold a key."""
    return pl.when(weight=FAMILY).then(MOST_QUOTING).otherwise(MOST_HOLDERS)


def list_keys(nodes: pl.DataFrame, terms: ArticleTerms, rows: pl.Series) -> pl.DataFrame:
    """The keys of some articles (HELD): terms, and families of their quotations."""
    own = terms.take_heaviest(rows.to_numpy()).rename({"row": "node", "term": "key"})
    quoted = (
        nodes.join(rows.to_frame("node"), on="node", how="semi")
        .select("node", family="quotation_family_ids")
        .explode("family", empty_as_null=True)
        .drop_nulls("family")
        .unique()
    )
    quoted = quoted.select(
        "node",
        key=hash_texts("family " + quoted["family"]).cast(pl.UInt64),
        weight=pl.lit(FAMILY, pl.UInt16),
    )
    return pl.concat([own, quoted]).match_to_schema(HELD)


def name_keys(held: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """What is to be kept of HELD (KEYS)."""
    ids = nodes.select("node", "article_id")
    return held.join(ids, on="node", maintain_order="left").select(KEYS.names())
