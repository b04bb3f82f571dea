"""The card for a bad release: who depends on it, how to yank it, how to mend it.

Nothing is changed: PyPI is asked to yank by a person (PEP 592), and a file name there is never used
twice, so the way out is a patch release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.version import Version

from tools.changelogs import sections, versions
from tools.dependencies import ranges
from tools.errors import ToolError, UsageError
from tools.version_control import tags

if TYPE_CHECKING:
    from tools.releasing.state import State
    from tools.version_control.git import Tag


class Dependent(NamedTuple):
    """A package whose declared range admits the bad version.

    Attributes:
        package: Its name.
        requirement: What it requires.
        needs: Whether no other version that is out would do.
    """

    package: str
    requirement: str
    needs: bool


class Card(NamedTuple):
    """What to do about a bad release.

    Attributes:
        package: Its folder's name.
        distribution: Its name on the index.
        version: The bad version.
        fallback: What installers take once it is yanked; None when nothing else is out.
        dependents: Who requires it.
        page: Where it is yanked.
        branch: The branch to mend it on.
        start: The tag that the branch starts from.
        patch: The version that mends it.
    """

    package: str
    distribution: str
    version: Version
    fallback: Version | None
    dependents: list[Dependent]
    page: str
    branch: str
    start: str
    patch: Version

    def as_json(self) -> dict[str, Any]:
        """The card as plain values."""
        return {
            **self._asdict(),
            "version": str(self.version),
            "fallback": None if self.fallback is None else str(self.fallback),
            "dependents": [dependent._asdict() for dependent in self.dependents],
            "patch": str(self.patch),
        }


def card(state: State, local: list[Tag], name: str, version: Version) -> Card:
    """The card for one release.

    Raises:
        UsageError: There is no such package.
        ToolError: There is no such release.
    """
    if name not in state.packages:
        raise UsageError(f"no package is called {name!a}; there are {', '.join(state.order)}")
    out = sorted(_out(local, name))
    if version not in out:
        there = ", ".join(map(str, out)) or "none"
        raise ToolError(f"{name} {version} has no annotated tag here; there are {there}")
    others = [other for other in out if other != version]
    distribution = state.packages[name].distribution
    newest = max(other for other in out if _mends(other, version))
    return Card(
        package=name,
        distribution=distribution,
        version=version,
        fallback=max((other for other in others if not other.is_prerelease), default=None),
        dependents=_dependents(state, name, version, others),
        page=f"https://pypi.org/manage/project/{distribution}/release/{version}/",
        branch=f"release/{name}-{version.major}.{version.minor}",
        start=str(tags.ReleaseTag(name, newest)),
        patch=_mended(newest),
    )


def _mends(one: Version, other: Version) -> bool:
    """Whether one version can be where mending the other starts: of its series, and final if that is."""
    same_series = (one.epoch, one.release[:2]) == (other.epoch, other.release[:2])
    return same_series and one.is_prerelease <= other.is_prerelease


def _mended(version: Version) -> Version:
    """The version that mends one: the next candidate of a candidate, or else a patch."""
    if version.pre is None:
        return versions.following(version, "patch")
    letters, number = version.pre
    return Version(f"{versions.final(version)}{letters}{number + 1}")


def _out(local: list[Tag], name: str) -> list[Version]:
    parsed = (tags.parse(tag.name) for tag in local if tag.annotated)
    return [release.version for release in parsed if release and release.package == name]


def _dependents(
    state: State, name: str, version: Version, others: list[Version]
) -> list[Dependent]:
    found = []
    for package in state.packages.values():
        for needed in package.dependencies:
            if needed.package != name or not needed.published:
                continue
            admitted = ranges.requirement(needed.requirement).specifier
            if ranges.standing(admitted, version) == "in":
                spared = any(ranges.standing(admitted, other) == "in" for other in others)
                found.append(Dependent(package.name, needed.requirement, not spared))
    return found


def lines(card: Card) -> list[str]:
    """The card as text."""
    depend = [
        f"  {dependent.package} requires {dependent.requirement}"
        + (": nothing else that is out will do" if dependent.needs else ": other versions will do")
        for dependent in card.dependents
    ]
    letters = card.patch.pre[0] if card.patch.pre else ""
    pre = next(
        (f" --pre {kind}" for kind, of in versions.PRE_RELEASES.items() if of == letters), ""
    )
    fallback = f"pip takes {card.fallback}" if card.fallback else "pip finds no version"
    return [
        f"{card.distribution} {card.version}",
        "",
        "Who depends on it",
        *(depend or ["  nobody in this repository"]),
        "",
        f"1. Yank it: {card.page}",
        "   Options, Yank, with a reason such as",
        f'   "{card.version} is broken: SAY HOW. Use {card.patch} or later."',
        f"   A yanked file stays for who pins it; for others {fallback}.",
        "2. Mend it on a branch of its own:",
        f"   git switch --create {card.branch} {card.start}",
        f'   python -m tools.changelog add {card.package} bugfix "SAY WHAT WAS WRONG"',
        f"3. Release {card.package} {card.patch} from there:",
        f"   python -m tools.bump plan{pre}, then prepare{pre}, commit, tag --push",
        f"4. Take it home: git switch main && git merge {card.branch}",
        f"   {sections.FILE} conflicts if main has released {card.package} since: keep both",
        "   sections, the higher version first, and both links; then",
        "   git add packages && git merge --continue",
    ]
