"""Which packages a plan may release, and what forbids a version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.changelogs import versions
from tools.errors import UsageError
from tools.releasing.releases import Blocker
from tools.version_control.tags import ReleaseTag

if TYPE_CHECKING:
    from packaging.version import Version

    from tools.releasing.releases import Wish
    from tools.releasing.state import State

_RELEASE_BRANCH = re.compile(r"release/(?P<package>.+)-(?P<series>[0-9]+(?:\.[0-9]+)*)")


def check(state: State, wish: Wish) -> None:
    """Refuse a wish that nothing here can meet.

    Raises:
        UsageError: It names a package, level or kind of pre-release that does not exist.
    """
    for name in sorted({*wish.only, *wish.levels} - set(state.packages)):
        there = ", ".join(sorted(state.packages)) or "none"
        raise UsageError(f"no package is called {name!a}; there are {there}")
    for name, level in wish.levels.items():
        if level not in versions.LEVELS:
            raise UsageError(f"{name}={level}: the levels are {', '.join(versions.LEVELS)}")
    left_out = sorted(set(wish.levels) - selected(state, wish))
    if left_out:
        raise UsageError(f"{left_out[0]} has a level, and --only or this branch leaves it out")
    if wish.pre is not None and wish.pre not in versions.PRE_RELEASES:
        kinds = ", ".join(versions.PRE_RELEASES)
        raise UsageError(f"{wish.pre!r} is no kind of pre-release; there are {kinds}")


def selected(state: State, wish: Wish) -> frozenset[str]:
    """The packages that may be released: those asked for; on a release branch, its own alone."""
    names = wish.only or frozenset(state.packages)
    series = _series(state)
    return names & {series[0]} if series else names


def blockers(state: State, name: str, following: Version) -> list[Blocker]:
    """What forbids the next version: its tag exists elsewhere, or the branch is for others."""
    found = []
    tag = str(ReleaseTag(name, following))
    if tag in state.tags:
        problem = f"the tag {tag} exists, but is not an annotated tag in this branch's history"
        remedy = f"merge what it names; or, if it was never published, git tag --delete {tag}"
        found.append(Blocker(name, problem, remedy))
    series = _series(state)
    if series and not _within(following, series[1]):
        problem = f"{state.branch} is for {series[1]}.x, and {following} would follow"
        remedy = "keep to bug fixes here, and take larger changes to the main branch"
        found.append(Blocker(name, problem, remedy))
    return found


def _series(state: State) -> tuple[str, str] | None:
    match = _RELEASE_BRANCH.fullmatch(state.branch or "")
    return (
        (match["package"], match["series"])
        if match and match["package"] in state.packages
        else None
    )


def _within(version: Version, series: str) -> bool:
    wanted = tuple(map(int, series.split(".")))
    return version.release[: len(wanted)] == wanted
