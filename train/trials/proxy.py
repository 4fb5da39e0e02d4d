import sys,time,random,numpy as np,polars as pl,lightgbm
from train.corpus import *; from train.composites import make_composites
from train.lines import *
ref=find_reference(); t=time.time()
pages=read_pages(ref)
sil=pages.filter(set="silver").sample(600,seed=1)
tr=pl.concat([sil,make_composites(sil)])
te=pages.filter(set="dev_composite")
both=pl.concat([tr,te]); print(both.height)
taught=teach(both); print("taught",time.time()-t,flush=True)
page_no=np.cumsum(taught.measured.pages.row==taught.measured.pages.first)-1
is_te=(page_no>=tr.height)
X=taught.measured.numbers
NEW=[c for c in X.columns if c.startswith("stretch_") or "dateline" in c or c=="since_start"]
GROUPS={"none":[], "all":NEW,"dateline":[c for c in NEW if "dateline" in c],"words":[c for c in NEW if c.endswith("words") or c in("stretch_size","since_start")],"names":[c for c in NEW if c.endswith("names") or c in("stretch_size","since_start")]}
plans=plan_lessons(taught)
likely=choose_likely(X)._asdict()
size=np.minimum(X["size"].to_numpy(),600)
def report(scores):
    b=scores["body"]; s=scores["story_text"]; te_=is_te
    body=(b>=.5)&((s<=.7*b)|(b>=.9)&(s<=b))
    g=taught.is_body[te_]; p=body[te_]; w=X["size"].to_numpy()[te_]
    placed=(taught.story_part=="text")[te_]
    f=2*(w*(g&p)).sum()/((w*g).sum()+(w*p).sum())
    # per page contamination
    pn=page_no[te_]; 
    con=np.bincount(pn,w*(p&placed&~g))/np.maximum(np.bincount(pn,w*(placed&~g)),1)
    has=np.bincount(pn,w*(placed&~g))>0
    ll=lambda y,q:-np.average(np.where(y,np.log(np.clip(q,1e-4,1)),np.log(np.clip(1-q,1e-4,1))),weights=np.log1p(np.minimum(w,600)))
    return f"lineF1 {f:.4f} contam {con[has].mean():.4f} ll body {ll(g,b[te_]):.4f} story {ll(placed,s[te_]):.4f}"
for name,cols in GROUPS.items():
    drop=[c for c in NEW if c not in cols]
    M=X.drop(drop).to_numpy(); sc={}
    for m in ("body","story_text"):
        L=plans[m]; st=dict(L.settings,num_threads=2); 
        rows=~is_te&likely[m]&L.is_told
        bo=fit_one(M,L,st,rows); q=np.zeros(len(M)); r=is_te&likely[m]; q[r]=bo.predict(M[r]); sc[m]=q
        if name=="all":
            imp=sorted(zip(bo.feature_importance("gain"),X.drop(drop).columns),reverse=True); tot=sum(i for i,_ in imp)
            print(m,[(c,round(i/tot*100,2)) for i,c in imp if c in NEW])
    print(name,report(sc),round(time.time()-t),flush=True)
