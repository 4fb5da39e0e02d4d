"""Laws of the seeds that have no test file of their own."""

import unicodedata
from pathlib import Path

import polars as pl
import pytest
from langdetect.detector_factory import PROFILES_DIRECTORY

from flows.seeds import read_seed
from flows.text import fold, fold_text, strip_edges

MARKER_KINDS = {
    *("related_marker", "comments", "share", "newsletter", "promotion", "notice", "wall"),
    *("tags", "navigation", "credit", "caption", "byline", "timestamp"),
}


def test_page_markers_are_known_kinds_and_matches_and_stand_once():
    markers = read_seed("page_markers")
    assert set(markers["kind"]) == MARKER_KINDS
    assert set(markers["match"]) == {"line", "start", "contains"}
    assert markers.null_count().sum_horizontal().item() == 0
    assert markers["phrase"].str.len_chars().max() <= 80
    folded = markers.select(fold(pl.col("phrase")).str.strip_chars_end(" "))["phrase"]
    assert folded.is_duplicated().sum() == 0
    assert markers.select((strip_edges(fold(pl.col("phrase"))) == "").sum()).item() == 0


def test_related_markers_are_known_in_many_languages():
    assert read_seed("page_markers").filter(kind="related_marker")["language"].n_unique() >= 20


def test_page_markers_are_sorted():
    markers = read_seed("page_markers").select("kind", "language", "phrase")
    assert markers.rows() == sorted(markers.rows())


def test_attribution_phrases_stand_once():
    phrases = read_seed("attribution_phrases")
    assert set(phrases["position"]) == {"before", "between", "after"}
    assert not phrases.is_duplicated().any()


def test_scripts_stand_once_sorted_with_letters_of_their_own():
    scripts = read_seed("language_scripts")
    keys = scripts.select("language", "script").rows()
    assert keys == sorted(set(keys))
    for letters in scripts["letters"].drop_nulls():
        assert list(letters) == sorted(set(letters))
        assert letters == unicodedata.normalize("NFC", letters.lower())
        assert all(letter.isalpha() for letter in letters)


def test_every_profile_has_a_script_and_every_other_language_its_letters():
    known = {path.name for path in Path(PROFILES_DIRECTORY).iterdir()} - {"zh-cn", "zh-tw"}
    scripts = read_seed("language_scripts")
    assert known | {"zh"} <= set(scripts["language"])
    others = scripts.filter(~pl.col("language").is_in([*known, "zh"]))
    assert len(others) > 20
    assert others["letters"].null_count() == 0
    own = scripts.drop_nulls("own_letters").select("letters", "own_letters").rows()
    assert own and all(set(its_own) < set(letters) for letters, its_own in own)


@pytest.mark.parametrize(
    "name", ["attribution_phrases", "byline_words", "credit_phrases", "first_names", "weekdays"]
)
def test_word_lists_are_sorted_and_hold_each_row_once(name):
    rows = read_seed(name).fill_null("").rows()
    assert rows == sorted(set(rows))


@pytest.mark.parametrize("text", ["Étude – «A»", "ＡＢＣ  d", "It’s", "Straße"])
def test_a_string_and_a_column_fold_alike(text):
    folded = pl.DataFrame({"text": [text]}).select(fold(pl.col("text"))).item()
    assert fold_text(text) == folded


def test_a_missing_seed_says_what_to_do():
    with pytest.raises(ValueError, match=r"seeds/nothing\.csv is missing; restore it"):
        read_seed("nothing")
