"""What changed rules have changed, in lines for people."""

import pytest

from flows.rules import Versions
from flows.warehouse.build import open_build
from flows.warehouse.operations import tell_effects

VERSIONS = Versions("reading", "cut", "describe", "topics", "compare")
PAGES = """
    insert into core.pages (page_id, text_id, source, char_count, text)
    values ('p', 't', 'a.txt', 5, 'Words'), ('q', 'u', 'b.txt', 5, 'Verbs');
    insert into work.old_placements
        (page_id, placement_no, article_id, role, outlet_label, outlet_id, headline)
    values
        ('p', 1, 'lead', 'lead', null, 'post', 'Ferry returns'),
        ('p', 2, 'vote', 'embedded', 'Harbour Post', 'post', 'Council votes'),
        ('p', 3, 'whale', 'teaser', 'Nobody Knows', null, 'Whale seen'),
        ('q', 1, 'storm', 'embedded', 'Harbour Post', 'post', 'Storm closes'),
        ('gone', 1, 'gone', 'embedded', 'Harbour Post', 'post', 'On a page that is gone');
    insert into core.placements
        (page_id, placement_no, article_id, role, outlet_id, start_char, end_char)
    select page_id, placement_no, article_id, role, outlet_id, 0, 1
    from work.old_placements
    where page_id <> 'gone';
    insert into core.articles (article_id, headline, body, word_count, is_complete, reason_undated)
    select article_id, headline, '', 0, true, 'no_date_printed'
    from work.old_placements
"""


@pytest.fixture
def tell(tmp_path):
    """tell(statement) -> the lines, once the statement has changed what stood there before."""

    def run(statement: str) -> list[str]:
        with open_build(tmp_path, VERSIONS, full_refresh=False) as (connection, _):
            connection.execute(PAGES)
            connection.execute(statement)
            return list(tell_effects(connection))

    return run


def test_rules_that_change_nothing_say_nothing(tell):
    assert tell("select 1") == []


def test_a_story_with_a_known_outlet_is_missed_by_name(tell):
    assert tell("delete from core.placements where article_id in ('vote', 'whale')") == [
        "2 articles are cut otherwise than before: see ops.article_changes",
        'a story is gone from a.txt: "Council votes" (Harbour Post)',
    ]


def test_a_story_that_is_cut_otherwise_is_not_gone(tell):
    changed = """
        update core.placements set article_id = 'vote-2', placement_no = 4
        where article_id = 'vote';
        insert into core.articles (article_id, headline, body, word_count, is_complete)
        values ('vote-2', 'Council votes', 'Longer', 1, true)
    """
    assert tell(changed) == ["1 article is cut otherwise than before: see ops.article_changes"]


def test_other_outlets_are_counted(tell):
    assert tell("update core.placements set outlet_id = 'wire' where page_id = 'p'") == [
        "3 placements have another outlet than before"
    ]


def test_of_many_stories_three_are_named(tell):
    many = """
        insert into work.old_placements by name
        select
            old_placements.* replace (
                article_id || copy as article_id, headline || copy as headline
            )
        from work.old_placements, range(4) as copies (copy)
        where article_id = 'storm'
    """
    lines = tell(many)
    assert lines[0] == "4 articles are cut otherwise than before: see ops.article_changes"
    assert lines[1] == 'a story is gone from b.txt: "Storm closes0" (Harbour Post)'
    assert lines[-1] == "... and 1 more stories with a known outlet are gone"
