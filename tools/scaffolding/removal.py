"""Take a package out of a tree, with everything in the tree that is about it alone.

That is its folder, its page in the reference, its place in the lists, the passages about it in prose
and settings (see `tools.scaffolding.passages`), and what it names as its own elsewhere: globs in ``belongings`` of
``[tool.hatchery]`` in its ``pyproject.toml``. A link to a page that goes becomes plain text. Locks keep
every pin, which still fits, until the next ``make lock``.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.dependencies import lock_files
from tools.monorepo import settings, workspace
from tools.monorepo.identity import identity
from tools.scaffolding import passages, registration
from tools.scaffolding.package_template import Blueprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

TEXTS = ("*.md", "pyproject.toml", "mkdocs.yml", "docs/**/*.md", "docker/*", ".github/**/*.*")
"""Where passages about a package and links to its pages may stand."""

_LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


class Removal(NamedTuple):
    """What taking a package out changes.

    Attributes:
        texts: New contents of the files that stay.
        files: The files outside the package's folder that go.
        folder: The package's own.
    """

    texts: dict[Path, bytes]
    files: list[Path]
    folder: Path

    def paths(self) -> list[Path]:
        """Everything that it touches."""
        return [*self.texts, *self.files, self.folder]


def of(root: Path, name: str) -> Removal:
    """What taking the package out of the tree changes; nothing is touched."""
    files = belongings(root, workspace.packages(root)[name])
    page = root / "docs" / "reference" / f"{name}.md"
    files += [page] if page.is_file() and page not in files else []
    listed = registration.listing(Blueprint(name, ""), identity(root))
    texts = _texts_without(root, name, files, registration.removed(root, listed))
    return Removal(texts, files, root / "packages" / name)


def carry_out(root: Path, removal: Removal) -> None:
    """Take the package out; its folder goes last, so that a killed run can be run again."""
    followed = lock_files.up_to_date(root)
    registration.replace(removal.texts)
    _unlink(removal.files)
    shutil.rmtree(removal.folder)
    lock_files.acknowledge(root, followed)


def leave_to_the_template(root: Path) -> None:
    """Take out what is about the template itself: what its settings name as its own, and passages."""
    files = _owned(root, settings.read(root / "pyproject.toml"))
    registration.replace(_texts_without(root, passages.TEMPLATE, files, {}))
    _unlink(files)


def _unlink(files: list[Path]) -> None:
    for path in files:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def belongings(root: Path, package: workspace.Package) -> list[Path]:
    """The files outside its folder that a package names as its own."""
    return _owned(root, package.metadata)


def _owned(root: Path, said: Mapping[str, Any]) -> list[Path]:
    patterns = settings.lookup(said, "tool", "hatchery", "belongings", default=[])
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})


def problems(root: Path) -> Iterator[str]:
    """Passages that no removal would find, each as a sentence."""
    known = {*workspace.names(root), passages.TEMPLATE}
    for path in _texts(root):
        shown = path.relative_to(root)
        try:
            strange = sorted({*passages.names(os.fsdecode(path.read_bytes()))} - known)
        except ValueError as error:
            strange = []
            yield f"{shown}: {error}; a passage has one of each"
        for name in strange:
            yield f"{shown}: a passage is about {name}, which is no package; take it out"


def _texts(root: Path) -> list[Path]:
    found = {path for pattern in TEXTS for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_file())


def _texts_without(
    root: Path, name: str, files: list[Path], texts: dict[Path, bytes]
) -> dict[Path, bytes]:
    """New contents of the texts that say something of ``name`` or lead to files that go."""
    changed = dict(texts)
    for path in _texts(root):
        if path not in files:
            before = os.fsdecode(texts.get(path) or path.read_bytes())
            after = _without(before, path, root, name, files)
            changed |= {path: os.fsencode(after)} if after != before else {}
    return changed


def _without(text: str, path: Path, root: Path, name: str, files: list[Path]) -> str:
    text = passages.without(text, name)
    if path.name == "mkdocs.yml":
        return _navigation(text, {path.as_posix() for path in _pages(root, files)})
    if path.suffix == ".md":
        return _LINK.sub(_plain(path.parent, root, name, files), text)
    if path.name == "pyproject.toml":
        return re.sub(rf'(?m)^"packages/{re.escape(name)}/.*\n', "", text)
    return text


def _plain(
    folder: Path, root: Path, name: str, files: list[Path]
) -> Callable[[re.Match[str]], str]:
    """What stands for a link: its text alone where it leads to a page that goes, made or written."""

    def replacement(link: re.Match[str]) -> str:
        target = os.path.relpath(folder / link[2], root)
        made = re.fullmatch(
            rf"docs/[^/]+/{re.escape(name)}\.md|packages/{re.escape(name)}(/.*)?", target
        )
        return link[1] if made or root / target in files else link[0]

    return replacement


def _pages(root: Path, files: list[Path]) -> list[Path]:
    """Those of the files that are pages of the site, as its settings call them."""
    docs = root / "docs"
    return [file.relative_to(docs) for file in files if file.is_relative_to(docs)]


def _navigation(text: str, pages: set[str]) -> str:
    """The site's settings without these pages, and without headings that have none left."""
    before, heading, listed = text.partition("\nnav:\n")
    kept = [
        line
        for line in listed.splitlines(keepends=True)
        if line.strip().rpartition(": ")[2] not in pages
    ]
    return before + heading + re.sub(r"(?m)^  - [^:\n]+:\n(?!      - )", "", "".join(kept))
