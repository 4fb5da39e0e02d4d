import polars as pl, sys
exec(open(".cache/cut/show.py").read().split("show(sys.argv")[0])
df=df.filter(~pl.col("host").str.starts_with("wcxb"))
form=sys.argv[1]
def show2(form,n):
    d=df.filter(form=form).filter(pl.col("cause")!="ok").head(n).join(s.select("page_id","paragraphs","headline"),on="page_id")
    for r in d.rows(named=True):
        print("==",r["page_id"],r["cause"],"others",r["others"],"n",len(r["paragraphs"]))
        got=squash(r["lb"] or "")
        for i,p in [(i,p) for i,p in enumerate(r["paragraphs"]) if squash(p) not in got][:2]: print("   miss",i,repr(p[:170]), '...' if len(p)>170 else '')
        want=squash("".join(r["paragraphs"]))
        for l in [l for l in (r["lb"] or "").split("\n") if squash(l) not in want][:2]: print("   extra",repr(l[:170]),'...',repr(l[-60:]))
        if squash("".join(r["paragraphs"]))==got: print("   SAME squash; head",repr(r["headline"][:80]),'|',repr((r["lh"]or"")[:80]))
show2(form,40)
