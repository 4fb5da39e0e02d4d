import pickle, sys, copy, time
import polars as pl
from collections import Counter, defaultdict
import importlib
from flows.segment import label
A=importlib.import_module("flows.segment.assemble")
from flows.segment.label import *
from flows.segment import add_texts
from train.evaluate import *
from pathlib import Path
def cut(frame, got):
    def gen():
        for pid, lines in got:
            own=copy.deepcopy(lines)
            label.label_page(own)
            parts=[p for l in own for p in cut_line(l)]
            label.claim_heading(parts)
            yield pid, list(spread_lines(parts))
    return A.assemble(frame, gen())
def main(tag, sets):
    ref=Path("../shared"); score=load_scorer(ref)
    for n in sets:
        got=pickle.load(open(f"{tag}.{n}.pkl","rb"))
        ids={p for p,_ in got}
        if n=="forms":
            s=pl.read_parquet(".cache/cut/saved.parquet").filter(pl.col("page_id").is_in(list(ids)))
            c=cut(s,got); pickle.dump(c,open(".cache/cut/last_forms.pkl","wb")); print({k:round(v,4) for k,v in rate_forms(s,c).items()})
        else:
            f=pl.read_parquet(ref/"pages"/f"{n}.parquet"); c=cut(f,got); r=score_cuts(score,f,c)
            print(n,{k:round(r[k],4) for k in("body_f1","precision","recall","headline","contamination","embedded_f1") if k in r}, {k:round(v,4) for k,v in rate_articles(r["by_page"],f).items()} if n=="wcxb_dev" else "",flush=True)
if __name__=="__main__": main(sys.argv[1], sys.argv[2].split(","))
