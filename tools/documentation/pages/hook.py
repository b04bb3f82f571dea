"""What mkdocs calls while it builds the site.

Pages that are made are added and placed; names of Python's own library are linked to its documentation;
the script that draws diagrams is served from here, to the pages that have one; and what the theme does
to a reader's privacy or reach is mended.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url
from mkdocstrings import Inventory

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# The program mkdocs starts without the checkout on its path.
sys.path.append(str(Path(__file__).resolve().parents[3]))

from tools.documentation import navigation
from tools.documentation.pages import generated
from tools.errors import ToolError

VENDORED = Path(__file__).resolve().parents[1] / "vendored"
MERMAID = "assets/mermaid.tiny.js"
PYTHON = "https://docs.python.org/3/"
MENDED = {
    # The theme would ask GitHub how many stars there are.
    ' data-md-component="source"': "",
    # A dialog has a name (WCAG 2.2, 4.1.2).
    ' role="dialog"': ' role="dialog" aria-label="Search"',
}
"""What the theme writes, and what stands there instead."""


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add each page that is made to the site's files and to its table of contents."""
    try:
        made = generated(Path(config.config_file_path).parent)
    except ToolError as error:
        raise PluginError(str(error)) from error
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    script = gzip.decompress((VENDORED / "mermaid.tiny.js.gz").read_bytes())
    files.append(File.generated(config, MERMAID, content=script))
    config.nav = navigation.placed(config.nav or [], made)
    return files


def on_env(environment: Environment, *, config: MkDocsConfig, **_: object) -> Environment:
    """Tell where each name of Python's own library is documented, from the list kept here."""
    autorefs: Any = config.plugins["autorefs"]
    with (VENDORED / "python.inv").open("rb") as listed:
        for item in Inventory.parse_sphinx(listed).values():
            autorefs.register_url(item.name, f"{PYTHON}{item.uri}")
    return environment


def on_page_content(html: str, *, page: Page, **_: object) -> str:
    """Load the script on a page with a diagram, before the theme would ask a third party for it."""
    if 'class="mermaid"' not in html:
        return html
    return f'{html}\n<script src="{get_relative_url(MERMAID, page.url)}"></script>'


def on_post_page(output: str, **_: object) -> str:
    """Mend what the theme does that no setting changes."""
    for theirs, ours in MENDED.items():
        output = output.replace(theirs, ours)
    return output
