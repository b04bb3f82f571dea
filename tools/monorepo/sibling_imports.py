"""What the packages import of each other, against what their metadata declares.

A package may import a sibling only if it declares it, and never a private module or name of one.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.monorepo import workspace

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
