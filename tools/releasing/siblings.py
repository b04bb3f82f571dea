"""What the versions of its siblings mean to a package that requires them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.dependencies import ranges
from tools.errors import ToolError
from tools.releasing.releases import RangeChange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packaging.version import Version

    from tools.monorepo.declared import Dependency
    from tools.monorepo.workspace import Package
    from tools.releasing.state import State

_Standing = Literal["left", "outgrown", "awaited", "unmet"]


class Pull(NamedTuple):
    """A requirement that a sibling's version after the plan bears on.

    Attributes:
        package: The package that requires.
        dependency: What it requires.
        standing: ``left`` when the version is above the range, ``outgrown`` when it is final and the
            range begins with a candidate, ``awaited`` when the range needs the version that comes out
            now, ``unmet`` when no version that is out or planned will do.
        version: The sibling's version after the plan.
    """

    package: str
    dependency: Dependency
    standing: _Standing
    version: Version | None

    @property
    def forces(self) -> bool:
        """Whether the package must be released for it."""
        return self.dependency.orders and self.standing != "unmet"

    @property
    def reason(self) -> str:
        """The pull as a clause."""
        needed = f"{self.dependency.package} {self.version}"
        return {
            "left": f"{needed} leaves its range {self.dependency.requirement}",
            "outgrown": f"its range {self.dependency.requirement} would admit candidates even now that"
            f" {needed} is final",
            "awaited": f"its floor {self.dependency.requirement} waits for {needed}",
            "unmet": f"no version that is out or planned meets {self.dependency.requirement}",
        }[self.standing]

    @property
    def remedy(self) -> str:
        """What clears an unmet requirement."""
        return (
            f"release {self.dependency.package} too (a note, --only or --level"
            f" {self.dependency.package}=LEVEL), or lower the floor in"
            f" packages/{self.package}/pyproject.toml"
        )

    @property
    def change(self) -> RangeChange | None:
        """The requirement rewritten, when the version has left or outgrown it."""
        if self.standing not in ("left", "outgrown") or self.version is None:
            return None
        old = self.dependency.requirement
        return RangeChange(
            self.package, self.dependency.where, old, ranges.following(old, self.version)
        )


def pulls(state: State, after: Mapping[str, Version | None], name: str) -> list[Pull]:
    """The pulls on one package by the siblings whose version after the plan is settled.

    Raises:
        ToolError: A requirement cannot be read.
    """
    found = []
    for dependency in state.packages[name].dependencies:
        if dependency.package not in after:
            continue  # of a development group, which orders nothing
        version = after[dependency.package]
        standing = _standing(name, dependency, state.current(dependency.package), version)
        if standing is not None:
            found.append(Pull(name, dependency, standing, version))
    return found


def _standing(
    name: str, dependency: Dependency, before: Version | None, after: Version | None
) -> _Standing | None:
    if after is None:
        return "unmet"
    try:
        specifier = ranges.requirement(dependency.requirement).specifier
    except ToolError as error:
        raise ToolError(f"packages/{name}/pyproject.toml: {dependency.where}: {error}") from None
    standing = ranges.standing(specifier, after)
    if standing == "above":
        return "left"
    if standing == "below":
        return "unmet"
    # A range that names a candidate makes installers take every later candidate, too (PEP 440).
    if not after.is_prerelease and any(floor.is_prerelease for floor in ranges.floors(specifier)):
        return "outgrown"
    met_before = before is not None and ranges.standing(specifier, before) != "below"
    return None if met_before else "awaited"


def requires(package: Package, found: list[Pull]) -> tuple[str, ...]:
    """The package's requirements of siblings as they will be published."""
    rewritten = {change.old: change.new for change in (pull.change for pull in found) if change}
    published = [needed.requirement for needed in package.dependencies if needed.published]
    return tuple(rewritten.get(requirement, requirement) for requirement in published)


def sentences(found: list[Pull]) -> tuple[str, ...]:
    """What the changelog says of forced requirements."""
    needed = [
        pull.change.new if pull.change else pull.dependency.requirement
        for pull in found
        if pull.forces
    ]
    return tuple(f"Requires {requirement}." for requirement in dict.fromkeys(needed))
