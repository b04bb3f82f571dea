"""A walk over every page of the site in a real browser, as its readers see it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.docs import browser
from tests.docs.browser import DARK, LIGHT, Browser
from tests.releasing.repository import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

NARROW, WIDE = 400, 1400
PICTURES = ROOT / "reports" / "site-pictures"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly, in the folder that its address ends with."""
    folder = tmp_path_factory.mktemp("site") / "acme"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir"]
    subprocess.run([*command, str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with browser.served(site.parent) as found:
        yield f"{found}/{site.name}/"


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    """A browser, or a reason why there is none."""
    try:
        with browser.chromium() as found:
            yield found
    except browser.MissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What looks for barriers."""
    try:
        return browser.axe(tmp_path_factory.mktemp("axe"))
    except browser.MissingError as error:
        pytest.skip(str(error))


def paths(site: Path) -> list[str]:
    """Every page's address below the site's; 404.html is for addresses that are none."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return sorted(path.removesuffix("index.html") for path in found)


def test_every_page_fits_asks_nobody_else_and_has_no_barrier(
    site: Path, address: str, window: Browser, axe: str
) -> None:
    """Its console is silent too; pictures of all pages are left in reports/ to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []

    for path in paths(site):
        window.open(address + path, WIDE)
        wrong += [f"{path}: {found}" for found in _faults(window, address, axe)]
        name = path.strip("/").replace("/", "-").removesuffix(".html") or "index"
        for width in (WIDE, NARROW):
            window.resize(width)
            window.picture(PICTURES / f"{name}-{width}.png")
        overhang = window.run("return document.documentElement.scrollWidth") - NARROW
        wrong += [f"{path}: {overhang} pixels wider than a phone"] * (overhang > 0)

    (PICTURES / "faults.txt").write_text("\n".join(wrong), "utf-8")
    assert wrong == []


def _faults(window: Browser, address: str, axe: str) -> Iterator[str]:
    yield from (f"asks {url}" for url in window.requests() if not _own(url, address))
    yield from (f"console: {error}" for error in window.errors())
    for scheme in (DARK, LIGHT):
        yield from (f"{scheme}: {barrier}" for barrier in window.barriers(axe, scheme))


def _own(url: str, address: str) -> bool:
    """Whether an address is the site's, or no address at all."""
    return url.startswith((address, "data:"))


def test_diagrams_are_drawn(address: str, window: Browser) -> None:
    window.open(f"{address}reference/packages/", WIDE)

    drawn = "return document.querySelector('div.mermaid')?.getBoundingClientRect().height > 50"
    assert WebDriverWait(window.driver, 10).until(lambda _: window.run(drawn))


def test_search_finds_a_word_without_asking_a_server(address: str, window: Browser) -> None:
    window.open(address, WIDE)
    window.requests()

    window.driver.find_element(By.CSS_SELECTOR, "input.md-search__input").send_keys("floor")
    found = WebDriverWait(window.driver, 20).until(
        lambda driver: driver.find_elements(By.CSS_SELECTOR, ".md-search-result__link")
    )

    titles = " ".join(element.get_attribute("textContent") or "" for element in found)
    assert "floor" in titles.lower()
    assert [url for url in window.requests() if not _own(url, address)] == []


def test_whoever_uses_the_keyboard_sees_where_they_are(address: str, window: Browser) -> None:
    window.open(address, WIDE)
    body = window.driver.find_element(By.TAG_NAME, "body")
    invisible = []

    for _ in range(25):
        window.driver.switch_to.active_element.send_keys(Keys.TAB)
        shown = window.run(
            "const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.outerHTML.slice(0, 100), s.outlineStyle !== 'none' && s.outlineWidth !== '0px'"
            " || s.boxShadow !== 'none' || e.matches('input')]"
        )
        invisible += [] if shown[1] else [shown[0]]

    assert body.is_displayed()
    assert invisible == []
