"""What the commands of `tools.bump` do and print; `tools.releasing.preparing` has prepare."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.changelogs import sections
from tools.errors import GitError, ToolError
from tools.releasing import decide, report, state, tagging
from tools.releasing import undo as undoing
from tools.version_control import git, history, journal, work_tree

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.version import Version

    from tools.releasing.releases import Wish
    from tools.version_control.tags import ReleaseTag


def plan(root: Path, wish: Wish, *, as_json: bool) -> int:
    """Print the plan; 1 if something blocks it."""
    _refuse_unfit(root)
    found = decide.decide(state.read(root), wish)
    if as_json:
        print(json.dumps(found.as_json(), indent=2))
    else:
        report.print_plan(found)
    return 1 if found.blockers else 0


def tag(root: Path, remote: str | None, *, dry_run: bool) -> int:
    """Tag changelog heads that have no tag; with a remote, push the tags it lacks, one by one."""
    _refuse_unfit(root)
    found, head = state.read(root), git.head(root)
    work_tree.refuse_changes(root)
    if not found.heads:
        following = "see python -m tools.bump plan, then run python -m tools.bump prepare"
        print(f"Nothing is prepared: no {sections.FILE} has a version; {following}.")
        return 0
    there = git.remote_tags(root, remote) if remote else {}
    heads = tagging.heads(found, git.tags(root), head, there)
    if heads.problems:
        report.print_blockers(heads.problems)
        return 1
    if remote and heads.push and not git.published(root, remote, head):
        raise ToolError(f"{remote} has no branch with this commit; push the branch first")
    for wanted in heads.create:
        if not dry_run:
            tagging.create(root, found, wanted)
        print(f"{'would tag' if dry_run else 'tagged'} {wanted}")
    if remote:
        return _push(root, remote, heads.push, dry_run=dry_run)
    if heads.create:
        print("Next: python -m tools.bump tag --push")
    else:
        print("Every changelog head has its tag.")
    return 0


def _refuse_unfit(root: Path) -> None:
    journal.refuse_pending(root)
    history.refuse_shallow(root)


def _push(root: Path, remote: str, wanted: list[ReleaseTag], *, dry_run: bool) -> int:
    for position, release in enumerate(wanted):
        if dry_run:
            print(f"would push {release}")
            continue
        try:
            git.push_tag(root, remote, str(release))
        except GitError as error:
            left = ", ".join(map(str, wanted[position:]))
            raise ToolError(f"{error}; not pushed: {left}; run this again to finish") from None
        print(f"pushed {release}")
    if not wanted:
        print(f"Every changelog head has its tag, and {remote} has them all.")
    return 0


def undo(root: Path, package: str, version: Version, *, as_json: bool) -> int:
    """Print the card for a bad release."""
    history.refuse_shallow(root)
    card = undoing.card(state.read(root), git.tags(root), package, version)
    print(json.dumps(card.as_json(), indent=2) if as_json else "\n".join(undoing.lines(card)))
    return 0
