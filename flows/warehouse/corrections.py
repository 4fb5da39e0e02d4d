"""Corrections: those of seeds/corrections.csv into core, and their pages onto the worklist."""

import duckdb

from flows.seeds import read_seed


def list_corrected(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the corrections, and list the pages of each that is new, changed or gone: these are cut
    again. Other pages are not touched, as corrections are part of no version.
    """
    forgotten = connection.sql("select distinct text_id from ops.forgotten").pl()
    given = read_seed("corrections").join(forgotten, on="text_id", how="anti")
    connection.register("given", given)
    connection.execute(LIST_TEXTS.format(columns=", ".join(given.columns)))
    if has_changed(connection):
        connection.execute(REPLACE_CORRECTIONS)
    connection.execute(LIST_PAGES)
    connection.unregister("given")


def has_changed(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("select 1 from work.corrected_texts limit 1").fetchall())


LIST_TEXTS = """
    insert into work.corrected_texts
    select distinct text_id
    from (
        (select {columns} from core.corrections except all select {columns} from given)
        union all
        (select {columns} from given except all select {columns} from core.corrections)
    )
"""

REPLACE_CORRECTIONS = """
    delete from core.corrections;
    insert into core.corrections by name from given;
"""

LIST_PAGES = """
    insert into work.pages (page_id, change, first_stage)
    select page_id, 'correction', 'cut'
    from core.pages
    semi join work.corrected_texts using (text_id)
    on conflict (page_id) do update set first_stage = 'cut'
"""
