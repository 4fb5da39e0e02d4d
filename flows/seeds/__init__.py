"""The reference tables of seeds/: what we know about the world, as CSV that users may edit.

The environment variable COPYDESK_SEEDS names a folder with the user's own rows, in files of the
same names and columns; any of them may be missing. A row of the user's takes the place of ours with
the same key (see TABLES), all others stand behind ours. Where the key is the whole row, as in
first_names.csv or topic_terms.csv, a row that is ours already changes nothing, and none of ours can
be taken away. All rows of a topic to watch in one language go together: the user's replace ours.
"""

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path

import polars as pl

from flows.seeds.checks import check_file, check_tables, make_keys, suggest
from flows.seeds.rows import Rows, SeedBroken, read_rows
from flows.seeds.tables import TABLES, Column, Stage, Table
from flows.seeds.topics import make_watch_topic_id
from flows.shipped import SEEDS

OWN_FOLDER = "COPYDESK_SEEDS"


def read_seed(name: str) -> pl.DataFrame:
    """A table of seeds/ with the user's rows on top, typed as TABLES says; empty fields are null.

    Raises:
        SeedBroken: a file of the table cannot be read, or a row of it is wrong by itself.
    """
    return read_frame(name, SEEDS, find_own_folder())


@lru_cache
def read_frame(name: str, shipped: Path, own: Path | None) -> pl.DataFrame:
    fields = read_table(name, shipped, own).columns
    columns = TABLES[name].columns.items()
    return pl.DataFrame(
        [type_fields(column_name, fields[column_name], column) for column_name, column in columns]
    )


def type_fields(name: str, fields: list[str], column: Column) -> pl.Series:
    dtype = column.content.dtype
    texts = pl.Series(name, fields, pl.String)
    texts = texts.set(texts == "", None)
    return texts == "true" if dtype == pl.Boolean else texts.cast(dtype)


def check_seeds() -> None:
    """Raise SeedBroken for the faults in seeds/ or the user's own, a line each: those of the fields
    of all files, or, where these are right, those of how rows fit together.
    """
    own = find_own_folder()
    tables, told = {}, []
    for name in TABLES:
        try:
            tables[name] = read_table(name, SEEDS, own)
        except SeedBroken as broken:
            told += [line for line in str(broken).split("\n") if line not in told]
    if told:
        raise SeedBroken("\n".join(told))
    check_tables(tables)


def digest_seeds(stage: Stage) -> str:
    """16 hex digits over the rows of the tables that a stage is the first to read.

    It is made of what the rows say, not of the bytes: a file that was saved again, with other line
    ends or quotes, has the same digest.
    """
    digest = hashlib.sha256()
    for name, table in TABLES.items():
        if table.stage == stage:
            rows = json.dumps(read_seed(name).rows())  # all ASCII: the same in any Python
            digest.update(f"{name}\n{rows}\n".encode())
    return digest.hexdigest()[:16]


def read_topic_seed() -> pl.DataFrame:
    """seeds/topics.csv, and below it what seeds/watch_topics.csv and saved_searches.csv name."""
    names = (read_seed(table).select("name") for table in ("watch_topics", "saved_searches"))
    watched = pl.concat(names).select(
        topic_id=pl.col("name").map_elements(make_watch_topic_id, pl.String),
        name="name",
        level=pl.lit(1, pl.Int32),
        scheme=pl.lit("watch"),
    )
    watched = watched.unique("topic_id", keep="first", maintain_order=True)
    return pl.concat([read_seed("topics"), watched], how="diagonal")


# Files, and the user's rows on top of ours


def find_own_folder() -> Path | None:
    name = os.environ.get(OWN_FOLDER)
    return Path(name) if name else None


def read_table(name: str, shipped: Path, own: Path | None) -> Rows:
    """The rows of a table, each right by itself; references and rules are check_tables'."""
    table, file = TABLES[name], f"{name}.csv"
    rows = read_rows(shipped / file, f"seeds/{file}", list(table.columns))
    if not rows.lines and not table.may_be_empty:
        raise SeedBroken(f"seeds/{file} row 1: there is no row below the header; restore the file")
    check_file(table, rows)
    if own and file in list_own_files(own):
        own_rows = read_rows(own / file, f"{own / file}", list(table.columns), is_own=True)
        check_file(table, own_rows)
        rows = merge_rows(table, rows, own_rows)
    return rows


def list_own_files(folder: Path) -> set[str]:
    """The files of the user's folder; hidden ones are not looked at.

    Raises:
        SeedBroken: there is no such folder, or a file in it has the name of no table.
    """
    try:
        names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        reason = "there is no such folder" if is_missing else f"cannot be read ({error.strerror})"
        raise SeedBroken(
            f"{folder}: {reason}; {OWN_FOLDER} must name a folder with seeds of your own"
        ) from None
    known = {f"{name}.csv" for name in TABLES}
    for name in sorted(names - known):
        near = suggest(name, known) or f"one of {', '.join(sorted(known))}"
        raise SeedBroken(f"{folder / name}: no table has this name; remove it, or rename to {near}")
    return names


def merge_rows(table: Table, ours: Rows, own: Rows) -> Rows:
    """Our rows, the user's where keys are equal, then the user's that have a key of their own."""
    own_by_key: dict[tuple[str, ...], list[int]] = {}
    for number, key in enumerate(make_keys(table, own, table.key), len(ours.lines)):
        own_by_key.setdefault(key, []).append(number)
    merged = []
    replaced = set()
    for number, key in enumerate(make_keys(table, ours, table.key)):
        if key not in own_by_key:
            merged.append(number)
        elif key not in replaced:
            replaced.add(key)
            merged += own_by_key[key]
    for key, numbers in own_by_key.items():
        merged += numbers if key not in replaced else []
    return Rows(
        {name: pick(of, own.columns[name], merged) for name, of in ours.columns.items()},
        pick(ours.files, own.files, merged),
        pick(ours.lines, own.lines, merged),
        pick(ours.is_own, own.is_own, merged),
    )


def pick(ours: list, own: list, numbers: list[int]) -> list:
    both = ours + own
    return [both[number] for number in numbers]
