"""Build sdist and wheel of each package, bit-identical wherever it is done.

The back ends come from the environment (pinned with hashes in ``locks/build.txt``), nothing is
fetched, and the clock of the archives is the commit's, so the same commit gives the same bytes on
any machine (https://reproducible-builds.org/specs/source-date-epoch/). The wheel is built from the
sdist, which proves the sdist whole.

    python -m tools.build                     every package, into dist/
    python -m tools.build core io             some
    python -m tools.build --output DIR --json

Exit codes: 0 built, 1 a build failed, 2 wrong usage.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packaging.utils import canonicalize_name

from tools import back_end, command_line, git, workspace
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("build", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: dist")
    parser.add_argument("--json", action="store_true", help="print the files as JSON")
    options = parser.parse_args(argv)
    render = _as_json if options.json else _as_table
    return command_line.exit_code(
        "build", lambda: show(options.names, options.output, render=render)
    )


def show(names: list[str], output: Path | None, *, render: Callable[[list[Built]], str]) -> int:
    """Build, and print each file with its hash."""
    root = workspace.find_root()
    chosen = command_line.known(names, workspace.names(root), "package")
    print(render(build(root, chosen, output or root / "dist")))
    return command_line.DONE


def _as_json(built: list[Built]) -> str:
    return json.dumps([file._asdict() for file in built], indent=2)


def _as_table(built: list[Built]) -> str:
    return "\n".join(f"{file.sha256}  {file.size:>8} B  {file.file}" for file in built)


if __name__ == "__main__":
    sys.exit(main())
