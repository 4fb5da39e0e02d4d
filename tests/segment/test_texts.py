"""The texts of placements: Python and SQL make the same, out of a cut or out of the warehouse."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.describe import describe_placements
from flows.ingest import ingest_files
from flows.segment import PLACEMENTS, SEGMENTS, add_texts, segment_pages
from flows.segment.segment_kinds import read_segment_kinds
from flows.segment.texts import TEXTS, read_placed_lines
from flows.shipped import SQL

RAW = Path(__file__).parents[2] / "data" / "raw"
NOT_IN_CORE = ["external_id", "file", "format", "metadata", "member", "reader_version"]
NOT_IN_CORE += ["record_offset"]
OF_PLACEMENT = ["page_id", "placement_no"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    read = ingest_files([RAW], {}, tmp_path_factory.mktemp("pages"))
    return pl.concat(pl.read_parquet(path) for path in read.page_files)


def load_cut(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> duckdb.DuckDBPyConnection:
    """A warehouse of these pages as they were cut; what describe adds is NULL."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    for name, rows in [
        ("pages", pages.drop(NOT_IN_CORE, strict=False)),
        ("segments", segments),
        ("placements", placements),
        ("segment_kinds", read_segment_kinds()),
    ]:
        connection.register("rows", rows)
        column = ", length(text) as char_count" if name == "pages" else ""
        connection.execute(f"insert into core.{name} by name select *{column} from rows")
    connection.execute(
        "insert into work.articles (article_id, must_resolve)"
        " select distinct article_id, true from core.placements"
    )
    return connection


def resolve_texts(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The texts of articles as sql/resolve makes them."""
    query = (SQL / "resolve" / "articles.sql").read_text()
    columns = ", ".join(["article_id", *TEXTS])
    return connection.sql(f"select {columns} from ({query})").pl().sort("article_id")


def find_texts_of_record(pages: pl.DataFrame, *cut: pl.DataFrame) -> pl.DataFrame:
    """The texts of articles as Python makes them, of the same placements as in sql/resolve."""
    segments, placements = cut
    texts = add_texts(placements, pages, segments).join(
        pages.select("page_id", "captured_at"), on="page_id"
    )
    first = texts.sort("captured_at", *OF_PLACEMENT, nulls_last=True).unique(
        "article_id", keep="first", maintain_order=True
    )
    return first.select("article_id", *TEXTS).sort("article_id")


def test_sql_and_python_make_the_same_texts_of_the_sample(sample):
    cut = segment_pages(sample)
    found = find_texts_of_record(sample, *cut)
    assert found.height > 30
    assert found["dateline"].drop_nulls().len() and found["deck"].drop_nulls().len()
    assert resolve_texts(load_cut(sample, *cut)).equals(found)


def test_sql_and_python_make_the_same_texts_of_all_dev_pages(reference):
    dev = pl.read_parquet(reference / "pages" / "dev.parquet", columns=["page_id", "text"])
    pages = dev.with_columns(
        text_id="page_id", source="page_id", captured_at=pl.lit(None, pl.Datetime("us", "UTC"))
    )
    cut = segment_pages(pages)
    found = find_texts_of_record(pages, *cut)
    assert found.height > 3_000
    assert resolve_texts(load_cut(pages, *cut)).equals(found)


def test_placements_read_back_from_the_warehouse_are_described_alike(sample):
    cut = segment_pages(sample)
    placements, known = describe_placements(sample, *cut)
    connection = load_cut(sample, *cut)

    def read_back(table: str, columns: list[str]) -> pl.DataFrame:
        rows = connection.sql(f"select {', '.join(columns)} from core.{table}").pl()
        return rows.sample(fraction=1, shuffle=True, seed=1)  # a table has no order

    pages = ["page_id", "url", "captured_earliest", "captured_latest", "text"]
    again, known_again = describe_placements(
        read_back("pages", pages),
        read_back("segments", SEGMENTS.names()),
        read_back("placements", PLACEMENTS.names()),
    )
    assert again.sort(OF_PLACEMENT).equals(placements.sort(OF_PLACEMENT))
    assert known_again.sort("page_id").equals(known.sort("page_id"))
    core = connection.table("core.placements").columns
    assert sorted(placements.columns) == sorted(core)


@pytest.fixture
def page() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A page, its segments, and a placement of all but the first.

    The paragraph begins with a space, as it may where a dateline is cut off.
    """
    text = "\n Menu \n Bridge\u2003opens \n\nKYIV -  Crews left. \n"
    kinds = {"Menu": "navigation", "Bridge": "headline", "KYIV": "dateline", " Crews": "paragraph"}
    starts = [0, *(text.index(word) for word in [*kinds][1:]), len(text)]
    segments = [
        (
            "p",
            number,
            starts[number - 1],
            starts[number],
            kind,
            None if number == 1 else 1,
            False,
            False,
            None,
        )
        for number, kind in enumerate(kinds.values(), 1)
    ]
    placement = {"page_id": "p", "placement_no": 1}
    return (
        pl.DataFrame({"page_id": ["p"], "text": [text]}),
        pl.DataFrame(segments, schema=SEGMENTS, orient="row"),
        pl.DataFrame([placement], schema_overrides={"placement_no": pl.Int32}),
    )


def test_a_line_has_no_white_space_around_it_and_begins_where_its_text_does(page):
    pages, segments, _ = page
    text = pages["text"].item()
    lines = read_placed_lines(pages, segments.reverse())
    assert lines.select("start_char", "kind", "text").rows() == [
        (text.index("Bridge"), "headline", "Bridge\u2003opens"),
        (text.index("KYIV"), "dateline", "KYIV -"),
        (text.index("Crews"), "paragraph", "Crews left."),
    ]


def test_lines_of_one_paragraph_are_joined_by_a_space_or_nothing():
    text = "Ferry\nreturns\n\nCrews went ho-\nme in\nthe evening.\nNobody waved."
    starts = [text.index(word) for word in text.split("\n") if word]
    starts.insert(3, text.index("-"))
    kinds = ["headline", "headline", "paragraph", "other", *["paragraph"] * 3]
    joins = [(False, False), (True, False), (False, False), (False, False), (True, True)]
    joins += [(True, False), (False, False)]
    segments = [
        ("p", number, start, end, kind, None if kind == "other" else 1, *join, None)
        for number, (start, end, kind, join) in enumerate(
            zip(starts, [*starts[1:], len(text)], kinds, joins, strict=True), 1
        )
    ]
    pages = pl.DataFrame(
        {"page_id": ["p"], "text_id": ["p"], "source": ["p"], "text": [text]}
    ).with_columns(captured_at=pl.lit(None, pl.Datetime("us", "UTC")))
    placements = pl.DataFrame(
        {
            "page_id": ["p"],
            "placement_no": [1],
            "article_id": ["a"],
            "role": ["lead"],
            "start_char": [0],
            "end_char": [len(text)],
        }
    )
    cut = pl.DataFrame(segments, schema=SEGMENTS, orient="row"), placements
    found = find_texts_of_record(pages, *cut)
    body = "Crews went home in the evening.\nNobody waved."
    assert found.select("headline", "body").rows() == [("Ferry returns", body)]
    connection = load_cut(pages, *cut)
    assert resolve_texts(connection).equals(found)
    spans = connection.sql((SQL / "resolve" / "article_spans.sql").read_text()).pl()
    pieces = ["Crews went ho", "me in", "the evening.", "Nobody waved."]
    for column, whole in (("", body), ("page_", text)):
        places = spans.select(f"{column}start_char", f"{column}end_char").rows()
        assert [whole[start:end] for start, end in places] == pieces


def test_texts_that_a_placement_lacks_are_null_and_a_body_is_empty(page):
    pages, segments, placements = page
    texts = add_texts(placements, pages, segments).select(TEXTS.names())
    assert texts.rows() == [("Bridge\u2003opens", None, "KYIV -", "Crews left.")]
    segments = segments.with_columns(kind=pl.lit("timestamp"))
    assert add_texts(placements, pages, segments).select(TEXTS.names()).rows() == [
        (None, None, None, "")
    ]
