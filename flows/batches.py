"""Run what a stage does a page or an article on one Parquet file; the result is a folder beside it.

A result that is there already is taken as it is: files are named after their content and the
rules, so a killed run goes on where it was.
"""

import shutil
from pathlib import Path

import polars as pl

from flows.describe import describe_placements
from flows.describe.attributions import describe_attributions
from flows.describe.quotations import find_quotations
from flows.describe.topics import describe_topics
from flows.segment import segment_pages


def cut_batch(path: Path) -> Path:
    """Cut the pages of a batch and describe their placements; segments, placements, hosts."""
    if (result := path.with_suffix("")).exists():
        return result
    pages = pl.read_parquet(path, glob=False)
    segments, placements = segment_pages(pages)
    placements, hosts = describe_placements(pages, segments, placements)
    return write_result(result, segments=segments, placements=placements, hosts=hosts)


def describe_batch(path: Path) -> Path:
    """Describe the placements of pages again as they are cut; segments, placements, hosts."""
    if (result := path.with_suffix("")).exists():
        return result
    cut = pl.read_parquet(path, glob=False)
    pages = cut.drop("segments", "placements")
    segments, placements = (unfold_rows(cut, name) for name in ("segments", "placements"))
    placements, hosts = describe_placements(pages, segments, placements)
    return write_result(result, segments=segments, placements=placements, hosts=hosts)


def unfold_rows(pages: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows that stand in a column of lists."""
    return pages.select(pl.col(name).explode()).drop_nulls().unnest(name)


def find_topics_batch(path: Path) -> Path:
    """Find the topics of the articles of a batch; article_topics."""
    if (result := path.with_suffix("")).exists():
        return result
    return write_result(result, article_topics=describe_topics(pl.read_parquet(path, glob=False)))


def quote_batch(path: Path) -> Path:
    """Find whom the articles of a batch cite and quote; attributions, quotations."""
    if (result := path.with_suffix("")).exists():
        return result
    articles = pl.read_parquet(path, glob=False)
    return write_result(
        result,
        attributions=describe_attributions(articles),
        quotations=find_quotations(articles),
    )


def write_result(result: Path, **frames: pl.DataFrame) -> Path:
    """Write the frames as one folder, which is there whole or not at all."""
    part = result.with_name(f"{result.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(part / f"{name}.parquet")
    return part.rename(result)
