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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools import command_line, workspace
from tools.errors import ToolError
from tools.process import output_of

if TYPE_CHECKING:
    from collections.abc import Iterable

WITHOUT_GIT = "1577836800"
"""The clock of the archives where no commit has one: 2020-01-01, since zip knows nothing before 1980."""


@dataclass(frozen=True)
class Built:
    """One file that a build left, with its size in bytes and its SHA-256."""

    package: str
    file: str
    size: int
    sha256: str


def build(root: Path, names: Iterable[str], output: Path) -> list[Built]:
    """Build the named packages into ``output``, in place of what an earlier build left there.

    Raises:
        ToolError: A back end refused; nothing of that package is left in ``output``.
    """
    output.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": commit_time(root)}
    packages = workspace.packages(root)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        built = pool.map(lambda name: _build_one(packages[name], output, environment), names)
        return [file for files in built for file in files]


def commit_time(root: Path) -> str:
    """Seconds since 1970 of the last commit, the clock of all archives."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return os.environ["SOURCE_DATE_EPOCH"]
    try:
        return output_of(["git", "log", "-1", "--format=%ct"], folder=root).strip()
    except ToolError:
        return WITHOUT_GIT


def _build_one(
    package: workspace.Package, output: Path, environment: dict[str, str]
) -> list[Built]:
    with tempfile.TemporaryDirectory(dir=output, prefix=".building-") as scratch:
        command = [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--outdir",
            scratch,
            str(package.path),
        ]
        output_of(command, environment=environment)
        _remove_earlier(package, output)
        return [_keep(package.name, path, output) for path in sorted(Path(scratch).iterdir())]


def _remove_earlier(package: workspace.Package, output: Path) -> None:
    for path in output.glob(f"{package.distribution.replace('-', '_')}-*"):
        path.unlink()


def _keep(name: str, path: Path, output: Path) -> Built:
    kept = path.replace(output / path.name)
    content = kept.read_bytes()
    return Built(name, kept.name, len(content), hashlib.sha256(content).hexdigest())


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("build", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: dist")
    parser.add_argument("--json", action="store_true", help="print the files as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code(
        "build", lambda: show(options.names, options.output, options.json)
    )


def show(names: list[str], output: Path | None, as_json: bool) -> int:  # noqa: FBT001 -- an option
    """Build, and print each file with its hash."""
    root = workspace.find_root()
    chosen = command_line.known(names, workspace.packages(root), "package")
    built = build(root, chosen, output or root / "dist")
    print(_as_json(built) if as_json else _as_table(built))
    return 0


def _as_json(built: list[Built]) -> str:
    return json.dumps([asdict(file) for file in built], indent=2)


def _as_table(built: list[Built]) -> str:
    return "\n".join(f"{file.sha256}  {file.size:>8} B  {file.file}" for file in built)


if __name__ == "__main__":
    sys.exit(main())
