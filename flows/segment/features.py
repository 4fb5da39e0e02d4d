"""Measure lines in numbers: their shape, their neighbours, and the words that they share.

The learned labeller sees nothing but these. Everything is of the page alone, so a page is cut
alike whatever stands beside it; all pages of a batch are measured at once.
"""

import polars as pl

from flows.segment.lines import WIDE, Line

KINDS = [
    *("headline", "deck", "byline", "dateline", "timestamp", "outlet_label", "subheading"),
    *("paragraph", "list_item", "caption", "credit", "navigation", "promotion", "newsletter"),
    *("comments", "tags", "share", "notice", "related_marker", "other", "wall"),
]
OBSERVED = pl.Schema(
    {
        "page": pl.Int32,
        "no": pl.Int32,
        "text": pl.String,
        "size": pl.Float32,
        "blank": pl.Int32,
        "is_age": pl.Boolean,
        "is_time_like": pl.Boolean,
        "is_outlet": pl.Boolean,
        "is_bullet": pl.Boolean,
        "ends_sentence": pl.Boolean,
        "is_prose": pl.Boolean,
        "is_title": pl.Boolean,
        "is_repeated": pl.Boolean,
        "kind": pl.String,
        "is_cut": pl.Boolean,
    }
)

PAGE = "page"
WIDEST_GAP = 8  # lines without prose inside a run of paragraphs
FARTHEST, NOWHERE = 60, 99
NEAR_WORDS = 6  # lines within which a word that comes again ties two lines
YOU = r"(?i)\b(you|your|we|our|us|sie|ihr|ihre|wir|uns|vous|nous|votre|vos|usted|tu|deine?|du)\b"
WORDS = rf"{WIDE}{{2}}|\p{{L}}{{5,}}"


def measure_lines(pages: list[list[Line]]) -> pl.DataFrame:
    """The features of each line, Float32, one row a line, in the order given.

    Needs: lines with the kind that each has by itself.
    """
    rows = [
        observe(page, no, line) for page, lines in enumerate(pages) for no, line in enumerate(lines)
    ]
    lines = pl.DataFrame(rows, schema=OBSERVED, orient="row")
    lines = lines.with_columns(*shape(), kind_no=number_kinds())
    lines = find_runs(lines)
    lines = lines.with_columns(*distances(), *counts())
    lines = lines.with_columns(*neighbours(), *windows(SHAPE_WINDOWS, (5, 11, 25)))
    lines = lines.join(share_words(lines), on=[PAGE, "no"], how="left", maintain_order="left")
    lines = lines.with_columns(*windows(WORD_WINDOWS, (3, 9)))
    return lines.drop(PAGE, "no", "text", "kind", "run", "is_break", "line_count").cast(pl.Float32)


def observe(page: int, no: int, line: Line) -> tuple:
    return (
        page,
        no,
        line.text,
        line.size,
        line.blank_before,
        line.is_age or line.has_age,
        line.is_time_like,
        line.is_outlet,
        line.is_bullet,
        line.ends_sentence,
        line.is_prose,
        line.is_title,
        line.is_repeated,
        line.kind,
        bool(line.cuts),
    )


def number_kinds() -> pl.Expr:
    numbers = {kind: number for number, kind in enumerate(KINDS)}
    return pl.col("kind").replace_strict(numbers, default=-1, return_dtype=pl.Int32)


def shape() -> list[pl.Expr]:
    """What a line looks like by itself."""
    text, size = pl.col("text"), pl.col("size")
    words = text.str.count_matches(r"\S+")
    return [
        (size + 1).log().alias("log_size"),
        words.alias("words"),
        text.str.count_matches(r"[,،、，]").alias("commas"),
        text.str.count_matches(r"[.!?。！？]").alias("stops"),
        (text.str.count_matches(r"\d") / size).alias("digit_share"),
        (text.str.count_matches(r"(^|\s)\p{Lu}") / words).alias("capital_share"),
        (text.str.count_matches(r"(^|\s)\p{L}{1,3}(\s|$)") / words).alias("short_word_share"),
        text.str.count_matches(r"[\"“”„«»]").alias("quotes"),
        text.str.contains(r":\s*$").alias("ends_colon"),
        text.str.count_matches(r"[|·•/]").alias("separators"),
        text.str.contains(r"^\p{Ll}").alias("starts_small"),
        text.str.contains(r"^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$").alias("is_capitals"),
        text.str.contains(r"www\.|https?:|\.com\b|@").alias("has_address"),
        text.str.contains("!").alias("exclaims"),
        text.str.contains(r"\?").alias("asks"),
        text.str.contains(YOU).alias("says_you"),
        text.str.contains(r"[€$£¥]").alias("has_money"),
        text.str.contains(r"\)$").alias("ends_bracket"),
        pl.col("kind").is_not_null().alias("has_kind"),
        pl.len().over(PAGE).alias("line_count"),
        (pl.col("no") / pl.len().over(PAGE)).alias("place"),
        (pl.col("is_prose").cast(pl.Float32) * size.clip(0, 600)).alias("prose_size"),
    ]


def find_runs(lines: pl.DataFrame) -> pl.DataFrame:
    """Runs of paragraphs, broken by a marker alone on its line or by many lines without prose."""
    is_marker = pl.col("kind").is_in(["related_marker", "comments"]) & ~pl.col("is_cut")
    prose_size = pl.col("prose_size")
    in_run, on_page = prose_size.sum().over(PAGE, "run"), prose_size.sum().over(PAGE)
    return (
        lines.with_columns(gap=since(pl.col("is_prose")))
        .with_columns(
            is_break=(is_marker | (pl.col("gap").fill_null(0) == WIDEST_GAP + 1)).fill_null(False)
        )
        .with_columns(run=pl.col("is_break").cast(pl.Int32).cum_sum().over(PAGE))
        .with_columns(run_size=in_run, run_prose=pl.col("is_prose").sum().over(PAGE, "run"))
        .with_columns(
            run_share=pl.col("run_size") / (pl.col("run_size").max().over(PAGE) + 1),
            run_no=pl.col("run"),
            prose_above=(prose_size.cum_sum().over(PAGE) - prose_size) / (on_page + 1),
            page_prose=on_page,
            prose_no=pl.col("is_prose").cast(pl.Int32).cum_sum().over(PAGE),
        )
        .with_columns(is_best=pl.col("run_share") > 0.999)
        .with_columns(
            from_best=(pl.col("no") - pl.col("no").filter(is_best_prose()).min().over(PAGE))
            .clip(-99, 199)
            .fill_null(-100)
        )
        .drop("gap")
    )


def is_best_prose() -> pl.Expr:
    return pl.col("is_best") & pl.col("is_prose")


def since(condition: pl.Expr) -> pl.Expr:
    """Lines since the last one that meets a condition; null before the first."""
    return pl.col("no") - pl.when(condition).then(pl.col("no")).forward_fill().over(PAGE)


def until(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.col("no")).backward_fill().over(PAGE) - pl.col("no")


LANDMARKS = {
    "related": pl.col("kind") == "related_marker",
    "comments": pl.col("kind") == "comments",
    "age": pl.col("is_age"),
    "label": pl.col("kind") == "outlet_label",
    "title": pl.col("is_title"),
    "promotion": pl.col("kind").is_in(["promotion", "newsletter"]),
    "share": pl.col("kind").is_in(["share", "notice"]),
    "prose": pl.col("is_prose"),
    "meta": pl.col("kind").is_in(["byline", "timestamp"]) & ~pl.col("is_age"),
    "tags": pl.col("kind") == "tags",
    "caption": pl.col("kind") == "caption",
}


def distances() -> list[pl.Expr]:
    """How many lines above and below the next landmark of each sort is."""
    return [
        count(condition).clip(0, FARTHEST).fill_null(NOWHERE).alias(f"{name}_{landmark}")
        for landmark, condition in LANDMARKS.items()
        for name, count in (("since", since), ("until", until))
    ]


def counts() -> list[pl.Expr]:
    return [
        LANDMARKS[name].fill_null(False).cast(pl.Int32).cum_sum().over(PAGE).alias(f"{name}_count")
        for name in ("related", "comments", "age")
    ]


FAR_NEIGHBOURS = ("log_size", "is_prose", "kind_no", "blank")
NEAR_NEIGHBOURS = (
    *("ends_sentence", "is_title", "words", "capital_share", "short_word_share"),
    *("is_age", "has_kind", "stops"),
)
SHAPE_WINDOWS = (
    *("log_size", "prose_size", "ends_sentence", "is_title", "has_kind"),
    *("capital_share", "says_you"),
)
WORD_WINDOWS = (
    *("again_share", "best_share", "title_share", "opening_share"),
    *("above_share", "below_share", "back_share"),
)


def neighbours() -> list[pl.Expr]:
    reach = [(names, steps) for names, steps in ((FAR_NEIGHBOURS, 4), (NEAR_NEIGHBOURS, 2))]
    return [
        pl.col(name).cast(pl.Float32).shift(step).over(PAGE).alias(f"{name}_{step:+}")
        for names, steps in reach
        for name in names
        for step in range(-steps, steps + 1)
        if step
    ]


def windows(names: tuple[str, ...], widths: tuple[int, ...]) -> list[pl.Expr]:
    """Means over the lines around."""
    return [
        pl.col(name)
        .cast(pl.Float32)
        .rolling_mean(width, min_samples=1, center=True)
        .over(PAGE)
        .alias(f"{name}_{width}")
        for name in names
        for width in widths
    ]


def share_words(lines: pl.DataFrame) -> pl.DataFrame:
    """Of each line's longer words, the shares that come again: on the page, in the best run, in
    its first paragraphs, in the titles above it, in the lines near by, anywhere above.
    """
    words = (
        lines.select(
            PAGE,
            "no",
            "run",
            is_best_prose=is_best_prose(),
            is_opening=is_best_prose() & (pl.col("from_best") < 8),
            is_title=pl.col("is_title") & pl.col("from_best").is_between(-24, -1),
            word=pl.col("text").str.to_lowercase().str.extract_all(WORDS).list.unique(),
        )
        .explode("word", empty_as_null=True, keep_nulls=True)
        .drop_nulls("word")
        .sort(PAGE, "word", "no")
    )
    of_word = [PAGE, "word"]
    no = pl.col("no")
    return (
        words.with_columns(
            times=pl.len().over(of_word),
            best_count=pl.col("is_best_prose").sum().over(of_word) - pl.col("is_best_prose"),
            is_of_title=pl.col("is_title").any().over(of_word),
            is_of_opening=pl.col("is_opening").any().over(of_word),
            above=no - no.shift(1).over(of_word),
            below=no.shift(-1).over(of_word) - no,
        )
        .group_by(PAGE, "no")
        .agg(
            again_share=(pl.col("times") > 1).mean(),
            again_count=pl.col("times").clip(0, 10).mean(),
            best_share=(pl.col("best_count") > 0).mean(),
            title_share=pl.col("is_of_title").mean(),
            opening_share=pl.col("is_of_opening").mean(),
            above_share=(pl.col("above") <= NEAR_WORDS).fill_null(False).mean(),
            below_share=(pl.col("below") <= NEAR_WORDS).fill_null(False).mean(),
            back_share=pl.col("above").is_not_null().mean(),
            word_count=pl.len(),
        )
    )
