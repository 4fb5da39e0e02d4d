-- Readers see a description of every table and column: a comment in sql/core.sql or in its mart.

with
described as (
    select schema_name, table_name, null as column_name, comment
    from duckdb_tables()
    where database_name = current_database()
    union all
    select schema_name, table_name, column_name, comment
    from duckdb_columns()
    where database_name = current_database()
)
select schema_name, table_name, column_name
from described
where schema_name in ('core', 'marts', 'ops') and coalesce(trim(comment), '') = ''
