"""What is installed, read from the `.dist-info` folders on the path.

importlib.metadata answers the same and more, but its import alone takes three times as long as
starting Python. A folder's name carries name and version, and its `entry_points.txt` the plugins
(https://packaging.python.org/specifications/recording-installed-packages/).
"""

import os
import sys

__all__ = ["declares_entry_points", "version_lines"]

_ENGINE = "duckdb"
_PREFIX = __name__.partition(".")[0].replace("_", "-") + "-"
"""What the names of the namespace's distributions begin with."""


def version_lines() -> list[str]:
    """Return one line for each package of the namespace, then the engine, then Python."""
    versions = _versions()
    if f"{_PREFIX}cli" not in versions:
        versions = _versions_by_metadata()
    ours = sorted(name for name in versions if name.startswith(_PREFIX))
    lines = [f"{name} {versions[name]}" for name in [*ours, _ENGINE] if name in versions]
    return [*lines, f"Python {sys.version.partition(' ')[0]}"]


def declares_entry_points(group: str) -> bool:
    """Tell whether any distribution declares entry points of a group."""
    return any(f"[{group}]" in _read(f"{info}/entry_points.txt") for info in _dist_infos())


def _versions() -> dict[str, str]:
    """Return name to version of what is installed; the first on the path wins, as in imports."""
    versions: dict[str, str] = {}
    for info in _dist_infos():
        name, _, version = os.path.basename(info).removesuffix(".dist-info").partition("-")
        versions.setdefault(_normal(name), version)
    return versions


def _dist_infos() -> list[str]:
    return [
        f"{folder}/{entry}"
        for folder in sys.path
        for entry in _listing(folder)
        if entry.endswith(".dist-info")
    ]


def _listing(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:  # a zip file, or a folder that is not there: nothing to list
        return []


def _read(file: str) -> str:
    try:
        with open(file, encoding="utf-8") as lines:
            return lines.read()
    except OSError:  # most distributions have none
        return ""


def _versions_by_metadata() -> dict[str, str]:
    from importlib.metadata import distributions

    return {_normal(found.name): found.version for found in distributions()}


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
