"""The dashboard in Chromium: it looks right to axe, works by clicks and without JavaScript."""

import re
import shutil

import pytest

from bench.screenshots import find_addresses, serve
from flows import shipped

pytestmark = pytest.mark.slow
SAMPLE = shipped.ROOT / "data" / "raw"


@pytest.fixture(scope="module")
def address(tmp_path_factory, run_flow):
    """The address of a dashboard of the sample pages and a hostile one."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copytree(SAMPLE, folder / "raw")
    (folder / "raw" / "evil.txt").write_text(
        "<script>document.title='owned'</script> Ferry \u202ereturns\n\n"
        "<img src=x onerror=\"document.title='owned'\"> The ferry came back on Monday, the harbour"
        " master said on the quay, and its crew was welcomed by several hundred people who had"
        ' waited since the storm of last May.\n\n<iframe src="javascript:parent.document.title='
        "'owned'\"></iframe><svg onload=\"document.title='owned'\"></svg>\n"
    )
    run_flow(folder / "copydesk.duckdb", folder / "raw")
    with serve(folder / "copydesk.duckdb") as served:
        yield served


@pytest.fixture
def open_page(browser, address):
    """open_page("/outlets", width=400, ...) -> a page on which no script failed or was stopped."""
    contexts, complaints = [], []

    def open_one(path: str, width: int = 1400, scheme: str = "light", scripts: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 400])
def test_axe_finds_nothing_serious(width, scheme, address, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page, found = context.new_page(), []
    for path in [*find_addresses(address).values(), "/nothing", "/rejects"]:
        page.goto(address + path)
        found += [
            (path, broken["id"], node["html"][:150])
            for broken in axe.run(page).response["violations"]
            if broken["impact"] in ("serious", "critical")
            for node in broken["nodes"][:2]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
    assert found == []


@pytest.mark.parametrize("scripts", [True, False])
def test_clicks_lead_from_a_number_to_marked_characters(scripts, open_page):
    page = open_page("/", scripts=scripts)
    page.click("header nav >> text=Outlets")
    row = page.locator("tr", has_text="Meridian Wire")
    row.locator("td.number a").nth(1).click()
    page.locator("tbody th a").first.click()
    words = page.locator(".paragraph p").first.inner_text()
    page.locator(".pilcrow").first.click()
    assert "#char-" in page.url
    marked = page.locator("mark.asked").first
    assert words.split()[:8] == marked.inner_text().split()[:8]
    assert marked.is_visible()


def test_a_fragment_alone_is_marked_by_our_script(open_page, address):
    page = open_page("/pages")
    page.locator("tbody th a", has_text="ferry-strike").click()
    bare = page.url.split("?")[0]
    page.goto(f"{bare}#char-200-260")
    page.wait_for_selector("mark.asked")
    assert re.search(r"from=200&to=260#char-200-260$", page.url)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hostile_page_runs_nothing(scripts, open_page):
    page = open_page("/search?words=ferry", scripts=scripts)
    page.locator(".results a", has_text="<script>").first.click()
    assert page.locator("h1").inner_text().startswith("<script>")
    assert page.locator(".sign").first.get_attribute("title") == "RIGHT-TO-LEFT OVERRIDE"
    page.locator(".pilcrow").first.click()
    assert "owned" not in page.title() or "<script>" in page.title()
    assert page.locator("iframe, img, main svg[onload]").count() == 0


def test_the_keyboard_gets_to_the_content(open_page):
    page = open_page("/outlets")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
