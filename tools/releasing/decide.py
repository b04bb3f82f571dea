"""The rules by which releases follow from the state of the repository.

A package is released for its notes; for the first time; because a pre-release becomes final;
because the caller gives it a level; or because a sibling forces it: the sibling's next version
leaves the declared range, or the declared floor names a version that only now comes out. Packages
are visited dependencies first, so that one pass settles all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.changelogs import notes, versions
from tools.errors import UsageError
from tools.releasing import scope, siblings
from tools.releasing.releases import Blocker, Plan, RangeChange, Release, Wish
from tools.version_control.tags import ReleaseTag

if TYPE_CHECKING:
    from packaging.version import Version

    from tools.releasing.siblings import Pull
    from tools.releasing.state import State


def decide(state: State, wish: Wish) -> Plan:
    """The plan for a state.

    Raises:
        UsageError: The wish names a package, level or kind that does not exist.
    """
    scope.check(state, wish)
    draft = _Draft(state, wish)
    for name in state.order:
        draft.visit(name)
    draft.rewrite_ranges()
    return draft.plan()


class _Draft:
    """A plan in the making; `visit` settles one package after the other."""

    def __init__(self, state: State, wish: Wish) -> None:
        self.state = state
        self.wish = wish
        self.selected = scope.selected(state, wish)
        self.after: dict[str, Version | None] = {}
        self.releases: list[Release] = []
        self.blockers: list[Blocker] = []
        self.ranges: list[RangeChange] = []
        self.deferred: list[str] = []

    def plan(self) -> Plan:
        pending = {name: self.state.prepared(name) for name in self.state.order}
        return Plan(
            releases=tuple(self.releases),
            blockers=tuple(self.blockers),
            ranges=tuple(self.ranges),
            prepared={name: version for name, version in pending.items() if version is not None},
            deferred=tuple(self.deferred),
            versions=self.after,
        )

    def visit(self, name: str) -> None:
        prepared = self.state.prepared(name)
        self.after[name] = prepared or self.state.current(name)
        pulls = siblings.pulls(self.state, self.after, name)
        reasons = [*self._own_reasons(name), *(pull.reason for pull in pulls if pull.forces)]
        if name not in self.selected:
            self._defer(name, pulls)
            return
        self._report_notes(name)
        if prepared is not None:
            self._report_unprepared(name, prepared)
        elif reasons:
            self._release(name, reasons, pulls)

    def rewrite_ranges(self) -> None:
        """Rewrite the requirements that a sibling's version leaves, development groups included."""
        for name in sorted(self.selected):
            pulls = siblings.pulls(self.state, self.after, name)
            self.ranges += [pull.change for pull in pulls if pull.change]

    def _own_reasons(self, name: str) -> list[str]:
        current = self.state.current(name)
        told = self._untold(name) if self.wish.pre else self.state.notes.get(name, ())
        reasons = [
            f"{note.type.name}: {note.summary} ({note.path})" for note in told if note.type.level
        ]
        if current is None:
            reasons.insert(0, "first release")
        elif current.is_prerelease and not self.wish.pre:
            reasons.insert(0, f"{current} becomes final")
        if name in self.wish.levels:
            reasons.append(f"--level {name}={self.wish.levels[name]}")
        return reasons

    def _untold(self, name: str) -> list[notes.Note]:
        return [
            note for note in self.state.notes.get(name, ()) if note.path not in self.state.known
        ]

    def _defer(self, name: str, pulls: list[Pull]) -> None:
        self.deferred += [
            f"{name} is left out, though {pull.reason}" for pull in pulls if pull.forces
        ]

    def _report_notes(self, name: str) -> None:
        for found in self.state.problems.get(name, ()):
            problem = f"{ascii(found.path)[1:-1]} {found.problem}"
            self.blockers.append(Blocker(name, problem, found.remedy))

    def _report_unprepared(self, name: str, prepared: Version) -> None:
        if not prepared.is_prerelease and notes.level(self._untold(name)):
            problem = (
                f"CHANGELOG.md announces {prepared}, which has no tag, and new notes have come"
            )
            remedy = (
                "tag the commit that prepared it: git switch --detach COMMIT && bump tag --push;"
                " or take it back: git revert COMMIT, and prepare again"
            )
            self.blockers.append(Blocker(name, problem, remedy))

    def _release(self, name: str, reasons: list[str], pulls: list[Pull]) -> None:
        level = self._level(name)
        following = self._next(name, level)
        self.after[name] = following
        self.blockers += [
            Blocker(name, pull.reason, pull.remedy) for pull in pulls if pull.standing == "unmet"
        ]
        self.blockers += scope.blockers(self.state, name, following)
        package = self.state.packages[name]
        self.releases.append(
            Release(
                package=name,
                distribution=package.distribution,
                current=self.state.current(name),
                final=self.state.final(name),
                next=following,
                level=level,
                tag=str(ReleaseTag(name, following)),
                reasons=tuple(reasons),
                requires=siblings.requires(package, pulls),
                notes=tuple(self.state.notes.get(name, ())),
                forced=siblings.sentences(pulls),
            )
        )

    def _level(self, name: str) -> str:
        final = self.state.final(name)
        asked = notes.level(list(self.state.notes.get(name, ()))) or "patch"
        needed = versions.effective(asked, final)
        given = self.wish.levels.get(name)
        if given is None:
            # A first release is 0.1.0 whatever the notes say.
            return needed if final else "minor"
        if final and versions.highest([given, needed]) != given:
            problem = f"--level {given} is less than its notes ask for ({needed})"
            self.blockers.append(Blocker(name, problem, f"say {name}={needed}, or retype the note"))
        return given

    def _next(self, name: str, level: str) -> Version:
        target = versions.following(self.state.final(name), level)
        current = self.state.current(name)
        if current is not None and current.is_prerelease:
            target = max(target, versions.final(current))
        if self.wish.pre is None:
            return target
        following = versions.pre_release(target, self.wish.pre, current)
        if current is not None and following <= current:
            raise UsageError(
                f"{name}: {following} would not be higher than {current};"
                " choose a later kind of pre-release"
            )
        return following
