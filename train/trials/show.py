import polars as pl, sys
from collections import Counter
df=pl.read_parquet(".cache/cut/f0.parquet"); s=pl.read_parquet(".cache/cut/saved.parquet")
from train.forms import *
def show(form,causes,n=60):
    d=df.filter(form=form).filter(pl.col("cause").is_in(causes)).head(n).join(s.select("page_id","paragraphs","headline"),on="page_id")
    for r in d.rows(named=True):
        print("==",r["page_id"],r["cause"],"others",r["others"],"n",len(r["paragraphs"]))
        print("  H:",repr(r["headline"][:150]),"| got:",repr((r["lh"] or "")[:150]))
        if "body" in r["cause"]:
            got=squash(r["lb"] or "")
            for i,p in enumerate(r["paragraphs"]):
                if squash(p) not in got: print("   miss",i,repr(p[:170]), '...' if len(p)>170 else '')
            want=squash("".join(r["paragraphs"]))
            for l in (r["lb"] or "").split("\n"):
                if squash(l) not in want: print("   extra",repr(l[:170]))
        elif "hl" in r["cause"]:
            print("   P0:",repr(r["paragraphs"][0][:170]))
show(sys.argv[1],sys.argv[2].split(","),int(sys.argv[3]))
