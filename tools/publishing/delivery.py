"""Bring shipments to an index in dependency order, so that a second run finishes what one began.

First every file is compared with the index by its SHA-256: absent, same, or different. One that
differs stops everything before anything is uploaded, since an index never takes a file name twice.
Then, package by package: wait until every sibling that it requires can be resolved on the index,
and upload what is absent. A package that fails holds back those that require it, no others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from packaging.requirements import Requirement

from tools.dependencies import resolver
from tools.distributions.archives import shown_name
from tools.errors import ToolError
from tools.publishing.upload import upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from tools.publishing.package_index import PackageIndex
    from tools.publishing.shipments import Shipment

Standing = Literal["absent", "same", "different"]
State = Literal["out", "uploaded", "would upload", "failed", "held back", "stopped"]
OUT: tuple[State, ...] = ("out", "uploaded")
NOT_COMING: tuple[State, ...] = ("failed", "held back")


@dataclass(frozen=True)
class Compared:
    """One file beside the index's file of that name."""

    path: Path
    sha256: str
    standing: Standing


@dataclass(frozen=True)
class Delivery:
    """What became of one shipment."""

    shipment: Shipment
    files: tuple[Compared, ...]
    state: State = "stopped"
    reason: str = ""

    @property
    def absent(self) -> list[Path]:
        """The files that the index lacks."""
        return [file.path for file in self.files if file.standing == "absent"]

    @property
    def tampered(self) -> str:
        """A sentence on the files that the index has with other bytes; empty if there are none."""
        names = [shown_name(file.path) for file in self.files if file.standing == "different"]
        if not names:
            return ""
        return (
            f"the index has other bytes as {' and '.join(names)} and will never take these; build"
            " the tagged commit again, or release the next version"
        )

    @property
    def summary(self) -> str:
        """What became of the shipment, in a line."""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.state:<12} {self.shipment.distribution} {self.shipment.version}{reason}"


def compare(shipment: Shipment, index: PackageIndex) -> Delivery:
    """A shipment's files beside what the index has.

    Raises:
        ToolError: The index cannot be read.
    """
    names = [artifact.path.name for artifact in shipment.artifacts]
    known = index.digests(shipment.distribution, names)
    files = []
    for artifact in shipment.artifacts:
        theirs = known.get(artifact.path.name)
        standing: Standing = "same" if theirs == artifact.sha256 else "different"
        files.append(Compared(artifact.path, artifact.sha256, standing if theirs else "absent"))
    return Delivery(shipment, tuple(files))


def deliver_all(
    shipments: Iterable[Shipment],
    index: PackageIndex,
    *,
    deadline: float,
    dry_run: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Delivery]:
    """Deliver shipments, which come dependencies first, and say what became of each.

    Args:
        shipments: What is to be out in the end.
        index: Where.
        deadline: Seconds that each package waits for the siblings it requires.
        dry_run: Compare and ask, upload nothing.
        tell: Takes a line on each package.

    Raises:
        ToolError: The index cannot be read.
    """
    compared = [compare(shipment, index) for shipment in shipments]
    if any(delivery.tampered for delivery in compared):
        return [_stopped(delivery) for delivery in compared]
    done: dict[str, Delivery] = {}
    for delivery in compared:
        ended = _attempt(delivery, index, done, deadline=deadline, dry_run=dry_run)
        done[delivery.shipment.package] = ended
        tell(ended.summary)
    return list(done.values())


def deliver(
    delivery: Delivery,
    index: PackageIndex,
    deadline: float,
    credentials: Mapping[str, str] | None = None,
) -> None:
    """Wait for what a compared shipment requires, then upload what the index lacks of it.

    Raises:
        ToolError: A sibling did not come out in time, or the index refused a file.
    """
    try:
        resolver.wait(delivery.shipment.floors, index.simple, deadline)
    except resolver.UnresolvedError as error:
        raise ToolError(f"{error}; publish that first, then run this again") from None
    upload(delivery.absent, index, credentials)


def _stopped(delivery: Delivery) -> Delivery:
    if not delivery.absent and not delivery.tampered:
        return replace(delivery, state="out")
    reason = delivery.tampered or "a file of another package differs from the index"
    return replace(delivery, reason=reason)


def _attempt(
    delivery: Delivery,
    index: PackageIndex,
    done: Mapping[str, Delivery],
    *,
    deadline: float,
    dry_run: bool,
) -> Delivery:
    if not delivery.absent:
        return replace(delivery, state="out")
    siblings = [needed for needed, _ in delivery.shipment.siblings if needed in done]
    holding = [needed for needed in siblings if done[needed].state in NOT_COMING]
    if holding:
        return replace(delivery, state="held back", reason=f"waits for {' and '.join(holding)}")
    try:
        if dry_run:
            _foresee(delivery.shipment, index, done, deadline)
            return replace(delivery, state="would upload")
        deliver(delivery, index, deadline)
    except ToolError as error:
        return replace(delivery, state="failed", reason=str(error))
    return replace(delivery, state="uploaded")


def _foresee(
    shipment: Shipment, index: PackageIndex, done: Mapping[str, Delivery], deadline: float
) -> None:
    """Check floors as they will be met: by what goes out before in this run, or by the index."""
    unmet = [
        floor
        for needed, floor in shipment.siblings
        if needed not in done or not _meets(done[needed].shipment, floor)
    ]
    if unmet:
        resolver.wait(unmet, index.simple, deadline)


def _meets(shipment: Shipment, floor: str) -> bool:
    return Requirement(floor).specifier.contains(shipment.version, prereleases=True)
