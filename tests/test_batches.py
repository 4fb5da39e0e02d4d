"""What a stage cannot do with a page is that page's alone."""

import os
import signal
from pathlib import Path

import polars as pl
import pytest

from flows import batches, shipped
from flows.batches import CUT, DESCRIBE, QUOTE, TOPICS, Stage
from flows.errors import CopydeskError, MachineFailed
from flows.segment import segment_pages
from flows.segment.corrections import CORRECTION

PAGES = sorted((shipped.ROOT / "data" / "raw").rglob("*.txt"))
TIMES = {name: pl.Datetime("us", "UTC") for name in ("captured_earliest", "captured_latest")}


@pytest.fixture(scope="module")
def pages() -> pl.DataFrame:
    names = [f"page-{number:02}" for number, _ in enumerate(PAGES)]
    return pl.DataFrame(
        {
            "page_id": names,
            "text_id": names,
            "url": None,
            "captured_earliest": None,
            "captured_latest": None,
            "text": [path.read_text() for path in PAGES],
        },
        schema_overrides={"url": pl.String, **TIMES},
    )


@pytest.fixture(scope="module")
def whole(pages) -> batches.Frames:
    return batches.isolate(CUT, pages)


def sort_rows(frames: batches.Frames, without: str = "") -> dict[str, pl.DataFrame]:
    """The rows of all pages but one, in one order."""
    return {
        name: frames[name]
        .filter(pl.col("page_id") != without)
        .sort(pl.col("^page_id|segment_no|placement_no$"))
        for name in ("segments", "placements", "hosts")
    }


def plant(monkeypatch, name: str, bad: str, error: BaseException, key: str = "page_id") -> None:
    """Make a function of the stages fail whenever a page or article is among its rows."""
    real = getattr(batches, name)

    def fail(rows: pl.DataFrame, *others):
        if (rows[key] == bad).any():
            raise error
        return real(rows, *others)

    monkeypatch.setattr(batches, name, fail)


def assert_same(frames: batches.Frames, whole: batches.Frames, without: str) -> None:
    mine, others = sort_rows(frames, without), sort_rows(whole, without)
    for name, rows in mine.items():
        assert rows.equals(others[name]), name


@pytest.mark.parametrize(
    "error", [ValueError("day 0"), RecursionError(), pl.exceptions.PanicException("index")]
)
def test_a_page_that_cannot_be_cut_is_one_other_segment(pages, whole, monkeypatch, error):
    bad = pages["page_id"][3]
    plant(monkeypatch, "segment_pages", bad, error)
    frames = batches.isolate(CUT, pages)
    assert_same(frames, whole, bad)
    (fault,) = frames["faults"].rows(named=True)
    assert (fault["stage"], fault["page_id"], fault["article_id"]) == ("cut", bad, None)
    assert fault["error"].startswith(f"{type(error).__name__}: ")
    assert fault["place"].startswith("flows/batches.py:")
    assert not fault["is_transient"]
    (segment,) = frames["segments"].filter(page_id=bad).rows(named=True)
    assert (segment["start_char"], segment["kind"]) == (0, "other")
    assert segment["end_char"] == len(pages["text"][3])
    assert frames["placements"].filter(page_id=bad).is_empty()


def test_a_page_that_cannot_be_described_keeps_its_cut(pages, whole, monkeypatch):
    bad = pages["page_id"][0]
    plant(monkeypatch, "describe_placements", bad, ValueError("boo"))
    frames = batches.isolate(CUT, pages)
    assert_same(frames, whole, bad)
    (fault,) = frames["faults"].rows(named=True)
    assert (fault["stage"], fault["page_id"]) == ("describe", bad)
    mine, others = (rows["segments"].filter(page_id=bad) for rows in (frames, whole))
    assert mine.sort("segment_no").equals(others.sort("segment_no"))
    placements = frames["placements"].filter(page_id=bad)
    assert placements.height == whole["placements"].filter(page_id=bad).height > 0
    assert placements["outlet_label"].null_count() == placements.height
    assert placements["article_id"].null_count() == 0


def test_a_page_that_cannot_be_described_keeps_its_corrected_cut(pages, monkeypatch):
    bad = pages["page_id"][0]
    names = ("field", "start_char", "end_char", "value")
    rows = [("kind", 0, 9, "promotion"), ("authors", None, None, "Ada Quill")]
    given = [[dict(zip(names, row, strict=True)) for row in rows]]
    corrected = pages.filter(page_id=bad).with_columns(
        corrections=pl.Series(given, dtype=pl.List(CORRECTION))
    )
    plant(monkeypatch, "describe_placements", bad, ValueError("boo"))
    frames = batches.isolate(CUT, corrected)
    assert frames["segments"].sort("segment_no")["kind"][0] == "promotion"
    assert frames["corrections"].select("field", "problem").rows() == [("kind", None)]
    assert frames["faults"]["stage"].to_list() == ["describe"]
    plant(monkeypatch, "segment_pages", bad, ValueError("boo"))
    assert batches.isolate(CUT, corrected)["corrections"].is_empty()


def test_a_page_that_cannot_be_described_again_keeps_its_cut(pages, whole, monkeypatch):
    cut = batches.fold_cut(
        pages, whole["segments"], whole["placements"].select(batches.PLACEMENTS.names())
    )
    assert_same(batches.isolate(DESCRIBE, cut) | {"faults": pl.DataFrame()}, whole, "")
    bad = pages["page_id"][0]
    plant(monkeypatch, "describe_placements", bad, ValueError("boo"))
    frames = batches.isolate(DESCRIBE, cut)
    assert_same(frames, whole, bad)
    assert frames["faults"]["page_id"].to_list() == [bad]
    assert frames["segments"].height == whole["segments"].height


@pytest.mark.parametrize(
    ("stage", "function", "table"),
    [
        (TOPICS, "describe_topics", "article_topics"),
        (QUOTE, "find_quotations", "quotations"),
        (QUOTE, "describe_attributions", "attributions"),
    ],
)
def test_an_article_that_fails_is_left_without(stage, function, table, monkeypatch):
    body = "“We saw it at night,” Ada Quill told Reuters. Ministers voted on the war budget."
    articles = pl.DataFrame(
        {"article_id": list("abcd"), "headline": None, "body": body, "language_code": "en"},
        schema_overrides={"headline": pl.String},
    )
    whole = batches.isolate(stage, articles)
    assert set(whole[table]["article_id"]) == set("abcd")
    plant(monkeypatch, function, "c", KeyError("x"), "article_id")
    frames = batches.isolate(stage, articles)
    assert set(frames[table]["article_id"]) == set("abd")
    (fault,) = frames["faults"].rows(named=True)
    assert (fault["stage"], fault["page_id"], fault["article_id"]) == (stage.name, None, "c")


def test_pages_of_one_text_fail_together(pages, monkeypatch):
    twice = pl.concat([pages, pages[2:3].with_columns(page_id=pl.lit("twin"))])
    plant(monkeypatch, "segment_pages", pages["page_id"][2], ValueError("boo"))
    faults = batches.isolate(CUT, twice)["faults"]
    assert set(faults["page_id"]) == {pages["page_id"][2], "twin"}


def test_a_broken_seed_is_not_the_fault_of_a_page(pages, monkeypatch):
    plant(monkeypatch, "segment_pages", pages["page_id"][2], CopydeskError("a.csv row 3"))
    with pytest.raises(CopydeskError, match="row 3"):
        batches.isolate(CUT, pages)


# What the machine cannot do is tried again in a process of its own. There the plants of this
# process are not, so the stages here are functions of this module.


def die(rows: pl.DataFrame) -> batches.Frames:
    if (rows["page_id"] == "bad").any():
        os.kill(os.getpid(), signal.SIGKILL)
    return {"done": rows}


def lack_memory(rows: pl.DataFrame) -> batches.Frames:
    if (rows["page_id"] == "bad").any():
        raise MemoryError("7 GB")
    return {"done": rows}


def die_once(rows: pl.DataFrame) -> batches.Frames:
    mark = Path(os.environ["DIE_ONCE"])
    if (rows["page_id"] == "bad").any() and not mark.exists():
        mark.touch()
        raise OSError(28, "No space left on device")
    return {"done": rows}


def give_up(rows: pl.DataFrame) -> batches.Frames:
    return {"done": rows.with_columns(page_id=pl.lit("given up"))}


def make_stage(function) -> Stage:
    return Stage("cut", "Cutting", "cut", "page", "page_id", 2, function, give_up)


ROWS = pl.DataFrame({"page_id": ["one", "two", "bad", "three", "four"]})


def test_a_page_that_kills_its_process_is_a_fault_of_the_machine(monkeypatch, tmp_path):
    monkeypatch.setitem(batches.STAGES, "cut", make_stage(die))
    monkeypatch.setattr(batches, "attempt_by_name", attempt_to_die)
    ROWS.write_parquet(tmp_path / "batch.parquet")
    result = batches.run_batch_apart("cut", tmp_path / "batch.parquet")
    done = pl.read_parquet(result / "done.parquet")["page_id"].to_list()
    assert sorted(done) == ["four", "given up", "one", "three", "two"]
    (fault,) = pl.read_parquet(result / "faults.parquet").rows(named=True)
    assert (fault["page_id"], fault["is_transient"]) == ("bad", True)
    assert fault["error"].startswith("BrokenProcessPool: ")


def attempt_to_die(name: str, rows: pl.DataFrame) -> batches.Frames | batches.Failure:
    return batches.attempt_here(make_stage(die), rows)


def attempt_to_lack_memory(name: str, rows: pl.DataFrame) -> batches.Frames | batches.Failure:
    return batches.attempt_here(make_stage(lack_memory), rows)


def attempt_to_die_once(name: str, rows: pl.DataFrame) -> batches.Frames | batches.Failure:
    return batches.attempt_here(make_stage(die_once), rows)


def test_what_lacks_memory_even_alone_is_tried_again_by_the_next_run(monkeypatch):
    monkeypatch.setattr(batches, "attempt_by_name", attempt_to_lack_memory)
    frames = batches.isolate(make_stage(lack_memory), ROWS)
    (fault,) = frames["faults"].rows(named=True)
    assert (fault["page_id"], fault["error"]) == ("bad", "MemoryError: 7 GB")
    assert fault["is_transient"]


def test_what_works_in_a_process_of_its_own_is_no_fault(monkeypatch, tmp_path):
    mark = tmp_path / "mark"
    monkeypatch.setenv("DIE_ONCE", str(mark))
    monkeypatch.setattr(batches, "attempt_by_name", attempt_to_die_once)

    def fail_here(rows: pl.DataFrame) -> batches.Frames:
        mark.unlink(missing_ok=True)  # it fails whenever it runs in this process
        return die_once(rows)

    frames = batches.isolate(make_stage(fail_here), ROWS)
    assert frames["faults"].is_empty()
    assert sorted(frames["done"]["page_id"]) == sorted(ROWS["page_id"])


def test_a_batch_tells_how_far_it_is_and_is_done_once(pages, tmp_path, monkeypatch):
    path = tmp_path / "batch.parquet"
    pages.write_parquet(path)
    monkeypatch.setitem(batches.STAGES, "cut", CUT._replace(rows_a_step=4))
    told = []

    def cut_some(rows: pl.DataFrame):
        told.append(batches.count_done(path, 99))
        return segment_pages(rows)

    monkeypatch.setattr(batches, "segment_pages", cut_some)
    result = batches.run_batch("cut", path)
    assert told == list(range(0, pages.height, 4))
    assert batches.count_done(path, 99) == 99
    assert pl.read_parquet(result / "segments.parquet")["page_id"].n_unique() == pages.height
    monkeypatch.setattr(batches, "segment_pages", None)
    assert batches.run_batch("cut", path) == result


def test_a_machine_that_fails_with_one_page_after_the_other_ends_the_run(monkeypatch):
    rows = pl.DataFrame({"page_id": [f"page-{number}" for number in range(60)]})
    stage = make_stage(lambda rows: 1 / 0)
    lacking = batches.Failure("OSError: too many open files", "", True)
    monkeypatch.setattr(batches, "attempt_apart", lambda stage, rows: lacking)
    with pytest.raises(MachineFailed, match="too many open files"):
        batches.isolate(stage, rows, lambda stage, rows: lacking)
