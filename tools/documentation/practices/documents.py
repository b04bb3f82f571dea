"""Find places inside of files: a key of TOML or YAML, a heading of a page, a pin of a lock."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

FENCED = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2[`~]*\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+?)(?: *\{ *#([\w-]+) *\})? *#*$", re.MULTILINE)


def require(file: Path, key: str) -> None:
    """See to it that a file has a place of that name.

    Args:
        file: A file of TOML, YAML, Markdown, or pins.
        key: Keys with dots between them, the anchor of a heading, or the name of a distribution.

    Raises:
        ToolError: It has not.
    """
    finders = {
        ".toml": lambda: _has_keys(_toml(file.read_text("utf-8")), key),
        ".yml": lambda: _has_keys(_yaml(file.read_text("utf-8")), key),
        ".yaml": lambda: _has_keys(_yaml(file.read_text("utf-8")), key),
        ".md": lambda: key in anchors(file.read_text("utf-8")),
        ".txt": lambda: f"\n{key}==" in "\n" + file.read_text("utf-8"),
    }
    if file.suffix not in finders:
        raise ToolError(f"nothing can be found inside a file such as {file.name}")
    if not finders[file.suffix]():
        raise ToolError(f"{file.name} has no {key}")


def anchors(markdown: str) -> set[str]:
    """The anchors of a page's headings, as Python-Markdown makes them."""
    headings = HEADING.findall(FENCED.sub("", markdown))
    return {given or _slug(text) for text, given in headings}


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _has_keys(tables: Any, key: str) -> bool:
    """Whether nested tables have a key; a part of it may itself have dots."""
    if not isinstance(tables, dict):
        return False
    return key in tables or any(
        _has_keys(tables[head], key.removeprefix(f"{head}."))
        for head in map(str, tables)
        if head in tables and key.startswith(f"{head}.")
    )


@cache
def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ToolError(f"it is no TOML ({error})") from None


@cache
def _yaml(text: str) -> dict[str, Any]:
    try:
        return yaml_load(text)  # knows the tags that mkdocs.yml has, too
    except ConfigurationError as error:
        raise ToolError(" ".join(str(error).split())) from None
