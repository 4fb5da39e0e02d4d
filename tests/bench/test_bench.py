"""The measurements that no reference is needed for run, and find what they planted."""

import pytest

from bench.compare import compare_articles, write_articles
from bench.stories import measure_growth


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A build file of invented articles."""
    scratch = tmp_path_factory.mktemp("invented")
    write_articles(scratch, 200)
    return scratch


def test_growth_of_stories_is_measured(folder):
    story_count, f1, *_ = measure_growth(folder)
    assert 20 < int(story_count) < 200
    assert float(f1) > 0.6


def test_the_compare_stage_is_measured(folder):
    parts, counts = compare_articles(folder)
    assert [*parts] == [
        "read and write",
        "find_quotations",
        "find_families",
        "find_reuse",
        "find_stories",
        "all",
    ]
    found = {name: value for name, _, value in counts}
    assert found["of planted copies found"] > 0.9
    assert found["quotations"] > found["of them shared"] > 0
