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
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import command_line, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Import:
    """One imported module or name, dotted in full, and where it is asked for."""

    target: str
    path: Path
    line: int

    @property
    def segments(self) -> list[str]:
        """The target's names, outermost first."""
        return self.target.split(".")


def imports_of(path: Path) -> Iterator[Import]:
    """Every absolute import of a file, those inside functions and ``TYPE_CHECKING`` blocks too."""
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, path, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (
                Import(f"{node.module}.{name.name}", path, node.lineno) for name in node.names
            )


def package_problems(root: Path) -> Iterator[str]:
    """Imports of a sibling that are undeclared or private, each as a sentence."""
    packages = workspace.packages(root)
    owners = {
        module: name for name, package in packages.items() for module in import_packages(package)
    }
    for package in packages.values():
        allowed = {
            dependency.package for dependency in package.dependencies if dependency.published
        }
        for path in sorted(package.path.glob("src/**/*.py")):
            for found in imports_of(path):
                owner = owners.get(".".join(found.segments[:2]))
                if owner not in (None, package.name):
                    yield from _judge(
                        found, packages[owner], package, root, declared=owner in allowed
                    )


def import_packages(package: workspace.Package) -> list[str]:
    """What the package is imported as, namespace included: ``acme.core``."""
    source = package.path / "src"
    return [
        ".".join(path.parent.relative_to(source).parts)
        for path in sorted(source.glob("*/*/__init__.py"))
    ]


def _judge(
    found: Import,
    owner: workspace.Package,
    package: workspace.Package,
    root: Path,
    *,
    declared: bool,
) -> Iterator[str]:
    where = f"{found.path.relative_to(root)}:{found.line}: imports {found.target}"
    if not declared:
        pyproject = f"packages/{package.name}/pyproject.toml"
        yield f"{where}, but {pyproject} does not declare {owner.distribution}; declare it"
    if any(segment.startswith("_") and not segment.endswith("__") for segment in found.segments):
        yield f"{where}, which is private to {owner.distribution}; make it public there"


def tool_problems(root: Path) -> Iterator[str]:
    """Circles among the tools, and their imports of a package, each as a sentence."""
    namespaces = {path.name for path in root.glob("packages/*/src/*")}
    graph: dict[str, set[str]] = {}
    for path in sorted((root / "tools").glob("*.py")):
        for found in imports_of(path):
            if found.segments[0] == "tools":
                graph.setdefault(path.stem, set()).add(found.segments[1])
            elif found.segments[0] in namespaces:
                yield f"tools/{path.name}:{found.line}: imports {found.target}; the tools must outlive the packages"
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield f"tools: modules import each other in a circle: {' -> '.join(error.args[1])}; move what they share inward"


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
