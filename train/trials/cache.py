import pickle, sys, time
import polars as pl
from flows.segment import label
from flows.segment.label import *
ref="../shared/pages/"
out=sys.argv[1]
from flows.segment.weights import load_weights
known=load_weights().features
_m=label.measure_lines
def measure_lines(o,l):
    m=_m(o,l); return m._replace(numbers=m.numbers.select([c for c in m.numbers.columns if c in known]))
frames={n:pl.read_parquet(ref+n+".parquet") for n in ("dev","dev_composite","wcxb_dev")}
s=pl.read_parquet(".cache/cut/saved.parquet")
frames["forms"]=s.filter(pl.col("form").is_in(["one_line","body","spaced","wrapped"]))
res={}
for n,f in frames.items():
    t=time.time(); got=[]
    for i in range(0,f.height,300):
        pages=f[i:i+300].select("page_id","text")
        observed=observe_lines(pages); labels=find_first_labels(observed)
        scores=score_lines(measure_lines(observed,labels))
        lines=make_lines(observed,labels,scores); ids=pages["page_id"].to_list()
        got+= [(ids[no],lines[a:b]) for no,a,b in find_pages(observed["page_no"].to_numpy())]
    res[n]=got; print(n,len(got),time.time()-t,flush=True)
    pickle.dump(got,open(f"{out}.{n}.pkl","wb"))
