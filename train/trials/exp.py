import pickle, sys, numpy as np, lightgbm
from collections import Counter
X,Y,I,G=pickle.load(open('.cache/heads/feat.pkl','rb'))
counts=np.array([g[3] for g in G]); start=np.concatenate([[0],np.cumsum(counts)])
pg=np.repeat(np.arange(len(G)),counts)
fold=np.array([g[2] for g in G])[pg]; sets=np.array([g[1] for g in G])
W={'dev':1,'wcxb_dev':1,'dev_composite':.5,'masthead':.5,'form':.15,'made':.3,'bare':.3}
pos=np.bincount(pg,Y)
# a page whose headline is no candidate teaches nothing, but bare forms
printed=np.array([g[4] for g in G])
teach=(pos[pg]>0)|np.isin(sets[pg],['form','bare'])
w=np.array([W[s] for s in sets])[pg]
def run(par,rounds=150,cols=None,teach=teach,w=w):
    x=X if cols is None else X[:,cols]
    p=np.zeros(len(Y))
    for f in range(5):
        m=(fold!=f)&teach
        b=lightgbm.train(par,lightgbm.Dataset(x[m],Y[m].astype(int),weight=w[m]),rounds)
        p[fold==f]=b.predict(x[fold==f])
    return p,b
base=dict(objective='binary',learning_rate=.06,num_leaves=15,min_data_in_leaf=20,feature_fraction=.5,bagging_fraction=.8,bagging_freq=1,lambda_l2=2.,seed=1,deterministic=True,num_threads=2,verbose=-1)
N={'dev':257,'wcxb_dev':792,'dev_composite':253}; P={'dev':225,'wcxb_dev':729,'dev_composite':238}
def show(p,ths=(0,.1,.2,.3)):
    for s in N:
        out=[]
        for th in ths:
            r=wr=0
            for g in range(len(G)):
                if G[g][1]!=s: continue
                a,b=start[g],start[g+1]
                k=a+int(np.argmax(p[a:b]))
                if p[k]<th: continue
                if Y[k]: r+=1
                elif G[g][4]: wr+=1
            out.append(f"{th}: {r/P[s]:.3f}/{wr/P[s]:.3f}")
        print(f"  {s:14}", '  '.join(out))
if __name__=='__main__':
    print('model score alone'); show(X[:,0],(0,.03,.15))
    for name,kw in {'15 leaves':{}, '7 leaves':dict(num_leaves=7),'31':dict(num_leaves=31),'lr.03 300':dict(learning_rate=.03,rounds=300)}.items():
        kw=dict(kw);r=kw.pop('rounds',150)
        p,b=run(base|kw,r); print(name); show(p)
    gain=b.feature_importance('gain'); print([(int(i),round(gain[i]/gain.sum(),3)) for i in np.argsort(-gain)][:75])
