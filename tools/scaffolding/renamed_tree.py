"""Make a tree of the repository with every name respelled, aside from the checkout.

The tree is git's own object, so that taking it over, or merging with it, is one step of git's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import UsageError
from tools.execution.process import output_of
from tools.monorepo.identity import identity, remember
from tools.monorepo.spelling import respelling, respelling_python
from tools.scaffolding import addition, removal
from tools.scaffolding.package_template import Blueprint
from tools.version_control.aside import checked_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tools.monorepo.identity import Origin
    from tools.monorepo.spelling import Identity

MARKER = "<!-- towncrier release notes start -->"
"""What comes after it in a changelog is the template's history, not the fork's."""


NAMED = (
    ("packages/*/pyproject.toml", 'license = "{}"'),
    ("docker/Dockerfile", '.licenses="{}"'),
    ("README.md", "{}, see [LICENSE]"),
)
"""Where the licence is named, and how."""

STARTER = Blueprint("starter", "The first package, to be replaced by your own.")
"""What a fork without the samples begins with."""


class Wanted(NamedTuple):
    """What the new tree shall be.

    Attributes:
        identity: How it is spelled.
        origin: What it shall remember of where it came from.
        licence: The text of its licence.
        dropped: Packages to leave out.
        starter: Whether a new package shall stand in for them.
    """

    identity: Identity
    origin: Origin
    licence: bytes
    dropped: Iterable[str] = ()
    starter: bool = False


def make(root: Path, commit: str, wanted: Wanted) -> str:
    """Respell the tree of a commit and return its git object name; the checkout is untouched.

    Args:
        root: The repository that has the commit.
        commit: What to respell; its own ``[tool.hatchery]`` says how it is spelled now.
        wanted: What to make of it.

    Raises:
        ToolError: git or the formatter failed.
        UsageError: A class would get a name that another has already.
    """
    with checked_out(root, commit) as aside:
        removal.leave_to_the_template(aside.folder)
        _choose_packages(aside.folder, wanted)
        _refuse_clash(aside.folder, wanted.identity)
        _rewrite(aside.folder, wanted)
        _format(aside.folder)
        return aside.written()


def _choose_packages(tree: Path, wanted: Wanted) -> None:
    if wanted.starter:
        addition.add(tree, STARTER, dry_run=False)
    for name in wanted.dropped:
        removal.carry_out(tree, removal.of(tree, name))


def _refuse_clash(tree: Path, new: Identity) -> None:
    """``AcmeError`` becomes ``DataError`` in a fork called data, where one is already."""
    old = re.escape(identity(tree).pascal)
    source = "\n".join(path.read_text("utf-8") for path in tree.glob("packages/*/src/**/*.py"))
    ours = sorted(set(re.findall(rf"\b{old}([A-Z]\w*)", source)))
    for rest in ours:
        if re.search(rf"(?m)^class {new.pascal}{rest}\b", source):
            raise UsageError(
                f"{new.name} would give a class the name {new.pascal}{rest}, which another has;"
                " choose another name"
            )


def _rewrite(tree: Path, wanted: Wanted) -> None:
    old, new = identity(tree), wanted.identity
    respell = respelling(old, new)
    respell_python = respelling_python(old, new, respell)
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        respell_text = respell_python if path.suffix == ".py" else respell
        _rewrite_file(path, tree / respell(path.relative_to(tree).as_posix()), respell_text)
    for folder in sorted((path for path in tree.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    _begin_history_anew(tree)
    _license(tree, old.licence, wanted)
    _speak_for_itself(tree, new)
    remember(tree, new, wanted.origin)


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


def _license(tree: Path, old: str, wanted: Wanted) -> None:
    """The root and every package carry the text; metadata, image and readme name it."""
    for path in (tree / "LICENSE", *tree.glob("packages/*/LICENSE")):
        path.write_bytes(wanted.licence)
    new = wanted.identity.licence
    for pattern, form in NAMED:
        for path in tree.glob(pattern):
            named = path.read_text("utf-8").replace(form.format(old), form.format(new))
            path.write_text(named, "utf-8", newline="\n")


def _speak_for_itself(tree: Path, new: Identity) -> None:
    """The readme begins with the fork's own words, where it began with the template's."""
    readme = tree / "README.md"
    own = readme.read_text("utf-8")
    if not own.startswith("# "):
        readme.write_text(f"# {new.title}\n\n{new.description}\n\n{own}", "utf-8", newline="\n")


def _format(tree: Path) -> None:
    """Imports and exports sort, and lines break, by the new name; a cache would become the fork's."""
    for command in (["check", "--select", "I,RUF022", "--fix"], ["format"]):
        output_of(["ruff", *command, "--quiet", "--no-cache", "."], folder=tree)
