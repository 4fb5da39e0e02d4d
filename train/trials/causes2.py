# of missing paragraphs in spaced/wrapped/hyphenated failures on dev (news) pages only
import polars as pl
df=pl.read_parquet(".cache/cut/f0.parquet").with_columns(w=pl.col("host").str.starts_with("wcxb"))
print(df.group_by("w","form").agg(n=pl.len(),ok=(pl.col("cause")=="ok").mean()).sort("w","form").to_dicts())
