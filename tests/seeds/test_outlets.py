"""The laws of seeds/outlets.csv and seeds/outlet_aliases.csv that their schemas do not say."""

from collections import defaultdict

import polars as pl
import pytest

from flows.reading.labels import find_outlet, shorten_name
from flows.seeds import read_seed
from flows.text import fold_text

SAMPLE_OUTLETS = 10
OUTLETS = read_seed("outlets")
ALIASES = read_seed("outlet_aliases")
LABELS = ALIASES.filter(match="label")


def test_outlets_are_sorted():
    assert OUTLETS["outlet_id"].to_list() == sorted(OUTLETS["outlet_id"])


def test_every_kind_is_there():
    assert set(OUTLETS["kind"]) == {"publisher", "wire", "aggregator"}
    assert set(ALIASES["match"]) == {"label", "domain", "phrase", "credit"}


def test_a_domain_is_said_once():
    domains = [*OUTLETS["domain"].drop_nulls(), *ALIASES.filter(match="domain")["alias"]]
    assert len(set(domains)) == len(domains)


def test_a_label_does_not_repeat_a_name():
    names = set(map(fold_text, OUTLETS["name"]))
    assert not [label for label in LABELS["alias"] if fold_text(label) in names]


def test_a_printed_name_means_one_outlet_in_its_normalised_form_too():
    claims: dict[str, set[str]] = defaultdict(set)
    names = [
        *OUTLETS.select("name", "outlet_id").rows(),
        *LABELS.select("alias", "outlet_id").rows(),
    ]
    for name, outlet_id in names:
        claims[shorten_name(fold_text(name))].add(outlet_id)
    assert not {name: ids for name, ids in claims.items() if len(ids) > 1}


def test_a_label_is_not_a_common_word():
    names = set(map(fold_text, [*LABELS["alias"], *OUTLETS["name"]]))
    common = "times post metro sun news world sport time people nature focus express standard"
    common += " star mirror business opinion independent observer herald gazette echo"
    common += " space military law current heavy patch quartz rss yandex getty"
    phrases = {"the local", "daily news", "the star", "the standard", "the post", "getty images"}
    assert not names & {*common.split(), *phrases}


def test_the_world_and_the_sample_pages_are_there():
    samples = OUTLETS.filter(pl.col("domain").str.ends_with(".example"))
    assert len(samples) == SAMPLE_OUTLETS
    assert len(OUTLETS) - len(samples) >= 5_000
    assert OUTLETS["country_code"].n_unique() >= 150


@pytest.mark.parametrize(
    ("label", "outlet_id"),
    [
        ("The BBC", "bbc-news"),
        ("AP", "associated-press"),
        ("DER SPIEGEL", "spiegel"),
        ("Українська правда", "ukrainska-pravda"),
        ("РИА Новости", "ria-novosti"),
        ("新华社", "xinhua"),
        ("الجزيرة", "al-jazeera"),
    ],
)
def test_a_printed_name_finds_its_outlet(label: str, outlet_id: str):
    assert find_outlet(label) == outlet_id


def test_a_phrase_shows_whose_page_it_is():
    phrases = dict(ALIASES.filter(match="phrase").select("alias", "outlet_id").rows())
    assert phrases["Daily8 AI"] == "daily8"
    assert phrases["Skimfeed Smart Digest"] == "skimfeed"
