"""Check what no glob can: packages laid out alike, and the few hand-kept lists whole.

    python -m tools.layout

Exit codes: 0 the layout is sound, 1 something is missing or differs.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tools.execution import command_line, interpreters
from tools.monorepo import settings, workspace
from tools.monorepo.settings import lookup
from tools.scaffolding import removal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILES = ("README.md", "LICENSE", "CHANGELOG.md", "changes", "tests")
"""What stands in every package's folder beside ``pyproject.toml`` and ``src``."""


def problems(root: Path) -> Iterator[str]:
    """Everything that is out of place, each as a sentence with its remedy."""
    packages = workspace.packages(root)
    for package in packages.values():
        yield from _missing_files(package)
        yield from _version_settings(package)
        if not lookup(package.metadata, "tool", "hatchery", "adopted-from", default=""):
            yield from _types(package)
            yield from _licence(package, root)
    yield from _namespaces(root)
    yield from _lists(root, packages)
    yield from removal.problems(root)


def _missing_files(package: workspace.Package) -> Iterator[str]:
    shown = f"packages/{package.name}"
    for name in FILES:
        if not list(package.path.glob(f"{name}*")):
            yield f"{shown}/{name} is missing; every package has one"


def _types(package: workspace.Package) -> Iterator[str]:
    if not list(package.path.glob("src/**/py.typed")):
        yield (
            f"packages/{package.name}/src has no py.typed beside its modules; type checkers would ignore its types"
            " (PEP 561)"
        )


def _licence(package: workspace.Package, root: Path) -> Iterator[str]:
    copy = package.path / "LICENSE"
    if copy.is_symlink() or (
        copy.is_file() and copy.read_bytes() != (root / "LICENSE").read_bytes()
    ):
        yield (
            f"packages/{package.name}/LICENSE differs from LICENSE or is a link to it; copy it,"
            " since a wheel carries no file from outside its package"
        )


def _version_settings(package: workspace.Package) -> Iterator[str]:
    """A tag of one package must never version another."""
    options = lookup(package.metadata, "tool", "hatch", "version", "raw-options", default={})
    shown = f"packages/{package.name}/pyproject.toml: [tool.hatch.version.raw-options]"
    command = lookup(options, "scm", "git", "describe_command", default=[])
    # Without the second, a tag such as core-v2-v1.0 of a package core-v2 would version core.
    chosen = (("--match", f"{package.name}-v[0-9]*"), ("--exclude", f"{package.name}-v*-v*"))
    for option, pattern in chosen:
        if (option, pattern) not in pairwise(command):
            yield f'{shown} must describe by "{option}", "{pattern}"'
    if options.get("dist_name") != package.distribution:
        yield f'{shown} must have dist_name = "{package.distribution}"'


def _namespaces(root: Path) -> Iterator[str]:
    """A namespace that two packages share belongs to neither."""
    shared: dict[str, list[Path]] = {}
    for path in sorted(root.glob("packages/*/src/*/")):
        shared.setdefault(path.name, []).append(path)
    for folders in shared.values():
        for initial in (folder / "__init__.py" for folder in folders if len(folders) > 1):
            if initial.exists():
                yield (
                    f"{initial.relative_to(root)} would hide the sibling packages; a namespace has"
                    " no __init__.py (PEP 420)"
                )


def _lists(root: Path, packages: dict[str, workspace.Package]) -> Iterator[str]:
    """The lists that name every package or Python, since what reads them takes no glob."""
    tool = settings.read(root / "pyproject.toml").get("tool", {})
    pythons = interpreters.supported(root)
    sources = lookup(tool, "uv", "sources", default={})
    distributions = [package.distribution for package in packages.values()]
    yield from _differs("pyproject.toml: [tool.uv.sources]", sources, distributions)
    folders = [f"packages/{name}/src" for name in packages]
    mypy_path = lookup(tool, "mypy", "mypy_path", default=[])
    yield from _differs("pyproject.toml: mypy_path", mypy_path, folders)
    tested = _tested(settings.read(root / "hatch.toml"))
    yield from _differs("hatch.toml: the matrix of envs.test", tested, pythons)
    chosen = root / ".python-version"
    lines = chosen.read_text("utf-8").split() if chosen.exists() else []
    yield from _differs(".python-version", lines, pythons)


def _tested(environments: dict[str, Any]) -> list[str]:
    """What the first row names; a second may run ahead of what the packages promise."""
    rows = lookup(environments, "envs", "test", "matrix", default=[])
    return [python for row in rows[:1] for python in row.get("python", [])]


def _differs(place: str, actual: Iterable[str], expected: Iterable[str]) -> Iterator[str]:
    listed, needed = sorted(actual), sorted(expected)
    if listed != needed:
        yield (
            f"{place} lists {', '.join(listed) or 'nothing'},"
            f" but the packages make it {', '.join(needed)}"
        )


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("layout", __doc__).parse_args(argv)
    return command_line.exit_code(
        "layout", lambda: command_line.report(problems(workspace.find_root()))
    )


if __name__ == "__main__":
    sys.exit(main())
