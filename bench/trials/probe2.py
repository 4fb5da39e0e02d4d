import sys, time
from pathlib import Path
sys.path.insert(0, ".")
from flows.warehouse.build import connect
from flows.shipped import SQL
con = connect(Path("big.duckdb"))
def t(name, q):
    best=None
    for _ in range(2):
        c=time.process_time(); con.execute("create or replace temp table r as "+q); d=time.process_time()-c
        best=d if best is None else min(best,d)
    print(f"{best:6.3f} cpu {con.execute('select count(*) from r').fetchall()} {name}", flush=True)
NEW="""create or replace temp macro known2() as table
    with captured as (
        select article_id, min(captured_latest at time zone 'UTC') as first_captured
        from core.placements join core.pages using (page_id)
        where captured_basis <> 'inferred' group by article_id)
    select article_id, least(if(published_precision is not null or published_basis is distinct from 'inferred', published_latest, null), first_captured) as known_at
    from core.articles left join captured using (article_id)"""
con.execute(NEW)
t("macro old", "from core.known_articles()"); t("macro new", "from known2()")
print(con.execute("select count(*) from (from core.known_articles() except from known2())").fetchall())
for n in ("original_articles","quotation_families","outlet_reuse","unlisted_outlets","coverage_gaps","stories","aggregator_outlets","doubtful_pages","story_outlets","topic_days","outlet_topics","outlet_days","carried_articles"):
    q=(SQL/"marts"/f"{n}.sql").read_text()
    t(n, q)
    if "known_articles" in q: t(n+" new", q.replace("core.known_articles","known2"))
t("facts", """
with topics as (select article_id, list(topic_id order by topic_id) as topic_ids from core.article_topics where is_assigned group by all),
counted as (select outlet_id, article_id, false as is_carried, word_count, is_complete, published_day as day from core.articles
union all select c.outlet_id, article_id, true, c.word_count, c.is_complete, published_day from marts.carried_articles c join core.articles using (article_id) where c.is_complete)
select outlet_id, article_id, coalesce(topic_ids, []) as topic_ids, word_count, day, is_complete, is_carried, not is_carried and article_id in (select article_id from marts.original_articles) as is_original
from counted left join topics using (article_id)""")
con.execute("create or replace temp table facts as from r")
t("days from facts","select outlet_id, day, count(*) filter (is_complete and not is_carried), sum(word_count) filter (is_complete and not is_carried), count(*) filter (is_original) from facts group by all")
t("topics from facts","select outlet_id, topic_id, count(*) filter (is_complete and not is_carried), sum(word_count) filter (is_complete and not is_carried), count(*) filter (is_original) from (select outlet_id, unnest(if(len(topic_ids)=0,[null],topic_ids)) as topic_id, is_complete, is_carried, word_count, is_original from facts) group by all")
