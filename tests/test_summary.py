"""The summary of a run, without a run."""

from pathlib import Path

import pytest

from flows.summary import (
    Reject,
    Summary,
    choose_query,
    count_noun,
    tell_counts,
    tell_next_step,
    tell_rejects,
)


def make_summary(run: dict[str, int] | None = None, **counts: int) -> Summary:
    names = (
        "new_page",
        "recut_page",
        "removed_page",
        "skipped_file",
        "missing_file",
        "reject",
        "fault",
    )
    kept = "open_rejects open_faults pages articles complete leads teasers outlets unlisted topics"
    kept += (
        " quotations shared_quotations stories shared_stories reuse duplicates passages versions"
    )
    return Summary(
        {f"{name}_count": 0 for name in names} | (run or {}),
        dict.fromkeys(kept.split(), 0) | counts,
        [],
        [],
        [],
    )


def test_an_empty_warehouse_has_all_lines():
    assert list(tell_counts(make_summary())) == [
        "        0 pages      0 new",
        "        0 articles   0 complete (0 leads, 0 only embedded), 0 known by teasers only",
        "        0 outlets",
        "        0 topics",
        "        0 stories    0 of two articles or more",
        "        0 quotations 0 of them in two articles or more",
        "        0 pairs      of articles that share text: 0 duplicates, 0 passages, 0 versions",
    ]


def test_numbers_are_grouped_and_nouns_agree():
    counts = {"pages": 12345, "articles": 1, "complete": 1, "leads": 1, "stories": 1, "reuse": 1}
    lines = list(tell_counts(make_summary(**counts)))
    assert lines[0].startswith("   12,345 pages      ")
    assert lines[1] == (
        "        1 article    1 complete (1 lead, 0 only embedded), 0 known by teasers only"
    )
    assert lines[4].startswith("        1 story      ")
    assert lines[6].startswith("        1 pair       ")


def test_outlets_that_no_seed_knows_are_told():
    told = list(tell_counts(make_summary(outlets=1_205, unlisted=1_140)))[2]
    assert told == "    1,205 outlets    1,140 of them not in seeds/: see marts.unlisted_outlets"


def test_an_article_counts_once():
    counts = {"articles": 83, "complete": 20, "leads": 15, "teasers": 63}
    assert list(tell_counts(make_summary(**counts)))[1] == (
        "       83 articles   20 complete (15 leads, 5 only embedded), 63 known by teasers only"
    )


def test_what_a_run_changed_is_told_if_there_is_some():
    run = {
        "new_page_count": 2000,
        "recut_page_count": 1,
        "removed_page_count": 2,
        "skipped_file_count": 3,
        "missing_file_count": 4,
        "reject_count": 5,
    }
    assert next(tell_counts(make_summary(run, pages=9))) == (
        "        9 pages      2,000 new, 1 cut again, 2 removed, 3 unchanged files skipped,"
        " 4 files missing now, 5 rejected: see ops.rejects"
    )


@pytest.mark.parametrize(
    ("count", "noun", "told"),
    [(0, "page", "0 pages"), (1, "story", "1 story"), (2000, "story", "2,000 stories")],
)
def test_a_number_has_its_noun(count, noun, told):
    assert count_noun(count, noun) == told


def test_the_next_step_can_be_typed_and_acts_on_no_terminal():
    place, command = tell_next_step(Path("it's \x1b[31m.duckdb"))
    assert place == "The warehouse: it's ␛[31m.duckdb"
    assert "-readonly 'it'\"'\"'s ␛[31m.duckdb' \"from marts.outlets " in command


def test_what_earlier_runs_could_not_do_is_told():
    lines = list(tell_counts(make_summary({"reject_count": 1}, open_rejects=12, open_faults=1)))
    assert lines[0].endswith(
        "0 new, 1 rejected: see ops.rejects, 11 rejects of earlier runs: see ops.rejects,"
        " 1 fault of earlier runs: see ops.faults"
    )


def test_a_run_that_read_nothing_says_why():
    reject = Reject("empty", 4, ["a.txt", "b.txt", "c.txt"], "0 bytes")
    summary = make_summary(open_rejects=4)._replace(rejects=[reject])
    assert list(tell_rejects(summary)) == ["4 rejected as empty (a.txt, b.txt, c.txt, …): 0 bytes"]
    summary = make_summary({"new_page_count": 1})._replace(rejects=[reject])
    assert list(tell_rejects(summary)) == []


def test_an_empty_folder_is_told():
    (line,) = tell_rejects(make_summary())
    assert line.startswith("no page came in and no file was rejected")
    assert list(tell_rejects(make_summary(pages=1))) == []
    assert list(tell_rejects(make_summary(open_rejects=1))) == []


def test_a_warehouse_without_pages_is_asked_why():
    assert "from ops.rejects" in choose_query(make_summary(open_rejects=2))
    assert "from marts.outlets" in choose_query(make_summary(open_rejects=2, pages=1))
    assert "from marts.outlets" in choose_query(make_summary())


def test_the_report_is_named_where_there_is_one():
    told = list(tell_next_step(Path("w.duckdb"), Path("w-report.html")))
    assert told[1] == "The report: w-report.html"
