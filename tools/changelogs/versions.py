"""Version arithmetic: levels, and the version that follows (https://semver.org, PEP 440)."""

from __future__ import annotations

from packaging.version import Version

LEVELS = ("patch", "minor", "major")
"""From the least to the most that a release can mean to its users."""

PRE_RELEASES = {"alpha": "a", "beta": "b", "rc": "rc"}
"""What ``--pre`` takes, and the letters a version spells it with."""

FIRST = Version("0.1.0")


def highest(levels: list[str]) -> str | None:
    """The greatest of some levels; None when there are none."""
    return max(levels, key=LEVELS.index, default=None)


def effective(level: str, last: Version | None) -> str:
    """What a note's level means after ``last``: before 1.0 a breaking change is a minor release."""
    return "minor" if level == "major" and last is not None and last.major == 0 else level


def following(last: Version | None, level: str) -> Version:
    """The final version one level above the last final one; where there is none, above zero."""
    major, minor, micro = (last.major, last.minor, last.micro) if last else (0, 0, 0)
    release = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, micro + 1),
    }[level]
    epoch = f"{last.epoch}!" if last and last.epoch else ""
    return Version(epoch + ".".join(map(str, release)))


def pre_release(target: Version, kind: str, current: Version | None) -> Version:
    """The next pre-release of ``target``: the one after ``current``, or the first of its kind."""
    letters = PRE_RELEASES[kind]
    number = 1
    if (
        current is not None
        and current.pre is not None
        and final(current) == target
        and current.pre[0] == letters
    ):
        number = current.pre[1] + 1
    return Version(f"{target}{letters}{number}")


def final(version: Version) -> Version:
    """The final version that a pre-release leads to."""
    return Version(version.base_version)
