"""What there is to publish: the wheels and sdists of a folder, by package, dependencies first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from tools.distributions.archives import SDIST, WHEEL, inspect, shown_name
from tools.errors import ToolError, UsageError
from tools.monorepo import workspace
from tools.version_control import tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from packaging.requirements import Requirement
    from packaging.utils import NormalizedName
    from packaging.version import Version

    from tools.distributions.archives import Artifact


@dataclass(frozen=True)
class Shipment:
    """One version of one package, ready to be uploaded.

    Attributes:
        package: The package's folder name.
        distribution: Its name on the index.
        version: The version that every file's name and metadata agree on.
        artifacts: Its files, the wheel first, since that is what a resolver wants to see.
        siblings: What it requires of the workspace's other packages, by their folder names.
    """

    package: str
    distribution: str
    version: Version
    artifacts: tuple[Artifact, ...]
    siblings: tuple[tuple[str, str], ...]

    @property
    def floors(self) -> tuple[str, ...]:
        """The requirements of siblings, such as ``acme-core>=1.3,<2``."""
        return tuple(requirement for _, requirement in self.siblings)


def read(folder: Path, packages: Mapping[str, workspace.Package]) -> list[Shipment]:
    """The shipments in ``folder``, dependencies first; files of other kinds are left alone.

    Raises:
        ToolError: A file is damaged, belongs to no package of the workspace, or contradicts
            itself or its neighbours; each such file is named.
    """
    found: dict[str, list[Artifact]] = {}
    problems = []
    names = {canonicalize_name(package.distribution): name for name, package in packages.items()}
    for path in _archives(folder):
        try:
            artifact = inspect(path)
            found.setdefault(_owner(artifact, names), []).append(artifact)
        except ToolError as error:
            problems.append(str(error))
    problems += _several_versions(found)
    if problems:
        raise ToolError("\n".join(problems))
    order = workspace.topological_order(packages)
    return [_shipment(packages[name], found[name], names) for name in order if name in found]


def chosen(found: list[Shipment], only: list[str], tag: str | None) -> list[Shipment]:
    """The shipments of the packages in ``only`` and of the release tag; all, where neither is given.

    Raises:
        ToolError: There is no file of one, or its version is not the tag's.
        UsageError: The tag is no release tag.
    """
    wanted = {*only}
    if tag is not None:
        wanted.add(_tagged(found, tag))
    missing = sorted(wanted - {shipment.package for shipment in found})
    if missing:
        raise ToolError(f"there is no file of {', '.join(missing)}; run `make build` first")
    return [shipment for shipment in found if not wanted or shipment.package in wanted]


def _archives(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.resolve().iterdir())
    except OSError as error:
        raise ToolError(f"{folder}: {error.strerror}; run `make build` first") from None
    yield from (entry for entry in entries if entry.name.endswith((WHEEL, SDIST)))


def _owner(artifact: Artifact, names: Mapping[NormalizedName, str]) -> str:
    owner = names.get(canonicalize_name(artifact.metadata.name))
    shown = shown_name(artifact.path)
    if owner is None:
        known = ", ".join(sorted(names))
        raise ToolError(f"{shown} is none of this workspace ({known}); take it out of the folder")
    if artifact.metadata.version.local:
        raise ToolError(f"{shown} has a local version, which indexes refuse; build a clean commit")
    return owner


def _several_versions(found: Mapping[str, list[Artifact]]) -> Iterator[str]:
    for name, artifacts in found.items():
        versions = sorted({artifact.metadata.version for artifact in artifacts})
        if len(versions) > 1:
            told = " and ".join(map(str, versions))
            yield f"{name} is there as {told}; leave the files of one version"


def _shipment(
    package: workspace.Package, artifacts: list[Artifact], names: Mapping[NormalizedName, str]
) -> Shipment:
    ordered = tuple(sorted(artifacts, key=lambda artifact: artifact.path.name.endswith(SDIST)))
    metadata = ordered[0].metadata
    siblings = {
        (names[canonicalize_name(needed.name)], _without_marker(needed)): None
        for needed in metadata.requires_dist or []
        if canonicalize_name(needed.name) in names
    }
    return Shipment(package.name, package.distribution, metadata.version, ordered, tuple(siblings))


def _without_marker(needed: Requirement) -> str:
    """The requirement for everybody: what one platform or one extra needs must be out, too."""
    extras = f"[{','.join(sorted(needed.extras))}]" if needed.extras else ""
    return f"{needed.name}{extras}{needed.specifier}"


def _tagged(found: list[Shipment], tag: str) -> str:
    named = tags.parse(tag)
    if named is None:
        raise UsageError(f"{tag!a} is no release tag; one looks like core-v1.3.0")
    for shipment in found:
        if shipment.package == named.package and shipment.version != named.version:
            raise ToolError(
                f"{tag} says {named.version}, but {shipment.distribution} was built as"
                f" {shipment.version}; fetch the tags and build the commit that it names"
            )
    return named.package
