"""Checks of building: it works, and gives the same bytes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.release_checks.verdict import judged, passed

if TYPE_CHECKING:
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict


def builds(subject: Subject) -> Verdict:
    """There is a wheel and an sdist."""
    names = [artifact.path.name for artifact in subject.repository.built[subject.name]()]
    return passed(" and ".join(names))


def reproducible(subject: Subject) -> Verdict:
    """Built once more, every byte is the same."""
    version = subject.wheel.metadata.version  # files that were given may be of the tree as it is
    again = subject.repository.build(subject.name, subject.scratch / "again", version)
    known = {artifact.path.name: artifact.sha256 for artifact in subject.artifacts}
    other = [one.path.name for one in again if known.get(one.path.name) != one.sha256]
    remedy = (
        "see to what differs with `diffoscope`; a clock, a path or an unpinned back end is usual"
    )
    problems = [f"{name} came out with other bytes the second time" for name in other]
    return judged(problems, "built twice, the same bytes", remedy)
