"""Which articles share text: copies, passages, versions; and whose the text was."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.seeds import read_seed
from flows.text import SENTENCE_BREAK, WORD, WORD_SIGN_PROPERTY, fold, fold_text

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
    }
)
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

RUN_WORDS = 5
# Winnowing (Schleimer, Wilkerson, Aiken 2003): the least hash of every 7 neighbouring 6-word runs.
# Two texts that share 6 + 7 - 1 = 12 words in a row are sure to share one. Of 1,779 bodies, 109
# pairs of which share text, runs of 8, 7, 6 and 5 words bring 181, 214, 335 and 896 pairs to look
# at; one of 8 finds no copy with each eighth word changed.
PRINT_WORDS, PRINT_WINDOW = 6, 7
PASSAGE_WORDS = 12
# Of the shorter one's words, in runs of 5 that both have. Swept .4-.7 on 1,440 planted copies: .999
# found up to .6, .995 at .7. Of those edited at 12 % .997 at .6; by the share of the runs
# themselves .989 from .4, which joins two articles of an outlet, and .983 from .45.
DUPLICATE_SHARE = 0.6
DUPLICATE_WORDS = 20
VERSION_SHARE = 0.2  # of 5-word runs, below which a headline is used again ("Letters")

# A print that more than 60 articles of 30 days have, or 10 of one outlet in 90, is stock and does
# not count, unless most of the article's prints are such: then it is one of many copies.
STOCK_ARTICLES, STOCK_DAYS = 60, 30
STOCK_OUTLET_ARTICLES, STOCK_OUTLET_DAYS = 10, 90
COPY_SHARE = 0.5

# Two articles are looked at that share a twelfth of the one's prints, a run of 12 words, or any
# print of half words: 12 characters on end are rare, more so where one in eight was edited.
PRINTS_A_SHARED_ONE = 12

ARTICLES_A_STEP = 5_000
WORDS_A_STEP = 4_000_000
OPENING_WORDS, OPENING_CHARACTERS = 8, 400
SIDES = {
    "node": (pl.col("pair") // 2**32).cast(pl.UInt32),
    "other": (pl.col("pair") % 2**32).cast(pl.UInt32),
}  # of pair_up


class Texts(NamedTuple):
    """All articles' words behind each other: node i has those from starts[i] to starts[i + 1]."""

    starts: np.ndarray
    runs: np.ndarray  # the hash of the run of 5 words that begins here; 0: none, or it is stock
    halves: np.ndarray  # half words before this one; one more than there are words


def find_reuse(articles: pl.DataFrame) -> pl.DataFrame:
    """The pairs of articles that share text, one row a pair (REUSE), by article_id.

    Needs: the columns of COMPARED, one row an article. `url`: of the page that it leads, null
    where it leads none; `wire_outlet_id`: the agency whose copy it is, of the agency's own as
    well; `first_captured`: the earliest capture of a page with it, UTC; `published_*` as in
    core.articles.
    Of a `duplicate` 60 % of the shorter one's words stand in runs of 5 words that both have: it
    is wrapped, cut or edited. A `shared_passage` is a run of 12 words in otherwise different
    articles. A `version` has the same url, or the same outlet and headline, and shares text; so
    is a teaser to the whole article that it announces (direction_basis teaser_headline or
    teaser_beginning). Two Chinese, Japanese or Thai characters are a word; sentences with a
    phrase of seeds/stock_phrases.csv do not count.
    A pair's row depends on its two articles, and on others only where a passage of theirs stands
    in more than 60 in 30 days, or in more than 10 of an outlet in 90: it is stock.
    """
    nodes = (
        articles.match_to_schema(COMPARED, extra_columns="ignore")
        .sort("article_id")
        .with_row_index("node")
        .with_columns(
            known_at=pl.min_horizontal("published_latest", "first_captured"),
            title=fold(pl.col("headline")),
            address=normalise_url(pl.col("url")),
        )
    )
    texts, prints = read_texts(nodes)
    whole = nodes.filter("is_complete")
    prints = prints.join(whole.select("node"), on="node", how="semi")
    stock = find_stock(prints.filter("is_first"), whole)
    blot(texts, prints.join(stock, on=["node", "key"], how="semi"))
    copies = find_copies(prints.join(stock, on=["node", "key"], how="anti"), nodes, texts)
    teasers = find_teasers(nodes)
    pairs = pl.concat([copies, find_namesakes(whole), teasers.select("node", "other")]).unique()
    measured = measure_pairs(pairs, texts)
    related = relate(measured, nodes, teasers)
    return name_originals(related, nodes)


def normalise_url(url: pl.Expr) -> pl.Expr:
    """Scheme, "www.", fragment, campaign marks and closing slash off; null for a front page."""
    bare = (
        url.str.replace(r"#.*$", "")
        .str.replace_all(r"([?&])(?:utm_\w+|fbclid|gclid)=[^&]*", "$1")
        .str.replace_all(r"&&+", "&")
        .str.replace(r"[/?&]+$", "")
        .str.replace(r"^https?://(?:www\.)?", "")
    )
    return pl.when(bare.str.contains(r"[/?].")).then(bare)


# Words


def read_words(bodies: pl.DataFrame) -> pl.DataFrame:
    """node, word, half_count: the hash of each word of each body, in order, without stock.

    Needs: node, body.
    """
    stock = [fold_text(phrase) for phrase in read_seed("stock_phrases")["phrase"]]
    words = (
        bodies.select("node", line=pl.col("body").str.replace_all(SENTENCE_BREAK, "\n"))
        .with_columns(pl.col("line").str.split("\n"))
        .explode("line")
        .with_columns(fold(pl.col("line")))
        .filter(~pl.col("line").str.contains_any(stock))
        .select("node", spelling=pl.col("line").str.extract_all(WORD))
        .explode("spelling")
        .drop_nulls()
        .with_columns(pl.col("spelling").cast(pl.Categorical))  # halves the time of what follows
    )
    known = words.select(pl.col("spelling").unique())
    spellings = known["spelling"].cast(pl.String)
    known = known.with_columns(
        word=pl.Series(map(hash_word, spellings), dtype=pl.UInt64),
        half_count=2 - spellings.str.contains(f"^{WORD_SIGN_PROPERTY}$").cast(pl.UInt8),
    )
    return words.join(known, on="spelling", maintain_order="left").drop("spelling")


def hash_word(word: str) -> int:
    """The same on every machine: which prints are taken hangs on it."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def read_texts(nodes: pl.DataFrame) -> tuple[Texts, pl.DataFrame]:
    """The words of all articles; and those prints that more than one may hold (pick_prints)."""
    starts, runs, halves, prints = [], [], [np.zeros(1, np.uint8)], []
    for part in (nodes.clear(), *nodes.iter_slices(ARTICLES_A_STEP)):
        words = read_words(part)
        node, word, half_count = (column.to_numpy() for column in words)
        before = sum(map(len, runs))
        starts.append(np.searchsorted(node, part["node"].to_numpy()) + before)
        runs.append(hash_runs(node, word, RUN_WORDS))
        halves.append(half_count)
        of_part = pick_prints(node, word, half_count == 1)
        prints.append(of_part.with_columns((pl.col("at") + before).cast(pl.UInt32)))
    texts = Texts(
        np.append(np.concatenate(starts), sum(map(len, runs))),
        np.concatenate(runs),
        np.concatenate(halves).cumsum(dtype=np.uint32),
    )
    return texts, pl.concat(prints).filter(pl.col("key").is_duplicated())


def hash_runs(node: np.ndarray, word: np.ndarray, word_count: int) -> np.ndarray:
    """The hash of the run of so many words that begins here; 0 where the text ends before."""
    hashed = np.zeros(len(word), np.uint64)
    begun = max(0, len(word) - word_count + 1)
    for at in range(word_count):
        factor = np.uint64(pow(0x9E3779B97F4A7C15, at, 2**64))
        hashed[:begun] += word[at : at + begun] * factor
    hashed[:begun][node[:begun] != node[word_count - 1 :][:begun]] = 0
    return hashed


def pick_prints(node: np.ndarray, word: np.ndarray, is_half: np.ndarray) -> pl.DataFrame:
    """The runs of words that winnowing keeps; all of a text too short.

    node, print_count, key (the run's hash), at (its first word), length (words), is_first and
    is_only (of this key in this text). A run that begins with a character of half a word is of
    twice as many: 12 + 7 - 1 of 24.
    """
    run = hash_runs(node, word, PRINT_WORDS)
    if is_half.any():
        run = np.where(is_half, hash_runs(node, word, 2 * PRINT_WORDS), run)
    at = np.flatnonzero(run)
    node, run = node[at], run[at]
    # Kept is what is the least in some window: what no greater least of a window lies above.
    windows = max(0, len(at) - PRINT_WINDOW + 1)
    least = np.minimum.reduce([run[step : step + windows] for step in range(PRINT_WINDOW)])
    least[node[:windows] != node[PRINT_WINDOW - 1 :][:windows]] = 0
    most = np.zeros(len(at), np.uint64)
    for step in range(PRINT_WINDOW):
        np.maximum(most[step : step + windows], least, out=most[step : step + windows])
    kept = (most == run) | (most == 0)
    of_text = mix(pl.col("key"), pl.col("node"))
    return (
        pl.DataFrame({"node": node[kept], "key": run[kept], "at": at[kept]})
        .with_columns(
            length=np.where(is_half[at[kept]], 2 * PRINT_WORDS, PRINT_WORDS).astype(np.uint8),
            is_first=of_text.is_first_distinct(),
            is_only=of_text.is_unique(),
        )
        .with_columns(print_count=pl.col("is_first").sum().over("node"))
    )


def blot(texts: Texts, prints: pl.DataFrame) -> None:
    """Take the runs of 5 words out that touch a print."""
    at = pl.col("at").cast(pl.Int64)
    touched = prints.select(pl.int_ranges(at - RUN_WORDS + 1, at + pl.col("length")).explode())
    texts.runs[touched.to_series().clip(0).to_numpy()] = 0


# Pairs to look at


def find_stock(prints: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """node, key: the prints that are stock, in the articles that are no copies.

    Needs: node, key, print_count, each once.
    """
    outlets = articles.drop_nulls("outlet_id").select("node", outlet=pl.col("outlet_id").hash())
    of_outlets = prints.join(outlets, on="node").select(
        "node", "key", scope=mix(pl.col("key"), pl.col("outlet"))
    )
    of_all = prints.select("node", "key", scope="key")
    stock = pl.concat(
        [
            find_dense(of_all, articles, STOCK_ARTICLES, STOCK_DAYS),
            find_dense(of_outlets, articles, STOCK_OUTLET_ARTICLES, STOCK_OUTLET_DAYS),
        ]
    ).unique()
    copies = (
        stock.group_by("node")
        .agg(stock_count=pl.len())
        .join(prints.select("node", "print_count").unique(), on="node")
        .filter(pl.col("stock_count") >= COPY_SHARE * pl.col("print_count"))
    )
    return stock.join(copies, on="node", how="anti")


def find_dense(prints: pl.DataFrame, articles: pl.DataFrame, count: int, days: int) -> pl.DataFrame:
    """node, key: the prints that with so many others of their scope stand in so many days."""
    frequent = prints.group_by("scope").len().filter(pl.col("len") > count)
    first, last = pl.col("known_at"), pl.col("known_at").shift(-count)
    is_dense = (last - first <= pl.duration(days=days)) | (first.is_null() & last.is_null())
    is_begun = is_dense & (pl.col("scope").shift(-count) == pl.col("scope"))
    return (
        prints.join(frequent, on="scope", how="semi")
        .join(articles.select("node", "known_at"), on="node")
        .sort("scope", "known_at", "node", nulls_last=True)
        .with_columns(is_begun=is_begun.fill_null(False).cast(pl.UInt8))
        .filter(pl.col("is_begun").rolling_max(count + 1, min_samples=1) == 1)
        .select("node", "key")
    )


def find_copies(prints: pl.DataFrame, nodes: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """node, other: articles that share many prints, one of half words, or a run of 12 words.

    Most that share a print share a phrase that many use: 1.5 of 1.8 million pairs that 100,000
    invented articles bring are not looked at further.
    """
    held = prints.filter("is_first").select(
        "key", "node", "at", "print_count", "is_only", is_half=pl.col("length") > PRINT_WORDS
    )
    met = [
        held.clear().select(
            pair=pl.lit(0, pl.UInt64), shared="node", fewest="node", has_run="is_only"
        )
    ]
    held = line_up(held, nodes)
    at, is_only = held["at"].to_numpy().astype(np.int64), held["is_only"].to_numpy()
    print_count, is_half = held["print_count"].to_numpy(), held["is_half"].to_numpy()
    for first, other in meet(held):
        has_run = is_half[first] | ~(is_only[first] & is_only[other])
        has_run |= find_runs(texts, at[first], at[other])
        met.append(
            pl.DataFrame({"pair": pair_up(held, first, other), "has_run": has_run})
            .with_columns(fewest=np.minimum(print_count[first], print_count[other]))
            .group_by("pair")
            .agg(shared=pl.len(), fewest=pl.col("fewest").first(), has_run=pl.col("has_run").any())
        )
    return (
        pl.concat(met)
        .group_by("pair")
        .agg(pl.col("shared").sum(), pl.col("fewest").first(), pl.col("has_run").any())
        .filter(pl.col("has_run") | (pl.col("shared") * PRINTS_A_SHARED_ONE >= pl.col("fewest")))
        .select(**SIDES)
    )


def find_runs(texts: Texts, at: np.ndarray, other_at: np.ndarray) -> np.ndarray:
    """Whether a run of 12 words that both have goes through these two words."""
    found = np.zeros(len(at), bool)
    row, first, last, shift = np.arange(len(at)), at, at, other_at - at
    while len(row):
        before, behind = texts.runs[first - 1], texts.runs[last + 1]
        goes_back = (before != 0) & (before == texts.runs[first - 1 + shift])
        goes_on = (behind != 0) & (behind == texts.runs[last + 1 + shift])
        first, last = first - goes_back, last + goes_on
        is_found = texts.halves[last + RUN_WORDS] - texts.halves[first] >= 2 * PASSAGE_WORDS
        found[row[is_found]] = True
        is_open = (goes_back | goes_on) & ~is_found
        row, first, last, shift = (column[is_open] for column in (row, first, last, shift))
    return found


def chain(holdings: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """node, other: the articles that hold a key and meet (node, key)."""
    held = line_up(holdings, nodes)
    met = [pair_up(held, first, other) for first, other in meet(held)]
    pairs = pl.Series("pair", np.concatenate([np.zeros(0, np.uint64), *met]))
    return pairs.unique().to_frame().select(**SIDES)


def line_up(holdings: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The holdings of keys that several have, by key and time."""
    turns = nodes.sort("known_at", "node", nulls_last=True).select("node").with_row_index("turn")
    return (
        holdings.filter(pl.col("key").is_duplicated())
        .join(turns, on="node")
        .sort("turn")
        .sort("key", maintain_order=True)
    )


def meet(held: pl.DataFrame) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each row with the next 60 of its key, by row number: all next ones, all next but one ...

    So that the work grows with the articles, however many hold a key.
    """
    key = held["key"].to_numpy()
    first = np.arange(len(key))
    for step in range(1, STOCK_ARTICLES + 1):
        first = first[first < len(key) - step]
        first = first[key[first] == key[first + step]]
        if not len(first):
            break
        yield first, first + step


def pair_up(held: pl.DataFrame, first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two nodes as one number, the lesser one in front."""
    node = held["node"].to_numpy().astype(np.uint64)
    less, more = np.minimum(node[first], node[other]), np.maximum(node[first], node[other])
    return (less << np.uint64(32)) + more


def find_namesakes(articles: pl.DataFrame) -> pl.DataFrame:
    """node, other: articles of one url, or of one outlet and headline."""
    address = pl.col("address")
    keys = [pl.when(address.is_not_null()).then(address.hash()), hash_title()]
    return pl.concat(chain(articles.select("node", key=key).drop_nulls(), articles) for key in keys)


def hash_title() -> pl.Expr:
    is_named = pl.col("title").str.len_chars() > 0
    key = pl.struct("outlet_id", "title").hash()
    return pl.when(is_named & pl.col("outlet_id").is_not_null()).then(key)


def find_teasers(nodes: pl.DataFrame) -> pl.DataFrame:
    """node, other, basis: a teaser and a whole article that it announces, in either order."""
    openings = nodes.select(
        "node",
        "outlet_id",
        "is_complete",
        opening=fold(pl.col("body").str.slice(0, OPENING_CHARACTERS)),
        deck=fold(pl.col("deck").str.slice(0, OPENING_CHARACTERS)),
    )
    keys = pl.concat(
        [
            openings.select("node", key=hash_opening("opening")),
            openings.filter("is_complete").select("node", key=hash_opening("deck")),
        ]
    ).drop_nulls()
    by_title = keep_teasers(
        chain(nodes.select("node", key=hash_title()).drop_nulls(), nodes), openings
    )
    by_text = keep_teasers(chain(keys.unique(), nodes), openings).filter(
        pl.col("opening_whole").str.starts_with(pl.col("opening"))
        | pl.col("deck_whole").str.starts_with(pl.col("opening")),
        pl.col("outlet_id").eq(pl.col("outlet_id_whole")).fill_null(True),
    )
    return pl.concat(
        [
            by_title.select("node", "other", basis=pl.lit("teaser_headline")),
            by_text.select("node", "other", basis=pl.lit("teaser_beginning")),
        ]
    ).unique(["node", "other"], keep="first", maintain_order=True)


def hash_opening(name: str) -> pl.Expr:
    words = pl.col(name).str.extract_all(WORD).list.head(OPENING_WORDS)
    return pl.when(words.list.len() == OPENING_WORDS).then(words.list.join(" ").hash())


def keep_teasers(pairs: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    """The pairs of a teaser and a whole article, with what both begin with."""
    teasers = openings.filter(~pl.col("is_complete")).with_columns(
        pl.col("opening").str.replace(r"[\s.…]+$", "")
    )
    wholes = openings.filter("is_complete")
    kept = [
        pairs.join(teasers, left_on=teaser, right_on="node").join(
            wholes, left_on=whole, right_on="node", suffix="_whole"
        )
        for teaser, whole in (("node", "other"), ("other", "node"))
    ]
    return pl.concat(kept)


# What they share


def measure_pairs(pairs: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The pairs with what their bodies share, exactly.

    Adds: jaccard, containment, other_containment, half_count (of the node's words, shared),
    longest_half_count (of one run) and covered_share (half_count of the shorter one's words).
    """
    held = pl.concat([pairs["node"], pairs["other"]]).unique().sort().to_frame("node")
    sizes = pl.concat(
        sum_up(spell(part, texts), "node", texts).drop("longest_half_count")
        for part in (held.clear(), *held.iter_slices(ARTICLES_A_STEP))
    )
    lengths = pl.Series(np.diff(texts.starts))
    sized = (
        pairs.join(sizes, on="node")
        .join(sizes, left_on="other", right_on="node", suffix="_other")
        .sort("other", "node")
        .with_row_index("pair")
    )
    word_count = lengths.gather(sized["node"]) + lengths.gather(sized["other"])
    steps = sized.with_columns(step=word_count.cum_sum() // WORDS_A_STEP).partition_by(
        "step", maintain_order=True
    )
    shared = pl.concat(measure_step(step, texts) for step in (sized.clear(), *steps))
    either = pl.col("run_count") + pl.col("run_count_other") - pl.col("run_count_shared")
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
            covered_share=pl.col("half_count_shared")
            / pl.min_horizontal("half_count", "half_count_other"),
        )
        .fill_null(0)
    )


def measure_step(pairs: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """pair and, of the runs that both have, the columns of sum_up."""
    held = spell(pairs.select(pl.col("other").unique()).rename({"other": "node"}), texts)
    keys = held.select(key=mix(pl.col("run"), pl.col("node")))
    shared = (
        spell(pairs.select("pair", "node", "other"), texts)
        .with_columns(key=mix(pl.col("run"), pl.col("other")))
        .join(keys, on="key", how="semi", maintain_order="left")
    )
    return sum_up(shared, "pair", texts)


def spell(held: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The rows once for each run of 5 words of their node, in order: `run`, which begins `at`."""
    node = held["node"].to_numpy()
    lengths = texts.starts[node + 1] - texts.starts[node]
    row = np.repeat(np.arange(len(node)), lengths)
    at = np.arange(len(row)) + np.repeat(texts.starts[node + 1] - lengths.cumsum(), lengths)
    run = texts.runs[at]
    is_run = run != 0
    return held[row[is_run]].with_columns(at=at[is_run], run=run[is_run])


def sum_up(runs: pl.DataFrame, name: str, texts: Texts) -> pl.DataFrame:
    """Of each name: run_count (each once), half_count, longest_half_count (in one run of these)."""
    at = runs["at"].to_numpy()
    ends = pl.Series(texts.halves[at + RUN_WORDS])
    is_next = (pl.col(name) == pl.col(name).shift()).fill_null(False)
    is_begun = ~is_next | (pl.col("at") != pl.col("at").shift() + 1)
    seen = pl.when(is_next).then(pl.col("end").shift()).otherwise(0)
    return (
        runs.select(name, "at", "run", start=pl.Series(texts.halves[at]), end=ends)
        .select(
            name,
            "run",
            new_half_count=pl.col("end") - pl.max_horizontal("start", seen),
            run_half_count=pl.col("end") - pl.when(is_begun).then(pl.col("start")).forward_fill(),
        )
        .group_by(name)
        .agg(
            run_count=pl.col("run").n_unique(),
            half_count=pl.col("new_half_count").sum(),
            longest_half_count=pl.col("run_half_count").max(),
        )
    )


def mix(hashed: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Two numbers as one, the first being a hash: joins by it are twice as fast."""
    return hashed + other.cast(pl.UInt64) * pl.lit(0xC2B2AE3D27D4EB4F, pl.UInt64)


# What they are to each other


def relate(measured: pl.DataFrame, nodes: pl.DataFrame, teasers: pl.DataFrame) -> pl.DataFrame:
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
            relation=pl.when(pl.col("basis").is_not_null() | is_version)
            .then(pl.lit("version"))
            .when(is_duplicate)
            .then(pl.lit("duplicate"))
            .when(pl.col("longest_half_count") >= 2 * PASSAGE_WORDS)
            .then(pl.lit("shared_passage"))
        )
        .filter(pl.col("relation").is_not_null())
        .select(*measured.columns, "relation", "basis")
    )


def name_originals(related: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """REUSE of the related pairs: which of the two had the text first, where something says so.

    An agency's own article before its copies; two copies have their original elsewhere. Then
    the outlet that the other one credits; then the one published before the other one can have
    been, by days where a zone is not printed. Of versions, lastly, the one captured first.
    """
    has_zone = pl.col("published_utc_offset_minutes").is_not_null()
    earliest, latest = pl.col("published_earliest"), pl.col("published_latest")
    sides = nodes.select(
        "node",
        "article_id",
        "outlet_id",
        "wire_outlet_id",
        "first_captured",
        "is_complete",
        credited=pl.col("attributed_outlet_ids"),
        is_copy=pl.col("wire_outlet_id").ne_missing(pl.col("outlet_id"))
        & pl.col("wire_outlet_id").is_not_null(),
        earliest=pl.when(has_zone).then(earliest).otherwise(earliest.dt.truncate("1d")),
        latest=pl.when(has_zone)
        .then(latest)
        .otherwise((latest - pl.duration(microseconds=1)).dt.truncate("1d").dt.offset_by("1d")),
    )
    pairs = related.join(sides, on="node").join(
        sides, left_on="other", right_on="node", suffix="_other"
    )
    is_version = pl.col("relation") == "version"
    is_own_text = is_version | ~(pl.col("is_copy") | pl.col("is_copy_other"))
    reasons = [
        ("wire", is_source("", "_other"), is_source("_other", "")),
        (
            "attribution",
            pl.col("credited_other").list.contains(pl.col("outlet_id")),
            pl.col("credited").list.contains(pl.col("outlet_id_other")),
        ),
        (
            "published",
            is_own_text & (pl.col("latest") <= pl.col("earliest_other")),
            is_own_text & (pl.col("latest_other") <= pl.col("earliest")),
        ),
        (
            "captured",
            is_version & (pl.col("first_captured") < pl.col("first_captured_other")),
            is_version & (pl.col("first_captured_other") < pl.col("first_captured")),
        ),
    ]
    teaser = point_out(pl.col("basis"), pl.col("is_complete"), pl.col("is_complete_other"))
    named = [point_out(pl.lit(basis), first, other) for basis, first, other in reasons]
    return (
        pairs.with_columns(pl.coalesce(teaser, *named).alias("named"))
        .unnest("named")
        .with_columns(shared_word_count=((pl.col("half_count") + 1) // 2).cast(pl.Int32))
        .rename({"article_id_other": "other_article_id"})
        .select(REUSE.names())
        .sort("article_id", "other_article_id")
        .match_to_schema(REUSE)
    )


def is_source(side: str, other: str) -> pl.Expr:
    """Whether it is the agency's own article, and the other one may be a copy of it."""
    outlet, wire, other_wire = (
        pl.col(f"outlet_id{side}"),
        pl.col(f"wire_outlet_id{side}"),
        pl.col(f"wire_outlet_id{other}"),
    )
    return (outlet == other_wire).fill_null((outlet == wire) & other_wire.is_null())


def point_out(basis: pl.Expr, is_first: pl.Expr, is_other: pl.Expr) -> pl.Expr:
    """The original and the basis where exactly one of the two is it; else null."""
    first, other = is_first.fill_null(False), is_other.fill_null(False)
    return pl.when(basis.is_not_null() & (first != other)).then(
        pl.struct(
            original_article_id=pl.when(first)
            .then(pl.col("article_id"))
            .otherwise(pl.col("article_id_other")),
            direction_basis=basis,
        )
    )
