"""What there is to look at: one table each, with its columns and where each number leads.

A view is all that a page of rows, its filters, its downloads and the links to it need. A new one is
an entry of VIEWS. Queries are ours; what a request brings is bound to them as values, and the names
of columns come from here.
"""

from typing import Any

from flows.view.dashboard.views.articles import ARTICLES
from flows.view.dashboard.views.columns import View
from flows.view.dashboard.views.publishing import PUBLISHING
from flows.view.dashboard.views.quality import QUALITY
from flows.view.dashboard.views.sharing import SHARING

VIEWS: dict[str, View] = {view.name: view for view in (*PUBLISHING, *SHARING, *ARTICLES, *QUALITY)}


def find_column(view: View, name: str) -> Any:
    """A shown column of a view by its name; None if there is none."""
    return next((column for column in view.columns if column.name == name), None)
