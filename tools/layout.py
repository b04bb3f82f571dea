"""Check what no glob can: packages laid out alike, and the few hand-kept lists whole.

    python -m tools.layout

Exit codes: 0 the layout is sound, 1 something is missing or differs.
"""

from __future__ import annotations

import sys
import tomllib
from typing import TYPE_CHECKING, Any

from tools import command_line, interpreters, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = ("README.md", "LICENSE", "CHANGELOG.md", "changes", "tests")
"""What stands in every package's folder beside ``pyproject.toml`` and ``src``."""


def problems(root: Path) -> Iterator[str]:
    """Everything that is out of place, each as a sentence with its remedy."""
    packages = workspace.packages(root)
    licence = (root / "LICENSE").read_bytes()
    for package in packages.values():
        yield from _missing_files(package, licence)
        yield from _version_settings(package)
    yield from _namespaces(root)
    yield from _lists(root, packages)


def _missing_files(package: workspace.Package, licence: bytes) -> Iterator[str]:
    shown = f"packages/{package.name}"
    for name in FILES:
        if not (package.path / name).exists():
            yield f"{shown}/{name} is missing; every package has one"
    if not list(package.path.glob("src/*/*/py.typed")):
        yield f"{shown}/src has no py.typed beside its modules; type checkers would ignore its types (PEP 561)"
    copy = package.path / "LICENSE"
    if copy.is_file() and copy.read_bytes() != licence:
        yield f"{shown}/LICENSE differs from LICENSE; copy it, since a wheel carries no file from outside its package"


def _version_settings(package: workspace.Package) -> Iterator[str]:
    """A tag of one package must never version another."""
    hatch = package.metadata.get("tool", {}).get("hatch", {})
    options = hatch.get("version", {}).get("raw-options", {})
    pattern = f"{package.name}-v[0-9]*"
    shown = f"packages/{package.name}/pyproject.toml: [tool.hatch.version.raw-options]"
    if pattern not in options.get("scm", {}).get("git", {}).get("describe_command", []):
        yield f'{shown} must describe by "--match", "{pattern}"'
    if options.get("dist_name") != package.distribution:
        yield f'{shown} must have dist_name = "{package.distribution}"'


def _namespaces(root: Path) -> Iterator[str]:
    for path in sorted(root.glob("packages/*/src/*/__init__.py")):
        yield f"{path.relative_to(root)} would hide the sibling packages; a namespace has no __init__.py (PEP 420)"


def _lists(root: Path, packages: dict[str, workspace.Package]) -> Iterator[str]:
    settings, environments = _toml(root / "pyproject.toml"), _toml(root / "hatch.toml")["envs"]
    distributions = sorted(package.distribution for package in packages.values())
    sources = [f"packages/{name}/src" for name in packages]
    pythons = interpreters.supported(root)
    yield from _differs(
        "pyproject.toml: [tool.uv.sources]",
        sorted(settings["tool"]["uv"]["sources"]),
        distributions,
    )
    yield from _differs("pyproject.toml: mypy_path", settings["tool"]["mypy"]["mypy_path"], sources)
    yield from _differs(
        "hatch.toml: the matrix of envs.test", environments["test"]["matrix"][0]["python"], pythons
    )
    lines = (root / ".python-version").read_text("utf-8").split()
    yield from _differs(".python-version", lines, pythons[::-1])


def _differs(place: str, actual: list[str], expected: list[str]) -> Iterator[str]:
    if actual != expected:
        yield f"{place} lists {', '.join(actual)}, but the packages make it {', '.join(expected)}"


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("layout", __doc__).parse_args(argv)
    return command_line.exit_code(
        "layout", lambda: command_line.report(problems(workspace.find_root()))
    )


if __name__ == "__main__":
    sys.exit(main())
