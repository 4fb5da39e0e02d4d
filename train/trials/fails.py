import os, sys, pickle, random, time
from pathlib import Path
import polars as pl
from collections import Counter, defaultdict
from train.evaluate import save_forms, cut_pages
from train.corpus import read_pages, find_reference
from train.forms import *
from flows.segment import add_texts
import flows; print(flows.__file__)
t=time.time()
saved = save_forms(read_pages(find_reference()))
print(saved.height, time.time()-t)
cut = cut_pages(saved)
print(time.time()-t)
segments, placements = cut
leads = {r["page_id"]: r for r in add_texts(placements.filter(role="lead"), saved, segments).rows(named=True)}
others=placements.filter(pl.col("role")!="lead")
oth=Counter(others["page_id"])
out=[]
for row in saved.rows(named=True):
    lead=leads.get(row["page_id"]); art=Article(row["headline"],row["paragraphs"])
    ok = lead is not None and is_whole(art,row["has_headline"],lead["headline"],lead["body"])
    want = art.headline if row["has_headline"] else ""
    if ok: cause="ok"
    elif lead is None: cause="no_lead"
    else:
        hl=squash(lead["headline"] or ""); w=squash(want)
        b,g=squash(lead["body"]),squash("".join(art.paragraphs))
        c=[]
        if hl!=w:
            c.append("hl_null" if not hl else "hl_first_par" if not w and squash(art.paragraphs[0]).startswith(hl[:40]) else "hl_extra" if not w else "hl_wrong")
        bw=Counter(fold_identity(glue(art.paragraphs)).split()); lw=Counter(fold_identity(lead["body"]).split())
        if 2*(bw&lw).total() < .98*(bw.total()+lw.total()):
            miss=(bw-lw).total()/bw.total(); ex=(lw-bw).total()/max(lw.total(),1)
            c.append(f"body_missing" if miss>ex else "body_extra")
        cause="+".join(c)
    out.append((row["form"],row["host_id"],cause,row["page_id"],lead and lead["headline"],lead and lead["body"],oth[row["page_id"]]))
df=pl.DataFrame(out,schema=["form","host","cause","page_id","lh","lb","others"],orient="row")
df.write_parquet(sys.argv[1]); saved.write_parquet(".cache/cut/saved.parquet")
print(df.group_by("form").agg(n=pl.len(),ok=(pl.col("cause")=="ok").mean()).sort("form"))
with pl.Config(tbl_rows=100): print(df.filter(pl.col("cause")!="ok").pivot("form",index="cause",values="page_id",aggregate_function="len").to_pandas().to_string() if False else df.filter(pl.col("cause")!="ok").group_by("form","cause").len().sort("form","len",descending=[False,True]))
