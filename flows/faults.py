"""What goes wrong inside a page or an article: a row of FAULTS, and the run goes on."""

import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl

from flows.errors import CopydeskError
from flows.shipped import PACKAGE

FAULTS = pl.Schema(
    {
        "stage": pl.String,
        "page_id": pl.String,
        "article_id": pl.String,
        "source": pl.String,  # of a row that cannot be read; null: that of the page
        "error": pl.String,  # "ValueError: day is out of range for month"
        "place": pl.String,  # "flows/reading/dates/printed.py:88 in read_day"
        "is_transient": pl.Boolean,  # of the machine, not of the page
    }
)
FAILURES = (Exception, pl.exceptions.PanicException)  # a panic of Polars is no Exception
TRANSIENT = (MemoryError, OSError, BrokenExecutor, duckdb.OutOfMemoryException)
LONGEST_ERROR = 500  # characters; the message of an exception can quote a whole page


class Failure(NamedTuple):
    """Why something could not be done; FAULTS has columns of these names."""

    error: str
    place: str
    is_transient: bool


def describe_failure(error: BaseException) -> Failure:
    """
    >>> describe_failure(ValueError("day is out of range")).error
    'ValueError: day is out of range'
    """
    told = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
    told = told.encode("utf-8", "backslashreplace").decode()
    return Failure(told, find_place(error), isinstance(error, TRANSIENT))


def find_place(error: BaseException) -> str:
    """The last line of our code that an exception came by; "" if it came by none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(PACKAGE):
            name = path.relative_to(PACKAGE.parent).as_posix()
            return f"{name}:{frame.lineno} in {frame.name}"
    return ""


def make_faults(stage: str, rows: pl.DataFrame, failure: Failure) -> pl.DataFrame:
    """A row of FAULTS for each row that could not be done; it has a page_id or an article_id."""
    faults = rows.select(pl.col("^(page|article)_id$")).with_columns(
        stage=pl.lit(stage), **{name: pl.lit(value) for name, value in failure._asdict().items()}
    )
    return faults.match_to_schema(FAULTS, missing_columns="insert")


def find_culprit(
    find: Callable[[pl.DataFrame], Any], articles: pl.DataFrame, failure: Failure
) -> tuple[str, Failure]:
    """The id of the article that makes `find` fail, and how: it does not with the articles before
    it alone.

    Needs: article_id; with all of the articles `find` fails, as `failure` says.
    Raises:
        CopydeskError, or one of TRANSIENT: they are no fault of an article.
    """
    ids = articles["article_id"].unique().sort()
    fine, failing = 0, len(ids)  # with so many of the first ones
    while failing - fine > 1:
        middle = (fine + failing) // 2
        try:
            find(articles.filter(pl.col("article_id") <= ids[middle - 1]))
        except (CopydeskError, *TRANSIENT):
            raise
        except FAILURES as error:
            failing, failure = middle, describe_failure(error)
        else:
            fine = middle
    return ids[failing - 1], failure
