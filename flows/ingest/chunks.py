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
        self.char_count = 0  # of the pages not yet written
        self.file_page_count = 0  # of the file under way
        self.begun = (0, 0)  # chunks and pages that there were before the file under way

    def begin_file(self) -> None:
        self.begun = (len(self.paths), len(self.pages))
        self.file_page_count = 0

    def drop_file(self) -> None:
        """Take the pages of the file under way out again."""
        chunk_count, page_count = self.begun
        if chunk_count == len(self.paths):
            del self.pages[page_count:]
        else:  # the first chunk since begins with pages of files before
            kept = pl.read_parquet(self.paths[chunk_count], glob=False).head(page_count)
            for path in self.paths[chunk_count:]:
                path.unlink()
            del self.paths[chunk_count:]
            self.pages = [Page(*row) for row in kept.iter_rows()]
        self.char_count = sum(len(page.text) for page in self.pages)
        self.file_page_count = 0

    def add(self, page: Page) -> None:
        self.pages.append(page)
        self.file_page_count += 1
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
