"""Tell whether packages, as they stand here, are fit to release.

Every check is asked, side by side, and none hides another; each passes, fails or is skipped, with
the reason and what to do about it. A check is skipped where it cannot be asked, such as one that
needs the network where there is none, and says so.

    python -m tools.release_check                            every package
    python -m tools.release_check core io --fast             what needs no environment, no network
    python -m tools.release_check io --index pypi            floors proved on the index, too
    python -m tools.release_check --dist dist                the files that will be published
    python -m tools.release_check --unprepared               what holds between releases, too
    python -m tools.release_check --list                     the checks, and what it means to pass
    python -m tools.release_check --setup                    what PyPI and GitHub must be told first

Exit codes: 0 nothing failed, 1 something did, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.execution import command_line
from tools.monorepo import workspace
from tools.publishing import publishers
from tools.workflow import protection

if TYPE_CHECKING:
    import argparse


def set_up(*, as_json: bool) -> int:
    """Print what PyPI and GitHub must be told before the first release, and what is missing here.

    Raises:
        ToolError: The repository does not say whose it is, or has no workflow that uploads.
    """
    root = workspace.find_root()
    wanted, missing = publishers.publishers(root), list(publishers.missing(root))
    if as_json:
        known = {"publishers": [one._asdict() for one in wanted], "missing": missing} | {
            "untagged": protection.untagged(root)
        }
        print(json.dumps(known, indent=2))
    else:
        lacking = ["Missing here:", *missing] if missing else ["Nothing is missing."]
        told = [publishers.card(wanted), protection.card(root), protection.told_of_tags(root)]
        print("\n\n".join([part for part in told if part] + ["\n".join(lacking)]))
    return command_line.PROBLEMS if missing else command_line.DONE


def run(options: argparse.Namespace) -> int:
    """Do what the options ask for."""
    if options.setup:
        return set_up(as_json=options.json)
    # What to set up is told on any Python; the checks stand on what only their environment has.
    from tools.release_checks import inspection

    return inspection.explain() if options.list else inspection.check(options)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("release_check", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    parser.add_argument("--dist", type=Path, metavar="DIR", help="check these files, build none")
    parser.add_argument("--index", metavar="URL", help="where siblings are published, or `pypi`")
    parser.add_argument("--fast", action="store_true", help="make no environment, ask no network")
    parser.add_argument(
        "--unprepared", action="store_true", help="leave out what holds only for a prepared release"
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--list", action="store_true", help="print the checks, ask none")
    only.add_argument("--setup", action="store_true", help="print what to set up, check nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("release_check", lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
