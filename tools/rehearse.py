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
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Table

from tools.distributions import building
from tools.errors import ToolError, UsageError
from tools.execution import command_line
from tools.monorepo import workspace
from tools.publishing import index, rehearsal, surroundings
from tools.releasing import candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.publishing.shipments import Shipment
    from tools.releasing.candidates import Candidate


class Result(NamedTuple):
    """What a rehearsal showed."""

    releases: list[Candidate]
    files: list[building.Built]
    results: dict[str, str]

    def as_json(self) -> str:
        """The result for machines."""
        rows = {
            "releases": [release._asdict() for release in self.releases],
            "files": [file._asdict() for file in self.files],
            "results": self.results,
        }
        return json.dumps(rows, indent=2)


def rehearse(root: Path, folder: Path, console: Console) -> Result:
    """Rehearse the release of every package in ``folder``, printing each step with its time.

    Raises:
        ToolError: A step failed.
    """
    clone, dist = folder / "clone", folder / "dist"
    with _step(console, "clone HEAD"):
        rehearsal.clone(root, clone)
    with _step(console, "plan the release, prepare it and tag it"):
        releases = candidates.planned(clone)
        candidates.prepare(clone)
        candidates.tag(clone, releases)
    with _step(console, "build each package once"):
        files = building.build(clone, [release.package for release in releases], dist)
        shipments = rehearsal.shipments(clone, dist, releases)
    with index.serve(folder / "index") as address:
        _upload(shipments, address, console)
        with _step(console, "install from the index"):
            pins = clone / "locks" / "runtime.txt"
            python = rehearsal.install(releases, files, address, pins, folder / "environment")
    return Result(releases, files, _use(clone, python, folder / "results", console))


def _upload(shipments: list[Shipment], address: str, console: Console) -> None:
    for shipment in shipments:
        with _step(console, f"upload {shipment.distribution} {shipment.version}"):
            rehearsal.upload(shipment, address)


def _use(clone: Path, python: Path, folder: Path, console: Console) -> dict[str, str]:
    results = {}
    for program in rehearsal.proofs(clone):
        name = program.parent.name
        with _step(console, f"use the installed {name}"):
            examples = clone / "docs" / "examples"
            results[name] = rehearsal.prove(program, examples, python, folder / name)
    return results


@contextmanager
def _step(console: Console, title: str) -> Iterator[None]:
    begin = time.perf_counter()
    try:
        yield
    except ToolError:
        console.print(f"[red]failed[/]  {title}", highlight=False)
        raise
    _say(console, f"{time.perf_counter() - begin:5.1f} s  {title}")


def show(result: Result, console: Console) -> None:
    """Print the releases, their files as ``sha256sum --check`` reads them, and each proof."""
    table = Table("package", "version", "tag", box=None, pad_edge=False)
    for release in result.releases:
        table.add_row(release.distribution, release.version, release.tag)
    console.print("", table, "")
    for file in result.files:
        _say(console, f"{file.sha256}  {file.file}")
    for name, found in result.results.items():
        _say(console, f"\n{name}: {found}")
    if not result.results:
        _say(console, "\nno packages/*/rehearsal.py, so nothing was used")


def _say(console: Console, text: str) -> None:
    """Print a text as it is: in one line, with its brackets."""
    console.print(text, soft_wrap=True, highlight=False, markup=False)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("rehearse", __doc__)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a new or empty folder to fill")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("rehearse", lambda: _run(options.keep, as_json=options.json))


def _run(keep: Path | None, *, as_json: bool) -> int:
    console = Console(stderr=as_json)
    root = workspace.find_root()
    with surroundings.hidden(), ExitStack() as stack:
        folder = _folder(keep, stack)
        if changed := rehearsal.changed_since_head(root):
            _say(console, f"HEAD is rehearsed, without what {changed} changed or new files hold")
        result = rehearse(root, folder, console)
    if as_json:
        print(result.as_json())
    else:
        show(result, console)
    return command_line.DONE


def _folder(keep: Path | None, stack: ExitStack) -> Path:
    if keep is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rehearsal-")))
    if keep.exists() and not (keep.is_dir() and not any(keep.iterdir())):
        raise UsageError(f"{keep} is there and not empty; name a new folder")
    keep.mkdir(parents=True, exist_ok=True)
    return keep.resolve()


if __name__ == "__main__":
    sys.exit(main())
