"""The places where a package must be listed because no glob can serve, and how to list it there.

`tools.layout` checks that these lists are whole.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tools.package_template import Blueprint
    from tools.spelling import Identity


def added(root: Path, blueprint: Blueprint, owner: Identity) -> dict[Path, bytes]:
    """New contents, by path, of the files that list the packages, with one more."""
    pyproject, site = root / "pyproject.toml", root / "mkdocs.yml"
    return {
        pyproject: _with_source(pyproject.read_text("utf-8"), blueprint, owner).encode(),
        site: _with_page(site.read_text("utf-8"), blueprint, owner).encode(),
    }


def removed(root: Path, blueprint: Blueprint, owner: Identity) -> dict[Path, bytes]:
    """New contents, by path, of the files that list the packages, with one less."""
    pyproject, site = root / "pyproject.toml", root / "mkdocs.yml"
    return {
        pyproject: _without_source(pyproject.read_text("utf-8"), blueprint, owner).encode(),
        site: _without_page(site.read_text("utf-8"), blueprint, owner).encode(),
    }


def replace(texts: dict[Path, bytes]) -> None:
    """Write each file beside its place and rename it."""
    for path, content in texts.items():
        partial = path.with_name(f"{path.name}.part")
        partial.write_bytes(content)
        partial.replace(path)


def _with_source(text: str, blueprint: Blueprint, owner: Identity) -> str:
    sources, paths = _listed(text)
    sources.add(f"{owner.name}-{blueprint.name}")
    paths.add(f"packages/{blueprint.name}/src")
    return _relisted(text, sources, paths)


def _without_source(text: str, blueprint: Blueprint, owner: Identity) -> str:
    sources, paths = _listed(text)
    sources.discard(f"{owner.name}-{blueprint.name}")
    paths.discard(f"packages/{blueprint.name}/src")
    return _relisted(text, sources, paths)


def _listed(text: str) -> tuple[set[str], set[str]]:
    """The distributions that come from the tree, and the folders of sources that mypy knows."""
    settings = tomllib.loads(text)["tool"]
    return set(settings["uv"]["sources"]), set(settings["mypy"]["mypy_path"])


def _relisted(text: str, sources: set[str], paths: set[str]) -> str:
    """Both lists written anew in their sorted form; everything around them stays to the letter."""
    lines = "".join(f"{name} = {{ workspace = true }}\n" for name in sorted(sources))
    text = re.sub(r"(?<=\[tool\.uv\.sources\]\n)(?:\S+ = .*\n)*", lines, text)
    listed = "".join(f'  "{path}",\n' for path in sorted(paths))
    return re.sub(r"(?<=mypy_path = \[\n)(?:  .*\n)*", listed, text)


def _with_page(text: str, blueprint: Blueprint, owner: Identity) -> str:
    """The page stands after the last of the other packages' pages."""
    line = _page(blueprint, owner)
    if line in text:
        return text
    last = list(re.finditer(rf"      - {re.escape(owner.module)}\.\w+: .*\n", text))[-1]
    return f"{text[: last.end()]}{line}{text[last.end() :]}"


def _without_page(text: str, blueprint: Blueprint, owner: Identity) -> str:
    return text.replace(_page(blueprint, owner), "")


def _page(blueprint: Blueprint, owner: Identity) -> str:
    return f"      - {owner.module}.{blueprint.module}: reference/{blueprint.name}.md\n"
