"""The kinds of segments, and what each means: seeds/segment_kinds.csv.

Whatever asks what a kind means asks here or joins core.segment_kinds. The place of a kind in the
table is a number that the weights of lines were trained on, so a new kind is a row at its end.
"""

from functools import lru_cache
from typing import Literal

import polars as pl

from flows.seeds import read_seed

Flag = Literal[
    "is_body",  # part of the body of an article
    "is_placed",  # may belong to a placement; all else is the page's own furniture
    "is_meta",  # stands beside a headline and says whose story it is, by whom, or from when
    "says_when",  # may print the date or the age of its placement
    "is_appeal",  # asks the reader for something
    "is_of_picture",  # says what a picture shows, or whose it is
    "ends_list",  # a list of other stories ends here
    "is_claimable",  # a date or byline of the heading may have this kind at first
    "may_hold_names",  # a line that names the authors may have this kind at first
    "may_be_label",  # an outlet's name above an age may have this kind at first
    "is_marker",  # seeds/page_markers.csv may have wordings for it
]
# What readers of the warehouse see of the table: the columns of core.segment_kinds.
SEGMENT_KINDS = pl.Schema(
    {
        "kind": pl.String,
        "is_body": pl.Boolean,
        "is_placed": pl.Boolean,
        "is_appeal": pl.Boolean,
        "is_of_picture": pl.Boolean,
        "ends_list": pl.Boolean,
        "is_claimable": pl.Boolean,
        "description": pl.String,
    }
)


@lru_cache
def list_kinds() -> list[str]:
    """Every kind in the order of the table."""
    return read_seed("segment_kinds")["kind"].to_list()


@lru_cache
def find_kinds(flag: Flag) -> frozenset[str]:
    """The kinds for which a column of the table is true."""
    return frozenset(read_seed("segment_kinds").filter(flag)["kind"])


@lru_cache
def read_final_kinds() -> dict[str, str]:
    """The kind that a segment gets in place of one that only markers have: "wall" is a "notice"."""
    kinds = read_seed("segment_kinds").drop_nulls("becomes")
    return dict(kinds.select("kind", "becomes").iter_rows())


@lru_cache
def read_styles() -> dict[str, str]:
    """How a segment of each kind is shown in a terminal, as Rich names styles."""
    return dict(read_seed("segment_kinds").select("kind", "style").iter_rows())


def read_segment_kinds() -> pl.DataFrame:
    """The kinds that segments can have, for readers of the warehouse (SEGMENT_KINDS)."""
    kinds = read_seed("segment_kinds").filter(pl.col("becomes").is_null())
    return kinds.select(SEGMENT_KINDS.names())
