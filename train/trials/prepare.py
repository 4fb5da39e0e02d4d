import pickle, sys, time
import polars as pl
from train.corpus import find_reference, read_pages
from train.lines import add_made_pages, fit_again, fit_folds, fold_of, teach
from train.evaluate import save_forms
t=time.time()
pages = read_pages(find_reference())
made = add_made_pages(pages)
made.write_parquet('.cache/heads/pages.parquet')
taught = teach(made)
print('taught', time.time()-t, flush=True)
folds = fit_folds(taught)
print('folds', time.time()-t, flush=True)
out=[]
for n,(boosters,lexicon) in enumerate(zip(folds.boosters, folds.lexicons)):
    again = fit_again(folds.scores, taught, taught.folds != n)
    out.append(([b.model_to_string() for b in [*boosters,*again]], lexicon))
    print('again', n, time.time()-t, flush=True)
pickle.dump(out, open('.cache/heads/folds.pkl','wb'))
pickle.dump(folds.scores, open('.cache/heads/first.pkl','wb'))
