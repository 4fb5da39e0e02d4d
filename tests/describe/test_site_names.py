"""What a site calls itself: printed as its domain is spelled, or as the owner of its copyright."""

import pytest

from flows.describe.site_names import find_site_name, split_site_names


@pytest.mark.parametrize(
    ("lines", "domain", "name"),
    [
        # Spelled as the domain: a masthead, the tail of a title, a line of copyright.
        (["HARBOUR GAZETTE", "Home", "Sport"], "harbourgazette.example", "HARBOUR GAZETTE"),
        (["The Harbour Gazette"], "harbour-gazette.co.uk", "The Harbour Gazette"),
        (["Harbour Gazette"], "theharbourgazette.com", "Harbour Gazette"),
        (["Bridge reopens - Hafenblatt"], "hafenblatt.de", "Hafenblatt"),
        (["Pont rouvert | La Dépêche du Port"], "ladépêcheduport.fr", "La Dépêche du Port"),
        (["© 2025 Листок Порта. Все права"], "листокпорта.рф", "Листок Порта"),
        (
            ["Harbour Gazette", "HARBOUR GAZETTE", "HARBOUR GAZETTE"],
            "harbourgazette.com",
            "Harbour Gazette",
        ),
        # Printed alone, and as the owner of the copyright.
        (["Morskie Echo", "Menu", "© 2025 Morskie Echo"], "mecho.pl", "Morskie Echo"),
        (
            ["Most otwarty | Morskie Echo", "Copyright 2024-2025 by Morskie Echo, all"],
            None,
            "Morskie Echo",
        ),
        (["海港日报", "首页", "© 2025 海港日报"], None, "海港日报"),
        # Not said: once, as an owner that nothing else names, or as the domain itself.
        (["Harbour Gazette", "Share"], "hg.example", None),
        (["© 2025 Meridian Photos"], "gazette.example", None),
        (["gazette.example"], "gazette.example", None),
        (["Home", "Home", "News", "News"], "gazette.example", None),
        ([], None, None),
    ],
)
def test_a_site_has_the_name_that_its_page_prints(lines, domain, name):
    assert find_site_name(lines, domain) == name


def test_parts_of_a_line_stand_in_its_order_whatever_the_hashes_of_strings():
    for number in range(50):
        line = f"Gazette {number} | Bridge {number}"
        assert split_site_names(line) == [line, f"Gazette {number}", f"Bridge {number}"]
