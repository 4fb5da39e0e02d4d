import sys, polars as pl
from flows.segment import label
from flows.segment.label import *
s=pl.read_parquet(".cache/cut/saved.parquet")
for pid in sys.argv[1:]:
    pages=s.filter(page_id=pid).select("page_id","text")
    observed=observe_lines(pages); labels=find_first_labels(observed)
    scores=score_lines(measure_lines(observed,labels))
    lines=make_lines(observed,labels,scores)
    pre=[l.kind for l in lines]
    label_page(lines)
    print("==",pid)
    for k,l in list(zip(pre,lines))[:4]: print("  ",k,'->',l.kind,l.story,'b%.2f h%.2f sh%.2f st%.2f'%(l.body_score,l.headline_score,l.story_headline_score,l.story_text_score),"sz",int(l.size),l.is_title_like,l.ends_sentence,repr(l.text[:90]))
