"""Multiply a build file: ids hashed with a number, dates shifted over a year, letters rotated."""
import sys, duckdb, time, string
src, dst, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, ".")
from flows.shipped import SQL
from flows.warehouse.build import connect
from pathlib import Path
con = connect(Path(dst))
con.execute("set memory_limit='6GB'; set preserve_insertion_order=true")
con.execute((SQL/"core.sql").read_text())
con.execute("set checkpoint_threshold='4GB'"); con.execute(f"attach '{src}' as old (read_only)")
IDS = {"page_id","text_id","article_id","other_article_id","original_article_id","group_article_id","story_id","quotation_family_id"}
TEXT = {"text","body","headline","deck","phrase","speaker"}
DATES = {"captured_at","captured_earliest","captured_latest","published_earliest","published_latest","published_day","first_published","last_published","dated_at"}
tables = [t for (t,) in con.execute("select schema_name||'.'||table_name from duckdb_tables() where database_name='old' and schema_name in ('core','ops')").fetchall()]
low, up = string.ascii_lowercase, string.ascii_uppercase
def expr(table, c, k):
    if c in ("article_id","page_id","story_id") and k==0: pass
    if c in IDS and table!="core.corrections": return f"md5({c} || '{k}') as {c}"
    if c in TEXT and k and table not in ("core.outlets",):
        a, b = low[k%26:]+low[:k%26], up[k//26:]+up[:k//26]
        return f"translate({c}, '{low}{up}', '{a}{b}') as {c}"
    if c in DATES: return f"({c} + interval '{k*5%365} days')::{'date' if c=='published_day' else 'timestamptz' if c.startswith('captured') else 'timestamp'} as {c}"
    if c=="source": return f"source || 'x{k}' as source"
    return c
for t in tables:
    cols=[c for (c,) in con.execute("select column_name from duckdb_columns() where database_name='old' and schema_name||'.'||table_name=$1 and column_name in (select column_name from duckdb_columns() where database_name<>'old' and schema_name||'.'||table_name=$1) order by column_index",[t]).fetchall()]
    many = set(cols)&{"page_id","article_id","story_id"} and not t.startswith("ops") and t!="core.corrections"
    began=time.time()
    if t=="core.reuse":  # lower first
        pass
    parts=[f"select {', '.join(expr(t,c,k) if many else c for c in cols)} from old.{t}" for k in range(n if many else 1)]
    q=" union all ".join(parts)
    if t=="core.reuse": q=f"select * replace (least(article_id,other_article_id) as article_id, greatest(article_id,other_article_id) as other_article_id) from ({q})"
    con.execute(f"insert into {t} by name {q}")
    print(t, round(time.time()-began,1), flush=True)
con.execute("detach old"); con.execute("checkpoint"); con.close()
