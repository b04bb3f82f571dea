"""Find what Python code defines: modules, classes, functions, tables, tests; nothing of ours is imported."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import TYPE_CHECKING

import griffe

from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path


def module_of(dotted: str, root: Path) -> tuple[Path, str] | None:
    """The file of the longest module that a dotted name begins with, and what is left of the name.

    None where neither the tools nor a package has such a module.
    """
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        for folder in (root, *sorted(root.glob("packages/*/src"))):
            path = folder.joinpath(*parts[:count])
            for file in (path.with_suffix(".py"), path / "__init__.py"):
                if file.is_file():
                    return file, ".".join(parts[count:])
    return None


def require(file: Path, name: str) -> None:
    """See to it that a file defines a name, and does not only import it.

    Args:
        file: A Python file.
        name: A name with dots, such as ``Registry.get``; the file as a whole, if empty.

    Raises:
        ToolError: It does not.
    """
    found: griffe.Object | griffe.Alias = _module(file)
    for part in name.split(".") if name else ():
        if part not in found.members:
            raise ToolError(f"{file.name} does not define {name}")
        found = found.members[part]
        if found.is_alias:
            raise ToolError(f"{file.name} only imports {part}; name the module that defines it")


def keys(file: Path, name: str) -> list[str]:
    """The keys of a dictionary that a module defines, such as a table of commands."""
    value = getattr(_module(file).members.get(name), "value", None)
    found = value.keys if isinstance(value, griffe.ExprDict) else []
    return [str(key).strip("'\"") for key in found]


def docstring(file: Path) -> str:
    """The docstring of a module; empty if it has none."""
    found = _module(file).docstring
    return found.value if found else ""


def require_standard(dotted: str) -> None:
    """See to it that the standard library has a dotted name.

    Raises:
        ToolError: The standard library has no such name.
    """
    parts = dotted.split(".")
    if parts[0] not in sys.stdlib_module_names:
        raise ToolError(f"there is no module {parts[0]} here, nor in the standard library")
    module, rest = _imported(parts)
    found: object = sys.modules[module]
    for part in rest:
        if not hasattr(found, part):
            raise ToolError(f"the standard library's {module} has no {'.'.join(rest)}")
        found = getattr(found, part)


def _imported(parts: list[str]) -> tuple[str, list[str]]:
    """Import the longest module that a name begins with; its name, and the parts left."""
    for count in range(len(parts), 1, -1):
        module = ".".join(parts[:count])
        try:
            importlib.import_module(module)
        except ImportError:
            continue
        return module, parts[count:]
    importlib.import_module(parts[0])
    return parts[0], parts[1:]


def _module(file: Path) -> griffe.Module:
    return _parsed(file, file.read_text("utf-8"))


@cache
def _parsed(file: Path, code: str) -> griffe.Module:
    return griffe.visit(file.stem, filepath=file, code=code)
