"""Read from a built wheel what its project declares, whatever back end it came from.

A wheel's metadata, entry points and list of files are the same in all back ends
(https://packaging.python.org/en/latest/specifications/core-metadata/), so they say more surely what a
project is than its settings do.
"""

from __future__ import annotations

import configparser
import re
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.metadata import Metadata

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.requirements import Requirement

LICENCES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""SPDX expressions of licence classifiers that name one licence."""

TABLES = {"console_scripts": "scripts", "gui_scripts": "gui-scripts"}


class ForeignWheel(NamedTuple):
    """What a wheel says of its project.

    Attributes:
        metadata: Its core metadata.
        entry_points: By group, name to object reference.
        files: What it installs, its own records aside.
    """

    metadata: Metadata
    entry_points: dict[str, dict[str, str]]
    files: frozenset[str]

    @property
    def modules(self) -> list[str]:
        """Top-level folders and files that it installs."""
        return sorted({name.partition("/")[0] for name in self.files})


def read(path: Path) -> ForeignWheel:
    """Read a wheel from its file."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        info = next(name.partition("/")[0] for name in names if ".dist-info/" in name)
        metadata = archive.read(f"{info}/METADATA")
        listed = f"{info}/entry_points.txt"
        entry_points = archive.read(listed).decode() if listed in names else ""
    files = frozenset(name for name in names if not name.startswith(f"{info}/"))
    return ForeignWheel(Metadata.from_email(metadata, validate=False), _groups(entry_points), files)


def project_table(wheel: ForeignWheel) -> dict[str, Any]:
    """The ``[project]`` table that the metadata amounts to; what is empty is left out.

    Licence and readme files are named by the caller, who sees the sources.
    """
    metadata = wheel.metadata
    licence = licence_of(metadata)
    table = {
        "name": metadata.name,
        "dynamic": ["version"],
        "description": metadata.summary,
        "requires-python": str(metadata.requires_python or ""),
        "license": licence,
        "authors": _people(metadata.author, metadata.author_email),
        "maintainers": _people(metadata.maintainer, metadata.maintainer_email),
        "keywords": [word for word in metadata.keywords or [] if word],
        "classifiers": _classifiers(metadata, licence),
        "dependencies": [
            str(wanted) for wanted in metadata.requires_dist or [] if not _extra(wanted)
        ],
        "optional-dependencies": _extras(metadata),
        "urls": _urls(metadata),
        **_entry_points(wheel.entry_points),
    }
    return {key: value for key, value in table.items() if value}


def licence_of(metadata: Metadata) -> str | None:
    """The SPDX expression, from the metadata or from a classifier that names one licence."""
    if metadata.license_expression:
        return str(metadata.license_expression)
    named = [
        line.rpartition(" :: ")[2] for line in metadata.classifiers or [] if "License ::" in line
    ]
    return LICENCES.get(named[0]) if len(named) == 1 else None


def _groups(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names keep their capitals
    parser.read_string(text)
    return {group: dict(parser[group]) for group in parser.sections()}


def _people(names: str | None, addresses: str | None) -> list[dict[str, str]]:
    people = []
    for part in (addresses or "").split(","):
        match = re.fullmatch(r"\s*\"?([^<\"]*?)\"?\s*<([^>]+)>\s*|\s*(\S+@\S+)\s*", part)
        if match:
            person = {"name": match[1] or (names or ""), "email": match[2] or match[3]}
            people.append({key: value for key, value in person.items() if value})
    return people or ([{"name": names}] if names else [])


def _classifiers(metadata: Metadata, licence: str | None) -> list[str]:
    """PEP 639 lets a project have a licence expression or licence classifiers, not both."""
    lines = metadata.classifiers or []
    return [line for line in lines if not (licence and line.startswith("License ::"))]


def _extra(wanted: Requirement) -> str | None:
    match = re.search(r"extra == \"([^\"]+)\"", str(wanted.marker or ""))
    return match[1] if match else None


def _extras(metadata: Metadata) -> dict[str, list[str]]:
    extras: dict[str, list[str]] = {str(name): [] for name in metadata.provides_extra or []}
    for wanted in metadata.requires_dist or []:
        extra = _extra(wanted)
        if extra is not None:
            line = re.sub(r"\s+and extra == \"[^\"]+\"|\s*;\s*extra == \"[^\"]+\"", "", str(wanted))
            extras.setdefault(extra, []).append(line)
    return extras


def _urls(metadata: Metadata) -> dict[str, str]:
    home = {"Homepage": metadata.home_page} if metadata.home_page else {}
    return {**home, **(metadata.project_urls or {})}


def _entry_points(groups: dict[str, dict[str, str]]) -> dict[str, Any]:
    tables: dict[str, Any] = {
        TABLES[group]: found for group, found in groups.items() if group in TABLES
    }
    others = {group: found for group, found in groups.items() if group not in TABLES}
    return {**tables, "entry-points": others}
