"""What a run did and what the warehouse holds now, as lines for people."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple

from flows.terminal import escape_controls

# What each stage of ops.faults could not do with how many of what.
UNDONE = {
    "reading": ("row", "be read"),
    "cut": ("page", "be cut"),
    "describe": ("page", "be described"),
    "topics": ("article", "be given topics"),
    "quotations": ("article", "be searched for quotations"),
    "families": ("article", "be compared by its quotations"),
    "reuse": ("article", "be compared for shared text"),
    "stories": ("article", "be put into a story"),
    "report": ("report", "be written"),
}
QUERY = "from marts.outlets order by article_count desc"  # the first one to try
WHY_NOTHING = "select source, reason, detail from ops.rejects where not is_mended"


class Fault(NamedTuple):
    """How many pages or articles a stage could not do."""

    stage: str
    count: int
    sources: list[str]  # the first three


class Reject(NamedTuple):
    """How many files or rows were rejected for a reason."""

    reason: str
    count: int
    sources: list[str]  # the first three
    detail: str | None  # of the first


class Summary(NamedTuple):
    """What a run leaves for people."""

    run: dict[str, Any]  # the row of ops.runs
    counts: dict[str, int]  # what the warehouse holds
    warnings: list[str]
    effects: list[str]  # what changed rules have changed
    faults: list[Fault]  # what it could not do
    matches: Sequence[Any] = ()  # NewMatches of watch topics
    rejects: Sequence["Reject"] = ()  # what the run could not read


class Line(NamedTuple):
    """One line: how many of what there are, and a remark."""

    number: int
    noun: str
    remark: str = ""


def tell_counts(summary: Summary) -> Iterator[str]:
    """The numbers, a line each: "        3 pages      2 new, 1 rejected: see ops.rejects"."""
    counts = summary.counts
    lines = [
        Line(counts["pages"], "page", tell_changes(summary.run) + tell_open(summary)),
        Line(counts["articles"], "article", tell_parts(counts)),
        Line(counts["outlets"], "outlet", tell_unlisted(counts["unlisted"])),
        Line(counts["topics"], "topic"),
        Line(counts["stories"], "story", f"{counts['shared_stories']:,} of two articles or more"),
        Line(
            counts["quotations"],
            "quotation",
            f"{counts['shared_quotations']:,} of them in two articles or more",
        ),
        Line(counts["reuse"], "pair", f"of articles that share text: {tell_relations(counts)}"),
    ]
    for number, noun, remark in lines:
        yield f"{number:>9,} {inflect_noun(number, noun):<11}{remark}".rstrip()


def tell_unlisted(count: int) -> str:
    """How many outlets no seed knows, so that they stand there by their domains."""
    return f"{count:,} of them not in seeds/: see marts.unlisted_outlets" if count else ""


def make_json(summary: Summary) -> dict[str, Any]:
    """The summary for programs: what the run did, what the warehouse holds, what to look at."""
    return {
        "run": summary.run,
        "warehouse": summary.counts,
        "faults": [fault._asdict() for fault in summary.faults],
        "effects": summary.effects,
        "warnings": summary.warnings,
    }


def tell_run(summary: Summary) -> str:
    """The run in half a line: "312 new pages, 4 rejected, 1 fault"."""
    run = summary.run
    told = [f"{run['new_page_count']:,} new {inflect_noun(run['new_page_count'], 'page')}"]
    told += [f"{run['reject_count']:,} rejected"] if run["reject_count"] else []
    told += [count_noun(run["fault_count"], "fault")] if run["fault_count"] else []
    return ", ".join(told)


def tell_faults(summary: Summary) -> Iterator[str]:
    """What could not be done: "3 pages could not be cut: see ops.faults (a.txt, b.txt, c.txt)"."""
    for fault in summary.faults:
        noun, deed = UNDONE[fault.stage]
        rest = ", …" if fault.count > len(fault.sources) else ""
        yield (
            f"{count_noun(fault.count, noun)} could not {deed}: see ops.faults"
            f" ({', '.join(fault.sources)}{rest})"
        )


def tell_rejects(summary: Summary) -> Iterator[str]:
    """Why nothing came in, where a run read no page and rejected some: "2 rejected as empty (a.txt,
    b.txt): 0 bytes".
    """
    if summary.run["new_page_count"]:
        return
    for reject in summary.rejects:
        rest = ", …" if reject.count > len(reject.sources) else ""
        detail = f": {reject.detail}" if reject.detail else ""
        sources = f"{', '.join(reject.sources)}{rest}"
        yield f"{reject.count:,} rejected as {reject.reason} ({sources}){detail}"
    if not summary.counts["pages"] and not summary.counts["open_rejects"]:
        yield "no page came in and no file was rejected: is this the folder of your pages?"


def tell_stale(summary: Summary) -> Iterator[str]:
    """The corrections that do nothing any more."""
    count = summary.counts["stale_corrections"]
    if count:
        fit = "fits" if count == 1 else "fit"
        yield f"{count_noun(count, 'correction')} no longer {fit}: see marts.corrections"


def tell_matches(summary: Summary) -> Iterator[str]:
    """New matches of watch topics: "watch topic Ferry strikes: 3 new articles"."""
    for found in summary.matches:
        articles = count_noun(found.count, "new article")
        yield f"watch topic {found.topic_name}: {articles}, see marts.watch_matches"


def tell_changes(run: dict[str, Any]) -> str:
    """What happened to the pages and files: "2 new, 1 removed"."""
    reread_count = run.get("reread_file_count") or 0
    changes = [
        (run["recut_page_count"], "cut again"),
        (run["removed_page_count"], "removed"),
        (run["skipped_file_count"], "unchanged files skipped"),
        (run["missing_file_count"], "files missing now"),
        (reread_count, f"{inflect_noun(reread_count, 'file')} read again as the reader changed"),
        (run["reject_count"], "rejected: see ops.rejects"),
    ]
    told = [f"{count:,} {what}" for count, what in changes if count]
    return ", ".join([f"{run['new_page_count']:,} new", *told])


def tell_open(summary: Summary) -> str:
    """What earlier runs could not read or do: ", 11 rejects of earlier runs: see ops.rejects"."""
    told = ""
    for name in ("reject", "fault"):
        earlier = summary.counts[f"open_{name}s"] - (summary.run[f"{name}_count"] or 0)
        if earlier > 0:
            told += f", {count_noun(earlier, name)} of earlier runs: see ops.{name}s"
    return told


def tell_parts(counts: dict[str, int]) -> str:
    """How the articles are known, each counted once; marts.outlets adds up to the same numbers."""
    leads = count_noun(counts["leads"], "lead")
    embedded = counts["complete"] - counts["leads"]
    complete = f"{counts['complete']:,} complete ({leads}, {embedded:,} only embedded)"
    return f"{complete}, {counts['teasers']:,} known by teasers only"


def tell_relations(counts: dict[str, int]) -> str:
    nouns = ("duplicate", "passage", "version")
    return ", ".join(count_noun(counts[f"{noun}s"], noun) for noun in nouns)


def count_noun(number: int, noun: str) -> str:
    """The number with its noun.

    >>> count_noun(1, "passage"), count_noun(2000, "story"), count_noun(2, "batch")
    ('1 passage', '2,000 stories', '2 batches')
    """
    return f"{number:,} {inflect_noun(number, noun)}"


def inflect_noun(number: int, noun: str) -> str:
    if number == 1:
        return noun
    if noun.endswith("y"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"


def choose_query(summary: Summary) -> str:
    """The query to try first: why nothing came in, in a warehouse without pages."""
    counts = summary.counts
    return WHY_NOTHING if counts["open_rejects"] and not counts["pages"] else QUERY


def tell_next_step(
    warehouse: Path, report: Path | None = None, query: str = QUERY
) -> Iterator[str]:
    """Where the warehouse and the report of the run are, and a command that reads the warehouse."""
    yield f"The warehouse: {escape_controls(str(warehouse))}"
    if report is not None:
        yield f"The report: {escape_controls(str(report))}"
    path = escape_controls(quote(str(warehouse)))
    yield f'Try: {find_shell()} -readonly {path} "{query}"'


def find_shell() -> str:
    """The DuckDB shell that is installed beside us, as one would type it here."""
    shell = Path(sys.executable).parent / "duckdb"
    if not shell.exists() or shutil.which("duckdb"):
        return "duckdb"
    return os.path.relpath(shell)
