"""old SQL (git main) against new SQL on the real warehouse: same marts?"""
import subprocess, sys
from pathlib import Path
sys.path.insert(0,".")
import duckdb, shutil
from flows.shipped import SQL
from flows.warehouse import models
from flows.warehouse.build import connect
shutil.copy("real.duckdb","eq.duckdb"); import os; os.chmod("eq.duckdb",0o644)
con=connect(Path("eq.duckdb"))
con.execute("create schema if not exists work; create schema oldmarts")
for (t,) in con.execute("select table_name from duckdb_tables() where schema_name='marts'").fetchall(): con.execute(f"create table oldmarts.{t} as from marts.{t}")
print(models.build_marts(con))
for (t,) in con.execute("select table_name from duckdb_tables() where schema_name='oldmarts' order by 1").fetchall():
    cols=", ".join(f'"{c}"' for (c,) in con.execute(f"select column_name from (describe oldmarts.{t})").fetchall())
    d=con.execute(f"select (select count(*) from (select {cols} from oldmarts.{t} except all select {cols} from marts.{t})), (select count(*) from (select {cols} from marts.{t} except all select {cols} from oldmarts.{t}))").fetchall()[0]
    if any(d): print("DIFFERS", t, d)
print([ (c.name,c.failed_rows) for c in models.run_checks(con) if c.failed_rows])
