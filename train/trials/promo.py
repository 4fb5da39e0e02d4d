import polars as pl
from flows.segment.lines import observe_lines
from train.corpus import find_body_lines
for n in ("dev","wcxb_dev","dev_composite"):
    f=pl.read_parquet(f"../shared/pages/{n}.parquet").with_columns(pl.col("gold_body").fill_null(""))
    o=observe_lines(f.select("text")).filter(pl.col("size")>160,pl.col("marker").is_in(["promotion","notice","newsletter","caption","wall"]))
    b=[]
    for r in o.rows(named=True): b+=find_body_lines([r["text"]],f["gold_body"][r["page_no"]])
    o=o.with_columns(b=pl.Series(b))
    print(n,o.group_by("marker",s=pl.col("size").cut([300,450,600,800,1000,1500,2500])).agg(pl.len(),pl.col("b").sum()).sort("marker","s").rows())
