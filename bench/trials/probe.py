import sys, time
from pathlib import Path
sys.path.insert(0, ".")
from flows.warehouse.build import connect
con = connect(Path("big.duckdb"))
con.execute("create temp table p as select page_id from core.pages using sample 100 rows (reservoir, 1)")
con.execute("create temp table a as select distinct article_id from core.placements semi join p using (page_id)")
print(con.execute("select count(*) from a").fetchall(), con.execute("select count(*) from core.article_topics where is_assigned").fetchall(), con.execute("select count(*) from core.articles where is_complete").fetchall())
def t(q):
    best=None
    for _ in range(2):
        c=time.process_time(); r=con.execute(q).fetchall(); d=time.process_time()-c
        best=d if best is None else min(best,d)
    print(f"{best:6.3f} cpu  {len(r)} {q[:110]}")
t("select count(*) from core.segments semi join p using (page_id)")
t("select count(*) from core.placements semi join p using (page_id)")
t("select count(*) from core.placements semi join a using (article_id)")
t("select count(*) from core.articles semi join a using (article_id)")
t("select max(length(body)) from core.articles semi join a using (article_id)")
t("select count(*) from core.article_topics semi join a using (article_id)")
t("select count(*) from core.article_topics semi join a using (article_id) where is_assigned")
t("select count(*) from core.article_spans semi join a using (article_id)")
t("select count(*) from core.quotations semi join a using (article_id)")
t("select max(length(text)) from core.pages semi join p using (page_id)")
t("select count(*) from core.segments where page_id in (select page_id from p)")
t("select count(*) from core.segments where rowid > 19000000 and page_id in (select page_id from p)")
t("select count(*) from core.story_articles")
