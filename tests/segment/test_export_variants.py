"""Exports in the forms of many databases: a page a document, and each field known as what it is."""

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.ingest import ingest_files
from flows.segment import segment_pages
from flows.segment.texts import add_texts
from tests.ingest.interfaces import INTERFACES
from tests.ingest.variants import ARTICLES, VARIANTS, fill

FORMS = VARIANTS | INTERFACES


@pytest.fixture(scope="module")
def leads(tmp_path_factory) -> dict[str, list[dict]]:
    """Name of a variant -> the placements of each of its documents, described."""
    folder, work = tmp_path_factory.mktemp("variants"), tmp_path_factory.mktemp("work")
    for name, variant in FORMS.items():
        (folder / f"{name}{variant.suffix}").write_text(fill(variant), encoding="utf-8")
    ingested = ingest_files([folder], {}, work)
    pages = pl.concat(map(pl.read_parquet, ingested.page_files))
    pages = pages.with_columns(page_id=pl.col("source"))  # some variants say the same
    segments, placements = segment_pages(pages)
    texts = add_texts(placements, pages, segments).select(
        "page_id", "placement_no", "headline", "body"
    )
    described, _ = describe_placements(pages, segments, placements)
    found: dict[str, list[dict]] = {name: [] for name in FORMS}
    rows = described.join(texts, on=["page_id", "placement_no"]).to_dicts()
    for row in sorted(rows, key=lambda row: (row["page_id"], row["placement_no"])):
        found[row["page_id"].partition(".")[0]].append(row)
    return found


@pytest.mark.parametrize("name", FORMS)
def test_each_document_is_an_article_with_its_fields(name, leads):
    variant, documents = FORMS[name], leads[name]
    articles = ARTICLES[variant.language]
    assert [document["role"] for document in documents] == ["lead"] * len(articles)
    assert [document["headline"] for document in documents] == [one.title for one in articles]
    for document, article in zip(documents, articles, strict=True):
        assert document["body"] == article.text.replace("\n\n", "\n")
        assert document["published_earliest"].date() == article.day
        if variant.has_author:
            assert document["authors"] == [article.author]
        if variant.has_outlet:
            assert document["outlet_label"].startswith(article.outlet)


@pytest.mark.parametrize("name", ["Nguyen Thi Ha", "Okwudili Ezenwa", "Хмельницкий Дмитрий"])
@pytest.mark.parametrize("form", ["untagged en", "tagged en"])
def test_a_name_that_nobody_knows_is_the_author_of_an_export(name, form):
    variant, article = FORMS[form], ARTICLES["en"][0]
    text = fill(variant).replace(article.author, name).replace("By Nguyen", "Nguyen")
    text = text[: text.index("ej610001a")]
    pages = pl.DataFrame(
        {"page_id": ["p"], "text_id": ["p"], "url": [None], "text": [f"{text}ej610001a"]},
        schema_overrides={"url": pl.String},
    ).with_columns(
        captured_earliest=pl.lit(None, pl.Datetime("us", "UTC")),
        captured_latest=pl.lit(None, pl.Datetime("us", "UTC")),
    )
    described, _ = describe_placements(pages, *segment_pages(pages))
    assert described["authors"].to_list() == [[name]]
