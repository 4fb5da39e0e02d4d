"""Pages to train and score the line labeller with, and what their lines are.

The texts are the reference's (COPYDESK_REFERENCE) and never leave it; only weights and counts do.
"""

import os
import re
import sys
from pathlib import Path

import polars as pl

from flows.reading.labels import list_domains

STORY = pl.Struct({"headline": pl.String, "text": pl.String})
PAGES = pl.Schema(
    {
        "page_id": pl.String,
        "set": pl.String,  # dev, wcxb_dev, silver, dev_composite, made, bare, form, masthead
        "is_article": pl.Boolean,  # else a forum, a shop or the like
        "publisher": pl.String,  # registrable domain: what folds are split by
        "language": pl.String,
        "converter": pl.String,
        "text": pl.String,
        "body": pl.String,
        "headline": pl.String,
        "is_gold": pl.Boolean,  # the headline is the publisher's; else only good for placing
        "weight": pl.Float32,
        "stories": pl.List(STORY),  # placed on the page
    }
)
FEWEST_AGREEMENT = 0.85  # of a silver page's two extractors, for its body to be placed elsewhere
# What a line of each set counts; swept .3-1.0, flat.
WEIGHTS = {"dev": 1.0, "dev_composite": 0.7, "silver": 0.6, "wcxb_dev": 0.6}
WEIGHTS |= {"made": 0.5, "bare": 0.2, "form": 0.3, "masthead": 0.3}
LONGEST_GLUED = 60  # characters that stand beside a headline on its line


def find_reference() -> Path:
    """The folder of reference pages; ends the program with a line where there is none."""
    folder = Path(os.environ.get("COPYDESK_REFERENCE", "/nonexistent"))
    if not (folder / "pages" / "dev.parquet").exists():
        sys.exit("COPYDESK_REFERENCE must name the folder that holds pages/dev.parquet")
    return folder


def read_pages(reference: Path) -> pl.DataFrame:
    """The pages of dev, dev_composite, wcxb_dev and silver (PAGES)."""
    dev, composite, wcxb, silver = (
        pl.read_parquet(reference / "pages" / f"{name}.parquet")
        for name in ("dev", "dev_composite", "wcxb_dev", "silver")
    )
    is_article = pl.col("page_type") == "article"
    domains = {
        publisher: list_domains(url)[-1]
        for publisher, url in dev.select("publisher", "url").iter_rows()
    }
    domain = pl.col("publisher").replace_strict(domains, default=pl.col("publisher"))
    frames = [
        frame.select(
            "page_id",
            set=pl.lit(name),
            is_article=is_article if name == "wcxb_dev" else pl.lit(True),
            publisher=domain,
            language="language",
            converter="converter",
            text="text",
            body=pl.col("gold_body").fill_null(""),
            headline="gold_headline",
            is_gold=pl.col("gold_headline").is_not_null()
            & (is_article if name == "wcxb_dev" else True),
            weight=pl.lit(WEIGHTS[name], pl.Float32),
            stories=read_stories(frame),
        )
        for name, frame in (("dev", dev), ("dev_composite", composite), ("wcxb_dev", wcxb))
    ]
    hosts = [(list_domains(url) or ["unknown"])[-1] for url in silver["url"]]
    agreement = pl.col("agreement").fill_null(0.8).clip(0, 1)
    rows = silver.select("text", "silver_body").iter_rows()
    titles = pl.Series([find_title(text, body) for text, body in rows], dtype=pl.String)
    frames.append(
        silver.select(
            "page_id",
            set=pl.lit("silver"),
            is_article=pl.lit(True),
            publisher=pl.Series(hosts),
            language="language",
            converter="converter",
            text="text",
            body="silver_body",
            headline=pl.when(agreement > FEWEST_AGREEMENT).then(titles),
            is_gold=pl.lit(False),
            weight=(agreement * WEIGHTS["silver"]).cast(pl.Float32),
            stories=read_stories(silver),
        )
    )
    return pl.concat(frames).match_to_schema(PAGES)


def read_stories(pages: pl.DataFrame) -> pl.Series:
    if "gold_related" not in pages.columns:
        return pl.Series([[]] * pages.height, dtype=pl.List(STORY))
    stories = [
        [{"headline": story["headline"], "text": story["text"]} for story in placed]
        for placed in pages["gold_related"]
    ]
    return pl.Series(stories, dtype=pl.List(STORY))


def find_title(text: str, body: str) -> str | None:
    """The longest title-like line shortly above a silver body; it has no gold headline."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    opening = body.strip()[:40]
    first = next((no for no, line in enumerate(lines) if line[:40] == opening), 0)
    titles = [line for line in lines[max(0, first - 12) : first] if 25 <= len(line) <= 150]
    return max((line for line in titles if not line.endswith(".")), key=len, default=None)


# Which lines are of the body


def normalise(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def find_body_lines(lines: list[str], body: str) -> list[bool]:
    """For each line whether it stands in the gold body: a short one as a line of its own."""
    whole = f" {normalise(body)} "
    short = {normalise(line) for line in body.split("\n")}
    return [is_body_line(normalise(line), whole, short) for line in lines]


def is_body_line(line: str, whole: str, short: set[str]) -> bool:
    if len(line) < 25:
        return bool(line) and line in short
    is_part = line in whole
    return is_part or (len(line) > 80 and line[:60] in whole and line[-50:] in whole)


def find_story_lines(lines: list[str], stories: list[dict]) -> list[str | None]:
    """For each line whether it is the headline or of the text of a story placed on the page."""
    headlines = {normalise(story["headline"] or "") for story in stories} - {""}
    texts = {normalise(line) for story in stories for line in (story["text"] or "").split("\n")} - {
        ""
    }
    found = []
    for line in map(normalise, lines):
        if line in texts:
            found.append("text")
        elif line in headlines or any(
            head in line and len(line) <= len(head) + LONGEST_GLUED for head in headlines
        ):
            found.append("headline")
        else:
            found.append(None)
    return found


def is_same_headline(headline: str | None, line: str) -> bool:
    """Whether a line is a page's headline, by word overlap as the reference's score.py has it."""
    if not headline or not 8 <= len(line) <= 300:
        return False
    one, other = (set(re.findall(r"\w+", text.lower())) for text in (headline, line))
    return len(one & other) >= 0.8 * len(one | other) > 0
