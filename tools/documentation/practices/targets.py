"""Find what a practice points at: a file or a place in it, a test, a command, a Python name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.documentation.practices import commands, documents, symbols
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from tools.documentation.practices.checkout import Checkout

SUFFIXES = (".md", ".toml", ".txt", ".yaml", ".yml")


class Target(NamedTuple):
    """What was found.

    Attributes:
        text: What the practice calls it.
        file: Its file or folder, from the root; empty for what Python itself has.
        place: What is meant inside the file: a name, a key, an anchor; empty for all of it.
    """

    text: str
    file: str
    place: str = ""


def find(text: str, checkout: Checkout) -> Target | None:
    """Find what a text means: ``packages/core``, ``hatch.toml#envs.test``, ``make test``, ``tools.check.run``.

    None for what a fork has dropped whole, such as a sample or a page about it.

    Raises:
        ToolError: There is no such thing.
    """
    if checkout.is_fork and _is_dropped(text, checkout):
        return None
    command = commands.source(text, checkout)
    if command:
        return Target(text, command)
    path, _, place = text.partition("#")
    if "::" in text:
        return _test(text, checkout.root)
    if _is_path(path, checkout.root):
        return _file(text, path, place, checkout.root)
    return _symbol(text, checkout.root)


def _is_dropped(text: str, checkout: Checkout) -> bool:
    path = text.partition("#")[0].partition("::")[0]
    if _is_path(path, checkout.root):
        return not (checkout.root / path).exists()
    if text.startswith(f"{checkout.own.name} "):
        return commands.overview(checkout) is None
    ours = text.startswith((f"{checkout.own.module}.", "tests."))
    return ours and symbols.module_of(text, checkout.root) is None


def _is_path(text: str, root: Path) -> bool:
    return "/" in text or text.endswith(SUFFIXES) or (root / text).exists()


def _test(text: str, root: Path) -> Target:
    path, _, name = text.partition("::")
    target = _file(text, path, name.replace("::", "."), root)
    if not target.place.rpartition(".")[2].startswith("test_"):
        raise ToolError(f"{name} is no test; a test's name begins with test_")
    symbols.require(root / path, target.place)
    return target


def _file(text: str, path: str, place: str, root: Path) -> Target:
    if not (root / path).exists():
        raise ToolError(f"there is no {path}")
    if place and "::" not in text:
        documents.require(root / path, place)
    return Target(text, path, place)


def _symbol(text: str, root: Path) -> Target:
    found = symbols.module_of(text, root)
    if found is None:
        symbols.require_standard(text)
        return Target(text, "")
    file, name = found
    symbols.require(file, name)
    return Target(text, file.relative_to(root).as_posix(), name)
