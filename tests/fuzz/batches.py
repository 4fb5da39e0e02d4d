"""What is wrong with a batch of mutated pages, stage by stage: a task of a process."""

import traceback
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.fuzz.mutate import Page, make_pages, read_originals
from tests.fuzz.stages import Cut, Faults, count_faults, cut_pages, find_differences, read_pages

PAGES_A_SAMPLE = 10  # one of so many is cut alone as well
SUSPECT_SECONDS = 2.5  # a batch that takes longer is cut page by page
MOST_SECONDS = 2.0  # that 100,000 characters may take
SHORTEST_RATED = 20_000  # characters; a shorter page is rated as if it were so long
EMPTY = Page("empty", "0", None, None)


class Report(NamedTuple):
    """What was found in a batch."""

    page_count: int
    errors: list[tuple[str, str, int]]  # where and what, page, its characters
    others: list[str]  # pages that are cut otherwise alone, and in which tables
    faults: Faults
    slowest: tuple[float, str]  # seconds per 100,000 characters, page


@lru_cache
def read_all_originals() -> list[str]:
    with TemporaryDirectory() as work:
        return read_originals(Path(work))


def fuzz_batch(seed: int, numbers: range) -> Report:
    """Cut a batch, and a sample of its pages alone; all of them if the batch raises or is slow."""
    pages = list(make_pages(seed, numbers, read_all_originals()))
    try:
        together = cut_pages(read_pages(pages))
    except Exception as error:  # noqa: BLE001  what it is, is the finding
        together, error_of_batch = None, name_error(error)
    is_suspect = together is None or together.seconds > SUSPECT_SECONDS
    errors, others, rates = [], [], [(0.0, "")]
    for number, page in zip(numbers, pages, strict=True):
        if not is_suspect and number % PAGES_A_SAMPLE:
            continue
        frame = read_pages([page])
        try:
            alone = cut_pages(frame)
        except Exception as error:  # noqa: BLE001
            errors.append((name_error(error), page.id, len(page.text)))
            continue
        rates.append((rate_speed(alone, page), page.id))
        page_id = frame["page_id"][0]
        if together and (tables := find_differences(page_id, alone.rows, together.rows)):
            others.append(f"{page.id} ({', '.join(tables)})")
    if together is None and not errors:
        errors.append((error_of_batch, f"{pages[0].id} to {pages[-1].id}, together", 0))
    faults = Faults(0, 0)
    if together:
        faults = count_faults(read_pages(pages), together.rows["segments"])
    return Report(len(pages), errors, others, faults, max(rates))


def name_error(error: Exception) -> str:
    """What an exception is, and the line of ours that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/flows/" in frame.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}" if ours else "?"
    return f"{place}: {type(error).__name__}: {str(error)[:120]}"


def rate_speed(cut: Cut, page: Page) -> float:
    """Seconds per 100,000 characters, without what a page costs that has hardly any."""
    return (cut.seconds - time_empty()) * 100_000 / max(len(page.text), SHORTEST_RATED)


@lru_cache
def time_empty() -> float:
    pages = read_pages([EMPTY])
    return min(cut_pages(pages).seconds for _ in range(3))


def join_reports(reports: list[Report]) -> Report:
    return Report(
        sum(report.page_count for report in reports),
        [error for report in reports for error in report.errors],
        [other for report in reports for other in report.others],
        Faults(*map(sum, zip(*(report.faults for report in reports), strict=True))),
        max(report.slowest for report in reports),
    )


def count_findings(reports: list[Report]) -> int:
    joined = join_reports(reports)
    is_slow = joined.slowest[0] > MOST_SECONDS
    return len(joined.errors) + len(joined.others) + sum(joined.faults) + is_slow
