"""The few questions we ask git, each in one process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tools.errors import GitError
from tools.version_control.question import Question


class Tag(NamedTuple):
    """A tag as git lists it.

    Attributes:
        name: Without ``refs/tags/``.
        annotated: Whether it is a tag object, with an author and a message, and no bare pointer.
        target: The object it points to: the tag object, or the commit of a bare pointer.
        commit: The commit it leads to.
    """

    name: str
    annotated: bool
    target: str
    commit: str


def run(root: str | Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What ``git ARGUMENTS`` prints.

    Raises:
        GitError: Git is missing, or exited with an error.
    """
    return Question(root, *arguments).answer(stdin)


def lines(printed: bytes) -> list[str]:
    """What git printed, line by line; the names in it may hold what Python takes for a line's end."""
    return [line for line in os.fsdecode(printed).split("\n") if line]


def text(root: str | Path, *arguments: str) -> str:
    """What ``git ARGUMENTS`` prints, without the final newline; odd bytes survive a round trip."""
    return os.fsdecode(run(root, *arguments)).rstrip("\n")


class TagList(Question):
    """The tags of a repository, being listed while their asker does something else."""

    def __init__(self, root: str | Path, *, reached: bool = False) -> None:
        """Start to list every tag, or only those that lead to a commit which HEAD contains."""
        layout = "%(refname:lstrip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)"
        options = ["--merged=HEAD"] if reached else []
        super().__init__(root, "for-each-ref", *options, f"--format={layout}", "refs/tags")

    def tags(self) -> list[Tag]:
        """The tags, once git is done.

        Raises:
            GitError: This is no repository, or its history cannot be read.
        """
        found = []
        for line in lines(self.answer()):
            name, kind, target, peeled = line.split("\0")
            found.append(Tag(name, kind == "tag", target, peeled or target))
        return found


def tags(root: str | Path) -> list[Tag]:
    """Every tag of the repository."""
    return TagList(root).tags()


def tags_reached(root: str | Path) -> list[Tag]:
    """The tags that lead to a commit which HEAD contains; none in a repository without commits."""
    return reached(root, TagList(root, reached=True))


def reached(root: str | Path, listing: TagList) -> list[Tag]:
    """As `tags_reached`, of a list that was asked for before."""
    try:
        return listing.tags()
    except GitError:
        if has_commits(root):
            raise
        return []


def tag_names(root: str | Path) -> set[str]:
    """Every tag of the repository, reached by HEAD or not."""
    return set(lines(ask_tag_names(root).answer()))


def ask_tag_names(root: str | Path) -> Question:
    """Ask for the name of every tag, one a line."""
    return Question(root, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/tags")


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


def folder(root: str | Path) -> Path:
    """Git's own folder for this work tree."""
    return Path(root, text(root, "rev-parse", "--git-dir"))


def dirty(root: str | Path) -> list[str]:
    """Paths that differ from HEAD, unknown files included."""
    listed = os.fsdecode(run(root, "status", "--porcelain", "-z", "--no-renames", "-uall"))
    return [entry[3:] for entry in listed.split("\0") if entry]


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


def remote_tags(root: str | Path, remote: str) -> dict[str, str]:
    """The tags that a remote has: what each points to, by name.

    Raises:
        GitError: There is no such remote, or it does not answer.
    """
    listed = run(root, "ls-remote", "--tags", "--refs", "--end-of-options", remote)
    pairs = (line.split("\t", 1) for line in lines(listed))
    return {name.removeprefix("refs/tags/"): target for target, name in pairs}


def published(root: str | Path, remote: str, commit: str) -> bool:
    """Whether a branch of the remote, as last seen, contains the commit."""
    found = text(root, "for-each-ref", f"--contains={commit}", f"refs/remotes/{remote}")
    return bool(found)


def tag(root: str | Path, name: str, commit: str, message: str) -> None:
    """Put an annotated tag on a commit; headings in the message are no comments to git."""
    options = ("--annotate", "--cleanup=verbatim", "--file=-")
    run(root, "tag", *options, name, commit, stdin=message.encode())


def push_tag(root: str | Path, remote: str, name: str) -> None:
    """Push one tag, whole or not at all.

    Raises:
        GitError: The remote refused it, or does not answer.
    """
    run(root, "push", "--quiet", "--atomic", remote, f"refs/tags/{name}")
