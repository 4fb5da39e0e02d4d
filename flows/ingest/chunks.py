"""Pages as Parquet files of a bounded size: a run never holds all of its pages in memory."""

from pathlib import Path

import polars as pl

from flows.ingest.pages import PAGES, Page

PAGES_A_CHUNK = 2_000  # ~20 MB of text in memory at the ~10 KB of a usual page
CHARACTERS_A_CHUNK = 50_000_000


class ChunkWriter:
    """Collects pages and writes a file of PAGES whenever there are enough of them."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.paths: list[Path] = []
        self.pages: list[Page] = []  # not yet written
        self.page_count = self.char_count = 0  # of all pages; of those not yet written

    def add(self, page: Page) -> None:
        self.pages.append(page)
        self.page_count += 1
        self.char_count += len(page.text)
        if len(self.pages) >= PAGES_A_CHUNK or self.char_count >= CHARACTERS_A_CHUNK:
            self.flush()

    def flush(self) -> None:
        if self.pages:
            path = self.folder / f"{len(self.paths):06}.parquet"
            pl.DataFrame(self.pages, schema=PAGES, orient="row").write_parquet(path)
            self.paths.append(path)
        self.pages, self.char_count = [], 0

    def close(self) -> list[Path]:
        """Write what is left; the files of all pages."""
        self.flush()
        return self.paths
