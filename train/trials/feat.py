"""Features and truth of candidates of cached pages."""
import pickle, copy, sys, time
sys.path.insert(0,'.cache/heads')
from rate import *
from flows.segment.titles import *
from train.lines import fold_of
import numpy as np
def prepare(lines):
    label.bar_comments(lines); label.bar_links(lines); label.bar_lists(lines); label.bar_appeals(lines); label.bar_mail_lines(lines)
    body,teasers=label.find_body(lines)
    if body: body=label.label_bylines(lines,body)
    return body
if __name__=='__main__':
    L=pickle.load(open('.cache/heads/lines.pkl','rb'))
    pages=pl.read_parquet('.cache/heads/pages.parquet').filter(pl.col('set').is_in(['dev','wcxb_dev','dev_composite','masthead','form','made','bare']))
    pages=pages.filter(((pl.col('set')!='wcxb_dev')|pl.col('is_article'))&pl.col('headline').is_not_null())
    X=[];Y=[];G=[];I=[]
    t=time.time()
    for page in pages.iter_rows(named=True):
        lines=L.get(page['page_id'])
        if lines is None: continue
        ls=copy.deepcopy(lines); body=prepare(ls)
        if not body: continue
        c=list_candidates(ls,body)
        if not c: continue
        x=measure_candidates(ls,body,c)
        y=[score.same_headline(page['headline'],ls[i].text) for i in c]
        X.append(x);Y+=y;I+=c
        G.append((page['page_id'],page['set'],fold_of(page['publisher']),len(c),len(printed(page,lines)),page['publisher']))
    print(time.time()-t, len(G), len(Y))
    pickle.dump((np.vstack(X),np.array(Y),I,G),open('.cache/heads/feat.pkl','wb'))
