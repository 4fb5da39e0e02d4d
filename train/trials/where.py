import pickle, copy, sys
sys.path.insert(0,'.cache/heads')
from collections import Counter
from rate import *
L=pickle.load(open('.cache/heads/lines.pkl','rb'))
res=Counter(); kinds=Counter()
for page in load().iter_rows(named=True):
    lines=L[page['page_id']]
    pr=printed(page,lines)
    if not pr: continue
    ls=copy.deepcopy(lines)
    label.bar_comments(ls); label.bar_links(ls); label.bar_lists(ls); label.bar_appeals(ls); label.bar_mail_lines(ls)
    body,_=label.find_body(ls)
    s=page['set']
    res[s,'n']+=1
    if not body: res[s,'nobody']+=1; continue
    first=body[0]
    above=[i for i in pr if i<first]
    inb=[i for i in pr if first<=i<=body[min(12,len(body)-1)]]
    if any(ls[i].kind is None for i in above):
        g=[i for i in above if ls[i].kind is None]
        order=sorted((i for i in range(first) if ls[i].kind is None),key=lambda i:-ls[i].headline_score)
        rank=min(order.index(i) for i in g)
        near=min(len([j for j in range(i,first) if ls[j].kind is None]) for i in g)
        res[s,'above None']+=1; res[s,'rank', min(rank,20) if rank<4 or rank>=20 else 4 if rank<8 else 8 if rank<12 else 12]+=1
        if rank>=8: res[s,'rank>=8 near<=8', near<=8]+=1
    elif above: res[s,'above kind', ls[above[0]].kind]+=1
    elif inb: res[s,'in body', min(inb)==first, ls[min(inb)].kind]+=1
    else: res[s,'below']+=1
for k,v in sorted(res.items(),key=str): print(k,v)
