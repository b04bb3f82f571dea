"""The API against the notes: whoever breaks it says so.

Griffe compares the package as it is with the package as of its own last tag, whatever other
packages have been tagged since.
"""

from __future__ import annotations

import io
import logging
import tarfile
from typing import TYPE_CHECKING

import griffe

from tools.changelogs import sections
from tools.changelogs.notes import types
from tools.distributions import archives
from tools.errors import GitError
from tools.release_checks.verdict import failed, passed, skipped
from tools.version_control import git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict

SEVERE = "major"
"""The level of the notes that announce a break."""


def api(subject: Subject) -> Verdict:
    """Nothing public is broken since the last release, or a note says so."""
    last = subject.last
    if last is None:
        return skipped("there is no earlier release to compare with")
    tag = last[1].name
    before = _sources(subject, tag)
    if not before.is_dir():
        return skipped(f"{tag} has no packages/{subject.name}/src to compare with")
    broken = [line for name in subject.import_packages for line in _breaks(subject, before, name)]
    if not broken:
        return passed(f"nothing public is broken since {tag}")
    announcing = _announced(subject)
    if announcing:
        return passed(f"what is broken since {tag} is announced by {announcing}")
    remedy = f'python -m tools.changelog add {subject.name} breaking "…", or keep what was there'
    reason = f"something public is broken since {tag}, and no note says so"
    return failed(reason, remedy, "\n".join(broken))


def _sources(subject: Subject, tag: str) -> Path:
    """The package's ``src`` as of the tag; a folder that does not exist where the tag has none."""
    path = f"packages/{subject.name}/src"
    target = subject.scratch / "last"
    try:
        packed = git.run(subject.repository.root, "archive", "--format=tar", tag, "--", path)
    except GitError:
        return target / path
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archives.unpack(archive, target)
    return target / path


def _breaks(subject: Subject, before: Path, name: str) -> Iterator[str]:
    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    source = subject.package.path / "src"
    if not (before / name.replace(".", "/")).is_dir():
        return
    old = griffe.load(name, search_paths=[before], resolve_aliases=True, allow_inspection=False)
    new = griffe.load(name, search_paths=[source], resolve_aliases=True, allow_inspection=False)
    for breakage in griffe.find_breaking_changes(old, new):
        yield _explained(breakage)


def _explained(breakage: griffe.Breakage) -> str:
    told = breakage.explain(griffe.ExplanationStyle.MARKDOWN).removeprefix("- ")
    kind = breakage.kind.value
    return f"{breakage.obj.module.path} {told.replace(f'*{kind}*', kind)}"


def _announced(subject: Subject) -> str:
    """What announces a break: a note that waits, or the changelog of the version up for release."""
    repository = subject.repository
    for note in repository.state.notes.get(subject.name, ()):
        if note.type.level == SEVERE:
            return note.path
    text = (subject.package.path / sections.FILE).read_text("utf-8")
    headings = {
        f"### {kind.heading}" for kind in types(repository.root).values() if kind.level == SEVERE
    }
    for section in sections.parse(text):
        if section.version == subject.candidate and headings.intersection(
            section.body.splitlines()
        ):
            return f"the changelog of {section.version}"
    return ""
