"""Split pages into their non-blank lines, and note what can be seen of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

import polars as pl

from flows.dates import AGE_PATTERN, DATE_PATTERN, TIME_PATTERN
from flows.seeds import EDGES, alternation, fold, read_seed, strip_edges

LINES = pl.Schema(
    {
        "page_id": pl.String,
        "start_char": pl.Int32,  # of the first character that is not white space
        "blank_before": pl.Int32,  # blank lines between this and the line before, or the top
        "text": pl.String,
    }
)

DATE, TIME = re.compile(DATE_PATTERN, re.I), re.compile(TIME_PATTERN, re.I)
WIDE = r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
WIDE_CHARACTER = 1.5  # what a Chinese, Japanese, Korean or Thai character counts for beyond itself
SENTENCE_END = r"[.!?…:;。！？：؟।»”\"][\"'”’»)\]]*$"
BULLET = r"^([-*•·▪‣◦+]|\d{1,2}[.)])\s+\S"
PHOTO_CREDIT = (
    r"(?i)[(\[][^()\[\]]{0,90}(photo|foto|getty|reuters|afp|\bap\b|epa|image|bild)"
    r"[^()\[\]]{0,40}[)\]]\.?$|\([^()/]{3,40}/[^()/]{2,40}\)$|[.!?] / \p{Lu}[^.]{3,40}$"
)
INLINE_CREDIT = (
    r"(?i)(^|[.!?)\]»”\s])\s*(photo|foto|bild|picture|image|photograph|фото|crédit)s?( by)?\s?[:©/]"
)
# An arrow, or a row of links: "Home > News > Harbour".
LINK = r"^[←→<]|[←→>]$|[^·|]+[·|][^·|]+[·|]|\s[/>»]\s.*\s[/>»]\s"
COUNT = r"^\d+\s+|\s*\(?\d+\)?$"  # "12 comments", "Comments (12)"
SENTENCE = 70  # size of a line that ends like a sentence and is taken for prose
LONG_LINE = 250  # size of one that does not end like a sentence
SHORTEST_TITLE, LONGEST_TITLE = 12, 260
LONGEST_MARKER = 160  # a longer line is prose, whatever word it starts with
LONGEST_TIME = 110
LONGEST_AGE = 80
LONGEST_CAPTION = 300
FEWEST_WORDINGS = 2  # of promotion or notices, that make a long line one


@dataclass(slots=True)
class Line:
    """A line, what can be seen of it, and its label in the making."""

    start: int
    text: str
    blank_before: int
    size: float  # characters, wide ones counted more
    marker: str | None  # the kind that the lexicon gives it
    marker_phrase: str | None  # for a related marker: its wording, folded
    is_age: bool
    is_time_like: bool  # short, with a digit
    is_outlet: bool  # the name of a known outlet, and nothing else
    is_bullet: bool
    ends_sentence: bool
    is_prose_like: bool
    is_title_like: bool
    is_repeated: bool  # stands on the page more than once
    body_score: float = 0.0
    headline_score: float = 0.0
    kind: str | None = None
    has_age: bool = False  # an age stands behind a label
    story: int | None = None  # 0: the page's own article; 1 and on: another; None: furniture
    cuts: list[tuple[int, str]] = field(default_factory=list)  # (offset, kind) of its parts

    @property
    def has_date(self) -> bool:
        # Python's engine: with Rust's, 1,470 pages took 9.8 s of CPU to observe, not 2.0 s.
        return self.is_time_like and DATE.search(self.text) is not None

    @property
    def has_time(self) -> bool:
        return self.is_time_like and TIME.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        return self.kind is None and self.is_prose_like

    @property
    def is_title(self) -> bool:
        return self.kind is None and self.is_title_like


def split_lines(pages: pl.DataFrame) -> pl.DataFrame:
    """The non-blank lines of each page (LINES), in page order.

    Needs: page_id, text.

    >>> split_lines(pl.DataFrame({"page_id": "p", "text": "A\\n\\n  B "})).rows()
    [('p', 0, 0, 'A'), ('p', 5, 1, 'B')]
    """
    line = pl.col("line")
    leading = line.str.len_chars() - line.str.strip_chars_start().str.len_chars()
    line_no, line_start = pl.col("line_no"), pl.col("line_start")
    return (
        pages.lazy()
        .select("page_id", line=pl.col("text").str.split("\n"))
        .with_row_index("page_no")
        .explode("line", empty_as_null=True, keep_nulls=True)
        .with_columns(
            line_no=pl.int_range(pl.len()).over("page_no"),
            line_start=(line.str.len_chars() + 1).cum_sum().shift(1, fill_value=0).over("page_no"),
        )
        .with_columns(text=line.str.strip_chars(), start_char=line_start + leading)
        .filter(pl.col("text") != "")
        .select(
            "page_id",
            "start_char",
            blank_before=line_no - line_no.shift(1).over("page_no").fill_null(-1) - 1,
            text="text",
        )
        .collect()
        .cast(dict(LINES))
    )


def observe_lines(pages: pl.DataFrame) -> Iterator[tuple[str, list[Line]]]:
    """(page_id, its lines with what can be seen of them); the whole batch is looked at at once.

    Needs: page_id, text.
    """
    text, stripped, size = pl.col("text"), pl.col("stripped"), pl.col("size")
    contained = pl.col("contained")
    is_credited = (size <= LONGEST_CAPTION) & text.str.contains(INLINE_CREDIT)
    markers = read_markers()
    is_short = size <= LONGEST_MARKER
    observed = (
        split_lines(pages)
        .lazy()
        .with_columns(
            folded=fold(text),
            size=text.str.len_chars() + WIDE_CHARACTER * text.str.count_matches(WIDE),
            ends_sentence=text.str.contains(SENTENCE_END),
        )
        .with_columns(stripped=strip_edges(pl.col("folded").str.replace_all(COUNT, "")))
        .join(
            markers.lines, left_on="stripped", right_on="phrase", how="left", maintain_order="left"
        )
        .join(
            read_outlet_names(),
            left_on=pl.col("folded").str.strip_chars("()"),
            right_on="folded",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            start_phrase=pl.when(is_short & pl.col("line_kind").is_null()).then(
                pl.col("folded").str.strip_chars_start(EDGES).str.extract(markers.starts, 1)
            ),
            contained=pl.when(is_short)
            .then(pl.concat_list(stripped.str.extract(markers.contains, 1)).list.drop_nulls())
            .otherwise(
                stripped.str.extract_many(markers.wordings).list.unique(maintain_order=True)
            ),
            is_title_like=size.is_between(SHORTEST_TITLE, LONGEST_TITLE)
            & (text.str.contains(r"\s") | text.str.contains(WIDE))
            & ~text.str.contains(LINK),
        )
        .select(
            "page_id",
            "start_char",
            "text",
            "blank_before",
            "size",
            marker=pl.coalesce(
                "line_kind",
                pl.col("start_phrase").replace_strict(markers.kinds, default=None),
                pl.when(
                    contained.list.len() >= pl.when(is_short).then(1).otherwise(FEWEST_WORDINGS)
                ).then(contained.list.first().replace_strict(markers.kinds, default=None)),
                pl.when(text.str.contains(PHOTO_CREDIT) | is_credited).then(pl.lit("caption")),
            ),
            marker_phrase=pl.coalesce(
                pl.when(pl.col("line_kind").is_not_null()).then(stripped), "start_phrase"
            ),
            is_age=(size <= LONGEST_AGE) & text.str.contains(f"(?i){AGE_PATTERN}"),
            is_time_like=(size <= LONGEST_TIME) & text.str.contains(r"\d"),
            is_outlet=pl.col("is_outlet").fill_null(False),
            is_bullet=text.str.contains(BULLET),
            ends_sentence="ends_sentence",
            is_prose_like=(size >= LONG_LINE) | (pl.col("ends_sentence") & (size >= SENTENCE)),
            is_title_like="is_title_like",
            is_repeated=pl.len().over("page_id", "folded") > 1,
        )
        .collect()
    )
    for page_id, rows in groupby(observed.iter_rows(), key=lambda row: row[0]):
        yield page_id, [Line(*row[1:]) for row in rows]


@dataclass(frozen=True)
class Markers:
    """The lexicon of seeds/page_markers.csv, ready for matching folded lines."""

    lines: pl.LazyFrame  # phrase, line_kind: the whole line
    kinds: dict[str, str]  # phrase -> kind
    starts: str  # expression of the phrases that begin a line
    contains: str
    wordings: list[str]  # the same phrases as a list


@lru_cache
def read_markers() -> Markers:
    own_phrases = (
        read_seed("outlet_aliases")
        .filter(match="phrase")
        .select(phrase="alias", kind=pl.lit("promotion"), match=pl.lit("contains"))
    )
    markers = pl.concat(
        [read_seed("page_markers").select("phrase", "kind", "match"), own_phrases]
    ).with_columns(
        fold(pl.col("phrase")).str.strip_chars_start(EDGES),
        stripped=strip_edges(fold(pl.col("phrase"))),
    )
    lines = markers.filter(
        pl.col("match") != "contains", pl.col("phrase").str.contains(r"[^:|]$")
    ).unique("stripped", keep="first")
    starts = markers.filter(match="start")["phrase"].to_list()
    wordings = markers.filter(match="contains")["stripped"].to_list()
    return Markers(
        lines.select(phrase="stripped", line_kind="kind").lazy(),
        dict(markers.select("stripped", "kind").iter_rows())
        | dict(markers.select("phrase", "kind").iter_rows()),
        rf"^({alternation(starts)})(?:[^\p{{L}}\p{{N}}]|$)",
        rf"(?:^|[^\p{{L}}\p{{N}}])({alternation(wordings)})(?:[^\p{{L}}\p{{N}}]|$)",
        wordings,
    )


@lru_cache
def read_outlet_names() -> pl.LazyFrame:
    """Every folded name of an outlet, its own or a label."""
    labels = read_seed("outlet_aliases").filter(match="label")["alias"]
    names = pl.concat([read_seed("outlets")["name"], labels]).alias("folded").to_frame()
    return names.select(fold(pl.col("folded"))).unique().with_columns(is_outlet=True).lazy()
