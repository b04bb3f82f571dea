"""The places where a package must be listed because no glob can serve, and how to list it there.

`tools.layout` checks that these lists are whole.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.monorepo.spelling import Identity
    from tools.scaffolding.package_template import Blueprint


class Listing(NamedTuple):
    """What the lists say of a package.

    Attributes:
        name: Folder name.
        distribution: Name on the index.
        title: What its page in the docs is called; None where it has no page.
        about: What the readme's table of folders says of it.
    """

    name: str
    distribution: str
    title: str | None = None
    about: str = ""


def listing(blueprint: Blueprint, owner: Identity) -> Listing:
    """How a package of the repository's own namespace is listed."""
    distribution = f"{owner.name}-{blueprint.name}"
    title = f"{owner.module}.{blueprint.module}"
    return Listing(blueprint.name, distribution, title, blueprint.description)


def added(root: Path, package: Listing) -> dict[Path, bytes]:
    """New contents, by path, of the files that list the packages, with one more."""
    return _changed(root, lambda listed, item: listed | {item}, package, _with_page, _with_row)


def removed(root: Path, package: Listing) -> dict[Path, bytes]:
    """New contents, by path, of the files that list the packages, with one less."""
    return _changed(
        root, lambda listed, item: listed - {item}, package, _without_page, _without_row
    )


def replace(texts: dict[Path, bytes]) -> None:
    """Write each file beside its place and rename it."""
    for path, content in texts.items():
        partial = path.with_name(f"{path.name}.part")
        partial.write_bytes(content)
        partial.replace(path)


def _changed(
    root: Path,
    change: Callable[[set[str], str], set[str]],
    package: Listing,
    change_page: Callable[[str, str], str],
    change_row: Callable[[str, Listing], str],
) -> dict[Path, bytes]:
    pyproject, site = root / "pyproject.toml", root / "mkdocs.yml"
    text = pyproject.read_text("utf-8")
    settings = tomllib.loads(text)["tool"]
    sources = change(set(settings["uv"]["sources"]), package.distribution)
    paths = change(set(settings["mypy"]["mypy_path"]), f"packages/{package.name}/src")
    texts = {pyproject: _relisted(text, sources, paths).encode()}
    for form in sorted(root.glob(".github/ISSUE_TEMPLATE/*.yml")):
        texts[form] = _offered(form.read_text("utf-8"), change, package.name).encode()
    readme = root / "README.md"
    if readme.is_file():
        texts[readme] = change_row(readme.read_text("utf-8"), package).encode()
    if package.title:
        line = f"      - {package.title}: reference/{package.name}.md\n"
        texts[site] = change_page(site.read_text("utf-8"), line).encode()
    return texts


def _relisted(text: str, sources: set[str], paths: set[str]) -> str:
    """Both lists written anew in their sorted form; everything around them stays to the letter."""
    lines = "".join(f"{name} = {{ workspace = true }}\n" for name in sorted(sources))
    text = re.sub(r"(?<=\[tool\.uv\.sources\]\n)(?:\S+ = .*\n)*", lines, text)
    listed = "".join(f'  "{path}",\n' for path in sorted(paths))
    return re.sub(r"(?<=mypy_path = \[\n)(?:  .*\n)*", listed, text)


def _offered(text: str, change: Callable[[set[str], str], set[str]], name: str) -> str:
    """An issue form with its packages written anew, where it offers them: the options of one word."""

    def relisted(found: re.Match[str]) -> str:
        names = change(set(re.findall(r"- (\S+)\n", found[0])), name)
        return "".join(f"        - {one}\n" for one in sorted(names))

    return re.sub(r"(?<=      options:\n)(?:        - \S+\n)+", relisted, text)


def _with_page(text: str, line: str) -> str:
    """The page stands after the last of the other packages' pages."""
    return text if line in text else _after_last(r"      - \w+\.\w+: reference/.*\n", text, line)


def _without_page(text: str, line: str) -> str:
    return text.replace(line, "")


def _with_row(text: str, package: Listing) -> str:
    """The row stands after the last of the other packages' rows, in a readme that has them."""
    row = f"| `packages/{package.name}` | `{package.distribution}`: {package.about} |\n"
    return _after_last(r"\| `packages/.*\n", _without_row(text, package), row)


def _without_row(text: str, package: Listing) -> str:
    return re.sub(rf"(?m)^\| `packages/{re.escape(package.name)}` \|.*\n", "", text)


def _after_last(pattern: str, text: str, line: str) -> str:
    found = list(re.finditer(pattern, text))
    return f"{text[: found[-1].end()]}{line}{text[found[-1].end() :]}" if found else text
