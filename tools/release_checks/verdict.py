"""What a check says of a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.errors import ToolError

State = Literal["pass", "fail", "skip"]


class WaitingError(ToolError):
    """What a check needs could not be made, and the check that is named here says why."""


@dataclass(frozen=True)
class Verdict:
    """The answer of one check.

    Attributes:
        state: ``skip`` where nothing could be said, never in place of a failure.
        reason: A clause on what was found, or on what the check waits for.
        remedy: What to do about it; empty where there is nothing to do.
        detail: What another program printed, for a failure that its reason cannot tell whole.
    """

    state: State
    reason: str
    remedy: str = ""
    detail: str = ""


def passed(reason: str) -> Verdict:
    """All is well."""
    return Verdict("pass", reason)


def failed(reason: str, remedy: str, detail: str = "") -> Verdict:
    """Something must be mended before a release."""
    return Verdict("fail", reason, remedy, detail)


def skipped(reason: str, remedy: str = "") -> Verdict:
    """The question could not be asked."""
    return Verdict("skip", reason, remedy)


def judged(problems: list[str], well: str, remedy: str) -> Verdict:
    """Passed where there are no problems; else failed with all of them."""
    return failed("; ".join(problems), remedy) if problems else passed(well)


def shown(name: str) -> str:
    """A name as a sentence may carry it, whatever bytes it is made of."""
    return ascii(name)[1:-1]
