"""Rehearse a whole release: build, upload to an index of our own, install from it, use it.

In a temporary clone of HEAD, so that the checkout is untouched: every package gets the version that
follows from its tags and notes, is built once, and is uploaded in dependency order to an index on a
free loopback port. All of them are then installed into a clean environment, siblings from that
index alone and by the hashes that were built, third parties from the configured index as
``locks/runtime.txt`` pins them. Last, each ``packages/*/rehearsal.py`` runs there with what was
installed; it does a package's main job on the data of ``docs/examples`` and fails unless the result
is right.

    python -m tools.rehearse                 rehearse, and remove everything
    python -m tools.rehearse --keep DIR      leave the clone, the files and the results in DIR
    python -m tools.rehearse --json          the result for machines

Exit codes: 0 everything was installed from the index and every result is right, 1 not so, 2 wrong
usage.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from tools import build, command_line, index, rehearsal, workspace
from tools.errors import ToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.rehearsal import Candidate


@dataclass(frozen=True)
class Result:
    """What a rehearsal showed."""

    releases: list[Candidate]
    files: list[build.Built]
    results: dict[str, str]


def rehearse(root: Path, folder: Path, console: Console) -> Result:
    """Rehearse the release of every package in ``folder``, printing each step with its time.

    Raises:
        ToolError: A step failed.
    """
    clone, dist, environment = folder / "clone", folder / "dist", folder / "environment"
    with _step(console, "clone HEAD"):
        rehearsal.clone(root, clone)
    with _step(console, "plan versions and tag them"):
        releases = rehearsal.candidates(clone)
        rehearsal.tag(clone, releases)
    with _step(console, "build each package once"):
        files = build.build(clone, [release.package for release in releases], dist)
    with index.serve(folder / "index") as address:
        for shipment in rehearsal.shipments(clone, dist):
            with _step(console, f"upload {shipment.distribution} {shipment.version}"):
                rehearsal.upload(shipment, address)
        with _step(console, "install from the index"):
            pins = clone / "locks" / "runtime.txt"
            python = rehearsal.install(releases, files, address, pins, environment)
    results = {}
    for program in rehearsal.proofs(clone):
        name = program.parent.name
        with _step(console, f"use the installed {name}"):
            results[name] = rehearsal.prove(
                program, clone / "docs" / "examples", python, folder / "results" / name
            )
    return Result(releases, files, results)


@contextmanager
def _step(console: Console, title: str) -> Iterator[None]:
    begin = time.perf_counter()
    try:
        yield
    except ToolError:
        console.print(f"[red]failed[/]  {title}", highlight=False)
        raise
    console.print(f"{time.perf_counter() - begin:5.1f} s  {title}", highlight=False)


def show(result: Result, console: Console) -> None:
    """Print the releases, their files as ``sha256sum --check`` reads them, and each proof."""
    table = Table("package", "version", "tag", box=None, pad_edge=False)
    for release in result.releases:
        table.add_row(release.distribution, release.version, release.tag)
    console.print("", table, "")
    for file in result.files:
        console.print(f"{file.sha256}  {file.file}", soft_wrap=True, highlight=False)
    for name, found in result.results.items():
        console.print(f"\n{name}: {found}", soft_wrap=True, highlight=False)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("rehearse", __doc__)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a new or empty folder to fill")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("rehearse", lambda: _run(options.keep, options.json))


def _run(keep: Path | None, as_json: bool) -> int:  # noqa: FBT001 -- an option
    console = Console(stderr=as_json)
    with ExitStack() as stack:
        result = rehearse(workspace.find_root(), _folder(keep, stack), console)
    if as_json:
        print(json.dumps(asdict(result), indent=2))
    else:
        show(result, console)
    return 0


def _folder(keep: Path | None, stack: ExitStack) -> Path:
    if keep is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rehearsal-")))
    if keep.exists() and any(keep.iterdir()):
        raise UsageError(f"{keep} is not empty; name a new folder")
    keep.mkdir(parents=True, exist_ok=True)
    return keep.resolve()


if __name__ == "__main__":
    sys.exit(main())
