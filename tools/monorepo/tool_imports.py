"""What the tools import of each other.

At the top of ``tools/`` stand the programs, and in folders what they stand on, so that a reader sees
which is which: no folder imports a program, and neither modules nor folders form a circle.
"""

from __future__ import annotations

import graphlib
from typing import TYPE_CHECKING, NamedTuple

from tools.monorepo.sibling_imports import Import, imports_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Graph = dict[str, set[str]]

INNERMOST = ("tools/__init__.py", "tools/errors.py")
"""What stands at the top beside the programs; every folder may import it."""


class Tool(NamedTuple):
    """A module of ``tools/``.

    Attributes:
        path: Its path from the root.
        name: Its name as it is imported.
        folder: The name of its folder; empty at the top.
        program: Whether it is run as ``python -m tools.NAME``.
        imports: What it imports, inside of functions too.
    """

    path: str
    name: str
    folder: str
    program: bool
    imports: list[Import]


def is_program(path: Path) -> bool:
    """Whether a module can be run."""
    return 'if __name__ == "__main__":' in path.read_text("utf-8")


def problems(root: Path) -> Iterator[str]:
    """What a tool imports but must not, modules out of place, and circles, each as a sentence."""
    tools = [_read(path, root) for path in sorted(root.glob("tools/**/*.py"))]
    namespaces = sorted({path.name for path in root.glob("packages/*/src/*/")})
    programs = [tool.name for tool in tools if tool.program]
    for tool in tools:
        if not (tool.folder or tool.program or tool.path in INNERMOST):
            yield f"{tool.path} is no program; move it into the folder that says what it is about"
        outside = "; the tools must outlive the packages"
        yield from _found(tool, namespaces, outside)
        if tool.folder:
            shared = ", a program; move what they share into a folder of tools/"
            yield from _found(tool, programs, shared)
    yield from _circles(tools)


def _read(path: Path, root: Path) -> Tool:
    place = path.relative_to(root)
    folder = ".".join(place.parent.parts) if place.parent.parent.parts else ""
    name = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
    imports = [*imports_of(path, root)]
    return Tool(place.as_posix(), name, folder, not folder and is_program(path), imports)


def _found(tool: Tool, modules: Iterable[str], reason: str) -> Iterator[str]:
    for found in tool.imports:
        if any(found.is_of(module) for module in modules):
            yield f"{tool.path}:{found.line}: imports {found.target}{reason}"


def _circles(tools: list[Tool]) -> Iterator[str]:
    """Where modules, or folders as wholes, import each other."""
    folders = {tool.name: tool.folder or tool.name for tool in tools}
    modules: Graph = {}
    between: Graph = {}
    for tool in tools:
        used = {_module(found, folders) for found in tool.imports if found.is_of("tools")}
        modules[tool.name] = used
        here = folders[tool.name]
        between.setdefault(here, set()).update({folders.get(name, name) for name in used} - {here})
    yield from _circle("modules", modules)
    yield from _circle("folders", between)


def _module(found: Import, known: Iterable[str]) -> str:
    """The module that an import reaches: itself, or the one that defines the name."""
    return found.target if found.target in known else found.target.rpartition(".")[0]


def _circle(kind: str, graph: Graph) -> Iterator[str]:
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = " -> ".join(error.args[1])
        yield f"tools: {kind} import each other in a circle: {circle}; move what they share inward"
