"""Which two wordings are the same words."""

from typing import NamedTuple

import polars as pl

from flows.compare.families.index import WORDING_PAIRS, Renewal, drop, keep
from flows.compare.families.wordings import FEWEST_TELLING, STEM_CHARACTERS, find_stems

RUN_WORDS = 4
RUN_SHARE = 0.6  # of the shorter one's words, in runs that both hold
TELLING_RUN_SHARE = 0.8  # the same where the runs hold two telling words only
FEWEST_SHARE = 0.5  # of the shorter one's telling weight, else the runs are not looked at
# In any order: this share of the shorter one's telling weight, and at least this weight. Swept
# .6-.9 and 3-5 on 197 pairs: 3.5 is the least weight without a false pair, .8 loses
# re-translations.
STEM_SHARE = 0.7
LOOSE_WEIGHT = 3.5
FIRM_WEIGHT = 4.0  # in common, to tie two families; with less a wording only joins one
# And more than half of the keys of the one with fewer are in common, or more than so many.
FIRM_KEYS = 3
PAIRS_A_STEP = 200_000


class Telling(NamedTuple):
    """What tells wordings, by wording_id."""

    words: dict[int, list[str]]
    stems_of: dict[int, dict[str, float]]  # stem -> weight
    weight_of: dict[int, float]  # of all its stems


def pair_wordings(renewal: Renewal, met: pl.DataFrame) -> pl.DataFrame:
    """The WORDING_PAIRS of those that meet: wording_id, other_id."""
    likely = share_keys(renewal, met)
    telling = gather_telling(renewal, pl.concat([likely["wording_id"], likely["other_id"]]))
    pairs = []
    for node, other, tie in likely.iter_rows():
        if (telling.weight_of[other], -other) > (telling.weight_of[node], -node):
            node, other = other, node
        if shared := weigh_shared(telling, node, other):
            tie = "loose" if tie == "firm" and shared < FIRM_WEIGHT else tie
            pairs.append((node, other, telling.weight_of[other], tie))
    return pl.DataFrame(pairs, schema=WORDING_PAIRS, orient="row")


def share_keys(renewal: Renewal, met: pl.DataFrame) -> pl.DataFrame:
    """Of those that meet the likely ones, with the firmest tie that their keys allow.

    They have a fourth of the keys of the one with fewer in common, or a third where that is one.
    """
    ids = pl.concat([met["wording_id"], met["other_id"]]).unique()
    held = pl.concat([keep(renewal.keys, ids), renewal.known.read_keys(ids)])
    lists = held.group_by("wording_id").agg(own="key")
    others = lists.rename({"wording_id": "other_id", "own": "others"})
    fewest, shared = pl.col("fewest"), pl.col("shared")
    needed = pl.when(shared > 1).then(shared * 4).otherwise(shared * 3)
    tie = (
        pl.when(shared == 1)
        .then(pl.lit("faint"))
        .when((shared * 2 > fewest) | (shared > FIRM_KEYS))
        .then(pl.lit("firm"))
        .otherwise(pl.lit("loose"))
    )
    return pl.concat(
        part.join(lists, on="wording_id", how="left", maintain_order="left")
        .join(others, on="other_id", how="left", maintain_order="left")
        .select(
            "wording_id",
            "other_id",
            fewest=pl.min_horizontal(pl.col("own").list.len(), pl.col("others").list.len()),
            shared=pl.col("own").list.set_intersection("others").list.len(),
        )
        .filter(needed >= fewest)
        .select("wording_id", "other_id", tie=tie)
        for part in (met.clear(), *met.iter_slices(PAIRS_A_STEP))
    )


def gather_telling(renewal: Renewal, wording_ids: pl.Series) -> Telling:
    words = renewal.read_words(wording_ids.unique())
    own = keep(renewal.stems, wording_ids)
    stems = pl.concat([own, find_stems(drop(words, own["wording_id"]))])
    grouped = stems.group_by("wording_id", maintain_order=True).agg("stem", "weight")
    stems_of = {
        node: dict(zip(stems, weights, strict=True)) for node, stems, weights in grouped.iter_rows()
    }
    weight_of = {node: float(sum(own.values())) for node, own in stems_of.items()}
    return Telling(dict(words.iter_rows()), stems_of, weight_of)


def weigh_shared(telling: Telling, node: int, shorter: int) -> float:
    """The weight of what two wordings share; 0 where they are not the same words."""
    own, weight = telling.stems_of[shorter], telling.weight_of[shorter]
    common = telling.stems_of[node].keys() & own.keys()
    if len(common) < FEWEST_TELLING:
        return 0
    shared = sum(own[stem] for stem in common)
    if shared < FEWEST_SHARE * weight:
        return 0
    if shared >= LOOSE_WEIGHT and shared >= STEM_SHARE * weight:
        return shared
    words, others = (telling.words[number] for number in (node, shorter))
    share, told_count = share_runs(words, others, common)
    needed = RUN_SHARE if told_count >= FEWEST_TELLING else TELLING_RUN_SHARE
    return shared if told_count > 1 and share >= needed else 0


def share_runs(words: list[str], others: list[str], telling: set[str]) -> tuple[float, int]:
    """Share of the shorter wording in runs of 4 words that both hold; telling words in these."""
    shorter, longer = sorted((words, others), key=len)
    runs = {tuple(longer[at : at + RUN_WORDS]) for at in range(len(longer) - RUN_WORDS + 1)}
    covered = set()
    for at in range(len(shorter) - RUN_WORDS + 1):
        if tuple(shorter[at : at + RUN_WORDS]) in runs:
            covered.update(range(at, at + RUN_WORDS))
    told = {shorter[at].removesuffix("s")[:STEM_CHARACTERS] for at in covered} & telling
    return len(covered) / len(shorter), len(told)
