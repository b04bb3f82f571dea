"""Whether a pushed tag may release a package. Standard library and git only.

A tag must name a package of this repository and a version in its normal form, be annotated, stand
alone on its commit for that package (of two, a build could take the wrong one), and lead to a
commit that the main branch or a release branch holds, where changes are reviewed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.errors import GitError, ToolError
from tools.monorepo import workspace
from tools.version_control import git, tags

if TYPE_CHECKING:
    from pathlib import Path

REVIEWED = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/release/")
"""Branches whose commits were reviewed; a trailing slash stands for all below it."""


class PushedTag(NamedTuple):
    """A tag that may release.

    Attributes:
        name: The tag.
        package: The package it releases.
        version: The version, in its normal form.
        prerelease: Whether the version is a pre-release.
        foremost: Whether it is final, and no tag of the package names a later final version; a fix of an
            older line is not.
        commit: The commit it leads to.
    """

    name: str
    package: str
    version: str
    prerelease: bool
    foremost: bool
    commit: str


def check(root: Path, name: str) -> PushedTag:
    """The release that a tag asks for.

    Raises:
        ToolError: The tag must not release anything; each reason is a line with its remedy.
    """
    parts = tags.split(name)
    packages = workspace.names(root)
    if parts is None or parts.package not in packages:
        there = ", ".join(packages)
        raise ToolError(
            f"{ascii(name)[1:-1]} names no release: it takes a package ({there}), {tags.SEPARATOR} and a"
            f" version in its normal form, such as {packages[0]}{tags.SEPARATOR}1.3.0; delete the tag"
        )
    commit = _commit(root, name)
    problems = [*_form(root, name), *_others(root, parts, name, commit), *_unseen(root, commit)]
    if problems:
        raise ToolError("\n".join(f"{name} {problem}" for problem in problems))
    foremost = not parts.prerelease and parts.version == _last_final(root, parts.package)
    return PushedTag(name, parts.package, parts.version, parts.prerelease, foremost, commit)


def _last_final(root: Path, package: str) -> str:
    every = map(tags.split, git.text(root, "tag", "--list").splitlines())
    mine = (found for found in every if found and found.package == package)
    return max((found.version for found in mine if not found.prerelease), key=tags.rank)


def _commit(root: Path, name: str) -> str:
    try:
        return git.text(root, "rev-parse", "--verify", f"refs/tags/{name}^{{commit}}")
    except GitError:
        raise ToolError(f"there is no tag {name} here; push it, or mend the spelling") from None


def _form(root: Path, name: str) -> list[str]:
    if git.text(root, "cat-file", "-t", f"refs/tags/{name}") == "tag":
        return []
    return ["is not annotated; delete it and let `python -m tools.bump tag` make it"]


def _others(root: Path, parts: tags.Parts, name: str, commit: str) -> list[str]:
    here = git.text(root, "tag", "--points-at", commit).splitlines()
    rivals = [
        other
        for other, found in ((other, tags.split(other)) for other in here)
        if other != name and found is not None and found.package == parts.package
    ]
    if not rivals:
        return []
    return [f"shares its commit with {', '.join(rivals)}; delete the wrong one"]


def _unseen(root: Path, commit: str) -> list[str]:
    holding = git.text(
        root, "for-each-ref", f"--contains={commit}", "--format=%(refname)", *REVIEWED
    )
    if holding:
        return []
    return ["is on a commit that neither main nor a release/ branch holds; merge it first"]
