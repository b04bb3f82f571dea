"""The releases that a rehearsal makes: planned, prepared and tagged as real ones, in a clone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.execution.process import output_of
from tools.monorepo import workspace
from tools.releasing import plan
from tools.releasing import prepare as preparation
from tools.version_control import git, journal, tags

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Candidate(NamedTuple):
    """A package as it would be released: its version, and the tag it would get."""

    package: str
    distribution: str
    version: str
    tag: str


def planned(root: Path) -> list[Candidate]:
    """What would be released from ``root``, dependencies first.

    A package that nothing calls to release keeps the version it has.

    Raises:
        ToolError: Something stands in the way of a release.
    """
    packages, following = workspace.packages(root), plan.make(root)
    if following.blockers:
        raise ToolError(
            "\n".join(f"{one.package}: {one.problem}; {one.remedy}" for one in following.blockers)
        )
    return [
        Candidate(
            name, packages[name].distribution, str(version), str(tags.ReleaseTag(name, version))
        )
        for name, version in following.versions.items()
        if version is not None
    ]


def prepare(root: Path) -> None:
    """Write changelogs and ranges as the release will, and commit them in HEAD's name and time.

    The time is HEAD's own, so that every rehearsal of a commit gives the same bytes.
    """
    time, day = git.text(root, "log", "-1", "--format=%cI %cs").split()
    written = preparation.files(root, workspace.packages(root), plan.make(root), day)
    if written:
        journal.write(root, written)
        git.run(root, "add", "--all")
        dates = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        command = ["git", "commit", "--quiet", "--message", "Prepare the release"]
        output_of(command, folder=root, environment={**os.environ, **dates})


def tag(root: Path, releases: Iterable[Candidate]) -> None:
    """Give HEAD the tags of the release, so that the build takes its versions from them.

    A package's other tags leave HEAD: of two, git may describe it by either.
    """
    here = git.text(root, "tag", "--points-at", "HEAD").splitlines()
    parsed = {name: tags.parse(name) for name in here}
    for release in releases:
        mine = [name for name, tagged in parsed.items() if tagged and tagged[0] == release.package]
        if mine:
            git.run(root, "tag", "--delete", *mine)
        title = f"{release.distribution} {release.version}"
        git.run(root, "tag", "--annotate", "--force", "--message", title, release.tag)
