"""Which paths differ from a base commit. Standard library only.

The base is the merge base of HEAD with a reference; the work tree counts as it stands, with the
files that git does not know yet. Names arrive as git has them: any byte but NUL.
"""

from __future__ import annotations

import os

from tools.errors import GitError, ToolError, UsageError
from tools.version_control.quick_question import ask

TYPE_CHECKING = False  # that of `typing` takes as long as git's answer
if TYPE_CHECKING:
    from typing import Self

    from tools.version_control.question import Question
    from tools.version_control.quick_question import QuickQuestion

MAIN = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/heads/main",
    "refs/remotes/origin/master",
    "refs/heads/master",
)
"""Where the main branch is looked for, the best first."""

_LISTING = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative")


class UnknownError(ToolError):
    """Git cannot say what changed, so that everything may have."""


class Comparison:
    """A comparison with a base, under way while its asker does something else.

    Used in a ``with`` block, at whose end git is at work no more.
    """

    def __init__(self, root: str, reference: str | None = None) -> None:
        """Start to compare with the merge base with ``reference``, by default the main branch.

        On the main branch itself, and on a detached commit that it contains, the base is the parent.

        Raises:
            UsageError: The reference would be an option to git.
            UnknownError: Git cannot be asked, or there is no main branch.
        """
        if reference is not None and reference.startswith("-"):
            raise UsageError(f"{reference!a} is no branch or commit: none begins with a hyphen")
        self.root = root
        try:
            self.reference = reference or _default(root)
            self.ancestors = ask(root, "rev-parse", f"{self.reference}...HEAD")
            self.differing = ask(root, *_LISTING, "--merge-base", self.reference, "--")
            self.unknown = ask(root, "ls-files", "-z", "--others", "--exclude-standard")
        except GitError as error:
            raise UnknownError(str(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for question in (self.ancestors, self.differing, self.unknown):
            question.give_up()

    def base(self) -> str:
        """The commit compared with.

        Raises:
            UnknownError: There is no such reference, or the history does not reach back to a base.
        """
        return _merge_base(self.root, self.reference, self.ancestors)[0]

    def paths(self, base: str) -> list[str]:
        """What differs from the base, both sides of each rename, sorted; odd bytes as surrogates.

        Raises:
            UnknownError: Git failed.
        """
        try:
            listed = self.unknown.answer() + self._differing(base)
        except GitError as error:
            raise UnknownError(str(error)) from None
        return sorted(os.fsdecode(path) for path in {*listed.split(b"\0")} if path)

    def _differing(self, base: str) -> bytes:
        try:
            return self.differing.answer()
        except GitError:
            # Git before 2.30, or several merge bases, of which any will do.
            return ask(self.root, *_LISTING, base, "--").answer()


def file_at(root: str, commit: str, path: str) -> bytes | None:
    """A file as it was at a commit; None if it was not there."""
    try:
        return ask(root, "cat-file", "blob", f"{commit}:./{path}").answer()
    except GitError:
        return None


def _default(root: str) -> str:
    with (
        ask(root, "symbolic-ref", "--quiet", "HEAD") as asked,
        ask(root, "for-each-ref", "--format=%(refname) %(symref)", *MAIN) as listed,
    ):
        there = dict(line.split(" ") for line in listed.answer().decode().splitlines())
        main = next((name for name in MAIN if name in there), None)
        if main is None:
            raise UnknownError("there is no main branch to compare with; name one with --since")
        try:
            branch = os.fsdecode(asked.answer()).rstrip("\n")
        except GitError:  # HEAD is detached
            base, head = _merge_base(root, main, ask(root, "rev-parse", f"{main}...HEAD"))
            return "HEAD^" if base == head else main
    return "HEAD^" if _short(branch) == _short(there[main] or main) else main


def _short(reference: str) -> str:
    return reference.removeprefix("refs/heads/").removeprefix("refs/remotes/origin/")


def _merge_base(root: str, reference: str, asked: Question | QuickQuestion) -> tuple[str, str]:
    """The merge base with HEAD, and HEAD."""
    try:
        lines = asked.answer().decode().split()
    except GitError:
        missing = "HEAD has no parent" if reference == "HEAD^" else f"git finds no {reference!a}"
        raise UnknownError(f"{missing}{_shallow(root)}") from None
    bases = [line[1:] for line in lines if line.startswith("^")]
    if not bases:
        raise UnknownError(f"HEAD and {reference} have no commit in common{_shallow(root)}")
    return bases[0], lines[0]  # git prints the end of the range first


def _shallow(root: str) -> str:
    """What to do about it, when the history was cut off."""
    try:
        answer = ask(root, "rev-parse", "--is-shallow-repository").answer()
    except GitError:
        return ""
    cut = answer.strip() == b"true"
    return "; the history is shallow, fetch it whole: git fetch --unshallow" if cut else ""
