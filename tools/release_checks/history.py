"""Checks of version, tag, tree, changelog and notes: does the repository say one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.release_checks.verdict import failed, judged, passed, shown, skipped
from tools.version_control import git
from tools.version_control.tags import ReleaseTag

if TYPE_CHECKING:
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict

PREPARE = "run `python -m tools.bump prepare`, review what it wrote and commit it"
SHOWN = 5
"""How many paths a sentence names."""


def version(subject: Subject) -> Verdict:
    """The version that is built is the one that is up for release, and higher than the last."""
    candidate, last = subject.candidate, subject.last
    if candidate is None:
        return skipped("no version is up for release")
    built = subject.wheel.metadata.version
    problems = []
    if built != candidate:
        problems.append(f"{candidate} is up for release, but the build calls itself {built}")
    if last is not None and candidate <= last[0]:
        problems.append(f"{candidate} does not follow {last[0]}, which is out")
    after = f"follows {last[0]}" if last else "is the first"
    remedy = "let `python -m tools.bump plan` say which version follows, and tag that"
    return judged(problems, f"{candidate} {after}", remedy)


def tag(subject: Subject) -> Verdict:
    """A tag of the package at HEAD is the one annotated tag of what is built."""
    here, candidate = subject.repository.tagged_here(subject.name), subject.candidate
    if candidate is None:
        return skipped("no version is up for release")
    if not here:
        return passed(f"{ReleaseTag(subject.name, candidate)} is free")
    problems = [
        f"{found.name} is a bare pointer without author and date"
        for _, found in here
        if not found.annotated
    ]
    if len(here) > 1:
        names = " and ".join(sorted(found.name for _, found in here))
        problems.append(f"{names} are on one commit, and the build sees but one of them")
    built = subject.wheel.metadata.version
    problems += [
        f"{found.name} is here, but the build calls itself {built}"
        for named, found in here
        if named != built
    ]
    remedy = "delete the wrong tag (git tag --delete TAG) and run `python -m tools.bump tag`"
    return judged(problems, f"{here[0][1].name} is at HEAD", remedy)


def tree(subject: Subject) -> Verdict:
    """Nothing is changed or new beside what is committed."""
    changed = [shown(path) for path in git.dirty(subject.repository.root)]
    if not changed:
        return passed("everything is committed")
    more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    remedy = "commit, or take away what does not belong there"
    return failed(f"not committed: {', '.join(changed[:SHOWN])}{more}", remedy)


def changelog(subject: Subject) -> Verdict:
    """The changelog's first section is that of the version up for release."""
    head = subject.repository.state.heads.get(subject.name)
    due = [
        release for release in subject.repository.plan.releases if release.package == subject.name
    ]
    if subject.candidate is None and due:
        return failed(f"{due[0].next} is due, and CHANGELOG.md does not tell of it", PREPARE)
    if subject.candidate is None:
        return skipped("nothing has changed since the last release")
    if head != subject.candidate:
        told = f"tells of {head}" if head else "tells of no version"
        return failed(f"{subject.candidate} is up for release, but CHANGELOG.md {told}", PREPARE)
    return passed(f"CHANGELOG.md tells of {head}")


def notes(subject: Subject) -> Verdict:
    """Every change note has gone into the changelog."""
    state = subject.repository.state
    problems = [
        f"{shown(found.path)} {found.problem}" for found in state.problems.get(subject.name, ())
    ]
    left = [note for note in state.notes.get(subject.name, ()) if note.type.level]
    candidate = subject.candidate
    if candidate is None or not candidate.is_prerelease:
        problems += [f"{note.path} is in no changelog yet" for note in left]
    return judged(problems, "every note is in the changelog", PREPARE)
