"""Parquet: each row is a page."""

from collections.abc import Iterator
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq

from flows.ingest.columns import TEXTS, choose_columns, take_fields, tell_textless
from flows.ingest.limits import MEGABYTE, read_limits, require_size
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row
from flows.ingest.rejects import Rejected

ROWS_A_READ = 500
BYTES_A_READ = 256 * MEGABYTE
BYTES_A_STEP = MEGABYTE  # of a column on disk: without it Arrow reads a row group's whole column


def read_parquet(opened: OpenFile) -> Contents:
    columns: dict[str, str] = {}
    return Contents(None, None, read_rows(opened, columns), columns=columns)


def read_rows(opened: OpenFile, chosen: dict[str, str]) -> Iterator[Row]:
    """The rows of a file.

    Args:
        chosen: filled with the columns that are taken.
    """
    try:
        file_metadata = pq.read_metadata(opened.file)
        found = file_metadata.schema.to_arrow_schema().names
        chosen |= choose_columns(found)
        text = next((chosen[field] for field in TEXTS if field in chosen), None)
        if text is None:
            raise Rejected("no text field", tell_textless(found))
        names = list(dict.fromkeys(chosen.values()))
        options = {"metadata": file_metadata, "buffer_size": BYTES_A_STEP}
        open_table = partial(pq.ParquetFile, opened.file, **options)
        # As a dictionary, a text that many rows repeat is held once; but each batch has all of it.
        plain, repeating = open_table(), open_table(read_dictionary=[text])
        number = 0
        for group in range(file_metadata.num_row_groups):
            metadata = file_metadata.row_group(group)
            byte_count = measure_columns(metadata, names)
            if metadata.num_rows == 1 and byte_count > 2 * read_limits().text:
                number += 1  # too large for sure: it is not even unpacked
                yield Row(number, partial(reject_row, byte_count))
                continue
            # Where a row group is large, one row may hold most of it.
            parquet, rows = repeating, ROWS_A_READ
            if byte_count > BYTES_A_READ:
                parquet, rows = plain, max(1, BYTES_A_READ // read_limits().text)
            for batch in parquet.iter_batches(rows, row_groups=[group], columns=names):
                columns = {name: spell_times(batch.column(name)) for name in names}
                for index in range(batch.num_rows):
                    number += 1
                    yield Row(number, partial(parse_row, columns, index, chosen, text))
    except (pa.ArrowException, KeyError, UnicodeDecodeError, OverflowError) as error:
        raise Rejected("broken Parquet", " ".join(str(error).split())) from None
    except OSError as error:
        if error.errno:  # the system's, not Arrow's
            raise
        raise Rejected("broken Parquet", " ".join(str(error).split())) from None


def measure_columns(metadata: pq.RowGroupMetaData, names: list[str]) -> int:
    """The bytes of these columns in a row group, unpacked."""
    columns = [metadata.column(index) for index in range(metadata.num_columns)]
    return sum(
        column.total_uncompressed_size
        for column in columns
        if column.path_in_schema.partition(".")[0] in names
    )


def spell_times(column: pa.Array) -> pa.Array:
    """Times as ISO 8601: nanoseconds and years beyond 9999 have no Python value."""
    return column.cast(pa.string()) if pa.types.is_temporal(column.type) else column


def reject_row(byte_count: int) -> Fields:
    require_size(byte_count, "a row")
    raise AssertionError("it is over the limit")


def parse_row(
    columns: dict[str, pa.Array], index: int, chosen: dict[str, str], text: str
) -> Fields:
    try:
        require_size(measure_value(columns[text][index]), "a text")
        row = {name: column[index].as_py() for name, column in columns.items()}
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None
    return take_fields(row, chosen)


def measure_value(value: pa.Scalar) -> int:
    """Bytes of a text, without making a string of it; 0 of anything else."""
    if isinstance(value, pa.DictionaryScalar):
        value = value.value
    buffer = value.as_buffer() if isinstance(value, pa.BinaryScalar) else None
    return buffer.size if buffer else 0
