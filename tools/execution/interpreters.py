"""Which Pythons the packages support, and which of them answer on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.execution.process import output_of
from tools.monorepo import settings

if TYPE_CHECKING:
    from pathlib import Path

CLASSIFIER = "Programming Language :: Python :: 3."
TELL_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def current() -> str:
    """The version that runs this, as ``3.X``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def supported(root: Path) -> list[str]:
    """Versions that every package's classifiers name, oldest first."""
    named = [named_by(path) for path in sorted(root.glob("packages/*/pyproject.toml"))]
    return [f"3.{minor}" for minor in sorted(set.intersection(*named))] if named else []


def found(versions: list[str]) -> list[str]:
    """Those of ``versions`` that start here, in the same order."""
    return [version for version in versions if version == current() or _answers(version)]


def named_by(pyproject: Path) -> set[int]:
    """The minor versions of Python 3 that a package's classifiers name."""
    classifiers = settings.lookup(settings.read(pyproject), "project", "classifiers", default=[])
    endings = [line.removeprefix(CLASSIFIER) for line in classifiers if line.startswith(CLASSIFIER)]
    return {int(ending) for ending in endings if ending.isdigit()}


def _answers(version: str) -> bool:
    """Whether ``python3.X`` is what it says: a shim may stand on PATH for one that is not active."""
    try:
        return output_of([f"python{version}", "-I", "-c", TELL_VERSION]).strip() == version
    except ToolError:
        return False
