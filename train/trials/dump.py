"""Lines of pages with cross-validated scores, pickled: {set: {page_id: (lines)}}"""
import pickle, sys, time, gc
from functools import partial
import lightgbm, polars as pl
from train.lines import fold_of
from train.evaluate import scoring
from flows.segment import label
from flows.segment.features import measure_lines
from flows.segment.first_labels import find_first_labels
from flows.segment.lines import observe_lines
pages = pl.read_parquet('.cache/heads/pages.parquet')
folds = pickle.load(open('.cache/heads/folds.pkl','rb'))
pages = pages.filter(pl.col('set').is_in(['dev','wcxb_dev','dev_composite','masthead','form','bare']) | ((pl.col('set')=='made') & (pl.col('page_id').hash(1)%4==0)))
pages = pages.with_columns(fold=pl.Series([fold_of(p) for p in pages['publisher']]))
print(pages['set'].value_counts())
out={}
t=time.time()
for n,(models,lexicon) in enumerate(folds):
    boosters=[lightgbm.Booster(model_str=m) for m in models]
    with scoring(boosters, lexicon):
        own=pages.filter(fold=n)
        for part in own.iter_slices(1000):
            observed=observe_lines(part.select('text')); labels=find_first_labels(observed)
            scores=label.score_lines(measure_lines(observed,labels))
            lines=label.make_lines(observed,labels,scores)
            for no,a,b in label.find_pages(observed['page_no'].to_numpy()):
                out[part['page_id'][no]]=lines[a:b]
    print(n,time.time()-t,flush=True)
pickle.dump(out,open('.cache/heads/lines.pkl','wb'))
