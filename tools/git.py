"""The few questions we ask git, each in one process."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path


class GitError(ToolError):
    """Git refused or could not answer."""


class Tag(NamedTuple):
    """A tag as git lists it.

    Attributes:
        name: Without ``refs/tags/``.
        annotated: Whether it is a tag object, with an author and a message, and no bare pointer.
        commit: The commit it leads to.
    """

    name: str
    annotated: bool
    commit: str


def run(root: str | Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What ``git ARGUMENTS`` prints.

    Raises:
        GitError: Git is missing, or exited with an error; the sentence carries its own words.
    """
    command = ["git", *arguments]
    # Plain English for the sentence, and no lock on the index for a mere question.
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            command, cwd=root, input=stdin, capture_output=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not on PATH; install it") from None
    if done.returncode:
        said = _last_line(done.stderr) or f"exit code {done.returncode}"
        raise GitError(f"git {arguments[0]} failed: {said}")
    return done.stdout


def text(root: str | Path, *arguments: str) -> str:
    """What ``git ARGUMENTS`` prints, without the final newline; odd bytes survive a round trip."""
    return os.fsdecode(run(root, *arguments)).rstrip("\n")


def tags_reached(root: str | Path) -> list[Tag]:
    """The tags that lead to a commit which HEAD contains; none in a repository without commits."""
    layout = "%(refname:lstrip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)"
    try:
        listed = text(root, "for-each-ref", "--merged=HEAD", f"--format={layout}", "refs/tags")
    except GitError:
        if is_repository(root) and not has_commits(root):
            return []
        raise
    tags = []
    for line in listed.splitlines():
        name, kind, target, peeled = line.split("\0")
        tags.append(Tag(name, kind == "tag", peeled or target))
    return tags


def tag_names(root: str | Path) -> set[str]:
    """Every tag of the repository, reached by HEAD or not."""
    return set(text(root, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/tags").splitlines())


def branch(root: str | Path) -> str | None:
    """The branch that is checked out; None on a detached HEAD."""
    try:
        return text(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    except GitError:
        return None


def head(root: str | Path) -> str:
    """The commit that is checked out."""
    return text(root, "rev-parse", "--verify", "HEAD^{commit}")


def contents(root: str | Path, objects: list[str]) -> list[bytes | None]:
    """The bytes of each object, such as ``COMMIT:path``; None for one that does not exist.

    Raises:
        GitError: A name holds a newline, which git's batch questions cannot carry.
    """
    if any("\n" in name for name in objects):
        raise GitError("a name with a newline cannot be asked for; rename the file")
    printed = run(
        root, "cat-file", "--batch", stdin=os.fsencode("".join(f"{name}\n" for name in objects))
    )
    found: list[bytes | None] = []
    position = 0
    for _ in objects:
        end = printed.index(b"\n", position)
        header = printed[position:end]
        position = end + 1
        if header.endswith((b" missing", b" ambiguous")):
            found.append(None)
            continue
        size = int(header.rpartition(b" ")[2])
        found.append(printed[position : position + size])
        position += size + 1
    return found


def is_repository(root: str | Path) -> bool:
    """Whether the folder lies in a git work tree."""
    try:
        return text(root, "rev-parse", "--is-inside-work-tree") == "true"
    except GitError:
        return False


def has_commits(root: str | Path) -> bool:
    """Whether HEAD leads to a commit."""
    try:
        return bool(head(root))
    except GitError:
        return False


def _last_line(printed: bytes) -> str:
    lines = printed.decode(errors="backslashreplace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ").removeprefix("error: ") if lines else ""
