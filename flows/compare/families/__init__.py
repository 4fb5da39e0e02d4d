"""Which quotations are the same words: clipped, re-ordered or lightly re-translated.

Families are found for the articles that have changed, with the help of an index of what all others
quote; what they do not bear on stays as it is.
"""

from typing import NamedTuple

import polars as pl

from flows.compare.families.groups import (
    QUOTATION_FAMILIES,
    gather_pairs,
    group_wordings,
    name_families,
)
from flows.compare.families.index import (
    ENDS,
    NO_ARTICLES,
    NOTHING,
    PLACE,
    QUOTED,
    Known,
    Renewal,
    drop,
    keep,
    name_ends,
    read_elsewhere,
)
from flows.compare.families.meeting import find_lost, find_met
from flows.compare.families.pairs import pair_wordings
from flows.compare.families.wordings import find_keys, find_stems, find_told, read_wordings


class Families(NamedTuple):
    """What find_families found, and how the index changes."""

    families: pl.DataFrame  # QUOTATION_FAMILIES of all on which the change bears; null: none
    changed: pl.DataFrame  # article_id of those of which the index is to have
    quoted: pl.DataFrame  # QUOTED, and nothing else
    gone: pl.DataFrame  # wording_id: nobody quotes them any more
    keys: pl.DataFrame  # WORDING_KEYS that are new
    lost: pl.DataFrame  # longer_id, shorter_id: pairs that are none any more
    pairs: pl.DataFrame  # WORDING_PAIRS that are new


def find_families(
    quotations: pl.DataFrame, changed: pl.Series = NO_ARTICLES, known: Known = NOTHING
) -> Families:
    """The quotations of the same words, where they stand in two articles or more.

    Needs: article_id, quotation_no, text, known_at (when the article is known to have been
    public: the end of its publication bracket, or a sooner capture; null: unknown).
    Two texts are the same words when runs of 4 words or more that both hold cover 60 % of the
    shorter one, or when it shares 70 % of its telling words in any order; words that
    seeds/common_words.csv does not list are telling. A wording with hardly any of them has a
    family only with its equals. Few words in common ("great again") may join a wording to one
    family, but never tie two families. A family's id is the hash of its first known wording, so
    pages that arrive in the order of time never rename one.
    changed, known: ids of the articles that are new, gone or other since the last run, of which
    all quotations are given, and the index that it left. The result is the same as if all
    quotations were given, and nothing known.
    """
    worded = read_wordings(quotations)
    wordings = worded.select("wording_id", "words").unique("wording_id", keep="any")
    stems = find_stems(wordings)
    quoted = keep(worded, find_told(stems, wordings)).match_to_schema(
        QUOTED, extra_columns="ignore"
    )
    before, now = known.read_quoted(changed)["wording_id"], quoted["wording_id"]
    touched = pl.concat([before, now]).unique()
    elsewhere = read_elsewhere(known, changed, touched)["wording_id"]
    new, gone = exclude(now, before, elsewhere), exclude(before, now, elsewhere)
    keys = find_keys(keep(stems, new))
    renewal = Renewal(known, changed, worded, stems, quoted, keys, gone)
    met = find_met(renewal)
    pairs = pair_wordings(renewal, met.pairs)
    pairs = pairs.join(renewal.read_pairs(met.risen), on=ENDS, how="anti")
    lost = find_lost(renewal, met.fallen)
    ends = name_ends(
        pl.concat([rows.select(ENDS) for rows in (pairs, lost, known.read_pairs(gone))])
    )
    wording_ids, tied = gather_pairs(renewal, pl.concat([touched, ends]).unique(), lost, pairs)
    families = name_families(renewal, renewal.read_quoting(wording_ids), group_wordings(tied))
    places = pl.concat([rows.select(PLACE) for rows in (quotations, known.read_quoted(changed))])
    return Families(
        places.unique()
        .join(families, on=PLACE, how="full", coalesce=True)
        .sort(PLACE)
        .match_to_schema(QUOTATION_FAMILIES),
        *(changed.to_frame("article_id"), quoted, gone.to_frame(), keys, lost, pairs),
    )


def exclude(wording_ids: pl.Series, *others: pl.Series) -> pl.Series:
    """Those that are not among the others, once each."""
    return drop(wording_ids.unique().to_frame("wording_id"), pl.concat(others))["wording_id"]
