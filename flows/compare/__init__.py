"""Compare articles: the same words, the same text, the same event.

The order of the steps stands here and nowhere else. Nothing here knows where articles are kept:
the caller hands in how to read what is compared and how to write what was found (Access).
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from flows.compare.families import Families, Known, find_families
from flows.compare.index import Index
from flows.compare.reuse import Found, update_reuse
from flows.compare.stories import Found as StoriesFound
from flows.compare.stories import Known as KnownStories
from flows.compare.stories import find_stories
from flows.compare.stories.keys import KEYS
from flows.compare.stories.names import Stories
from flows.compare.terms import KEPT, Kept
from flows.errors import CopydeskError
from flows.faults import FAILURES, TRANSIENT, describe_failure, find_culprit, make_faults

STORY_KEYS, STORY_TERMS = "story_keys", "story_terms"  # in the index
MOST_FAULTS = 20  # in one step; more are no fault of single articles


class Access(NamedTuple):
    """How the caller reads what is compared, and writes what was found."""

    read_compared: Callable[[str], pl.DataFrame]  # by the name of a file in sql/compare/
    known_quotations: Known  # of the last run; families are found for what has changed since
    write_families: Callable[[Families], None]
    index: Index
    # Ids of articles that the index does not know, or as others than they are; None: it knows none.
    read_unindexed: Callable[[], pl.Series | None]
    read_articles: Callable[[pl.Series], pl.DataFrame]  # ids -> COMPARED, for reuse
    write_reuse: Callable[[Found], None]
    read_stories: Callable[[], Stories | None]  # of the last run; None: all are found again
    read_texts: Callable[[pl.Series], pl.DataFrame]  # ids -> TEXTS, for stories
    read_changed: Callable[[], pl.Series]  # ids of articles that are new, gone or other since
    write_stories: Callable[[Stories], None]
    write_faults: Callable[[pl.DataFrame], None]  # FAULTS


def compare_articles(access: Access) -> None:
    """Find families of quotations, reuse and stories; each is written before the next one is read.

    Stories go by the families that were just written: they read which articles quote the same
    words, and an article whose family is another one than before counts as changed. An article
    with which a step fails is left out of that step, and is a row of FAULTS.
    """
    changed = access.read_changed()

    def find_changed(quotations: pl.DataFrame) -> Families:
        return find_families(quotations, changed, access.known_quotations)

    access.write_families(isolate(access, "families", find_changed))
    index, unindexed = access.index, access.read_unindexed()
    index.make({STORY_KEYS: KEYS, STORY_TERMS: KEPT}, is_new=unindexed is None)

    def find_reuse(articles: pl.DataFrame) -> Found:
        return update_reuse(articles, unindexed, index, access.read_articles)

    access.write_reuse(isolate(access, "reuse", find_reuse))
    before = access.read_stories()
    read_keys = partial(index.read, STORY_KEYS)
    known = before and KnownStories(before, access.read_changed(), read_keys)

    def find_all(articles: pl.DataFrame) -> StoriesFound:
        changed = known.changed if known else articles["article_id"]
        index.remove(STORY_TERMS, "article_id", changed)
        read_kept = partial(index.read, STORY_TERMS, "article_id")
        kept = Kept(read_kept, partial(index.add, STORY_TERMS), changed)
        return find_stories(articles, access.read_texts, known, kept)

    found = isolate(access, "stories", find_all)
    if found.changed is not None:
        index.remove(STORY_KEYS, "article_id", found.changed)
    index.add(STORY_KEYS, found.keys)
    access.write_stories(found.stories)


def isolate(access: Access, step: str, find: Callable[[pl.DataFrame], Any]) -> Any:
    """What a step finds; where it fails, without the articles that are the cause.

    Raises:
        CopydeskError, or one of TRANSIENT: they are no fault of an article.
    """
    articles = access.read_compared(step)
    for _ in range(MOST_FAULTS):
        try:
            return find(articles)
        except (CopydeskError, *TRANSIENT):
            raise
        except FAILURES as error:
            failure = describe_failure(error)
        article_id, failure = find_culprit(find, articles, failure)
        culprit = pl.col("article_id") == article_id
        rows = articles.filter(culprit).unique("article_id")
        access.write_faults(make_faults(step, rows, failure))
        articles = articles.filter(~culprit)
    return find(articles)
