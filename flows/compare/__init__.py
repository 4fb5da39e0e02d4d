"""Compare articles: the same words, the same text, the same event.

The order of the steps stands here and nowhere else. Nothing here knows where articles are kept:
the caller hands in how to read what is compared and how to write what was found (Access).
"""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from flows.compare.families import find_families
from flows.compare.reuse import find_reuse
from flows.compare.stories import find_stories
from flows.compare.stories.names import Stories


class Access(NamedTuple):
    """How the caller reads what is compared, and writes what was found."""

    read_compared: Callable[[str], pl.DataFrame]  # by the name of a file in sql/compare/
    write_families: Callable[[pl.DataFrame], None]  # QUOTATION_FAMILIES
    write_reuse: Callable[[pl.DataFrame], None]  # REUSE
    read_stories: Callable[[], Stories | None]  # of the last run; None: all are found again
    read_changed: Callable[[], pl.Series]  # ids of articles that are new, gone or other since
    write_stories: Callable[[Stories], None]


def compare_articles(access: Access) -> None:
    """Find families of quotations, reuse and stories; each is written before the next one is read.

    Stories go by the families that were just written: they read which articles quote the same
    words, and an article whose family is another one than before counts as changed.
    """
    access.write_families(find_families(access.read_compared("quotations")))
    access.write_reuse(find_reuse(access.read_compared("reuse")))
    before, changed = access.read_stories(), access.read_changed()
    access.write_stories(find_stories(access.read_compared("stories"), before, changed))
