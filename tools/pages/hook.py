"""What mkdocs calls while it builds the site: adds the pages that are made, and places them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

# The program mkdocs starts without the checkout on its path.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from tools import navigation
from tools.errors import ToolError
from tools.pages import generated


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add each page that is made to the site's files and to its table of contents."""
    try:
        made = generated(Path(config.config_file_path).parent)
    except ToolError as error:
        raise PluginError(str(error)) from error
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    config.nav = navigation.placed(config.nav or [], made)
    return files
