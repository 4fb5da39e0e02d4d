"""Split pages into their non-blank lines, and note what can be seen of each."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
import polars as pl

from flows.reading.credits import read_credit_words
from flows.reading.dates import AGE_PATTERN, BARE_AGE
from flows.reading.labels import read_names
from flows.seeds import read_seed
from flows.segment.markdown import is_markdown, read_marks
from flows.segment.pieces import PIECES, Piece, PiecedText
from flows.segment.saved_text import (
    ADDRESS_LINE,
    FEWEST_ADDRESSES,
    count_addresses,
    has_references,
)
from flows.segment.wrapping import (
    Column,
    Joins,
    PhysicalLine,
    find_column,
    join_group,
    join_wrapped,
    may_be_wrapped,
)
from flows.text import (
    DENSE,
    EDGES,
    EVERY_SPACE,
    LINE_END,
    OTHER_STOPS,
    STOPS,
    alternation,
    drop_marks,
    fold,
    fold_text,
    strip_edges,
)

LINES = pl.Schema(
    {
        "page_no": pl.Int32,  # from 0, in the order of the pages
        "start_char": pl.Int32,  # of the first character that is not white space
        "blank_before": pl.Int32,  # blank lines above; see split_physical_lines
        "text": pl.String,  # of a wrapped paragraph the whole, and no marks of Markdown
        "pieces": PIECES,  # where the text stands; null: all in one place, from start_char
    }
)
OBSERVED = pl.Schema(
    {
        **LINES,
        "size": pl.Float32,  # characters, wide ones counted more
        "marker": pl.String,  # the kind that the lexicon gives the line
        "marker_phrase": pl.String,  # its wording, folded
        "is_inline": pl.Boolean,  # begins as a link to another story amid a body: "Read also: "
        "is_age": pl.Boolean,  # a relative time, and nothing else
        "is_outlet": pl.Boolean,  # the name of a known outlet, and nothing else
        "may_date": pl.Boolean,  # short, with digits as dates have them
        "may_time": pl.Boolean,
        "may_age": pl.Boolean,  # short, with a word as ages have them
        "is_bullet": pl.Boolean,
        "ends_sentence": pl.Boolean,
        "is_prose_like": pl.Boolean,
        "is_title_like": pl.Boolean,
        "may_appeal": pl.Boolean,  # prose with a wording of appeals to subscribe or to donate
        "may_react": pl.Boolean,  # short, with a word of what readers can do about a comment
        "is_repeated": pl.Boolean,  # stands on the page more than once
    }
)

# Languages whose papers leave accents out of capitals: "A LIRE EGALEMENT", "LEE TAMBIEN".
BARE_CAPITALS = ["ca", "es", "fr", "gl", "it", "pt"]
LONGEST_SHORT_NAME = 2  # letters of an agency's name that other words have as well
FLAGS_OF_SHORT = ("is_inline", "is_age", "is_outlet", "may_date", "may_time", "may_age")
NO_TITLE = ("is_age", "is_outlet", "may_date", "is_bullet")
DENSE_CHARACTER = 1.5  # what a Chinese, Japanese, Korean or Thai character counts for beyond itself
BULLET = r"^([-*•·▪‣◦+]|\d{1,2}[.)])\s+\S"
PICTURE_WORDS, PICTURE_LABELS = read_credit_words("picture"), read_credit_words("picture_label")
PICTURE_AGENCIES, ARCHIVES = (
    read_credit_words(f"picture_{kind}") for kind in ("agency", "archive")
)
# "AP" is a part of other words: it counts in brackets and behind a mark only.
SHORT_AGENCIES = [name for name in PICTURE_AGENCIES if len(name) <= LONGEST_SHORT_NAME]
LONG_AGENCIES = [name for name in PICTURE_AGENCIES if len(name) > LONGEST_SHORT_NAME]
BEHIND_MARK = [*PICTURE_AGENCIES, *ARCHIVES, *read_credit_words("agency")]
PHOTO_CREDIT = (
    rf"(?i)[(\[][^()\[\]]{{0,90}}(?:{alternation(PICTURE_WORDS + LONG_AGENCIES)}"
    rf"|\b{alternation(SHORT_AGENCIES)}\b)[^()\[\]]{{0,40}}[)\]]\.?$"
    rf"|[/©]\s?{alternation(BEHIND_MARK)}( images| photo)?$"
    r"|\([^()/]{2,39}[^()/\d]/[^()/\d][^()/]{1,39}\)$"
    rf"|[{STOPS}] / \p{{Lu}}[^.]{{3,40}}$"
)
SHORTENED = [label for label in PICTURE_LABELS if label.endswith(".")]  # "Fot. Anna Mech"
PICTURE = (
    rf"(?:{alternation(PICTURE_WORDS + PICTURE_LABELS)}s?(?: by)?\s?[:：=©/]"
    rf"|{alternation(SHORTENED)}\s)"
)
INLINE_CREDIT = (
    rf"(?i)(?:^|[{STOPS}{OTHER_STOPS})\]»”])\s*{PICTURE}"
    # Behind other words a name or two must follow: "First picture: what it will look like" is a
    # headline.
    rf"|\s{PICTURE}(?:\s?\S+){{1,4}}$"
)
# An arrow, or a row of links: "Home > News > Harbour".
LINK = r"^[←→<]|[←→>]$|[^·|]+[·|][^·|]+[·|]|\s[/>»]\s.*\s[/>»]\s"
COUNT = r"^\d+\s+|\s*\(?\d+\)?$"  # "12 comments", "Comments (12)"
# What every date and clock time holds: most lines fail here, and the long patterns are slow.
NUMERIC_DATE = (
    r"\d{4}(\s?[年년]|([-/]|\.\s?)\d)|\d([-/]|\.\s?)\d{1,2}([-/]|\.\s?)\d\d"
    r"|[〇零○一二三四五六七八九]{4}\s?年"
)
TIME_DIGITS = r"(?i)\d\s?([:.h時时点點시]|[ap]\s?\.?\s?m|uhr)"
SENTENCE = 70  # size of a line that ends like a sentence and is taken for prose
LONG_LINE = 250  # size of one that does not end like a sentence
SHORTEST_TITLE, LONGEST_TITLE = 12, 260
# What separates "Read also" from the title that it links to; prose has none of them there.
# "»" is a quotation mark in folded text, so it must be the only one.
LINK_SIGN = r"(?:[:|>→›▶►☞】\])]|-+(?:\s|>)|\"\s[^\"]*$)"
NOT_WHOLE = ("contains", "part", "end", "appeal")  # matches of wordings that make no whole line
LONGEST_MARKER = 160  # a longer line is prose, whatever word it starts with
LONGEST_TIME = 110
LONGEST_AGE = 80
SHORT_UNIT = 2  # letters of a unit that stands behind digits only
LONG_UNIT = 4  # letters of a unit that is seen even where a headline is glued to it
LONGEST_CAPTION, LONGEST_CREDITED = 300, 600
LONGEST_APPEAL = 2500  # a longer line is a whole text that has an appeal in it
FEWEST_WORDINGS = 2  # of promotion or notices, that make a long line one


def split_lines(pages: pl.DataFrame) -> pl.DataFrame:
    """The non-blank lines of each page (LINES), in page order; a wrapped paragraph is one line.

    Needs: text.

    >>> split_lines(pl.DataFrame({"text": "A\\n\\n  B "})).rows()
    [(0, 0, 0, 'A', None), (0, 5, 1, 'B', None)]
    """
    lines = split_physical_lines(pages)
    text = pl.col("text")
    signs = pages.select(
        markdown=is_markdown(text), addresses=count_addresses(text), numbered=has_references(text)
    )
    numbered = {*signs["numbered"].arg_true()}
    saved = {*(signs["addresses"] >= FEWEST_ADDRESSES).arg_true()} | numbered
    marked = {*(signs["markdown"] | (signs["addresses"] > 0)).arg_true()} | numbered
    looked_at = lines.filter(pl.col("page_no").is_in(marked | may_be_wrapped(lines)))
    columns = [
        looked_at[name].to_list() for name in ("start_char", "blank_before", "text", "indent")
    ]
    page_numbers = looked_at["page_no"].to_numpy()
    starts = np.flatnonzero(np.diff(page_numbers, prepend=-1)).tolist()
    joined: list[tuple] = []
    for first, last in pairwise([*starts, len(page_numbers)]):
        page_no = int(page_numbers[first])
        own = zip(*(column[first:last] for column in columns), strict=True)
        read = partial(read_marks, is_numbered=page_no in numbered)
        physical = read_physical(own, read if page_no in marked else PiecedText.of)
        column = find_column(physical, page_no in saved)
        if column or page_no in marked:
            joined += join_lines(page_no, physical, column)
    if not joined:
        return lines.select(LINES.names())
    replaced = pl.DataFrame(joined, schema=LINES, orient="row")
    kept = lines.filter(~pl.col("page_no").is_in(replaced["page_no"].unique().implode()))
    return pl.concat([kept.select(LINES.names()), replaced]).sort("page_no", "start_char")


def read_physical(
    lines: Iterable[tuple], read: Callable[[str, int], PiecedText]
) -> list[PhysicalLine]:
    """The lines of a page as they stand there. An address alone on its line right below another
    line belongs to that: it would not have fitted above.

    Args:
        lines: start_char, blank_before, text, indent of each.
        read: the text of a line, and its marks.
    """
    physical: list[PhysicalLine] = []
    for start, blank, text, indent in lines:
        if physical and not blank and ADDRESS_LINE.match(text):
            physical[-1] = physical[-1].add_address(Piece(start, len(text), None, True), indent)
        else:
            content = read(text, start)
            physical.append(PhysicalLine(content, blank, indent, indent + len(text), text))
    return physical


def join_lines(
    page_no: int, physical: list[PhysicalLine], column: Column | None
) -> Iterator[tuple]:
    """The lines of a page (LINES), each with all its physical lines and without marks."""
    groups = list(join_wrapped(physical, column)) if column else [[line] for line in physical]
    joins = Joins(groups)
    for group in groups:
        text, pieces = join_group(group, joins)
        kept = None if len(pieces) == 1 else [piece._asdict() for piece in pieces if piece.size]
        yield page_no, pieces[0].start_char, group[0].blank_before, text, kept


def split_physical_lines(pages: pl.DataFrame) -> pl.DataFrame:
    """The non-blank lines of pages as they stand there (LINES, and indent: white space before).

    Where all lines of a page have as many blank lines above them, one is counted.
    """
    line = pl.col("line")
    leading = line.str.len_chars() - line.str.strip_chars_start(EVERY_SPACE).str.len_chars()
    line_no, line_start = pl.col("line_no"), pl.col("line_start")
    blank, is_below = pl.col("blank_before"), pl.int_range(pl.len()) > 0
    spare = (blank.filter(is_below).min() - 1).clip(0).fill_null(0)
    return (
        pages.lazy()
        .select(line=pl.col("text").str.split("\n"))
        .with_row_index("page_no")
        .explode("line", empty_as_null=True, keep_nulls=True)
        .with_columns(
            line_no=pl.int_range(pl.len()).over("page_no"),
            line_start=(line.str.len_chars() + 1).cum_sum().shift(1, fill_value=0).over("page_no"),
        )
        .with_columns(text=line.str.strip_chars(EVERY_SPACE), indent=leading)
        .filter(pl.col("text") != "")
        .select(
            "page_no",
            (line_start + pl.col("indent")).alias("start_char"),
            blank_before=line_no - line_no.shift(1).over("page_no").fill_null(-1) - 1,
            text="text",
            pieces=pl.lit(None, PIECES),
            indent="indent",
        )
        .with_columns(blank_before=(blank - spare).clip(0).over("page_no"))
        .collect()
        .cast({**LINES, "indent": pl.Int32})
    )


def observe_lines(pages: pl.DataFrame) -> pl.DataFrame:
    """The lines of pages with what can be seen of each (OBSERVED), in page order.

    Needs: text. Long and short lines are looked at apart: to look in long lines for what only short
    ones can be would be expensive.
    """
    text, size, markers = pl.col("text"), pl.col("size"), read_markers()
    ends_sentence = pl.col("ends_sentence")
    lines = (
        split_lines(pages)
        .with_columns(
            size=text.str.len_chars() + DENSE_CHARACTER * text.str.count_matches(DENSE),
            ends_sentence=text.str.contains(LINE_END),
        )
        .with_row_index("row")
    )
    is_short = size <= LONGEST_MARKER
    seen = pl.concat(
        [observe_short(lines.filter(is_short)), observe_long(lines.filter(~is_short))],
        how="diagonal",
    ).sort("row")
    return (
        lines.hstack(seen.drop("row"))
        .with_columns(
            pl.col(*FLAGS_OF_SHORT).fill_null(False),
            is_bullet=text.str.contains(BULLET),
            is_prose_like=(size >= LONG_LINE) | (ends_sentence & (size >= SENTENCE)),
            is_title_like=size.is_between(SHORTEST_TITLE, LONGEST_TITLE)
            & (text.str.contains(r"\s") | text.str.contains(DENSE))
            & ~text.str.contains(LINK),
            is_repeated=pl.len().over("page_no", "folded") > 1,
        )
        .with_columns(
            may_appeal=pl.col("is_prose_like") & pl.col("folded").str.contains_any(markers.appeals),
            may_react=is_short
            & ~pl.col("is_prose_like")
            & pl.col("folded").str.contains_any(markers.reactions),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in OBSERVED.items())
        .with_columns(marker=pl.when(is_first_title()).then(None).otherwise("marker"))
    )


def is_first_title() -> pl.Expr:
    """Whether a line begins as a link to another story and must be the page's own headline, since
    above the first prose no other line may be it: "Interview: the mayor on the fire".
    """
    marker, row = pl.col("marker"), pl.int_range(pl.len())  # of its page: all is asked over that
    first_prose = row.filter("is_prose_like").min()
    is_open = marker.is_null() & pl.col("is_title_like") & ~pl.any_horizontal(*NO_TITLE)
    is_above = row < first_prose
    is_linked = pl.col("size") - pl.col("marker_phrase").str.len_chars() >= SHORTEST_TITLE
    is_kicked = (marker == "related_marker") & ~pl.col("is_inline") & is_linked & is_above
    is_alone = ~(is_open & is_above).any() & (is_kicked.sum() == 1)
    return (is_kicked & is_alone).fill_null(False).over("page_no")


def observe_short(lines: pl.DataFrame) -> pl.DataFrame:
    """What short lines are, by the lexicon and by their form: markers, labels, times."""
    text, size, folded, stripped = map(pl.col, ("text", "size", "folded", "stripped"))
    line_kind, start_phrase = pl.col("line_kind"), pl.col("start_phrase")
    inline_phrase = pl.col("inline_phrase")
    markers = read_markers()
    lines = lines.with_columns(folded=fold(text)).with_columns(
        may_age=(size <= LONGEST_TIME) & may_be_age(folded)
    )
    likely = lines.filter("may_age", size <= LONGEST_AGE)
    ages = likely.filter(text.str.contains(f"(?i){AGE_PATTERN}"))["row"]
    return (
        lines.lazy()
        .with_columns(
            stripped=strip_edges(folded.str.replace_all(COUNT, "")),
            label=folded.str.strip_chars("()"),
            start_phrase=folded.str.strip_chars_start(EDGES).str.extract(markers.starts, 1),
            inline_phrase=folded.str.extract(markers.inline, 1),
        )
        .join(
            markers.lines, left_on="stripped", right_on="phrase", how="left", maintain_order="left"
        )
        .join(
            list_outlet_names(),
            left_on="label",
            right_on="folded_name",
            how="left",
            maintain_order="left",
        )
        .with_columns(start_phrase=pl.when(line_kind.is_null()).then(start_phrase))
        .select(
            "row",
            "folded",
            marker=pl.coalesce(
                line_kind,
                inline_phrase.replace_strict(markers.inline_kinds, default=None),
                start_phrase.replace_strict(markers.kinds, default=None),
                stripped.str.extract(markers.contains, 1).replace_strict(
                    markers.kinds, default=None
                ),
                pl.when(is_credited(lines)).then(pl.lit("caption")),
            ),
            marker_phrase=pl.coalesce(
                pl.when(line_kind.is_not_null()).then(stripped), inline_phrase, start_phrase
            ),
            is_inline=inline_phrase.is_not_null(),
            is_age=pl.col("row").is_in(ages.implode()) | folded.str.contains(BARE_AGE),
            is_outlet="is_outlet",
            may_date=(size <= LONGEST_TIME) & may_be_date(folded),
            may_time=(size <= LONGEST_TIME) & text.str.contains(TIME_DIGITS),
            may_age="may_age",
        )
        .collect()
    )


def observe_long(lines: pl.DataFrame) -> pl.DataFrame:
    """What long lines are: promotion or notices by several wordings, captions by their credit."""
    markers = read_markers()
    contained = pl.col("contained")
    return (
        lines.with_columns(folded=fold(pl.col("text")))
        .with_columns(
            contained=strip_edges(pl.col("folded"))
            .str.extract_many(markers.wordings)
            .list.unique(maintain_order=True)
        )
        .select(
            "row",
            "folded",
            marker=pl.coalesce(
                pl.when(
                    contained.list.len() >= FEWEST_WORDINGS, pl.col("size") <= LONGEST_APPEAL
                ).then(contained.list.first().replace_strict(markers.kinds, default=None)),
                pl.when(is_credited(lines)).then(pl.lit("caption")),
            ),
        )
    )


def is_credited(lines: pl.DataFrame) -> pl.Expr:
    """Whether a line has a photographer's or an agency's name at its end, or "Photo:" in it."""
    text = pl.col("text")
    is_inline = (pl.col("size") <= LONGEST_CAPTION) & text.str.contains(INLINE_CREDIT)
    may_be = pl.col("size") <= LONGEST_CREDITED
    likely = lines.filter(may_be, text.str.contains(rf"[(\[]|[{STOPS}] / |[/©].{{3,15}}$"))
    at_end = likely.filter(text.str.contains(PHOTO_CREDIT))["row"]
    return is_inline | pl.col("row").is_in(at_end.implode())


@dataclass(frozen=True)
class Markers:
    """The lexicon of seeds/page_markers.csv, ready for matching folded lines."""

    lines: pl.LazyFrame  # phrase, line_kind: the whole line
    kinds: dict[str, str]  # phrase -> kind
    starts: str  # expression of the phrases that begin a line
    inline: str  # the same of those that begin a link to another story, with what follows them
    inline_kinds: dict[str, str]
    contains: str
    wordings: list[str]  # the same phrases as a list
    appeals: list[str]  # wordings of appeals; several make one
    reactions: list[str]  # what readers can do about a comment, or have done


@lru_cache
def read_markers() -> Markers:
    own_phrases = (
        read_seed("outlet_aliases")
        .filter(match="phrase")
        .select(phrase="alias", kind=pl.lit("promotion"), match=pl.lit("contains"))
    )
    markers = pl.concat([read_seed("page_markers").select("phrase", "kind", "match"), own_phrases])
    bare = read_seed("page_markers").filter(
        pl.col("language").is_in(BARE_CAPITALS), pl.col("phrase").str.contains(" ", literal=True)
    )
    bare = bare.select(drop_marks(pl.col("phrase")), "kind", "match").join(
        markers, on="phrase", how="anti"
    )
    markers = pl.concat([markers, bare]).with_columns(
        fold(pl.col("phrase")).str.strip_chars_start(EDGES),
        stripped=strip_edges(fold(pl.col("phrase"))),
    )
    lines = markers.filter(
        ~pl.col("match").is_in(NOT_WHOLE),
        pl.col("phrase").str.contains(r"[^:|]$"),
    ).unique("stripped", keep="first")
    starts = markers.filter(pl.col("match").is_in(["start", "inline", "mail"]))["phrase"].to_list()
    inline = dict(markers.filter(match="inline").select("stripped", "kind").iter_rows())
    wordings = markers.filter(match="contains")["stripped"].to_list()
    return Markers(
        lines.select(phrase="stripped", line_kind="kind").lazy(),
        dict(markers.select("stripped", "kind").iter_rows())
        | dict(markers.select("phrase", "kind").iter_rows()),
        rf"^({alternation(starts)})(?:[^\p{{L}}\p{{N}}]|$)",
        rf"^[^\p{{L}}\p{{N}}]{{0,6}}({alternation(inline)})\s?{LINK_SIGN}",
        inline,
        rf"(?:^|[^\p{{L}}\p{{N}}]|{DENSE})({alternation(wordings)})(?:[^\p{{L}}\p{{N}}]|{DENSE}|$)",
        wordings,
        list_appeals(),
        list_reactions(),
    )


def list_appeals() -> list[str]:
    is_appeal = pl.col("kind").is_in(["promotion", "newsletter"])
    # A whole line of two words, such as "le journal", says little amid prose.
    fewest_spaces = pl.when(match="line").then(2).otherwise(1)
    is_telling = pl.col("phrase").str.count_matches(" ", literal=True) >= fewest_spaces
    is_chosen = pl.col("match").is_in(["appeal", "contains"]) | is_telling
    phrases = read_seed("page_markers").filter(is_appeal & is_chosen)["phrase"]
    return [fold_text(phrase).rstrip(" :") for phrase in phrases]


def list_reactions() -> list[str]:
    is_part = pl.col("match").is_in(["part", "line_part"])
    return [fold_text(phrase) for phrase in read_seed("page_markers").filter(is_part)["phrase"]]


@lru_cache
def list_outlet_names() -> pl.LazyFrame:
    """Every folded name of an outlet, its own or a label (folded_name, is_outlet)."""
    names = pl.LazyFrame({"folded_name": list(read_names())})
    return names.with_columns(is_outlet=True)


def may_be_date(folded: pl.Expr) -> pl.Expr:
    """Whether a line has what every date has: numbers with marks, or a month and a year."""
    is_worded = folded.str.contains_any(list_months()) & folded.str.contains(r"\d{4}")
    return folded.str.contains(NUMERIC_DATE) | is_worded


@lru_cache
def list_months() -> list[str]:
    word = pl.col("word")
    return read_seed("months").select(fold(word))["word"].unique().to_list()


def may_be_age(folded: pl.Expr) -> pl.Expr:
    """Whether a line has what every age has: a phrase, or a count beside a unit."""
    phrases, counted = read_age_signs()
    return folded.str.contains(counted) | folded.str.contains_any(phrases)


@lru_cache
def read_age_signs() -> tuple[list[str], str]:
    """The phrases of ages, and an expression of a count beside a unit, both folded."""
    ages = read_seed("age_words").select("kind", fold(pl.col("text"))).unique(maintain_order=True)
    words = {kind: part["text"].to_list() for (kind,), part in ages.group_by("kind")}
    dense = [unit for unit in words["unit"] if re.match(DENSE, unit)]  # written without spaces
    narrow = [unit for unit in words["unit"] if unit not in dense]
    # "5 h", but "a h" is none; a headline may be glued to a long unit.
    named = [unit for unit in narrow if len(unit) > SHORT_UNIT]
    long = [unit for unit in narrow if len(unit) >= LONG_UNIT]
    number = rf"(?:\d|(?:^|\P{{L}})(?:{alternation(words['number'])}))"
    between = r"\s{0,2}(?:\p{L}{1,3}\s)?"
    end = r"(?:\P{L}|$)"
    counted = (
        rf"{number}{between}(?:(?:{alternation(named)}){end}|{alternation(dense + long)})"
        rf"|\d\s{{0,2}}(?:{alternation(narrow)}){end}|(?:^|\P{{L}})(?:{alternation(named)})\s\d"
    )
    return words["phrase"] + words["calendar"], counted
