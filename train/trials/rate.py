"""Headline outcomes of cached pages under the rules of the worktree."""
import pickle, sys, copy, re, importlib.util
from collections import Counter
import polars as pl
from flows.segment import label
from flows.segment.heading import claim_heading
from flows.segment.segment_kinds import find_kinds
spec=importlib.util.spec_from_file_location('score','../shared/pages/score.py'); score=importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
def load(sets=('dev','wcxb_dev','dev_composite')):
    pages=pl.read_parquet('.cache/heads/pages.parquet').filter(pl.col('set').is_in(sets))
    pages=pages.filter((pl.col('set')!='wcxb_dev')|pl.col('is_article'))
    return pages
def cut(lines):
    lines=copy.deepcopy(lines)
    label.label_page(lines)
    parts=[p for l in lines for p in label.cut_line(l)]
    claim_heading(parts)
    return parts
def headline(parts):
    return ' '.join(p.text for p in parts if p.story==0 and p.kind=='headline') or None
def printed(page, lines):
    return [i for i,l in enumerate(lines) if score.same_headline(page['headline'], l.text)]
def outcome(page, lines, parts):
    h=headline(parts); 
    if score.same_headline(page['headline'],h): return 'right'
    p=printed(page,lines)
    return ('null' if h is None else 'wrong') if p else ('unprinted null' if h is None else 'unprinted wrong')
def rate(pages, all_lines, show=False):
    rows=[]
    for page in pages.iter_rows(named=True):
        lines=all_lines.get(page['page_id'])
        if lines is None: continue
        parts=cut(lines)
        rows.append((page, lines, parts, outcome(page,lines,parts)))
    return rows
def table(rows):
    by={}
    for page,_,_,o in rows: by.setdefault(page['set'],Counter())[o]+=1
    for s,c in by.items():
        n=c['right']+c['wrong']+c['null']
        print(f"{s:14} n={sum(c.values())} right of all {c['right']/sum(c.values()):.3f}; printed {n}: right {c['right']/n:.3f} wrong {c['wrong']/n:.3f} null {c['null']/n:.3f}; unprinted wrong {c['unprinted wrong']} null {c['unprinted null']}")
if __name__=='__main__':
    L=pickle.load(open('.cache/heads/lines.pkl','rb'))
    rows=rate(load(),L); table(rows)
    if len(sys.argv)>1:
        for page,lines,parts,o in rows:
            if o in('right',): continue
            h=headline(parts)
            print(f"\n### {page['set']} {page['language']} {page['page_id'][:30]} {o}\n  GOLD  {page['headline'][:200]}\n  FOUND {h and h[:200]}")
            body=next((l.start for l in parts if l.story==0 and l.kind in find_kinds('is_body')),None)
            pr=printed(page,lines)
            b=next((i for i,l in enumerate(lines) if body is not None and l.start>=body),len(lines))
            show={*range(max(0,b-4),min(b+3,len(lines)))}
            f=next((p.start for p in parts if p.story==0 and p.kind=='headline'),None)
            fi=next((i for i,l in enumerate(lines) if l.start==f),None)
            for i in [*pr[:3], *([fi] if fi is not None else [])]: show|={j for j in range(i-1,i+3) if 0<=j<len(lines)}
            kinds={p.start:p.kind for p in parts}
            last=None
            for i in sorted(show):
                if last is not None and i>last+1: print('      ...')
                last=i; l=lines[i]
                mark=('G' if i in pr else ' ')+('F' if i==fi else ' ')+('B' if i==b else ' ')
                print(f"   {mark} {i:3} h{l.headline_score:.3f} s{l.story_headline_score:.2f} b{l.body_score:.2f} t{l.story_text_score:.2f} {str(l.kind):13}>{str(kinds.get(l.start)):11} {l.text[:110]!r}")
