from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from tools import pages
from tools.navigation import leaves
from tools.pages import changelogs

if TYPE_CHECKING:
    from tests.tools.house import House

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """What the checkout's own site is given."""
    return pages.generated(ROOT)


def test_every_page_that_is_made_begins_with_one_title(made: dict[str, str]) -> None:
    titles = {path: text.startswith("# ") for path, text in made.items()}

    assert titles == dict.fromkeys(made, True)


def test_mkdocs_gets_every_page_and_finds_it_in_the_table_of_contents(
    made: dict[str, str],
) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))

    files = config.plugins.on_files(Files([]), config=config)

    assert {file.src_uri: file.content_string for file in files} == made
    assert set(made) < set(leaves(config.nav))


def test_a_page_that_is_made_is_never_written_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.package("core")
    house.write("docs/changelogs/core.md", "# Changelog\n")
    house.write(
        "mkdocs.yml", f"site_name: Acme\nhooks: [{ROOT}/tools/pages/hook.py]\nplugins: []\n"
    )
    monkeypatch.setattr(pages, "_makers", lambda: iter(["changelogs"]))
    config = load_config(str(house.root / "mkdocs.yml"))

    with pytest.raises(PluginError, match=r"^docs/changelogs/core.md: tools/pages/changelogs.py "):
        config.plugins.on_files(Files([]), config=config)


def test_changelogs_come_with_dependencies_first(house: House) -> None:
    house.package("io", ["acme-zebra>=0.1"])
    house.package("zebra")
    house.write("packages/zebra/CHANGELOG.md", "# Changelog of acme-zebra\n")

    made = changelogs.pages(house.root)

    assert list(made) == ["changelogs/zebra.md", "changelogs/io.md"]
    assert made["changelogs/zebra.md"] == "# Changelog of acme-zebra\n"
