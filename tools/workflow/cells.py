"""The cells of the test matrix: systems by the Pythons that the packages' classifiers name.

Standard library only. A cell tests every selected package that supports its Python, so that the
number of jobs does not grow with the number of packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.execution.interpreters import named_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SYSTEMS = ("ubuntu-24.04", "macos-15", "windows-2025")
"""GitHub's runners; pinned, since `latest` moves on a day of GitHub's choosing."""


def by_python(root: Path, packages: Iterable[str]) -> dict[str, list[str]]:
    """The packages to test on each Python, as ``3.X``, oldest first."""
    found: dict[int, list[str]] = {}
    for package in packages:
        for minor in named_by(root / "packages" / package / "pyproject.toml"):
            found.setdefault(minor, []).append(package)
    return {f"3.{minor}": found[minor] for minor in sorted(found)}


def matrix(tested: dict[str, list[str]]) -> dict[str, Any]:
    """The cells as a job's ``strategy.matrix`` takes them."""
    return {
        "include": [
            {"os": system, "python": version, "packages": " ".join(packages)}
            for system in SYSTEMS
            for version, packages in tested.items()
        ]
    }


def ahead(newest: str) -> dict[str, Any]:
    """The cells that look ahead: what comes next of third parties, and of Python."""
    following = f"3.{int(newest.rpartition('.')[2]) + 1}"
    return {
        "include": [
            {"python": newest, "dependencies": "pre-releases"},
            {"python": following, "dependencies": "newest"},
        ]
    }
