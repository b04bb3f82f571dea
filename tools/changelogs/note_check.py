"""Whether a change brings the notes that it owes, and leaves old notes and changelogs alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tools.changelogs import notes, sections
from tools.changelogs.notes import Note, Problem
from tools.changelogs.package_change import later_paths, package_changes
from tools.monorepo import paths, workspace
from tools.version_control import changes, git, tags

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from packaging.version import Version

    from tools.changelogs.notes import NoteType
    from tools.changelogs.package_change import PackageChange

ADD = "python -m tools.changelog add"
_CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


class Finding(NamedTuple):
    """What a change does wrong: where, what, and what to do about it."""

    package: str
    path: str
    problem: str
    remedy: str


def check(root: Path, reference: str | None) -> list[Finding]:
    """Everything that the change since the merge base with ``reference`` does wrong.

    Raises:
        ToolError: Git cannot tell what changed, or the packages cannot be read.
    """
    with changes.Comparison(str(root), reference) as comparison:
        known = notes.types(root)
        names = set(workspace.names(root))
        base = comparison.base()
        everything = comparison.paths(base)
    if "pyproject.toml" in everything and _forked(root, base):
        return []
    differing = [path for path in everything if paths.package_of(path) in names]
    found = package_changes(root, base, differing)
    released = any(change.before != change.after for change in found)
    tagged = git.tag_names(root) if released else set()
    told = {change.package: _told(change, tagged) for change in found}
    later = later_paths(root, base) if released else set()
    findings: list[Finding] = []
    for change in found:
        findings += _changelog(change, base, tagged, told[change.package])
        findings += _old_notes(change, base, told[change.package])
        owing = _owing(change, told, later)
        findings += _new_notes(root, change, known, told[change.package], owing)
    return findings


def _forked(root: Path, base: str) -> bool:
    """Whether the change makes the fork, in which notes and changelogs begin anew."""
    # Seldom asked, and slower to import than all else here.
    from tools.monorepo import identity

    before = changes.file_at(str(root), base, "pyproject.toml") or b""
    return bool(identity.origin(root)) and not identity.origin_told_by(before.decode())


def _told(change: PackageChange, tagged: Collection[str]) -> list[sections.Section]:
    """Sections that the changelog has now and had not before, or that were taken back."""
    if change.before == change.after:
        return []
    before, after = sections.parse(change.before), sections.parse(change.after)
    versions = {section.version for section in before}
    fresh = [section for section in after if section.version not in versions]
    return fresh or _taken_back(change.package, before, after, tagged)


def _taken_back(
    package: str,
    before: list[sections.Section],
    after: list[sections.Section],
    tagged: Collection[str],
) -> list[sections.Section]:
    """The sections that are gone from the top, if none was ever tagged and all others are as they were."""
    gone = before[: max(0, len(before) - len(after))]
    kept = [(section.version, section.body) for section in before[len(gone) :]]
    out = any(str(tags.ReleaseTag(package, section.version)) in tagged for section in gone)
    same = kept == [(section.version, section.body) for section in after]
    return gone if same and not out else []


def _owing(
    change: PackageChange, told: dict[str, list[sections.Section]], later: Collection[str]
) -> list[str]:
    """Paths that want a note: not what a release tells of, nor ranges that follow a release of this change."""
    if told[change.package]:
        return [path for path in change.own if f"packages/{change.package}/{path}" in later]
    follows = change.own == ["pyproject.toml"] and any(told.values())
    return [] if follows else change.own


def _changelog(
    change: PackageChange, base: str, tagged: Collection[str], told: list[sections.Section]
) -> Iterator[Finding]:
    if change.before == change.after:
        return
    path = f"packages/{change.package}/{sections.FILE}"
    if _CONFLICT.search(change.after):
        remedy = "keep both sections, the higher version first, and both links"
        yield Finding(change.package, path, "has a conflict that git could not settle", remedy)
        return
    restore = f"git checkout {base[:12]} -- {path}"
    remedy = f'{restore}, and say it in a note: {ADD} {change.package} TYPE "TEXT"'
    head = sections.head(change.after)
    after = {section.version: section.body for section in sections.parse(change.after)}
    fresh = [section for section in told if section.version in after]
    superseded = _superseded(change, head) if fresh and fresh[0].version == head else set()
    if not told:
        yield Finding(change.package, path, "was edited by hand", remedy)
    for section in fresh:
        tag = str(tags.ReleaseTag(change.package, section.version))
        if section.version != head and tag not in tagged:
            problem = f"tells of {section.version}, which is neither the newest nor tagged"
            yield Finding(change.package, path, problem, remedy)
    for section in sections.parse(change.before):
        kept = after.get(section.version) == section.body
        if fresh and not kept and section.version not in superseded:
            problem = f"has another text for {section.version}, which was there before"
            yield Finding(change.package, path, problem, f"{restore}, then run bump prepare again")


def _superseded(change: PackageChange, head: Version | None) -> set[Version]:
    """The pre-releases on top of the old changelog that make way for the new head."""
    passed = set()
    for section in sections.parse(change.before):
        if head is None or not section.version.is_prerelease or section.version >= head:
            break
        passed.add(section.version)
    return passed


def _old_notes(change: PackageChange, base: str, told: list[sections.Section]) -> Iterator[Finding]:
    for name in change.edited:
        path = notes.shown(change.package, name)
        remedy = f"git checkout {base[:12]} -- {path}, and add a note of your own"
        yield Finding(change.package, path, "is an old note that was edited", remedy)
    for name in change.removed if not told else ():
        path = notes.shown(change.package, name)
        remedy = f"git checkout {base[:12]} -- {path}; only bump prepare removes notes"
        yield Finding(change.package, path, "is gone, and no release tells of it", remedy)


def _new_notes(
    root: Path,
    change: PackageChange,
    known: dict[str, NoteType],
    told: list[sections.Section],
    owing: list[str],
) -> Iterator[Finding]:
    valid = []
    for name in change.added:
        note = notes.load(root, change.package, name, known)
        if isinstance(note, Problem):
            yield Finding(change.package, note.path, note.problem, note.remedy)
        else:
            valid.append(note)
    if owing and not valid:
        yield _owed(change.package, owing[0])
    if not change.own and not told:
        yield from map(_misplaced, valid)


def _owed(package: str, path: str) -> Finding:
    problem = f"changed ({paths.shown(path)}) and has no note of its own"
    remedy = f'{ADD} {package} TYPE "TEXT", with TYPE internal if its users see nothing'
    return Finding(package, f"packages/{package}", problem, remedy)


def _misplaced(note: Note) -> Finding:
    remedy = "put it into the package that changed, or take it out"
    return Finding(note.package, note.path, f"is a note, and {note.package} did not change", remedy)
