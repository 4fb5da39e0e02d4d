"""Parquet: each row is a page."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.ingest.readers.row import Contents, Fields, Row
from flows.ingest.rejects import Rejected

COLUMNS = ("text", "url", "captured_at", "id")
ROWS_A_READ = 500


def read_parquet(path: Path) -> Contents:
    return Contents(None, read_rows(path))


def read_rows(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            parquet = pq.ParquetFile(file)
            names = [name for name in COLUMNS if name in parquet.schema_arrow.names]
            if "text" not in names:
                raise Rejected("no text field", 'the file has no column "text"')
            number = 0
            for batch in parquet.iter_batches(ROWS_A_READ, columns=names):
                columns = {name: spell_times(batch.column(name)) for name in names}
                for index in range(batch.num_rows):
                    number += 1
                    yield Row(number, partial(parse_row, columns, index))
    except (pa.ArrowException, OSError, KeyError, UnicodeDecodeError) as error:
        raise Rejected("broken Parquet", " ".join(str(error).split())) from None


def spell_times(column: pa.Array) -> pa.Array:
    """Times as ISO 8601: nanoseconds and years beyond 9999 have no Python value."""
    return column.cast(pa.string()) if pa.types.is_temporal(column.type) else column


def parse_row(columns: dict[str, pa.Array], index: int) -> Fields:
    try:
        return {name: column[index].as_py() for name, column in columns.items()}
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None
