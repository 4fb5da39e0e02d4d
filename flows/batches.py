"""Run what a stage does a page or an article on one Parquet file; the result is a folder beside it.

A result that is there already is taken as it is, if it has no faults: files are named after their
content and the rules, so a killed run goes on where it was.

One page never stops the others. What a stage cannot do is divided until the page or article that
is the cause stands alone: it gets the rows that the stage gives up with, and a row of FAULTS.
"""

import gc
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import polars as pl

from flows.describe import DESCRIBED, KNOWN, describe_placements
from flows.describe.attributions import ATTRIBUTIONS, describe_attributions
from flows.describe.corrections import correct_placements
from flows.describe.live_entries import LIVE_ENTRIES, describe_live_entries
from flows.describe.quotations import QUOTATIONS, find_quotations
from flows.describe.topics import ARTICLE_TOPICS, describe_topics
from flows.errors import CopydeskError, MachineFailed
from flows.faults import FAILURES, FAULTS, Failure, describe_failure, make_faults
from flows.processes import begin_worker, start_tracker
from flows.segment import PLACEMENTS, SEGMENTS, segment_pages
from flows.segment.corrections import OUTCOMES, correct_cuts

Frames = dict[str, pl.DataFrame]  # name of a table -> its rows

HERE = ".here"  # the suffix of a mark: this batch runs in the process of the run itself
OBJECTS_TO_COLLECT = 100_000  # more than were freed, until Python looks for cycles
MOST_OF_MACHINE = 20
FRESH_ATTEMPTS = 2  # in a process of its own, for what fails for lack of memory or the like


class Stage(NamedTuple):
    """What is done with a batch."""

    name: str
    title: str  # "Cutting", in a list of stages
    verb: str  # "cut", in the name of a batch
    noun: str  # what a row is
    key: str  # rows of one key are never separated
    rows_a_step: int  # how many are done at once; also how often people hear of it
    do: Callable[[pl.DataFrame], Frames]
    give_up: Callable[[pl.DataFrame], Frames]  # what stands for rows that cannot be done


# The stages


def cut_pages(pages: pl.DataFrame) -> Frames:
    """Cut pages, correct the cut as people say, and describe their placements; a fault in
    describing keeps the cut.

    Gives: segments, placements, hosts, corrections, live_entries, faults.
    """
    segments, placements, outcomes = correct_cuts(pages, *segment_pages(pages))
    try:
        frames = {"segments": segments} | describe_cut(pages, segments, placements)
    except CopydeskError:
        raise
    except FAILURES:
        frames = isolate(DESCRIBE, fold_cut(pages, segments, placements))
    return frames | {"corrections": pl.concat([outcomes, frames["corrections"]])}


def describe_pages(cut: pl.DataFrame) -> Frames:
    """Describe the placements of pages as they are cut.

    Gives: segments, placements, hosts, corrections (of what is said of placements), live_entries.
    """
    segments, placements = (unfold_rows(cut, name) for name in ("segments", "placements"))
    described = describe_cut(cut.drop("segments", "placements"), segments, placements)
    return {"segments": segments} | described


def describe_cut(pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame) -> Frames:
    described, known = describe_placements(pages, segments, placements)
    described, outcomes = correct_placements(pages, segments, described)
    entries = describe_live_entries(pages, segments, described)
    return {
        "placements": described,
        "hosts": known,
        "corrections": outcomes,
        "live_entries": entries,
    }


def find_topics(articles: pl.DataFrame) -> Frames:
    return {"article_topics": describe_topics(articles)}


def quote_articles(articles: pl.DataFrame) -> Frames:
    """Whom articles cite and quote; attributions, quotations."""
    return {
        "attributions": describe_attributions(articles),
        "quotations": find_quotations(articles),
    }


def leave_uncut(pages: pl.DataFrame) -> Frames:
    """One segment a page, of which nothing is known."""
    segments = pages.select(
        "page_id",
        segment_no=pl.lit(1, pl.Int32),
        start_char=pl.lit(0, pl.Int32),
        end_char=pl.col("text").str.len_chars().cast(pl.Int32),
        kind=pl.lit("other"),
        placement_no=pl.lit(None, pl.Int32),
        is_continuation=pl.lit(False),
        is_glued=pl.lit(False),
        entry_no=pl.lit(None, pl.Int32),
    )
    return {
        "segments": segments.match_to_schema(SEGMENTS),
        "placements": DESCRIBED.to_frame(),
        "hosts": KNOWN.to_frame(),
        "corrections": OUTCOMES.to_frame(),
        "live_entries": LIVE_ENTRIES.to_frame(),
    }


def leave_undescribed(cut: pl.DataFrame) -> Frames:
    """The cut as it is, with nothing said of its placements."""
    placements = unfold_rows(cut, "placements").select(
        *PLACEMENTS.names(), reason_undated=pl.lit("not_described"), is_truncated=pl.lit(False)
    )
    return {
        "segments": unfold_rows(cut, "segments"),
        "placements": placements.match_to_schema(DESCRIBED, missing_columns="insert"),
        "hosts": KNOWN.to_frame(),
        "corrections": OUTCOMES.to_frame(),
        "live_entries": LIVE_ENTRIES.to_frame(),
    }


def leave_without_topics(articles: pl.DataFrame) -> Frames:
    return {"article_topics": ARTICLE_TOPICS.to_frame()}


def leave_unquoted(articles: pl.DataFrame) -> Frames:
    return {"attributions": ATTRIBUTIONS.to_frame(), "quotations": QUOTATIONS.to_frame()}


CUT = Stage("cut", "Cutting", "cut", "page", "text_id", 250, cut_pages, leave_uncut)
DESCRIBE = Stage(
    "describe", "Describing", "describe", "page", "page_id", 250, describe_pages, leave_undescribed
)
TOPICS = Stage(
    "topics",
    "Topics",
    "find topics of",
    "article",
    "article_id",
    5_000,
    find_topics,
    leave_without_topics,
)
QUOTE = Stage(
    "quotations",
    "Quoting",
    "quote",
    "article",
    "article_id",
    5_000,
    quote_articles,
    leave_unquoted,
)
STAGES = {stage.name: stage for stage in (CUT, DESCRIBE, TOPICS, QUOTE)}


def fold_cut(pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """The pages with lists of their segments and placements, as describe_pages takes them."""
    folded = pages
    for name, rows in (("segments", segments), ("placements", placements)):
        lists = rows.group_by("page_id").agg(pl.struct(rows.columns).alias(name))
        folded = folded.join(lists, on="page_id", how="left", maintain_order="left")
    return folded


def unfold_rows(pages: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows that stand in a column of lists."""
    return pages.select(pl.col(name).explode()).drop_nulls().unnest(name)


# Batches


def run_batch(name: str, path: Path, attempt: "Attempt | None" = None) -> Path:
    """Run a stage on a batch; the folder with its frames.

    While it runs, the file beside it with the suffix .done says how many rows are done.
    """
    result, done = path.with_suffix(""), path.with_suffix(".done")
    if result.exists():
        if pl.read_parquet(result / "faults.parquet", glob=False).is_empty():
            return result
        shutil.rmtree(result)
    stage, parts, done_count, patience = STAGES[name], [], 0, Patience()
    with collecting_rarely():
        for rows in divide_rows(pl.read_parquet(path, glob=False), stage):
            parts.append(isolate(stage, rows, attempt or attempt_here, patience))
            done_count += rows.height
            done.write_text(str(done_count))
    return write_result(result, join_frames(parts))


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let Python look for unreachable cycles of objects less often: a batch makes a hundred
    thousand lines and hardly a cycle, and a look at all of them is a tenth of its time.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(OBJECTS_TO_COLLECT)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def count_done(path: Path, size: int) -> int:
    """How many of its rows a batch has done."""
    if path.with_suffix("").exists():
        return size
    try:
        return int(path.with_suffix(".done").read_text())
    except (OSError, ValueError):  # not yet there, or half written
        return 0


@contextmanager
def marking(path: Path) -> Iterator[None]:
    """Leave a mark beside a batch, should the process die in the block."""
    mark = path.with_suffix(HERE)
    mark.touch()
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def run_batch_apart(name: str, path: Path) -> Path:
    """Run a batch that has ended a process before: each step in a process of its own."""
    return run_batch(name, path, attempt_apart)


def divide_rows(rows: pl.DataFrame, stage: Stage) -> Iterator[pl.DataFrame]:
    """The rows in steps of about rows_a_step, keys whole."""
    numbers = (pl.col(stage.key).rank("dense") - 1) // stage.rows_a_step
    steps = rows.with_columns(step=numbers)
    yield from steps.partition_by("step", include_key=False, maintain_order=True)


def write_result(result: Path, frames: Frames) -> Path:
    """Write the frames as one folder, which is there whole or not at all."""
    part = result.with_name(f"{result.name}.{uuid4().hex}.part")
    part.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(part / f"{name}.parquet")
    try:
        return part.rename(result)
    except OSError:
        if not result.exists():  # else another process has done the same
            raise
    shutil.rmtree(part)
    return result


def join_frames(parts: list[Frames]) -> Frames:
    names = dict.fromkeys(name for part in parts for name in part)
    empty = {"faults": FAULTS.to_frame()}
    return empty | {
        name: pl.concat([part[name] for part in parts if name in part]) for name in names
    }


# Isolation of faults

Attempt = Callable[[Stage, pl.DataFrame], Frames | Failure]


class Patience:
    """How many pages or articles of a batch the machine may still fail with."""

    def __init__(self, left: int = MOST_OF_MACHINE):
        self.left = left

    def lose(self, failure: Failure) -> None:
        """
        Raises:
            MachineFailed: it failed with too many; then it is no fault of single pages.
        """
        self.left -= 1
        if self.left < 0:
            raise MachineFailed(
                f"the machine fails with one page after the other ({failure.error}); see that it"
                " has memory, disk and open files to spare, and run again"
            )


def isolate(
    stage: Stage,
    rows: pl.DataFrame,
    attempt: Attempt | None = None,
    patience: Patience | None = None,
) -> Frames:
    """What the stage makes of the rows; where it fails, of all but those that are the cause."""
    patience = patience or Patience()
    outcome = (attempt or attempt_here)(stage, rows)
    if not isinstance(outcome, Failure):
        return outcome
    keys = rows[stage.key].unique(maintain_order=True)
    if len(keys) > 1:
        is_first = pl.col(stage.key).is_in(keys[: len(keys) // 2].implode())
        halves = (rows.filter(is_first), rows.filter(~is_first))
        return join_frames([isolate(stage, half, attempt, patience) for half in halves])
    if outcome.is_transient:
        patience.lose(outcome)
    for _ in range(FRESH_ATTEMPTS):
        if not outcome.is_transient:
            break
        outcome = attempt_apart(stage, rows)
        if not isinstance(outcome, Failure):
            return outcome
    return stage.give_up(rows) | {"faults": make_faults(stage.name, rows, outcome)}


def attempt_here(stage: Stage, rows: pl.DataFrame) -> Frames | Failure:
    """What the stage makes of the rows, or why it fails.

    Raises:
        CopydeskError: the fault is not in the rows, but for instance in a seed.
    """
    try:
        return stage.do(rows)
    except CopydeskError:
        raise
    except FAILURES as error:
        return describe_failure(error)


def attempt_apart(stage: Stage, rows: pl.DataFrame) -> Frames | Failure:
    """The same in a fresh process, which may die of it."""
    try:
        return call_apart(partial(attempt_by_name, stage.name), rows)
    except (BrokenExecutor, OSError) as error:
        return describe_failure(error)


def attempt_by_name(name: str, rows: pl.DataFrame) -> Frames | Failure:
    return attempt_here(STAGES[name], rows)


def call_apart(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function in a process of its own; BrokenExecutor if the process dies."""
    start_tracker()
    with ProcessPoolExecutor(1, get_context("spawn"), begin_worker) as fresh:
        return fresh.submit(function, *arguments).result()
