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
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from tools import command_line, package_index, protection, publishers, workspace
from tools.release_checks.outcomes import Outcome, as_json, failures, outcomes
from tools.release_checks.repository import Repository
from tools.release_checks.subject import Subject
from tools.release_checks.table import CHECKS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

COLOURS = {"pass": "green", "fail": "red", "skip": "yellow"}


def show(outcome: Outcome, console: Console) -> None:
    """Print a line on one check; below it the remedy, and what another program said."""
    verdict = outcome.verdict
    word = "FAIL" if verdict.state == "fail" else verdict.state
    head = f"[{COLOURS[verdict.state]}]{word}[/]  {outcome.package:<12} {outcome.check:<16}"
    console.print(f"{head} {escape(verdict.reason)}", highlight=False, soft_wrap=True)
    if verdict.remedy and verdict.state != "pass":
        console.print(f"      → {escape(verdict.remedy)}", highlight=False, soft_wrap=True)
    for line in verdict.detail.splitlines():
        console.print(f"        {escape(line)}", highlight=False, soft_wrap=True)


def _summary(found: list[Outcome]) -> str:
    counts = {state: sum(one.verdict.state == state for one in found) for state in COLOURS}
    fit = "not fit to release" if counts["fail"] else "fit to release, as far as was asked"
    return f"{counts['pass']} passed, {counts['fail']} failed, {counts['skip']} skipped: {fit}"


def check(options: argparse.Namespace) -> int:
    """Check as the options say.

    Raises:
        ToolError: The repository cannot be read.
    """
    root = workspace.find_root()
    index = package_index.locate(options.index) if options.index else None
    console = Console(stderr=options.json)
    found = []
    with tempfile.TemporaryDirectory(prefix="release-check-") as scratch:
        repository = Repository(root, Path(scratch), index=index, dist=options.dist)
        names = command_line.known(options.names, repository.packages, "package")
        subjects = [Subject(repository, name) for name in names]
        asked = outcomes(subjects, fast=options.fast, unprepared=options.unprepared)
        for outcome in _with_progress(asked, len(subjects) * len(CHECKS), console):
            show(outcome, console)
            found.append(outcome)
    console.print(_summary(found), highlight=False)
    if options.json:
        print(json.dumps(as_json(found), indent=2))
    return command_line.PROBLEMS if failures(found) else command_line.DONE


def _with_progress(asked: Iterable[Outcome], total: int, console: Console) -> Iterable[Outcome]:
    quiet = not console.is_terminal
    return track(asked, "Checking", total, console=console, transient=True, disable=quiet)


def explain() -> int:
    """Print each check and what it means to pass."""
    print("\n".join(f"{check.name:<16} {check.meaning}" for check in CHECKS))
    return command_line.DONE


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
    if options.list:
        return explain()
    return set_up(as_json=options.json) if options.setup else check(options)


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
