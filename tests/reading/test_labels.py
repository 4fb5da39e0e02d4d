"""What printed names mean: outlets by label, address and short form, agencies of credits."""

import polars as pl
import pytest

from flows.reading.labels import (
    find_agency,
    find_host,
    find_outlet,
    is_outlet,
    is_outlet_name,
    list_domains,
    names_agencies,
    read_names,
    shorten_name,
)
from flows.seeds import read_seed
from flows.text import fold_text


@pytest.mark.parametrize(
    ("label", "outlet_id"),
    [
        ("BBC News", "bbc-news"),
        ("the bbc", "bbc-news"),
        ("REUTERS", "reuters"),
        ("Associated Press", "associated-press"),
        ("Al  Jazeera", "al-jazeera"),
        ("The Inland Post", "inland-post"),
        ("Inland Post", "inland-post"),
        ("www.bbc.co.uk", "bbc-news"),
        ("valleyledger.example", "valley-ledger"),
        ("Post", None),
        ("Sun", None),
        ("Space", None),  # not Space.com
        ("nobody.example", None),
        ("A Paper That Nobody Knows", None),
        ("", None),
        (None, None),
    ],
)
def test_a_label_names_an_outlet_or_none(label, outlet_id):
    assert find_outlet(label) == outlet_id


@pytest.mark.parametrize(
    ("label", "is_name"),
    [("The Inland Post", True), ("THE  INLAND POST", True), ("Inland Post", False), ("", False)],
)
def test_only_a_name_itself_is_exactly_one(label, is_name):
    assert is_outlet_name(label) is is_name
    assert is_outlet(label) or not is_name


def test_every_name_and_label_of_the_seeds_is_one():
    labels = read_seed("outlet_aliases").filter(match="label")["alias"]
    names = pl.concat([read_seed("outlets")["name"], labels])
    assert {fold_text(name) for name in names} == set(read_names())
    assert all(map(is_outlet_name, names))


@pytest.mark.parametrize(
    ("folded", "short"),
    [
        ("the inland-post", "inland post"),
        ("il post", "il post"),  # "post" is not its name
        ("die zeit im netz", "zeit im netz"),
        ("theory today", "theory today"),
    ],
)
def test_a_short_form_is_without_article_and_hyphens(folded, short):
    assert shorten_name(folded) == short


def test_an_urls_host_comes_before_its_domain():
    assert list_domains("https://www.bbc.co.uk/news") == ["www.bbc.co.uk", "bbc.co.uk"]
    assert list_domains("http://www.a.example/x") == ["www.a.example", "a.example"]
    assert list_domains("https://m.times.co.in")[-1] == "times.co.in"
    assert list_domains("http://127.0.0.1/x") == ["127.0.0.1"]
    assert list_domains("no url") == ["no url"]
    assert list_domains(None) == []


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://[",
            "http://[::1",
            "http://a..b",
            "http://a:99999999/",
            "http://a:80:80",
            "http://",
        ),
        *("http://xn--/", "http://xn--99999999999/", "http://xn--ü.com", "http://\u2024com", "//"),
        *("http://\0/", "http://٣.٣.٣.٣/", "http://[v1.x]/", "http://%00/", "javascript:x", "."),
    ],
)
def test_no_address_raises(url):
    assert all(isinstance(domain, str) for domain in list_domains(url))
    assert find_host(url) is None


def test_a_name_longer_than_a_hosts_can_be_is_no_host():
    assert list_domains("http://" + "a." * 50_000 + "com") == []


def test_a_host_is_the_outlet_of_its_nearest_domain():
    assert find_host("https://news.valleyledger.example/harbour?id=1") == "valley-ledger"
    assert find_host("https://nobody.example/") is None
    assert find_host(None) is None


@pytest.mark.parametrize(
    ("names", "agency"),
    [
        ("Reuters", "reuters"),
        ("dpa/tmn", "dpa"),
        ("AFP, 20:15", "agence-france-presse"),
        ("Reuters, AP", None),
        ("Valley Ledger", None),
        ("Reuters und Nachbarn", None),
        ("", None),
    ],
)
def test_a_list_of_names_has_one_agency(names, agency):
    assert find_agency(names) == agency


def test_a_paper_whose_domain_is_a_public_suffix_is_known():
    assert find_host("https://www.altoadige.it/cronaca/ponte") == "alto-adige-quotidiano"


@pytest.mark.parametrize("text", ["ΑΠΕ - ΜΠΕ", "ΑΠΕ-ΜΠΕ"])
def test_a_dash_may_stand_in_the_name_of_an_agency(text: str):
    assert find_agency(text) == "amna"


@pytest.mark.parametrize(
    "joiner", ["and", "und", "et", "e", "y", "i", "og", "och", "en", "ja", "и"]
)
def test_a_word_for_and_joins_agencies_in_any_language(joiner: str):
    assert names_agencies(f"Reuters {joiner} AFP")
    assert not names_agencies(f"Reuters {joiner}-AFP")
