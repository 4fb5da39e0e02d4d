"""Rows depend on the pages alone, not on the seed of Python's hashes, another in each process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1] / "data" / "raw"
# Cuts, describes and quotes invented pages; prints all rows that it makes.
MAKE_ROWS = """
import sys
from pathlib import Path
import polars as pl
from flows import batches
from flows.segment import add_texts

texts = [path.read_text() for path in sorted(Path(sys.argv[1]).rglob("*.txt"))]
ids = [f"p{number:03}" for number in range(len(texts))]
moment = pl.lit(None, pl.Datetime("us", "UTC"))
pages = pl.DataFrame({"page_id": ids, "text_id": ids, "source": ids, "text": texts}).with_columns(
    url=pl.lit("https://harbourgazette.example/a"),
    captured_earliest=moment,
    captured_latest=moment,
)
frames = batches.cut_pages(pages)
placed = frames["placements"].select("page_id", "placement_no", "article_id", "language_code")
articles = add_texts(placed, pages, frames["segments"]).unique("article_id", maintain_order=True)
frames |= batches.find_topics(articles) | batches.quote_articles(articles)
for name, frame in sorted(frames.items()):
    rows = map(repr, frame.rows())
    print(name, *(sorted(rows) if name == "hosts" else rows), sep="\\n")
"""


@pytest.mark.slow
def test_rows_do_not_depend_on_the_seed_of_hashes():
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKE_ROWS, str(PAGES)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert made[0].count("\n") > 100
    assert made[0] == made[1] == made[2]
