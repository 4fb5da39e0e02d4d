"""What two articles share, what they are to each other, and whose the text was first."""

import numpy as np
import polars as pl

from flows.compare.reuse.prints import PASSAGE_WORDS, RUN_WORDS, Texts, mix_hashes

REUSE = pl.Schema(
    {
        "article_id": pl.String,  # less than other_article_id
        "other_article_id": pl.String,
        "relation": pl.String,  # duplicate, shared_passage, version
        "jaccard": pl.Float64,  # of the two bodies' sets of 5-word runs
        "containment": pl.Float64,  # share of article_id's set that the other one has
        "other_containment": pl.Float64,  # the reverse
        "shared_word_count": pl.Int32,  # of article_id's words, in 5-word runs that both have
        "original_article_id": pl.String,
        "direction_basis": pl.String,  # wire, attribution, published, captured, teaser_...
        "group_article_id": pl.String,  # the first of more than 20 copies of which these are two
    }
)

# What of it is kept: by numbers, and of the copies of a group, too.
RELATED = pl.Schema(
    {
        "number": pl.UInt32,
        "other": pl.UInt32,
        "relation": pl.String,
        "jaccard": pl.Float64,
        "containment": pl.Float64,
        "other_containment": pl.Float64,
        "shared_word_count": pl.Int32,
        "original": pl.UInt32,
        "direction_basis": pl.String,
        "is_copy": pl.Boolean,  # as a duplicate is; of two versions as well
    }
)

# Of the shorter one's words, in runs of 5 that both have. Swept .4-.7 on 1,440 planted copies: .999
# found up to .6, .995 at .7. Of those edited at 12 % .997 at .6; by the share of the runs
# themselves .989 from .4, which joins two articles of an outlet, and .983 from .45.
DUPLICATE_SHARE = 0.6
DUPLICATE_WORDS = 20
VERSION_SHARE = 0.2  # of 5-word runs; with less in common a headline is used again ("Letters")


# What they share


def measure_pairs(pairs: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The pairs with what their bodies share, exactly.

    Adds: jaccard, containment, other_containment, half_count (of the node's words, shared),
    longest_half_count (of one run) and covered_share (half_count of the shorter one's words).
    """
    runs = list_runs(texts)
    sizes = count_words(runs, "node", texts).drop("longest_half_count")
    sized = (
        pairs.join(sizes, on="node")
        .join(sizes, left_on="other", right_on="node", suffix="_other")
        .with_row_index("pair")
    )
    shared = count_words(find_shared(sized, runs), "pair", texts)
    either = pl.col("run_count") + pl.col("run_count_other") - pl.col("run_count_shared")
    shorter = pl.min_horizontal("half_count", "half_count_other")
    return (
        pairs.join(
            sized.join(shared, on="pair", suffix="_shared"), on=["node", "other"], how="left"
        )
        .select(
            "node",
            "other",
            jaccard=pl.col("run_count_shared") / either,
            containment=pl.col("run_count_shared") / pl.col("run_count"),
            other_containment=pl.col("run_count_shared") / pl.col("run_count_other"),
            half_count="half_count_shared",
            longest_half_count="longest_half_count",
            covered_share=pl.col("half_count_shared") / shorter,
        )
        .fill_null(0)
    )


def list_runs(texts: Texts) -> pl.DataFrame:
    """The runs of 5 words of each text, in order: node, at, run."""
    at = np.flatnonzero(texts.runs)
    node = (np.searchsorted(texts.starts, at, side="right") - 1).astype(np.uint32)
    return pl.DataFrame({"node": node, "at": at, "run": texts.runs[at]})


def find_shared(pairs: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """pair, at, run: the runs of the first article of each pair that the other one has, too."""
    common = runs.filter(pl.col("run").is_duplicated())
    node = common["node"].to_numpy()
    first, last = (
        np.searchsorted(node, pairs["node"].to_numpy(), side) for side in ("left", "right")
    )
    row = np.repeat(np.arange(pairs.height), last - first)
    place = np.arange(len(row)) + np.repeat(last - (last - first).cumsum(), last - first)
    keys = common.select(key=mix_hashes(pl.col("run"), pl.col("node")))
    return (
        common[place]
        .with_columns(pair=pairs["pair"][row], other=pairs["other"][row])
        .with_columns(key=mix_hashes(pl.col("run"), pl.col("other")))
        .join(keys, on="key", how="semi", maintain_order="left")
    )


def count_words(runs: pl.DataFrame, key: str, texts: Texts) -> pl.DataFrame:
    """For each key: run_count (different ones), half_count, longest_half_count (in one row).

    The half words of a run that overlaps the one before are counted once.
    """
    at = runs["at"].to_numpy()
    ends = pl.Series(texts.halves[at + RUN_WORDS])
    is_next = (pl.col(key) == pl.col(key).shift()).fill_null(False)
    is_begun = ~is_next | (pl.col("at") != pl.col("at").shift() + 1)
    counted = pl.when(is_next).then(pl.col("end").shift()).otherwise(0)
    return (
        runs.select(key, "at", "run", start=pl.Series(texts.halves[at]), end=ends)
        .select(
            key,
            "run",
            new_half_count=pl.col("end") - pl.max_horizontal("start", counted),
            run_half_count=pl.col("end") - pl.when(is_begun).then(pl.col("start")).forward_fill(),
        )
        .group_by(key)
        .agg(
            run_count=pl.col("run").n_unique(),
            half_count=pl.col("new_half_count").sum(),
            longest_half_count=pl.col("run_half_count").max(),
        )
    )


# What they are to each other


def find_relations(
    measured: pl.DataFrame, nodes: pl.DataFrame, teasers: pl.DataFrame
) -> pl.DataFrame:
    """The pairs that share text, with their relation; `basis`: why one is the other's teaser."""
    sides = nodes.select("node", "address", "title", "outlet_id")
    share = pl.max_horizontal("containment", "other_containment")
    is_same_page = pl.col("address") == pl.col("address_other")
    is_same_title = pl.col("title") == pl.col("title_other")
    is_same_outlet = pl.col("outlet_id") == pl.col("outlet_id_other")
    is_version = (is_same_page | (is_same_outlet & is_same_title)) & (
        (share >= VERSION_SHARE) | (is_same_page & is_same_title)
    )
    is_duplicate = (pl.col("covered_share") >= DUPLICATE_SHARE) & (
        pl.col("half_count") >= 2 * DUPLICATE_WORDS
    )
    return (
        measured.join(teasers, on=["node", "other"], how="left")
        .join(sides, on="node")
        .join(sides, left_on="other", right_on="node", suffix="_other")
        .with_columns(
            is_copy=is_duplicate & pl.col("basis").is_null(),
            relation=pl.when(pl.col("basis").is_not_null() | is_version)
            .then(pl.lit("version"))
            .when(is_duplicate)
            .then(pl.lit("duplicate"))
            .when(pl.col("longest_half_count") >= 2 * PASSAGE_WORDS)
            .then(pl.lit("shared_passage")),
        )
        .filter(pl.col("relation").is_not_null())
        .select(*measured.columns, "relation", "basis", "is_copy")
    )


# Whose it was


def name_originals(related: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """RELATED of the related pairs: which of the two had the text first, where something says so.

    A teaser comes from its article. An agency's own article comes before its copies; the original
    of two copies is neither of them. Then the outlet that the other article credits; then the
    article that was published before the other one can have been, by days where a zone is not
    printed. Of versions, last of all, the one that was captured first.
    """
    sides = describe_sides(nodes)
    return (
        related.join(sides, on="node")
        .join(sides, left_on="other", right_on="node", suffix="_other")
        .drop("other")
        .rename({"number_other": "other"})
        .with_columns(pl.coalesce(*list_originals()).alias("found"))
        .unnest("found")
        .with_columns(shared_word_count=((pl.col("half_count") + 1) // 2).cast(pl.Int32))
        .select(RELATED.names())
        .match_to_schema(RELATED)
    )


def describe_sides(nodes: pl.DataFrame) -> pl.DataFrame:
    """What of an article may say that it was first: credits, and brackets widened to days."""
    has_zone = pl.col("published_utc_offset_minutes").is_not_null()
    earliest, latest = pl.col("published_earliest"), pl.col("published_latest")
    return nodes.select(
        "node",
        "number",
        "outlet_id",
        "wire_outlet_id",
        "first_captured",
        "is_complete",
        credited=pl.col("attributed_outlet_ids"),
        is_carried=pl.col("wire_outlet_id").ne_missing(pl.col("outlet_id"))
        & pl.col("wire_outlet_id").is_not_null(),
        earliest=pl.when(has_zone).then(earliest).otherwise(earliest.dt.truncate("1d")),
        latest=pl.when(has_zone)
        .then(latest)
        .otherwise((latest - pl.duration(microseconds=1)).dt.truncate("1d").dt.offset_by("1d")),
    )


def list_originals() -> list[pl.Expr]:
    """The original by each basis, the strongest basis first."""
    is_version = pl.col("relation") == "version"
    is_own_text = is_version | ~(pl.col("is_carried") | pl.col("is_carried_other"))
    return [
        choose_original(pl.col("basis"), pl.col("is_complete"), pl.col("is_complete_other")),
        choose_original(pl.lit("wire"), is_agencys("", "_other"), is_agencys("_other", "")),
        choose_original(
            pl.lit("attribution"),
            pl.col("credited_other").list.contains(pl.col("outlet_id")),
            pl.col("credited").list.contains(pl.col("outlet_id_other")),
        ),
        choose_original(
            pl.lit("published"),
            is_own_text & (pl.col("latest") <= pl.col("earliest_other")),
            is_own_text & (pl.col("latest_other") <= pl.col("earliest")),
        ),
        choose_original(
            pl.lit("captured"),
            is_version & (pl.col("first_captured") < pl.col("first_captured_other")),
            is_version & (pl.col("first_captured_other") < pl.col("first_captured")),
        ),
    ]


def is_agencys(side: str, other: str) -> pl.Expr:
    """Whether it is the agency's own article, and the other one may be a copy of it."""
    outlet, wire, other_wire = (
        pl.col(f"outlet_id{side}"),
        pl.col(f"wire_outlet_id{side}"),
        pl.col(f"wire_outlet_id{other}"),
    )
    return (outlet == other_wire).fill_null((outlet == wire) & other_wire.is_null())


def choose_original(basis: pl.Expr, is_first: pl.Expr, is_other: pl.Expr) -> pl.Expr:
    """The original and the basis where exactly one of the two is the original; else null."""
    first, other = is_first.fill_null(False), is_other.fill_null(False)
    return pl.when(basis.is_not_null() & (first != other)).then(
        pl.struct(
            original=pl.when(first).then(pl.col("number")).otherwise(pl.col("other")),
            direction_basis=basis,
        )
    )
