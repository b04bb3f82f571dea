"""Ask every check of packages, show each answer, and tell whether they are fit to release."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from tools.execution import command_line
from tools.monorepo import workspace
from tools.publishing import package_index
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
