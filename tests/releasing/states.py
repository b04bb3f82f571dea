"""Repositories as a plan sees them, made up and moved on in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from packaging.version import Version

from tests.releasing.version_strategy import FINALS
from tools.changelogs.notes import Note, NoteType
from tools.monorepo import declared
from tools.monorepo.workspace import Package
from tools.releasing.state import State
from tools.version_control.history import Released

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.releasing.plan import Plan

LEVELS = {"breaking": "major", "feature": "minor", "bugfix": "patch", "internal": ""}
NAMES = ["core", "core-v2", "core-utils", "io", "cli"]


def package(name: str, requirements: Sequence[str], siblings: Sequence[str]) -> Package:
    """A package that declares requirements of siblings."""
    metadata = {"project": {"name": f"acme-{name}", "dependencies": list(requirements)}}
    by_distribution = {f"acme-{sibling}": sibling for sibling in siblings}
    found = tuple(declared.siblings(name, metadata, by_distribution))
    return Package(name, f"/nowhere/packages/{name}", f"acme-{name}", found, metadata)


def note(package: str, kind: str, number: int) -> Note:
    """A note of a package."""
    path = f"packages/{package}/changes/{number}.{kind}.md"
    return Note(package, path, str(number), NoteType(kind, kind, LEVELS[kind]), f"Note {number}.\n")


@st.composite
def states(draw: st.DrawFn, *, calm: bool = False) -> State:
    """Up to five packages, each requiring some that come before it, with notes and versions.

    In a calm one no pre-release is out, and no floor is ahead of what is.
    """
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    versions = {name: draw(st.none() | FINALS) for name in names}
    released = {}
    for name, version in versions.items():
        if version is not None:
            candidate = Version(f"{version}rc{draw(st.integers(1, 3))}")
            final = draw(st.none() | st.just(Version(f"{version.epoch}!0.0.1")))
            pre = not calm and draw(st.integers(0, 3)) == 0 and (final is None or final < candidate)
            current = candidate if pre else version
            released[name] = Released(current, final if pre else version, "commit")
    packages = {
        name: package(
            name,
            [_require(draw, needed, versions, calm=calm) for needed in _some(draw, names[:at])],
            names,
        )
        for at, name in enumerate(names)
    }
    kinds = st.lists(st.sampled_from(list(LEVELS)), max_size=3)
    notes = {
        name: tuple(note(name, kind, number) for number, kind in enumerate(draw(kinds)))
        for name in names
    }
    return State(packages=packages, order=tuple(names), released=released, notes=notes)


def _some(draw: st.DrawFn, names: Sequence[str]) -> list[str]:
    return sorted(draw(st.sets(st.sampled_from(names)))) if names else []


def _require(
    draw: st.DrawFn, needed: str, versions: Mapping[str, Version | None], *, calm: bool
) -> str:
    """A requirement whose floor is out, or just ahead."""
    version = versions[needed] or Version("0.1.0")
    floor = draw(st.sampled_from([f"{version.epoch}!0.0.0", str(version)]))
    ahead = f"{version.epoch}!{version.major}.{version.minor + 1}.0"
    ceiling = draw(st.sampled_from(["", f",<{ahead}", f",<{version.epoch}!{version.major + 1}"]))
    return f"acme-{needed}>={draw(st.sampled_from([floor, floor if calm else ahead]))}{ceiling}"


def applied(state: State, plan: Plan) -> State:
    """The repository once a plan without blockers is carried out."""
    new = {(change.package, change.old): change.new for change in plan.ranges}
    packages = {
        name: package(
            name,
            [
                new.get((name, needed.requirement), needed.requirement)
                for needed in old.dependencies
            ],
            state.order,
        )
        for name, old in state.packages.items()
    }
    released, notes, known = dict(state.released), dict(state.notes), set(state.known)
    for release in plan.releases:
        pre = release.next.is_prerelease
        final = release.final if pre else release.next
        released[release.package] = Released(release.next, final, "commit")
        if pre:
            known |= {told.path for told in release.notes}
        else:
            notes[release.package] = ()
    return replace(state, packages=packages, released=released, notes=notes, known=frozenset(known))
