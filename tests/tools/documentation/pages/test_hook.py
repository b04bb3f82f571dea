from __future__ import annotations

import gzip
import hashlib
import re
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tools.documentation import pages
from tools.documentation.navigation import leaves
from tools.documentation.pages import hook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.house import House


class Recorder:
    """Stands in for autorefs; remembers where each name is documented."""

    def __init__(self) -> None:
        self.urls: dict[str, str] = {}

    def register_url(self, name: str, url: str) -> None:
        self.urls[name] = url


@pytest.fixture
def config(root: Path) -> Any:
    return load_config(str(root / "mkdocs.yml"))


def test_every_page_that_is_made_begins_with_one_title(made: dict[str, str]) -> None:
    titles = {path: text.startswith("# ") for path, text in made.items()}

    assert titles == dict.fromkeys(made, True)


def test_mkdocs_gets_every_page_and_finds_it_in_the_table_of_contents(
    made: dict[str, str], config: Any
) -> None:
    files = config.plugins.on_files(Files([]), config=config)

    texts = {file.src_uri: file.content_string for file in files.documentation_pages()}
    assert texts == made
    assert set(made) < set(leaves(config.nav))


def test_the_script_for_diagrams_is_a_file_of_the_site(config: Any, root: Path) -> None:
    files = config.plugins.on_files(Files([]), config=config)

    kept = (root / "tools/documentation/vendored/mermaid.tiny.js.gz").read_bytes()
    assert files.get_file_from_path(hook.MERMAID).content_bytes == gzip.decompress(kept)


def test_a_page_that_is_made_is_never_written_too(
    house: House, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    house.package("core")
    house.write("docs/changelogs/core.md", "# Changelog\n")
    hooks = f"hooks: [{root}/tools/documentation/pages/hook.py]"
    house.write("mkdocs.yml", f"site_name: Acme\n{hooks}\nplugins: []\n")
    monkeypatch.setattr(pages, "_makers", lambda: iter(["changelogs"]))
    config = load_config(str(house.root / "mkdocs.yml"))

    with pytest.raises(
        PluginError, match=r"^docs/changelogs/core.md: tools/documentation/pages/changelogs.py "
    ):
        config.plugins.on_files(Files([]), config=config)


def test_names_of_pythons_library_lead_to_its_documentation(config: Any) -> None:
    config.plugins["autorefs"] = autorefs = Recorder()

    hook.on_env("unchanged", config=config, files=Files([]))  # type: ignore[arg-type]

    expected = "https://docs.python.org/3/library/pathlib.html#pathlib.Path"
    assert autorefs.urls["pathlib.Path"] == expected


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        ('<pre class="mermaid">', '\n<script src="../../assets/mermaid.tiny.js"></script>'),
        ("<p>", ""),
    ],
)
def test_only_a_page_with_a_diagram_loads_the_script(html: str, asked: str, config: Any) -> None:
    file = File("reference/packages.md", None, "site", use_directory_urls=True)
    page = Page(None, file, config)

    found = hook.on_page_content(html, page=page, config=config, files=Files([file]))

    assert found == html + asked


def test_files_from_elsewhere_are_the_ones_that_are_listed(root: Path) -> None:
    folder = root / "tools/documentation/vendored"
    listed = re.findall(
        r"^\| `(\S+)` .* `(\w{64})` \|$", (folder / "README.md").read_text(), re.MULTILINE
    )

    there = [path for path in folder.iterdir() if path.suffix in {".gz", ".inv"}]

    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
    assert sums == dict(listed)


def test_no_page_asks_for_stars_and_a_dialog_has_a_name() -> None:
    mended = hook.on_post_page('<a data-md-component="source"><div role="dialog">')

    assert mended == '<a><div role="dialog" aria-label="Search">'
