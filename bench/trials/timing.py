import sys, time, resource
from pathlib import Path
sys.path.insert(0, ".")
from flows.shipped import SQL
from flows.warehouse import models
from flows.warehouse.build import connect
con = connect(Path(sys.argv[1])); con.execute("set memory_limit='10GB'")
queries={p.stem:p.read_text() for p in sorted((SQL/"marts").glob("*.sql"))}
def cpu(): return time.process_time()
tot=0
for n in models.order_models(con, queries):
    b, c = time.time(), cpu()
    con.execute(f'create or replace table marts."{n}" as {queries[n]}')
    rows=con.execute(f'select count(*) from marts."{n}"').fetchall()[0][0]
    print(f"mart {n:28} {time.time()-b:7.2f} s wall {cpu()-c:7.2f} cpu {rows:>10,} rows", flush=True); tot+=cpu()-c
print("marts", tot); 
b,c=time.time(),cpu(); models.comment_tables(con); print("comments", time.time()-b, cpu()-c)
tot=0
for sev in ("fail","warn"):
    for p in sorted((SQL/"checks"/sev).glob("*.sql")):
        b,c=time.time(),cpu()
        ch=models.run_check(con,p,sev)
        print(f"check {p.stem:40} {time.time()-b:7.2f} s wall {cpu()-c:7.2f} cpu {ch.failed_rows} rows", flush=True); tot+=cpu()-c
print("checks", tot, "peak MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024)
b=time.time(); con.execute("checkpoint"); print("checkpoint", time.time()-b)
