"""Tags for changelog heads that have none: one annotated tag for each, dependencies first.

What is to be done follows from the changelogs, the local tags and the remote's tags alone, so that a
run that was interrupted is finished by the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.changelogs import sections
from tools.releasing import siblings
from tools.releasing.releases import Blocker
from tools.version_control import git, tags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.releasing.state import State
    from tools.version_control.git import Tag


class Heads(NamedTuple):
    """What the changelog heads ask for, dependencies first.

    Attributes:
        create: Tags to make on HEAD.
        push: Tags to push: these, and those that an earlier run made.
        problems: What forbids it.
    """

    create: list[tags.ReleaseTag]
    push: list[tags.ReleaseTag]
    problems: list[Blocker]


def heads(state: State, local: list[Tag], head: str, remote: Mapping[str, str]) -> Heads:
    """What to do for each changelog head.

    Args:
        state: The repository.
        local: Every tag there is here.
        head: The commit that is checked out.
        remote: Every tag there is on the remote; empty when nothing is to be pushed.
    """
    known = {tag.name: tag for tag in local}
    found = Heads([], [], [])
    for name in state.order:
        version = state.heads.get(name)
        if version is None:
            continue
        wanted = tags.ReleaseTag(name, version)
        existing = known.get(str(wanted))
        problem = (
            _unfit(state, wanted, local, head, remote)
            if existing is None
            else _differs(existing, remote)
        )
        if problem:
            found.problems.append(problem)
            continue
        if existing is None:
            found.create.append(wanted)
        if str(wanted) not in remote:
            found.push.append(wanted)
    return found


def message(state: State, wanted: tags.ReleaseTag) -> str:
    """The tag's message: distribution and version, then the changelog section."""
    package = state.packages[wanted.package]
    text = sections.read(package.path / sections.FILE)
    body = next(part.body for part in sections.parse(text) if part.version == wanted.version)
    return f"{package.distribution} {wanted.version}\n\n{body}\n"


def create(root: Path, state: State, wanted: tags.ReleaseTag) -> None:
    """Tag HEAD."""
    git.tag(root, str(wanted), "HEAD", message(state, wanted))


def _unfit(
    state: State, wanted: tags.ReleaseTag, local: list[Tag], head: str, remote: Mapping[str, str]
) -> Blocker | None:
    name, version = wanted
    if str(wanted) in remote:
        return Blocker(name, f"the remote has {wanted} already", "git fetch --tags")
    current = state.current(name)
    if current is not None and version <= current:
        problem = f"CHANGELOG.md begins with {version}, and {current} is out"
        return Blocker(name, problem, f"put the section of {current} on top, or merge it")
    rival = _rival(name, local, head)
    if rival:
        problem = f"this commit is tagged {rival}, and builds of two tags cannot be told apart"
        return Blocker(name, problem, f"commit again, then tag; or git tag --delete {rival}")
    if not version.is_prerelease and any(note.type.level for note in state.notes.get(name, ())):
        problem = f"{version} is announced, and there are notes that it does not tell of"
        remedy = (
            "check out the commit that prepared it, and tag there; or git revert it, and prepare"
        )
        return Blocker(name, problem, remedy)
    return _half_prepared(state, name)


def _half_prepared(state: State, name: str) -> Blocker | None:
    """A requirement that prepare leaves in no package: somebody committed half of what it wrote."""
    after = {sibling: state.prepared(sibling) or state.current(sibling) for sibling in state.order}
    for pull in siblings.pulls(state, after, name):
        if pull.change:
            file = f"packages/{name}/pyproject.toml"
            remedy = f"write {pull.change.new} into {file}, commit, and run this again"
            return Blocker(name, pull.reason, remedy)
        if pull.standing == "unmet":
            return Blocker(name, pull.reason, pull.remedy)
    return None


def _rival(name: str, local: list[Tag], head: str) -> str:
    """Another release tag of the package on the commit; empty if there is none."""
    here = (tag.name for tag in local if tag.commit == head)
    parsed = ((found, tags.parse(found)) for found in here)
    return next((found for found, release in parsed if release and release.package == name), "")


def _differs(existing: Tag, remote: Mapping[str, str]) -> Blocker | None:
    release = tags.parse(existing.name)
    package = release.package if release else ""
    if not existing.annotated:
        remedy = f"git tag --delete {existing.name}, then run this again"
        return Blocker(package, f"{existing.name} is no annotated tag", remedy)
    if remote.get(existing.name, existing.target) != existing.target:
        problem = f"{existing.name} is another tag on the remote"
        remedy = f"find out which is right; git tag --delete {existing.name} drops the one here"
        return Blocker(package, problem, remedy)
    return None
