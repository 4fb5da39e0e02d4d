"""On whose domain an address lies; archives and caches hold copies of others' pages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.describe.addresses import find_host_domain, is_site


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.gazette.co.uk/news?page=2#top", "gazette.co.uk"),
        ("HTTPS://WWW.Gazette.CO.UK./", "gazette.co.uk"),
        ("http://desk:secret@gazette.co.uk:8080/", "gazette.co.uk"),
        ("//cdn.gazette.co.uk/a", "gazette.co.uk"),
        ("www.gazette.co.uk/news", "gazette.co.uk"),
        ("https://m.gazette.example/", "gazette.example"),  # an ending that no list has
        # A blog is a domain of its own.
        ("https://gazette.blogspot.com/2025/05/a", "gazette.blogspot.com"),
        ("https://www.gazette.github.io", "gazette.github.io"),
        ("https://blogspot.com/", "blogspot.com"),
        ("https://gazette.substack.com/p/a", "gazette.substack.com"),
        ("https://www.substack.com/p/a", "substack.com"),
        ("https://desk.gazette.tumblr.com", "gazette.tumblr.com"),
        ("https://blog.naver.com/gazette/1", "blog.naver.com"),
        # As it is.
        ("http://192.0.2.7:8000/a", "192.0.2.7"),
        ("http://[2001:DB8::1]:80/", "[2001:db8::1]"),
        ("http://intranet/a", "intranet"),
        # In Unicode, however it is written.
        ("https://xn--gemse-mva.de/", "gemüse.de"),
        ("https://www.GEMÜSE.de/", "gemüse.de"),
        ("https://пошта.укр/", "пошта.укр"),
        ("https://xn--80a1acn3a.xn--j1amh/", "пошта.укр"),
        ("http://例え。jp/", "例え.jp"),
        ("http://xn--99999999999.de/", "xn--99999999999.de"),  # stands for nothing
    ],
)
def test_an_address_has_a_domain(url, domain):
    assert find_host_domain(url) == domain


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://web.archive.org/web/20250519/https://www.gazette.example/a", "gazette.example"),
        ("https://web.archive.org/web/20250519if_/http://gazette.example/a", "gazette.example"),
        ("web.archive.org/web/2025*/gazette.co.uk/a", "gazette.co.uk"),
        ("https://web.archive.org/web/2025/https%3A%2F%2Fgazette.co.uk%2Fa", "gazette.co.uk"),
        ("https://archive.ph/o/Ab1c2/https://www.gazette.co.uk/a", "gazette.co.uk"),
        (
            "https://webcache.googleusercontent.com/search?q=cache:0123456789ab:gazette.co.uk/a",
            "gazette.co.uk",
        ),
        ("https://gazette-co-uk.cdn.ampproject.org/c/s/gazette.co.uk/a", "gazette.co.uk"),
        ("https://www.google.com/amp/s/gazette.co.uk/a", "gazette.co.uk"),
        (
            "https://web.archive.org/web/2025/https://www.google.com/amp/s/gazette.co.uk/a",
            "gazette.co.uk",
        ),
        # What was copied is not said.
        ("https://web.archive.org/about", "archive.org"),
        ("https://archive.ph/Ab1c2", "archive.ph"),
        ("https://news.google.com/articles/2025/05/a", "google.com"),
        # No archive: the address of the page is its own.
        ("https://gazette.co.uk/leave/https://other.example/", "gazette.co.uk"),
    ],
)
def test_a_copy_has_the_domain_of_what_was_copied(url, domain):
    assert find_host_domain(url) == domain


@pytest.mark.parametrize(
    "url",
    [
        *(None, "", " ", "/a/b", "page.html", "localhost:8000/a", "about:blank", "https:///a"),
        *("mailto:desk@gazette.co.uk", "file:///pages/a.txt", "data:text/html,gazette.co.uk/a"),
        *("http://[", "http://a..b/", f"http://{'a' * 300}.de/", "http://\u202egazette.de/"),
    ],
)
def test_what_has_no_host_has_no_domain(url):
    assert find_host_domain(url) is None


@given(st.text() | st.text(alphabet="htps:/.@[]xn-%2Fweb0archive.org").map("http://{}".format))
@example("https://web.archive.org/web/2025/" * 1_000)
def test_any_text_is_read_and_its_domain_is_its_own(text):
    domain = find_host_domain(text)
    assert domain is None or find_host_domain(f"http://{domain}/") == domain


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://www.gazette.example/a", True),
        ("https://gazette.substack.com/p/a", True),
        ("https://web.archive.org/web/2025/https://gazette.co.uk/a", True),
        ("https://medium.com/@gazette/a", False),
        ("https://www.facebook.com/gazette", False),
        ("https://archive.ph/Ab1c2", False),
        ("http://192.0.2.7/a", False),
        ("http://[2001:db8::1]/a", False),
        ("http://intranet/a", False),
    ],
)
def test_a_domain_is_one_site_or_of_many(url, is_one):
    assert is_site(find_host_domain(url) or "") == is_one
