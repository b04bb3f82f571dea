"""What is installed, read from the names of `.dist-info` folders.

importlib.metadata answers the same and more, but its import alone takes four times as long as
starting Python. The folders' names carry name and version
(https://packaging.python.org/specifications/recording-installed-packages/).
"""

import os
import sys

__all__ = ["ENGINE", "distributions", "version_lines"]

ENGINE = "duckdb"
"""The distribution of the default engine."""

_NAMESPACE = __name__.partition(".")[0]


def version_lines() -> list[str]:
    """Return one line for each package of the namespace, then the engine, then Python."""
    versions = distributions()
    if f"{_NAMESPACE}-cli" not in versions:
        versions = _distributions_by_metadata()
    ours = sorted(name for name in versions if name.startswith(f"{_NAMESPACE}-"))
    lines = [f"{name} {versions[name]}" for name in [*ours, ENGINE] if name in versions]
    return [*lines, f"Python {sys.version.partition(' ')[0]}"]


def distributions() -> dict[str, str]:
    """Return name to version of everything on the path; the first on the path wins."""
    found: dict[str, str] = {}
    for folder in sys.path:
        for entry in _listing(folder or "."):
            if entry.endswith(".dist-info"):
                name, _, version = entry.removesuffix(".dist-info").partition("-")
                found.setdefault(name.replace("_", "-").lower(), version)
    return found


def _listing(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # a zip file or a folder that is not there: nothing to list
        return []


def _distributions_by_metadata() -> dict[str, str]:
    from importlib.metadata import distributions as read

    return {dist.name.lower().replace("_", "-"): dist.version for dist in read()}
