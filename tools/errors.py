"""What a tool raises when it cannot go on."""

from __future__ import annotations


class ToolError(Exception):
    """A problem that its user can mend: one sentence with what, where and what to do next.

    A tool's ``main`` prints it to standard error and returns 1.
    """


class GitError(ToolError):
    """Git refused or could not answer."""


class UsageError(ToolError):
    """The tool was called wrongly; its ``main`` returns 2."""
