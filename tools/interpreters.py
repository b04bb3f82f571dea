"""Which Pythons the packages support, and which of them answer on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CLASSIFIER = "Programming Language :: Python :: 3."


def current() -> str:
    """The version that runs this, as ``3.X``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def supported(root: Path) -> list[str]:
    """Versions that every package's classifiers name, oldest first."""
    named = [_named_by(path) for path in sorted(root.glob("packages/*/pyproject.toml"))]
    return [f"3.{minor}" for minor in sorted(set.intersection(*named))] if named else []


def found(versions: list[str]) -> list[str]:
    """Those of ``versions`` that start here, in the same order."""
    return [version for version in versions if version == current() or _answers(version)]


def _named_by(pyproject: Path) -> set[int]:
    classifiers = tomllib.loads(pyproject.read_text("utf-8"))["project"].get("classifiers", [])
    endings = [line.removeprefix(CLASSIFIER) for line in classifiers if line.startswith(CLASSIFIER)]
    return {int(ending) for ending in endings if ending.isdigit()}


def _answers(version: str) -> bool:
    """Whether ``python3.X`` runs: a shim may stand on PATH for a version that is not active."""
    program = shutil.which(f"python{version}")
    if program is None:
        return False
    return subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode == 0
