"""A whole run beside the tools that people use today: speed, and how well bodies are cut.

    COPYDESK_REFERENCE=../reference make bench-beside
    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.beside --quick

The tools see the HTML of pages/html; Copydesk is given the text of the same pages, and then the
HTML as well. Seconds are of processors, children included. Of a run the cost of one with a few of
the pages is taken off: it starts Prefect and reads weights. A tool is asked once before it is
timed. A line gives milliseconds a page, pages a second, how many times as fast as trafilatura it
is, and the F1 of bodies that the reference's score.py counts. Our weights were trained on these
texts; `make eval` says how pages are cut that they never saw.
"""

import argparse
import gzip
import importlib.util
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from types import ModuleType
from typing import NamedTuple

import duckdb
import polars as pl

from bench.figures import print_heading, print_row
from bench.reference import find_reference
from bench.whole_run import run_copydesk

FEW = 10  # pages of the run that is taken off
QUICK = 12  # every so many pages
COLUMNS = ("ms/page", "pages/s", "x trafilatura", "body F1")
LEADS = """
    select page_sources.external_id, page_sources.source, articles.body
    from core.placements
    inner join core.page_sources using (page_id)
    inner join core.articles using (article_id)
    where placements.role = 'lead'
"""


class Measured(NamedTuple):
    seconds: float  # of processors, for all pages
    bodies: dict[str, str]  # by page_id


def main() -> None:
    parser = argparse.ArgumentParser(description="Copydesk beside other tools.")
    parser.add_argument("--quick", action="store_true", help="every twelfth page")
    parser.add_argument("--tool", choices=TOOLS, help="measure one tool, and print JSON")
    options = parser.parse_args()
    reference = find_reference("pages/wcxb_dev.parquet", "pages/score.py") / "pages"
    paths = sorted((reference / "html").glob("*.html.gz"))[:: QUICK if options.quick else 1]
    if options.tool:
        print(json.dumps(use_tool(options.tool, paths)))
        return
    gold = pl.read_parquet(reference / "wcxb_dev.parquet")
    gold = gold.filter(pl.col("page_id").is_in([path.name.split(".")[0] for path in paths]))
    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        measured = {name: measure_tool(name, options.quick) for name in TOOLS}
        measured["copydesk, text"] = measure_texts(gold.select("page_id", "text"), Path(scratch))
        measured["copydesk, HTML"] = measure_html(paths, Path(scratch))
    print_tools(measured, gold, load_scorer(reference / "score.py"))


def print_tools(measured: dict[str, Measured], gold: pl.DataFrame, scorer: ModuleType) -> None:
    print_heading(f"{gold.height} pages", *COLUMNS)
    base = measured["trafilatura"].seconds
    texts = dict(gold.select("page_id", "text").rows())
    for name, (seconds, bodies) in measured.items():
        each = seconds / gold.height
        leads = {scorer.key(text): bodies.get(page_id, "") for page_id, text in texts.items()}
        f1 = scorer.score(gold, leads, defaultdict(list))["body_f1"]
        print_row(
            name, f"{each * 1000:.1f}", f"{1 / each:.0f}", f"{base / seconds:.2f}", f"{f1:.3f}"
        )


# Tools that see the HTML


def read_trafilatura(html: str) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(html, with_metadata=False)
    return getattr(found, "text", None) or ""


def read_newspaper(html: str) -> str:
    from newspaper import Article

    article = Article("https://example.org/", fetch_images=False)  # nothing asks the network
    article.download(input_html=html)
    try:
        article.parse()
    except ValueError:  # lxml takes no page with control characters
        return ""
    return article.text


def read_resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True)


TOOLS: dict[str, Callable[[str], str]] = {
    "trafilatura": read_trafilatura,
    "newspaper4k": read_newspaper,
    "resiliparse": read_resiliparse,
}


def use_tool(name: str, paths: list[Path]) -> dict:
    """What a tool takes for the pages, and the body that it finds on each."""
    read = TOOLS[name]
    pages = {path.name.split(".")[0]: read_html(path) for path in paths}
    read(next(iter(pages.values())))
    began = process_time()
    bodies = {page_id: read(html) for page_id, html in pages.items()}
    return {"seconds": process_time() - began, "bodies": bodies}


def read_html(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode(errors="replace")


def measure_tool(name: str, is_quick: bool) -> Measured:
    """A tool in a process of its own."""
    quick = ["--quick"] if is_quick else []
    command = [sys.executable, "-m", "bench.beside", "--tool", name, *quick]
    answer = json.loads(subprocess.check_output(command, text=True))
    return Measured(answer["seconds"], answer["bodies"])


# Copydesk


def measure_texts(texts: pl.DataFrame, scratch: Path) -> Measured:
    """A run that is given the text of pages (page_id, text)."""
    raws = scratch / "few.parquet", scratch / "all.parquet"
    for path, rows in zip(raws, (texts.head(FEW), texts), strict=True):
        rows.rename({"page_id": "id"}).write_parquet(path)
    seconds = measure_runs(*raws, texts.height, scratch / "texts")
    return Measured(seconds, read_leads(scratch / "texts" / "all.duckdb", "external_id"))


def measure_html(paths: list[Path], scratch: Path) -> Measured:
    """A run that is given HTML."""
    raws = scratch / "few", scratch / "all"
    for folder, chosen in zip(raws, (paths[:FEW], paths), strict=True):
        folder.mkdir()
        for path in chosen:
            shutil.copy(path, folder)
    seconds = measure_runs(*raws, len(paths), scratch / "html")
    bodies = read_leads(scratch / "html" / "all.duckdb", "source")
    return Measured(seconds, {name.split(".")[0]: body for name, body in bodies.items()})


def measure_runs(few: Path, all_pages: Path, page_count: int, folder: Path) -> float:
    """The processor seconds that a run takes for all of these pages, without its start."""
    folder.mkdir()
    seconds = {}
    for name, raw in (
        ("first", few),
        ("few", few),
        ("all", all_pages),
    ):  # the first makes Prefect's
        seconds[name] = run_copydesk([raw], folder / f"{name}.duckdb").processor_seconds
    return (seconds["all"] - seconds["few"]) * page_count / (page_count - FEW)


def read_leads(warehouse: Path, key: str) -> dict[str, str]:
    """The body of each page's lead, by this column of its sources."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        leads = connection.sql(LEADS)
        return dict(leads.select(key, "body").fetchall())


# Quality


def load_scorer(path: Path) -> ModuleType:
    """The reference's score.py."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
