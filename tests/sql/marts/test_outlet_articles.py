"""marts.outlet_articles: which articles count for which outlet."""

from datetime import date

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

DAY = date(2025, 5, 19)
EARLIER = date(2025, 5, 18)


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.outlet_articles").fetchall() == [
        ("basket", "council", ["medtop:1", "medtop:11"], 6, DAY, True, True, False),
        ("basket", "ferry", [], 8, None, True, True, False),
        ("basket", "storm", ["medtop:2", "watch:school"], 5, DAY, True, True, False),
        ("post", "council", ["medtop:1", "medtop:11"], 6, DAY, True, False, True),
        ("post", "museum", ["medtop:1"], 4, EARLIER, False, False, False),
        ("post", "storm", ["medtop:2", "watch:school"], 5, DAY, True, True, False),
        ("wire", "budget", ["medtop:1"], 9, None, True, False, True),
        ("wire", "storm", ["medtop:2", "watch:school"], 5, DAY, True, False, True),
        (None, "ferry", [], 8, None, True, False, False),
        (None, "whale", [], 5, None, False, False, False),
    ]


def test_every_article_is_there_once_as_its_outlets_own(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.articles set outlet_id = null where article_id = 'storm'")
    build_marts(sandbox)
    own = "select article_id from marts.outlet_articles where not is_carried order by all"
    assert (
        sandbox.execute(own).fetchall()
        == sandbox.execute("select article_id from core.articles order by all").fetchall()
    )
