"""What `python -m tools.bump prepare` does: repair, plan, render, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.releasing import decide, prepare, report, state
from tools.version_control import history, journal, work_tree

if TYPE_CHECKING:
    from pathlib import Path

    from tools.releasing.releases import Wish


def run(root: Path, wish: Wish, date: str, *, dry_run: bool) -> int:
    """Write what the plan says, after taking back what a run that was cut off had written."""
    history.refuse_shallow(root)
    with journal.lock(root):
        _recover(root, dry_run=dry_run)
        found = state.read(root)
        following = decide.decide(found, wish)
        if following.blockers or not following.releases:
            report.print_plan(following)
            return 1 if following.blockers else 0
        if not dry_run:
            work_tree.refuse_changes(root)
        written = prepare.files(root, found.packages, following, date)
        if not dry_run:
            journal.write(root, written)
    report.print_written(following, written, dry_run=dry_run)
    return 0


def _recover(root: Path, *, dry_run: bool) -> None:
    if dry_run and journal.pending(root):
        raise ToolError("a run was cut off; run prepare without --dry-run, and it is taken back")
    repaired = journal.recover(root)
    if repaired:
        print(f"A run was cut off; its {len(repaired)} files are again as they were before it.")
