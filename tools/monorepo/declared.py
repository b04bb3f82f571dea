"""What a package declares in its ``pyproject.toml``: its distribution, the siblings it requires.

Names are compared as in https://packaging.python.org/en/latest/specifications/name-normalization/.
Standard library only.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = "packages"
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_REQUIREMENT = rf"\s*({NAME.pattern})\s*(?:\[[^\]]*\])?\s*([^;]*)"


class Dependency(NamedTuple):
    """One declared requirement of a sibling.

    Attributes:
        package: Name of the sibling's folder.
        requirement: The requirement as it is written, such as ``acme-core[fast]>=1.2,<2``.
        specifier: Its version part alone, such as ``>=1.2,<2``; empty when any version will do.
        where: The table that holds it: ``project.dependencies``, ``dependency-groups.GROUP``,
            ``project.optional-dependencies.EXTRA`` or ``build-system.requires``.
    """

    package: str
    requirement: str
    specifier: str
    where: str

    @property
    def published(self) -> bool:
        """Whether the requirement reaches users, as a dependency or an extra."""
        return self.where.startswith("project.")

    @property
    def orders(self) -> bool:
        """Whether the sibling must be out first: all but development groups."""
        return not self.where.startswith("dependency-groups.")


def content(root: str | os.PathLike[str], name: str) -> bytes:
    """The package's ``pyproject.toml`` as it is."""
    shown = f"{FOLDER}/{name}/pyproject.toml"
    try:
        with open(f"{os.fspath(root)}/{shown}", "rb", buffering=0) as file:
            return file.read()
    except OSError as error:
        raise ToolError(f"{shown}: cannot be read ({error.strerror})") from None


def metadata(root: str | os.PathLike[str], name: str) -> dict[str, Any]:
    """The package's ``pyproject.toml`` as tables.

    Raises:
        ToolError: The file cannot be read, or is no TOML.
    """
    return parse(name, content(root, name))


def parse(name: str, content: bytes) -> dict[str, Any]:
    """A ``pyproject.toml`` as tables.

    Raises:
        ToolError: It is no TOML.
    """
    import tomllib  # `tools.affected` starts git before it needs this

    try:
        return tomllib.loads(content.decode())
    except ValueError as error:
        shown = f"{FOLDER}/{name}/pyproject.toml"
        raise ToolError(f"{shown}: cannot be read as TOML ({error}); mend it") from None


def distribution(name: str, declared: Mapping[str, Any]) -> str:
    """The package's normalised distribution name."""
    project = declared.get("project")
    given = project.get("name") if isinstance(project, dict) else None
    if not isinstance(given, str) or not NAME.fullmatch(given):
        raise ToolError(
            f"{FOLDER}/{name}/pyproject.toml: [project] has no usable name;"
            f' write one such as name = "acme-{name}"'
        )
    return normalise(given)


def normalise(name: str) -> str:
    """A distribution name as comparisons want it."""
    plain = name.lower().replace("_", "-").replace(".", "-")
    while "--" in plain:
        plain = plain.replace("--", "-")
    return plain


def siblings(
    name: str, declared: Mapping[str, Any], by_distribution: Mapping[str, str]
) -> Iterator[Dependency]:
    """The declared requirements that other packages of the workspace meet."""
    for where, requirement in requirements(name, declared):
        match = re.match(_REQUIREMENT, requirement)
        package = by_distribution.get(normalise(match[1])) if match else None
        if match and package is not None and package != name:
            yield Dependency(package, requirement, match[2].strip(), where)


def required(name: str, declared: Mapping[str, Any]) -> set[str]:
    """The normalised distributions that the package declares anywhere."""
    matches = (NAME.match(requirement.strip()) for _, requirement in requirements(name, declared))
    return {normalise(match[0]) for match in matches if match}


def requirements(name: str, declared: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every requirement, with the table that holds it.

    Raises:
        ToolError: A table of requirements is no list.
    """
    project = declared["project"]
    tables = [
        ("build-system.requires", declared.get("build-system", {}), "requires"),
        ("project.dependencies", project, "dependencies"),
        *_each("project.optional-dependencies", project.get("optional-dependencies", {})),
        *_each("dependency-groups", declared.get("dependency-groups", {})),
    ]
    for where, table, key in tables:
        found = table.get(key, []) if isinstance(table, dict) else None
        if not isinstance(found, list):
            shown = f"{FOLDER}/{name}/pyproject.toml"
            raise ToolError(f"{shown}: {where} is no list of requirements; write it as one")
        # A group may include another group; that one is read in its own turn.
        yield from ((where, requirement) for requirement in found if isinstance(requirement, str))


def _each(where: str, tables: Any) -> list[tuple[str, Any, str]]:
    keys = tables if isinstance(tables, dict) else [""]
    return [(f"{where}.{key}", tables, key) for key in keys]
