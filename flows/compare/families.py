"""Which quotations are the same words: clipped, re-ordered or lightly re-translated."""

import hashlib
from collections import defaultdict

import polars as pl

from flows.seeds import read_seed
from flows.text import WORD, WORD_SIGN_PROPERTY, fold

QUOTATION_FAMILIES = pl.Schema(
    {"article_id": pl.String, "quotation_no": pl.Int32, "quotation_family_id": pl.String}
)
STEM_CHARACTERS = 6
SIGN_WEIGHT = 1 / 3  # of a word

RUN_WORDS = 4
RUN_SHARE = 0.6  # of the shorter one's words, in runs that both hold
TELLING_RUN_SHARE = 0.8  # the same where the runs hold two telling words only
FEWEST_TELLING = 3  # stems that both hold
# One is enough where all words are the same and so many: of 9 such wordings of 4 to 6 words in dev,
# silver and stories two are figures of speech, of 3 longer ones none.
SAME_WORDS = 7
FEWEST_SHARE = 0.5  # of the shorter one's telling weight, else the runs are not looked at
# In any order: so much of the shorter one's telling weight, and so much at least. Swept .6-.9 and
# 3-5 on 197 pairs: 3.5 is the least weight without a false pair, .8 loses re-translations.
STEM_SHARE = 0.7
LOOSE_WEIGHT = 3.5
FIRM_WEIGHT = 4.0  # so much in common ties two families; less only joins one
WORDINGS_A_STEP = 50_000  # exploding 400,000 at once took 1.4 GB
# A telling pair of words is looked up among so many next wordings that hold it. Swept 2-16 on
# 200,000 invented quotations: recall .949 .959 .964 .965, precision .999 .999 .996 .993.
NEIGHBOURS = 4


def find_families(quotations: pl.DataFrame) -> pl.DataFrame:
    """The quotations that stand in two articles or more, with their family (QUOTATION_FAMILIES).

    Needs: article_id, quotation_no, text, known_at (when the article is known to have been
    public: the end of its publication bracket, or a sooner capture; null: unknown).
    Two texts are the same words when runs of 4 words or more that both hold cover 60 % of the
    shorter one, or when it shares 70 % of its telling words in any order; telling are those
    that seeds/common_words.csv has not. A wording with hardly any has a family only with its
    equals. Few words in common ("great again") may join one
    family, never tie two. A family's id is the hash of its first known wording, so pages that
    arrive in time order never rename one.
    """
    worded = quotations.select(
        "article_id", "quotation_no", "known_at", words=fold(pl.col("text")).str.extract_all(WORD)
    ).with_columns(wording=pl.col("words").list.join(" "))
    wordings = (
        worded.select("wording", "words")
        .unique("wording", keep="any")
        .sort("wording")
        .with_row_index("node")
    )
    stems = find_stems(wordings)
    family_of = tie(stems, find_pairs(stems), wordings)
    members = worded.join(
        wordings.select("wording", family=pl.Series(family_of, dtype=pl.UInt32)), on="wording"
    ).filter(pl.col("family").is_not_null())
    return name_families(members)


def name_families(members: pl.DataFrame) -> pl.DataFrame:
    shared = members.filter(pl.col("article_id").n_unique().over("family") > 1)
    first = shared.sort("known_at", "article_id", "quotation_no", nulls_last=True).unique(
        "family", keep="first", maintain_order=True
    )
    names = first.select(
        "family",
        quotation_family_id=pl.col("wording").map_elements(hash_wording, return_dtype=pl.String),
    )
    return (
        shared.join(names, on="family")
        .select(QUOTATION_FAMILIES.names())
        .sort("article_id", "quotation_no")
        .match_to_schema(QUOTATION_FAMILIES)
    )


def hash_wording(wording: str) -> str:
    return hashlib.sha256(wording.encode()).hexdigest()[:32]


def find_stems(wordings: pl.DataFrame) -> pl.DataFrame:
    """node, stem, weight: the telling words of each wording, in order."""
    known = (
        read_seed("common_words")
        .select(fold(pl.col("word")).alias("word"), pl.col("weight").cast(pl.Float32))
        .group_by("word")
        .agg(pl.col("weight").min())
    )
    own = (
        pl.when(pl.col("word").str.contains(f"^{WORD_SIGN_PROPERTY}$"))
        .then(SIGN_WEIGHT)
        .otherwise(1.0)
    )
    return pl.concat(
        part.select("node", word="words")
        .explode("word")
        .drop_nulls()
        .with_columns(singular=pl.col("word").str.strip_suffix("s"))
        .join(known, on="word", how="left", maintain_order="left")
        .join(
            known,
            left_on="singular",
            right_on="word",
            how="left",
            suffix="_singular",
            maintain_order="left",
        )
        .select(
            "node",
            stem=pl.col("singular").str.slice(0, STEM_CHARACTERS),
            weight=pl.min_horizontal("weight", "weight_singular").fill_null(own.cast(pl.Float32)),
        )
        .filter(pl.col("weight") > 0)
        for part in (wordings.clear(), *wordings.iter_slices(WORDINGS_A_STEP))
    )


def find_pairs(stems: pl.DataFrame) -> pl.DataFrame:
    """node, other: wordings that share two telling words standing side by side, or most of few.

    A frequent pair of words is looked up among the next wordings by length only, so that the
    work grows with the number of wordings; others find each other by a rarer pair.
    """
    keys = (
        stems.select("node", stem=pl.col("stem").hash())
        .with_columns(following=pl.col("stem").shift(-1), next_node=pl.col("node").shift(-1))
        .filter(pl.col("node") == pl.col("next_node"))
        .select(
            "node",
            key=pl.struct(
                pl.min_horizontal("stem", "following").alias("first"),
                pl.max_horizontal("stem", "following").alias("second"),
            ).hash(),
        )
        .unique()
        .with_columns(key_count=pl.len().over("node"))
        .filter(pl.len().over("key") > 1)
        .sort("key", "key_count", "node", descending=[False, True, False])
    )
    pairs = [
        keys.select(
            "key",
            "node",
            "key_count",
            other=pl.col("node").shift(-step),
            other_key=pl.col("key").shift(-step),
            other_count=pl.col("key_count").shift(-step),
        )
        .filter(pl.col("key") == pl.col("other_key"))
        .select("node", "other", fewest=pl.min_horizontal("key_count", "other_count"))
        for step in range(1, NEIGHBOURS + 1)
    ]
    ordered = pl.concat(pairs).select(
        pl.min_horizontal("node", "other").alias("node"),
        pl.max_horizontal("node", "other").alias("other"),
        "fewest",
    )
    return (
        ordered.group_by("node", "other")
        .agg(pl.len().alias("shared"), pl.col("fewest").first())
        .filter(pl.col("shared") * 4 >= pl.col("fewest"))
        .select("node", "other")
        .sort("node", "other")
    )


def tie(stems: pl.DataFrame, pairs: pl.DataFrame, wordings: pl.DataFrame) -> list[int | None]:
    """The family of each wording, by number; None where it has no telling words to go by."""
    words = wordings["words"]
    paired = pl.concat([pairs["node"], pairs["other"]]).unique().to_frame("node")
    grouped = stems.join(paired, on="node", how="semi").group_by("node").agg("stem", "weight")
    stems_of = {
        node: dict(zip(of_node, weights, strict=True))
        for node, of_node, weights in grouped.iter_rows()
    }
    weight_of = {node: sum(of_node.values()) for node, of_node in stems_of.items()}
    parents = list(range(len(words)))
    loose = defaultdict(list)
    for node, other in pairs.iter_rows():
        if (weight_of[other], -other) > (weight_of[node], -node):
            node, other = other, node
        shared = measure(stems_of[node], stems_of[other], words, node, other)
        if shared >= FIRM_WEIGHT:
            unite(parents, node, other)
        elif shared:
            loose[other].append(node)
    # The longest first: what a short wording joins is settled before a shorter one asks.
    for node in sorted(loose, key=lambda node: (-weight_of[node], node)):
        roots = {find_root(parents, longer) for longer in loose[node]} - {find_root(parents, node)}
        if len(roots) == 1:
            unite(parents, node, roots.pop())
    word_count = pl.col("words").list.len() - (1 - SIGN_WEIGHT) * pl.col(
        "wording"
    ).str.count_matches(WORD_SIGN_PROPERTY)
    counts = stems.group_by("node").agg(pl.col("stem").n_unique()).join(wordings, on="node")
    is_telling = (pl.col("stem") >= FEWEST_TELLING) | (word_count >= SAME_WORDS)
    telling = set(counts.filter(is_telling)["node"])
    return [find_root(parents, node) if node in telling else None for node in range(len(words))]


def measure(
    stems: dict[str, float], shorter: dict[str, float], words: pl.Series, node: int, other: int
) -> float:
    """The weight of what two wordings share; 0 where they are not the same words."""
    common = stems.keys() & shorter.keys()
    if len(common) < FEWEST_TELLING:
        return 0
    shared = sum(shorter[stem] for stem in common)
    if shared < FEWEST_SHARE * sum(shorter.values()):
        return 0
    if shared >= LOOSE_WEIGHT and shared >= STEM_SHARE * sum(shorter.values()):
        return shared
    share, told = share_runs(words[node].to_list(), words[other].to_list(), common)
    needed = RUN_SHARE if told >= FEWEST_TELLING else TELLING_RUN_SHARE
    return shared if told > 1 and share >= needed else 0


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


def find_root(parents: list[int], node: int) -> int:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def unite(parents: list[int], node: int, other: int) -> None:
    node, other = find_root(parents, node), find_root(parents, other)
    parents[max(node, other)] = min(node, other)
