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

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.distributions import building
from tools.execution import command_line
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Callable


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


def show(
    names: list[str], output: Path | None, *, render: Callable[[list[building.Built]], str]
) -> int:
    """Build, and print each file with its hash."""
    root = workspace.find_root()
    chosen = command_line.known(names, workspace.names(root), "package")
    print(render(building.build(root, chosen, output or root / "dist")))
    return command_line.DONE


def _as_json(built: list[building.Built]) -> str:
    return json.dumps([file._asdict() for file in built], indent=2)


def _as_table(built: list[building.Built]) -> str:
    return "\n".join(f"{file.sha256}  {file.size:>8} B  {file.file}" for file in built)


if __name__ == "__main__":
    sys.exit(main())
