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

Exit codes: 0 nothing failed, 1 something did, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from tools import command_line, package_index, workspace
from tools.errors import ToolError
from tools.release_checks.repository import Repository
from tools.release_checks.subject import Subject
from tools.release_checks.table import CHECKS
from tools.release_checks.verdict import Verdict, failed, skipped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from tools.release_checks.table import Check

COLOURS = {"pass": "green", "fail": "red", "skip": "yellow"}


@dataclass(frozen=True)
class Outcome:
    """What one check said of one package, and how long it took in seconds."""

    package: str
    check: str
    verdict: Verdict
    seconds: float


def outcomes(
    subjects: list[Subject], *, fast: bool = False, unprepared: bool = False
) -> Iterator[Outcome]:
    """Ask every check of every package side by side; the answers come in the order of the table."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = [(subject, check) for subject in subjects for check in CHECKS]
        yield from pool.map(partial(_ask, fast=fast, unprepared=unprepared), asked)


def _ask(asked: tuple[Subject, Check], *, fast: bool, unprepared: bool) -> Outcome:
    subject, check = asked
    begin = time.perf_counter()
    if fast and not check.quick:
        verdict = skipped("left out by --fast")
    elif unprepared and check.prepared:
        verdict = skipped("left out by --unprepared")
    else:
        verdict = _verdict(subject, check)
    return Outcome(subject.name, check.name, verdict, time.perf_counter() - begin)


def _verdict(subject: Subject, check: Check) -> Verdict:
    try:
        return check.ask(subject)
    except ToolError as error:
        sentence, _, detail = str(error).partition("\n")
        return failed(sentence, "mend what it says, and check again", detail)


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


def as_json(found: list[Outcome]) -> dict[str, Any]:
    """All outcomes for machines, by package."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for outcome in found:
        told = {"check": outcome.check, **asdict(outcome.verdict), "seconds": outcome.seconds}
        packages.setdefault(outcome.package, []).append(told)
    return {
        "fit": not _failures(found),
        "packages": [{"package": name, "checks": checks} for name, checks in packages.items()],
    }


def _failures(found: list[Outcome]) -> list[Outcome]:
    return [outcome for outcome in found if outcome.verdict.state == "fail"]


def _summary(found: list[Outcome]) -> str:
    counts = {state: sum(one.verdict.state == state for one in found) for state in COLOURS}
    fit = "not fit to release" if counts["fail"] else "fit to release, as far as was asked"
    return f"{counts['pass']} passed, {counts['fail']} failed, {counts['skip']} skipped: {fit}"


def run(options: argparse.Namespace) -> int:
    """Check as the options say.

    Raises:
        ToolError: The repository cannot be read.
    """
    if options.list:
        print("\n".join(f"{check.name:<16} {check.meaning}" for check in CHECKS))
        return command_line.DONE
    root = workspace.find_root()
    index = package_index.locate(options.index) if options.index else None
    console = Console(stderr=options.json)
    with tempfile.TemporaryDirectory(prefix="release-check-") as scratch:
        repository = Repository(root, Path(scratch), index=index, dist=options.dist)
        names = command_line.known(options.names, repository.packages, "package")
        found = []
        subjects = [Subject(repository, name) for name in names]
        for outcome in outcomes(subjects, fast=options.fast, unprepared=options.unprepared):
            show(outcome, console)
            found.append(outcome)
    console.print(_summary(found), highlight=False)
    if options.json:
        print(json.dumps(as_json(found), indent=2))
    return command_line.PROBLEMS if _failures(found) else command_line.DONE


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
    parser.add_argument("--list", action="store_true", help="print the checks, ask none")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("release_check", lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
