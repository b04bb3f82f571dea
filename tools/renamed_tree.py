"""Make a tree of the repository with every name respelled, aside from the checkout.

The tree is git's own object, so that taking it over, or merging with it, is one step of git's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import registration, workspace
from tools.aside import checked_out
from tools.identity import identity
from tools.package_template import Blueprint
from tools.process import output_of
from tools.spelling import respelling, respelling_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tools.identity import Origin
    from tools.spelling import Identity

MARKER = "<!-- towncrier release notes start -->"
"""What comes after it in a changelog is the template's history, not the fork's."""


def make(
    root: Path, commit: str, new: Identity, origin: Origin, dropped: Iterable[str] = ()
) -> str:
    """Respell the tree of a commit and return its git object name; the checkout is untouched.

    Args:
        root: The repository that has the commit.
        commit: What to respell; its own ``[tool.hatchery]`` says how it is spelled now.
        new: How to spell it.
        origin: What the tree shall remember of where it came from.
        dropped: Packages to leave out.

    Raises:
        ToolError: git or the formatter failed.
    """
    with checked_out(root, commit) as aside:
        _drop(aside.folder, dropped)
        _rewrite(aside.folder, new, origin)
        _format(aside.folder)
        return aside.written()


def _drop(tree: Path, dropped: Iterable[str]) -> None:
    owner = identity(tree)
    for name in dropped:
        listed = registration.listing(Blueprint(name, ""), owner)
        registration.replace(registration.removed(tree, listed))
        (tree / "docs" / "reference" / f"{name}.md").unlink(missing_ok=True)
        for path in (tree / "packages" / name).rglob("*"):
            if path.is_file():
                path.unlink()


def _rewrite(tree: Path, new: Identity, origin: Origin) -> None:
    old = identity(tree)
    respell = respelling(old, new, workspace.names(tree))
    respell_python = respelling_python(old, new, respell)
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        respell_text = respell_python if path.suffix == ".py" else respell
        _rewrite_file(path, tree / respell(path.relative_to(tree).as_posix()), respell_text)
    for folder in sorted((path for path in tree.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    _begin_history_anew(tree)
    _remember(tree, origin)


def _rewrite_file(path: Path, target: Path, respell: Callable[[str], str]) -> None:
    """Move a file to its new name and, where it is text, respell what it says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        path.rename(target)
        return
    path.write_bytes(respell(text).encode())
    path.rename(target)


def _begin_history_anew(tree: Path) -> None:
    for changelog in tree.glob("packages/*/CHANGELOG.md"):
        head, marker, _ = changelog.read_text("utf-8").partition(MARKER)
        changelog.write_text(f"{head}{marker}\n", "utf-8", newline="\n")
    for note in tree.glob("packages/*/changes/*.md"):
        note.unlink()


def _remember(tree: Path, origin: Origin) -> None:
    """The one place that still names the template."""
    pyproject, table = tree / "pyproject.toml", "[tool.hatchery]\n"
    text = pyproject.read_text("utf-8").replace(table, table + origin.lines())
    pyproject.write_text(text, "utf-8", newline="\n")


def _format(tree: Path) -> None:
    """Imports and exports sort, and lines break, by the new name."""
    output_of(["ruff", "check", "--quiet", "--select", "I,RUF022", "--fix", "."], folder=tree)
    output_of(["ruff", "format", "--quiet", "."], folder=tree)
