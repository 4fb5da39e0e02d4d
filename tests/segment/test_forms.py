"""The law of plain forms: an article comes out the same in whichever way it was saved."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ingest import ingest_files
from flows.segment import add_texts, segment_pages
from flows.segment.wrapping import FEWEST_BROKEN
from flows.text import fold_identity
from tests.segment.invented import ARTICLES
from train.corpus import read_pages
from train.evaluate import rate_forms, save_forms
from train.forms import FORMS, Article, is_whole, save_article, squash


def cut(texts: list[str]) -> list[list[dict]]:
    """The placements of each text."""
    ids = [str(number) for number in range(len(texts))]
    pages = pl.DataFrame({"page_id": ids, "text_id": ids, "text": texts})
    segments, placements = segment_pages(pages)
    placed = add_texts(placements, pages, segments)
    return [placed.filter(page_id=page_id).to_dicts() for page_id in ids]


def check_form(article: Article, form: str, chance: random.Random) -> None:
    plain, *_ = cut(["\n\n".join([article.headline, *article.paragraphs])])
    saved = save_article(form, chance, article)
    if form == "hyphenated" and 0 < saved.text.count("-\n") < FEWEST_BROKEN:
        return  # one hyphen may be the word's own
    (placed,) = cut([saved.text])
    assert [row["role"] for row in placed] == ["lead"]
    lead = placed[0]
    assert lead["headline"] == (article.headline if saved.has_headline else None)
    assert squash(lead["body"]) == squash("".join(article.paragraphs))
    assert fold_identity(lead["body"]) == fold_identity(plain[0]["body"])
    if saved.has_headline:
        assert lead["article_id"] == plain[0]["article_id"]


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("form", FORMS)
def test_an_invented_article_comes_out_the_same_in_every_form(form: str, language: str):
    for seed in range(3):
        check_form(ARTICLES[language], form, random.Random(seed))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(ARTICLES)),
    st.sampled_from(sorted(FORMS)),
    st.permutations(range(3)),
    st.randoms(use_true_random=False),
)
def test_its_paragraphs_may_stand_in_any_order(language, form, order, chance):
    article = ARTICLES[language]
    shuffled = Article(article.headline, [article.paragraphs[number] for number in order])
    check_form(shuffled, form, chance)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_read_as_newlines(line_end: str, tmp_path):
    for language, article in ARTICLES.items():
        text = line_end.join([article.headline, "", *article.paragraphs])
        (tmp_path / f"{language}.txt").write_bytes(text.encode())
    read = ingest_files([tmp_path], {}, tmp_path / "pages")
    pages = pl.concat(pl.read_parquet(path) for path in read.page_files)
    assert not pages["text"].str.contains("\r").any()
    segments, placements = segment_pages(pages)
    leads = add_texts(placements.filter(role="lead"), pages, segments)
    assert set(leads["headline"]) == {article.headline for article in ARTICLES.values()}


def test_real_articles_come_out_whole_in_every_form(reference):
    pages = read_pages(reference).filter(set="dev").gather_every(4)
    saved = save_forms(pages)
    shares = rate_forms(saved, segment_pages(saved.with_columns(text_id="page_id")))
    assert shares["all"] > 0.92
    assert shares.pop("body") > 0.7  # without its headline a short first paragraph may pass for one
    assert min(shares.values()) > 0.8


def test_what_is_missing_is_seen():
    article = ARTICLES["en"]
    body = "\n".join(article.paragraphs)
    assert is_whole(article, True, article.headline, body)
    assert not is_whole(article, True, None, body)
    assert not is_whole(article, False, article.headline, body)
    assert not is_whole(article, True, article.headline, "\n".join(article.paragraphs[:2]))
