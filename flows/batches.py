"""Run what a stage does a page or an article on one Parquet file; the result is a folder beside it.

A result that is there already is taken as it is: files are named after their content and the
rules, so a killed run goes on where it was.
"""

import shutil
from pathlib import Path

import polars as pl

from flows.describe import describe_articles, describe_placements
from flows.describe.quotations import find_quotations
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
    """Describe the articles of a batch; article_topics and attributions."""
    if (result := path.with_suffix("")).exists():
        return result
    article_topics, attributions = describe_articles(pl.read_parquet(path, glob=False))
    return write_result(result, article_topics=article_topics, attributions=attributions)


def quote_batch(path: Path) -> Path:
    """Quote the articles of a batch; quotations."""
    if (result := path.with_suffix(".quotes")).exists():  # beside what describe_batch leaves
        return result
    return write_result(result, quotations=find_quotations(pl.read_parquet(path, glob=False)))


def write_result(result: Path, **frames: pl.DataFrame) -> Path:
    """Write the frames as one folder, which is there whole or not at all."""
    part = result.with_name(f"{result.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(part / f"{name}.parquet")
    return part.rename(result)
