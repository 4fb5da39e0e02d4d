"""What HTML gives beside its text: pages cut from HTML and from a converter's text of them.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m train.evaluate_html [--quick] [--show]

COPYDESK_REFERENCE names the folder with pages/html and pages/wcxb_dev.parquet, whose annotators say
what the body, headline and day are. The shipped weights saw the texts in training, the HTML not.
`html text` is the text of the HTML with nothing that only the HTML knows.
"""

import argparse
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from flows.describe import describe_placements
from flows.ingest.markup.charset import decode_markup
from flows.ingest.markup.page import read_page
from flows.ingest.pages import make_page
from flows.segment import segment_pages
from train.corpus import find_reference
from train.evaluate import load_scorer, score_cuts

WIDTHS = 12, 11
FIGURES = ("body F1", "precision", "recall", "headline", "day right", "day wrong", "authors")
QUICK = 12  # every so many pages
LONGEST_DAY = len("2025-06-07")


def main() -> None:
    parser = argparse.ArgumentParser(description="What HTML gives beside its text.")
    parser.add_argument("--quick", action="store_true", help="every twelfth page")
    parser.add_argument("--show", action="store_true", help="print what is not right")
    options = parser.parse_args()
    reference = find_reference()
    gold = pl.read_parquet(reference / "pages" / "wcxb_dev.parquet")
    pages = read_html(sorted((reference / "pages" / "html").glob("*.html.gz")))
    gold = gold.join(pages.select("page_id"), on="page_id", how="semi")
    gold = gold.gather_every(QUICK) if options.quick else gold
    told = gold.drop("text").join(pages, on="page_id")
    score = load_scorer(reference)
    print_row(f"{gold.height} pages", *FIGURES)
    for name, frame in (
        ("text", gold),
        ("html text", told.drop("metadata", "hidden_spans")),
        ("html", told),
    ):
        rated = rate(score, frame, options.show)
        print_row(name, *(f"{rated[figure]:.4f}" for figure in FIGURES))


def read_html(paths: list[Path]) -> pl.DataFrame:
    """The pages of HTML files (page_id, text, hidden_spans, metadata), as a run reads them."""
    columns = ("text", "hidden_spans", "metadata")
    rows = []
    for path in paths:
        fields = read_page(decode_markup(gzip.decompress(path.read_bytes())).text)
        page = make_page(fields, path.name, path.name, [])._asdict()
        rows.append(
            {"page_id": path.name.partition(".")[0]} | {name: page[name] for name in columns}
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def rate(score: Any, frame: pl.DataFrame, is_shown: bool) -> dict[str, float]:
    """The figures of pages that are cut and described as a run does, with no capture known."""
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    pages = frame.with_columns(
        text_id="page_id", captured_earliest=unknown, captured_latest=unknown
    )
    cut = segment_pages(pages)
    leads = describe_placements(pages, *cut)[0].filter(role="lead")
    figures = score_cuts(score, frame, cut)
    days, authors = rate_days(frame, leads), rate_authors(frame, leads)
    if is_shown:
        show_wrong(figures["by_page"], days)
    return {
        "body F1": figures["body_f1"],
        "precision": figures["precision"],
        "recall": figures["recall"],
        "headline": figures["headline"],
        "day right": share(days, "right"),
        "day wrong": share(days, "wrong"),
        "authors": authors,
    }


def rate_days(frame: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """Of each page whose annotator gives the day: the outcome, and what the day is based on."""
    end = pl.col("published_latest") - pl.duration(microseconds=1)
    is_known = pl.col("published_precision").is_in(["minute", "hour", "day"])
    found = leads.select("page_id", "published_basis", day=pl.when(is_known).then(end.dt.date()))
    days = frame.filter(pl.col("gold_published").str.len_chars() == LONGEST_DAY)
    days = days.select("page_id", "gold_published").join(found, on="page_id", how="left")
    is_right = pl.col("day").cast(pl.String) == pl.col("gold_published")
    outcome = pl.when(is_right).then(pl.lit("right")).otherwise(pl.lit("wrong"))
    return days.with_columns(outcome=pl.when(pl.col("day").is_not_null()).then(outcome))


def rate_authors(frame: pl.DataFrame, leads: pl.DataFrame) -> float:
    """The share of pages with an author whose first author, as annotated, is among ours."""
    pages = frame.filter(pl.col("gold_authors") != "").join(leads, on="page_id", how="left")
    rows = pages.select("gold_authors", "authors").iter_rows()
    found = [any(name in gold for name in authors or ()) for gold, authors in rows]
    return sum(found) / max(len(found), 1)


def share(days: pl.DataFrame, outcome: str) -> float:
    return Counter(days["outcome"])[outcome] / max(days.height, 1)


def show_wrong(by_page: pl.DataFrame, days: pl.DataFrame) -> None:
    joined = by_page.join(days, on="page_id", how="left").sort("f1")
    for row in joined.filter(~pl.col("headline") | (pl.col("outcome") == "wrong")).iter_rows(
        named=True
    ):
        print(
            f"  {row['page_id']}  F1 {row['f1']:.3f}  headline {row['headline']}  day {row['day']}"
            f" ({row['published_basis']}), annotated {row['gold_published']}"
        )


def print_row(name: str, *figures: str) -> None:
    of_name, of_figure = WIDTHS
    print(f"{name:<{of_name}}" + "".join(f"{one:>{of_figure}}" for one in figures), flush=True)


if __name__ == "__main__":
    main()
