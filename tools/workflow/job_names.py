"""The names of the workflow's jobs, and which of them run for an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.workflow.event import Event

ALWAYS = ("check", "docs")
CODE = ("audit", "build", "test", "repository", "coverage", "floors", "container")
WEEKLY = ("ahead", "report")
RELEASE = ("ready", "publish", "release")


def jobs(happened: Event, *, affected: bool, command: bool | None) -> list[str]:
    """The names of the jobs to run.

    Args:
        happened: The event.
        affected: Whether any package is to be tested.
        command: Whether the package to release installs a command, and so has an image.
    """
    released = bool(happened.tag) and happened.publish
    public = not happened.private  # elsewhere code scanning and attestations are not free
    chosen = {
        ALWAYS: True,
        CODE: affected,
        ("codeql",): affected and public and not happened.tag,
        ("scorecard",): public and (happened.main or happened.name == "schedule"),
        WEEKLY: happened.name == "schedule",
        ("site",): happened.main and happened.pages,
        ("attest",): released and public,
        RELEASE: released,
        ("image",): released and bool(command),
    }
    return [name for names, wanted in chosen.items() if wanted for name in names]
