"""The laws of seeds/outlets.csv and seeds/outlet_aliases.csv."""

import csv
import re
import unicodedata
from collections import Counter

import pytest

from flows.reading.labels import shorten_name
from flows.shipped import SEEDS
from flows.text import fold_text

SAMPLE_OUTLETS = 10


def read_rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold_name(name: str) -> str:
    """A name as labels are compared: "The  BBC" gives "the bbc"."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def find_repeated(values: list) -> list:
    return [value for value, count in Counter(values).items() if count > 1]


OUTLETS = read_rows("outlets.csv")
ALIASES = read_rows("outlet_aliases.csv")
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def find_alias(alias: str, match: str) -> str | None:
    wanted = (fold_name(alias), match)
    rows = (row for row in ALIASES if (fold_name(row["alias"]), row["match"]) == wanted)
    return next((row["outlet_id"] for row in rows), None)


def test_columns_stand_in_their_order():
    assert list(OUTLETS[0]) == ["outlet_id", "name", "kind", "country_code", "domain"]
    assert list(ALIASES[0]) == ["alias", "outlet_id", "match"]


def test_an_outlet_id_is_a_slug_and_names_one_outlet():
    outlet_ids = [outlet["outlet_id"] for outlet in OUTLETS]
    assert not find_repeated(outlet_ids)
    slug = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
    assert not [outlet_id for outlet_id in outlet_ids if not slug.fullmatch(outlet_id)]
    assert outlet_ids == sorted(outlet_ids)


def test_a_name_is_one_outlets():
    assert not find_repeated([fold_name(outlet["name"]) for outlet in OUTLETS])
    assert not [outlet for outlet in OUTLETS if not outlet["name"].strip()]


def test_a_kind_is_publisher_wire_or_aggregator():
    kinds = Counter(outlet["kind"] for outlet in OUTLETS)
    assert set(kinds) == {"publisher", "wire", "aggregator"}


def test_a_country_code_has_the_iso_shape():
    codes = {outlet["country_code"] for outlet in OUTLETS} - {""}
    assert not [code for code in codes if not re.fullmatch(r"[A-Z]{2}", code)]
    # UK and EU look like codes but are not countries of ISO 3166-1.
    assert not codes & {"UK", "EU"}


def test_a_domain_is_one_outlets():
    domains = [outlet["domain"] for outlet in OUTLETS if outlet["domain"]]
    further = [row["alias"] for row in ALIASES if row["match"] == "domain"]
    assert not find_repeated(domains + further)
    assert not [domain for domain in domains + further if not DOMAIN.fullmatch(domain)]


def test_an_alias_is_one_outlets():
    assert not find_repeated([(fold_name(row["alias"]), row["match"]) for row in ALIASES])
    assert {row["match"] for row in ALIASES} == {"label", "domain", "phrase"}


def test_an_alias_leads_to_an_outlet():
    outlet_ids = {outlet["outlet_id"] for outlet in OUTLETS}
    assert not [row for row in ALIASES if row["outlet_id"] not in outlet_ids]


def test_a_label_neither_repeats_a_name_nor_takes_anothers():
    names = {fold_name(outlet["name"]) for outlet in OUTLETS}
    labels = [row["alias"] for row in ALIASES if row["match"] == "label"]
    assert not [label for label in labels if fold_name(label) in names]


def test_a_printed_name_means_one_outlet():
    """Also as labels are looked up: quotes and dashes unified, and in the normalised form."""
    claims: dict[str, set[str]] = {}
    labels = [(row["alias"], row["outlet_id"]) for row in ALIASES if row["match"] == "label"]
    for name, outlet_id in [(row["name"], row["outlet_id"]) for row in OUTLETS] + labels:
        claims.setdefault(fold_text(name), set()).add(outlet_id)
    assert not {name: ids for name, ids in claims.items() if len(ids) > 1}
    normalised: dict[str, set[str]] = {}
    for name, ids in claims.items():
        normalised.setdefault(shorten_name(name), set()).update(ids)
    assert not {name: ids for name, ids in normalised.items() if len(ids) > 1}


def test_a_label_is_not_a_common_word():
    names = {fold_name(row["alias"]) for row in ALIASES if row["match"] == "label"}
    names |= {fold_name(outlet["name"]) for outlet in OUTLETS}
    common = "times post metro sun news world sport time people nature focus express standard"
    common += " star mirror business opinion independent observer herald gazette echo"
    common += " space military law current heavy patch quartz rss yandex getty"
    phrases = {"the local", "daily news", "the star", "the standard", "the post", "getty images"}
    assert not names & {*common.split(), *phrases}


def test_a_phrase_is_long_enough_to_be_one_outlets_own():
    phrases = [row["alias"] for row in ALIASES if row["match"] == "phrase"]
    assert not [phrase for phrase in phrases if len(phrase) < 8]
    # Matched on word boundaries: a mark at an edge would move them.
    edges = [phrase for phrase in phrases if not (phrase[0].isalnum() and phrase[-1].isalnum())]
    assert not [phrase for phrase in edges if phrase[-1] not in "+."]


def test_every_field_is_trimmed():
    fields = [field for row in OUTLETS + ALIASES for field in row.values()]
    assert not [field for field in fields if field != " ".join(field.split())]


def test_the_world_and_the_sample_pages_are_there():
    samples = [outlet for outlet in OUTLETS if outlet["domain"].endswith(".example")]
    assert len(samples) == SAMPLE_OUTLETS
    assert len(OUTLETS) - len(samples) >= 5_000
    assert len({outlet["country_code"] for outlet in OUTLETS}) >= 150


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
    names = {fold_name(outlet["name"]): outlet["outlet_id"] for outlet in OUTLETS}
    assert (find_alias(label, "label") or names.get(fold_name(label))) == outlet_id


def test_a_phrase_shows_whose_page_it_is():
    assert find_alias("Daily8 AI", "phrase") == "daily8"
    assert find_alias("Skimfeed Smart Digest", "phrase") == "skimfeed"
