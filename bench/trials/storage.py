import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
pages = con.execute("select count(*) from core.pages").fetchall()[0][0]
rows=[]
for schema, table in con.execute("select schema_name, table_name from duckdb_tables() order by 1,2").fetchall():
    r = con.execute(f"""
      with s as (select column_name, segment_type, compression, count, block_id, additional_block_ids from pragma_storage_info('{schema}.{table}'))
      select column_name, string_agg(distinct compression, '/'), list(distinct block_id) filter (block_id>=0), list(distinct b.b) 
      from s left join (select unnest(additional_block_ids) b) b on true group by 1""").fetchall() if False else None
    info = con.execute(f"select column_name, segment_type, compression, count, block_id, block_offset, additional_block_ids from pragma_storage_info('{schema}.{table}')").fetchall()
    rows += [(f"{schema}.{table}", *i) for i in info]
# shared blocks: split a block by the distance between offsets
from collections import defaultdict
blocks=defaultdict(set); 
for t,c,st,comp,cnt,b,off,add in rows:
    if b is not None and b>=0: blocks[b].add(off)
size=defaultdict(float); comps=defaultdict(lambda: defaultdict(int)); 
BLOCK=262144
seen=set()
for t,c,st,comp,cnt,b,off,add in rows:
    comps[t,c][comp]+=1
    if b is not None and b>=0 and (b,off) not in seen:
        seen.add((b,off))
        offs=sorted(blocks[b]); i=offs.index(off); end=offs[i+1] if i+1<len(offs) else BLOCK
        size[t,c]+=end-off
    for a in add or []: size[t,c]+=BLOCK
bytable=defaultdict(float)
for (t,c),s in size.items(): bytable[t]+=s
total=con.execute("pragma database_size").fetchall()[0]
print(total, pages)
for t,s in sorted(bytable.items(), key=lambda x:-x[1])[:16]:
    print(f"{t:30} {s/pages:8.0f} B/page  rows {con.execute(f'select count(*) from {t}').fetchall()[0][0]}")
    for (tt,c),cs in sorted(size.items(), key=lambda x:-x[1]):
        if tt==t and cs/pages>40: print(f"      {c:30} {cs/pages:8.0f}  {dict(comps[tt,c])}")
print("sum", sum(bytable.values())/pages)
