"""Flow: a pipeline in a TOML file, with where its tables come from and where the result goes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acme.core.errors import (
    ConfigurationError,
    MissingFileError,
    UnknownNameError,
    error_context,
)
from acme.processing.arguments import from_table
from acme.processing.pipeline import Pipeline, Step
from acme.processing.transform import TRANSFORMS, Transform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

__all__ = ["Flow", "load_flow"]

SECTIONS = ("source", "lookups", "steps", "target")


@dataclass(frozen=True)
class Flow:
    """What a flow file says. Relative locations in it are from the file's folder.

    Attributes:
        path: The flow file.
        source: `location` and options of the table to read.
        lookups: The same for each table to join, by name.
        pipeline: The steps.
        target: `location` and options of the table to write.
    """

    path: Path
    source: Mapping[str, Any]
    lookups: Mapping[str, Mapping[str, Any]]
    pipeline: Pipeline
    target: Mapping[str, Any]


def load_flow(path: str | PathLike[str]) -> Flow:
    """Read a flow file; no table is opened.

    Raises:
        MissingFileError: There is no such file.
        ConfigurationError: The file is no TOML, or says something that no flow can mean.
        UnknownNameError: A section, transform or argument that does not exist.
    """
    path = Path(path)
    with error_context(file=path):
        text = _read(path)
        document = _parse(text)
        for section in document:
            if section not in SECTIONS:
                raise UnknownNameError.among("section", section, SECTIONS)
        lines = list(_step_lines(text))
        lookups = document.get("lookups", {})
        return Flow(
            path=path,
            source=_table(path, document, "source"),
            lookups={name: _table(path, lookups, name) for name in lookups},
            pipeline=Pipeline(
                _step(path, number, lines[number - 1], table)
                for number, table in enumerate(document.get("steps", []), start=1)
            ),
            target=_table(path, document, "target"),
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingFileError("there is no such file") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"no UTF-8 text: {error.reason}") from None


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"no TOML: {error}") from None


def _table(path: Path, tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name, {})
    location = table.get("location")
    if not isinstance(location, str):
        raise ConfigurationError("a location is needed", key=f"{name}.location")
    return {**table, "location": _from_folder(path.parent, location)}


def _from_folder(folder: Path, location: str) -> str:
    # A URL and "-", the standard streams, are no paths.
    return location if "://" in location or location == "-" else str(folder / location)


def _step_lines(text: str) -> Iterator[int]:
    """Yield the line of each `[[steps]]`; what comes before one is TOML of its own."""
    for header in re.finditer(r"^[ \t]*\[\[[ \t]*steps[ \t]*\]\]", text, re.MULTILINE):
        before = text[: header.start()]
        try:
            tomllib.loads(before)
        except tomllib.TOMLDecodeError:
            continue  # inside a text of several lines
        yield before.count("\n") + 1


def _step(path: Path, number: int, line: int, table: Mapping[str, Any]) -> Step:
    name = table.get("transform", "")
    with error_context(line=line, step=f"{number} ({name})" if name else number):
        if not name:
            raise ConfigurationError("a step needs a transform", key="transform")
        arguments = {key: value for key, value in table.items() if key != "transform"}
        transform: Transform = from_table(TRANSFORMS.get(name), arguments)
    return Step(transform, path, line)
