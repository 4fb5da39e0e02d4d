import polars as pl, re, sys
sys.path.insert(0,'../shared/pages')
from train.corpus import find_reference
import importlib.util
spec=importlib.util.spec_from_file_location('score','../shared/pages/score.py'); score=importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
W=lambda t:set(score.WORD.findall((t or '').lower()))
def near(gold,line):
    g,l=W(gold),W(line); return len(g&l)/max(1,len(g|l))
for name in ('dev','wcxb_dev','dev_composite'):
    f=pl.read_parquet(f'../shared/pages/{name}.parquet')
    if name=='wcxb_dev': f=f.filter(page_type='article')
    c=dict(n=f.height,null=0,line=0,within=0,sub=0,absent=0)
    ex=[]
    for r in f.iter_rows(named=True):
        g=r['gold_headline']
        if not g: c['null']+=1; continue
        lines=[l.strip() for l in r['text'].split('\n') if l.strip()]
        best=max(lines,key=lambda l:near(g,l))
        if near(g,best)>=.8: c['line']+=1; continue
        # two lines joined / inside line
        pair=max((' '.join(lines[i:i+2]) for i in range(len(lines)-1)),key=lambda l:near(g,l), default='')
        if near(g,pair)>=.8: c['within']+=1; ex.append(('PAIR',r['language'],g,pair)); continue
        cont=[l for l in lines if len(W(g)&W(l))>=.8*len(W(g))]
        if cont: c['sub']+=1; ex.append(('GOLD IN LINE',r['language'],g,min(cont,key=len)[:200])); continue
        c['absent']+=1; ex.append(('ABSENT %.2f'%near(g,best),r['language'],g,best[:160]))
    print(name,c)
    if len(sys.argv)>1:
        for e in ex: print('   ',' ¦ '.join(e))
