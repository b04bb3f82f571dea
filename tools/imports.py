"""Check that dependencies point inward, as each package's own metadata declares them.

A package may import a sibling only if it declares it, and never a private module or name of one.
The tools import no package and form no circle among themselves.

    python -m tools.imports

Exit codes: 0 all imports are allowed, 1 some are not.
"""

from __future__ import annotations

import ast
import graphlib
import sys
from typing import TYPE_CHECKING, NamedTuple

from tools import command_line, workspace
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Import(NamedTuple):
    """One imported module or name, dotted in full, and the line that asks for it."""

    target: str
    line: int

    def is_of(self, module: str) -> bool:
        """Whether it is the module itself or something below it."""
        return f"{self.target}.".startswith(f"{module}.")

    @property
    def private(self) -> bool:
        """Whether a name on the way has a leading underscore and is no dunder."""
        names = self.target.split(".")
        return any(name.startswith("_") and not name.endswith("__") for name in names)


def imports_of(path: Path, source: Path) -> Iterator[Import]:
    """Every import of a file, those inside functions and ``TYPE_CHECKING`` blocks too.

    Args:
        path: The file.
        source: The folder that its absolute imports start from.

    Raises:
        ToolError: The file is no Python.
    """
    module = path.relative_to(source).with_suffix("").parts
    for node in ast.walk(_parse(path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module[: -node.level] if node.level else ()
            base = [*above, *([node.module] if node.module else [])]
            yield from (Import(".".join([*base, name.name]), node.lineno) for name in node.names)


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        raise ToolError(f"{path} is no Python that {sys.executable} reads: {error}") from None


def package_problems(root: Path) -> Iterator[str]:
    """Imports of a sibling that are undeclared or private, each as a sentence."""
    packages = workspace.packages(root)
    modules = {name: import_packages(package) for name, package in packages.items()}
    for package in packages.values():
        siblings = {
            module: packages[name]
            for name, owned in modules.items()
            if name != package.name
            for module in owned
        }
        for path in sorted(package.path.glob("src/**/*.py")):
            for found in imports_of(path, package.path / "src"):
                where = f"{path.relative_to(root)}:{found.line}: imports {found.target}"
                for module, owner in siblings.items():
                    if found.is_of(module):
                        yield from _judge(found, where, package, owner)


def import_packages(package: workspace.Package) -> list[str]:
    """What the package is imported as, namespace included: ``acme.core``."""
    source = package.path / "src"
    folders = {path.parent for path in source.glob("**/__init__.py")}
    outermost = [folder for folder in folders if not folders.intersection(folder.parents)]
    return sorted(".".join(folder.relative_to(source).parts) for folder in outermost)


def _judge(
    found: Import, where: str, package: workspace.Package, owner: workspace.Package
) -> Iterator[str]:
    declared = {needed.package for needed in package.dependencies if needed.published}
    if owner.name not in declared:
        pyproject = f"packages/{package.name}/pyproject.toml"
        yield f"{where}, but {pyproject} does not declare {owner.distribution}; declare it"
    if found.private:
        yield f"{where}, which is private to {owner.distribution}; make it public there"


def tool_problems(root: Path) -> Iterator[str]:
    """Circles among the tools, and their imports of a package, each as a sentence."""
    namespaces = sorted({path.name for path in root.glob("packages/*/src/*") if path.is_dir()})
    graph: dict[str, set[str]] = {}
    for path in sorted((root / "tools").glob("*.py")):
        asked = list(imports_of(path, root))
        used = [found.target.split(".") for found in asked if found.is_of("tools")]
        graph[path.stem] = {name for names in used for name in names[1:2]}
        for found in asked:
            if any(found.is_of(namespace) for namespace in namespaces):
                yield (
                    f"tools/{path.name}:{found.line}: imports {found.target};"
                    " the tools must outlive the packages"
                )
    yield from _circles(graph)


def _circles(graph: dict[str, set[str]]) -> Iterator[str]:
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = " -> ".join(error.args[1])
        yield f"tools: modules import each other in a circle: {circle}; move what they share inward"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("imports", __doc__).parse_args(argv)
    return command_line.exit_code("imports", check)


def check() -> int:
    """Print every import that is not allowed."""
    root = workspace.find_root()
    return command_line.report([*package_problems(root), *tool_problems(root)])


if __name__ == "__main__":
    sys.exit(main())
