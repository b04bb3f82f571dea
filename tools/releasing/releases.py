"""What a plan consists of: releases, changed ranges, blockers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packaging.version import Version

    from tools.changelogs.notes import Note


@dataclass(frozen=True)
class Wish:
    """What the caller asks beyond the notes.

    Attributes:
        pre: ``alpha``, ``beta`` or ``rc`` for pre-releases; None for final versions.
        only: The packages to release; empty for all that need it.
        levels: Levels by package, in place of what the notes say.
    """

    pre: str | None = None
    only: frozenset[str] = frozenset()
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RangeChange:
    """A requirement of a sibling to rewrite, since the sibling's next version leaves it."""

    package: str
    where: str
    old: str
    new: str


@dataclass(frozen=True)
class Release:
    """One package's next release.

    Attributes:
        package: Its folder's name.
        distribution: Its name on the index.
        current: Its highest version that is out; None before the first.
        final: Its highest version that is out and no pre-release; None before the first such.
        next: The version that follows.
        level: ``major``, ``minor`` or ``patch``.
        tag: The tag that releases it.
        reasons: Each note, each sibling that forces it, or why else.
        requires: Its requirements of siblings as they will be published.
        notes: The notes that its changelog section is made of.
        forced: Sentences for that section about siblings, where no note says it.
    """

    package: str
    distribution: str
    current: Version | None
    final: Version | None
    next: Version
    level: str
    tag: str
    reasons: tuple[str, ...]
    requires: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    forced: tuple[str, ...] = ()

    @property
    def first(self) -> bool:
        """Whether nothing of the package is out yet."""
        return self.current is None

    def as_json(self) -> dict[str, Any]:
        """The release as plain values."""
        return {
            "package": self.package,
            "distribution": self.distribution,
            "current": None if self.current is None else str(self.current),
            "next": str(self.next),
            "level": self.level,
            "tag": self.tag,
            "first": self.first,
            "reasons": list(self.reasons),
            "requires": list(self.requires),
        }


@dataclass(frozen=True)
class Blocker:
    """What stands in the way of a release, and what clears it."""

    package: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Plan:
    """The releases that follow, in publish order.

    Attributes:
        releases: What to release, dependencies first.
        blockers: What must be cleared before.
        ranges: Requirements of siblings to rewrite.
        prepared: Versions by package that a changelog already announces and no tag names yet.
        deferred: Sentences on releases that ``only`` leaves out.
        versions: Every package, dependencies first, with its version once the plan is done; None
            when it has none even then.
    """

    releases: tuple[Release, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    ranges: tuple[RangeChange, ...] = ()
    prepared: Mapping[str, Version] = field(default_factory=dict)
    deferred: tuple[str, ...] = ()
    versions: Mapping[str, Version | None] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values."""
        return {
            "releases": [release.as_json() for release in self.releases],
            "blockers": [vars(blocker) for blocker in self.blockers],
            "ranges": [vars(change) for change in self.ranges],
            "prepared": {name: str(version) for name, version in self.prepared.items()},
            "deferred": list(self.deferred),
        }
