"""Sdist and wheel of each package, the same bytes wherever they are built.

The clock of the archives is the commit's (https://reproducible-builds.org/specs/source-date-epoch/),
and the wheel is built from the sdist, which proves the sdist whole.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packaging.utils import canonicalize_name

from tools.distributions import back_end
from tools.errors import ToolError
from tools.monorepo import workspace
from tools.version_control import git

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WITHOUT_GIT = "1577836800"
"""The clock of the archives where no commit has one: 2020-01-01, since zip knows nothing before 1980."""


class Built(NamedTuple):
    """One file that a build left, with its size in bytes and its SHA-256."""

    package: str
    file: str
    size: int
    sha256: str


def build(
    root: Path,
    names: Sequence[str],
    output: Path,
    variables: Mapping[str, str] | None = None,
) -> list[Built]:
    """Build the named packages into ``output``, in place of what an earlier build left there.

    Args:
        root: The repository.
        names: The packages.
        output: Where the files go.
        variables: Environment variables for the back ends beside our own.

    Raises:
        ToolError: A back end refused; what ``output`` held of that package is still there.
    """
    output.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **(variables or {}), "SOURCE_DATE_EPOCH": commit_time(root)}
    packages = workspace.packages(root)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tasks = [
            pool.submit(_build_one, packages[name], output.resolve(), environment) for name in names
        ]
    failures = [str(error) for task in tasks if (error := task.exception())]
    if failures:
        raise ToolError("\n".join(failures))
    return [file for task in tasks for file in task.result()]


def commit_time(root: Path) -> str:
    """Seconds since 1970 of the last commit, the clock of all archives.

    Raises:
        ToolError: There is a repository, but git refuses to read it; to build all the same would
            give other bytes than elsewhere.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return os.environ["SOURCE_DATE_EPOCH"]
    if not (root / ".git").exists():
        return WITHOUT_GIT
    git.text(root, "rev-parse", "--git-dir")
    return git.text(root, "log", "-1", "--format=%ct") if git.has_commits(root) else WITHOUT_GIT


def _build_one(
    package: workspace.Package, output: Path, environment: dict[str, str]
) -> list[Built]:
    with tempfile.TemporaryDirectory(dir=output, prefix=".building-") as scratch:
        back_end.build(package.path, Path(scratch), environment)
        files = [_keep(package.name, path, output) for path in sorted(Path(scratch).iterdir())]
    _remove_earlier(package, output, {file.file for file in files})
    return files


def _keep(name: str, path: Path, output: Path) -> Built:
    kept = path.replace(output / path.name)
    content = kept.read_bytes()
    return Built(name, kept.name, len(content), hashlib.sha256(content).hexdigest())


def _remove_earlier(package: workspace.Package, output: Path, kept: set[str]) -> None:
    # Wheels and sdists spell a distribution's name with underscores (PEP 427, PEP 625).
    name = canonicalize_name(package.distribution).replace("-", "_")
    for path in (*output.glob(f"{name}-*.whl"), *output.glob(f"{name}-*.tar.gz")):
        if path.name not in kept:
            path.unlink()
