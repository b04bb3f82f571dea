"""Flow: a pipeline in a TOML file, with where its tables come from and where the result goes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acme.core.errors import (
    AcmeError,
    ConfigurationError,
    MissingFileError,
    PluginError,
    UnknownNameError,
    error_context,
)
from acme.processing.arguments import argument_at, from_table
from acme.processing.contract import Contract, Rules
from acme.processing.pipeline import Pipeline, Step
from acme.processing.transform import TRANSFORMS, Transform

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

__all__ = ["Flow", "load_flow"]

SECTIONS = ("source", "lookups", "steps", "contract", "target")
PATHS = ("location", "rejects")
"""Options of a table that are paths, relative to the flow file's folder."""


@dataclass(frozen=True)
class Flow:
    """What a flow file says. Relative paths in it are from the file's folder.

    Attributes:
        path: The flow file.
        source: `location` and options of the table to read.
        lookups: The same for each further table, by name.
        pipeline: The steps.
        target: `location` and options of the table to write.
        input_contract: What the source must promise before the first step.
        output_contract: What the result must promise before it is written.
    """

    path: Path
    source: Mapping[str, Any]
    lookups: Mapping[str, Mapping[str, Any]]
    pipeline: Pipeline
    target: Mapping[str, Any]
    input_contract: Contract
    output_contract: Contract


def load_flow(path: str | PathLike[str]) -> Flow:
    """Read a flow file; no table is opened.

    Raises:
        MissingFileError: There is no such file.
        ConfigurationError: The file is no TOML, or says something that no flow can mean.
        UnknownNameError: A section, transform, argument or function that does not exist.
        ValidationError: An argument is of the wrong type.
    """
    path = Path(path)
    with error_context(file=path):
        text = _read(path)
        document = _parse(text)
        _require_known("section", document, SECTIONS)
        lookups = _table(document, "lookups")
        contracts = _table(document, "contract")
        _require_known("contract", contracts, ("input", "output"))
        return Flow(
            path=path,
            source=_located(path, document, "source"),
            lookups={name: _located(path, lookups, name, "lookups.") for name in lookups},
            pipeline=Pipeline(_steps(path, text, document)),
            target=_located(path, document, "target"),
            input_contract=_contract(contracts, "input"),
            output_contract=_contract(contracts, "output"),
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingFileError("there is no such file") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"this is no UTF-8 text: {error.reason}") from None
    except OSError as error:
        raise ConfigurationError(f"this cannot be read: {error.strerror}") from None


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        if not place:
            raise ConfigurationError(f"this is no TOML: {error}") from None
        problem = f"this is no TOML: {str(error)[: place.start()]}"
        line, column = map(int, place.groups())
        raise ConfigurationError(problem, line=line, column=column) from None


def _require_known(kind: str, names: Iterable[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownNameError.among(kind, name, known)


def _table(tables: Mapping[str, Any], name: str, within: str = "") -> Mapping[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise ConfigurationError("this must be a table", key=f"{within}{name}")
    return table


def _located(
    path: Path, tables: Mapping[str, Any], name: str, within: str = ""
) -> Mapping[str, Any]:
    """Return a table with a location, its paths taken from the flow file's folder."""
    table = _table(tables, name, within)
    if not isinstance(table.get("location"), str):
        raise ConfigurationError("a location is needed, a text", key=f"{within}{name}.location")
    paths = {key: table[key] for key in PATHS if isinstance(table.get(key), str)}
    return {**table, **{key: _from_folder(path.parent, value) for key, value in paths.items()}}


def _from_folder(folder: Path, location: str) -> str:
    # A URL and "-", which is a standard stream, are no paths.
    return location if "://" in location or location == "-" else str(folder / location)


def _contract(contracts: Mapping[str, Any], name: str) -> Contract:
    within = f"contract.{name}."
    columns = _table(contracts, name, "contract.")
    tables = {column: _table(columns, column, within) for column in columns}
    return Contract({column: _rules(table, within + column) for column, table in tables.items()})


def _rules(table: Mapping[str, Any], key: str) -> Rules:
    try:
        return from_table(Rules, table)
    except AcmeError as error:
        error.key = f"{key}.{error.key}" if error.key else key
        raise


def _steps(path: Path, text: str, document: Mapping[str, Any]) -> Iterator[Step]:
    tables = document.get("steps", [])
    if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
        raise ConfigurationError("this must be tables, each headed [[steps]]", key="steps")
    starts = list(_headers(text))
    for number, table in enumerate(tables, start=1):
        # Tables of an array in one place, steps = [{…}, {…}], have no headers.
        start = starts[number - 1] if len(starts) == len(tables) else None
        yield _step(number, table, _Origin(path, text, start))


def _headers(text: str) -> Iterator[int]:
    """Yield where each `[[steps]]` begins; what stands before one is TOML of its own."""
    for header in re.finditer(r"^[ \t]*\[\[[ \t]*steps[ \t]*\]\]", text, re.MULTILINE):
        try:
            tomllib.loads(text[: header.start()])
        except tomllib.TOMLDecodeError:
            continue  # it is inside a text of several lines
        yield header.start()


def _step(number: int, table: Mapping[str, Any], origin: _Origin) -> Step:
    name = table.get("transform")
    arguments = {key: value for key, value in table.items() if key != "transform"}
    with error_context(step=number if name is None else f"{number} ({name})"):
        try:
            return Step(from_table(_class_of(name), arguments), str(name), origin)
        except AcmeError as error:
            origin.place(error, table)
            raise


def _class_of(name: object) -> type[Transform]:
    if not isinstance(name, str):
        hint = f"one of {', '.join(TRANSFORMS.names())}"
        raise ConfigurationError("a step needs a transform", key="transform", hint=hint)
    with error_context(key="transform"):
        found: object = TRANSFORMS.get(name)
    if not (isinstance(found, type) and issubclass(found, Transform)):
        raise PluginError(f'transform "{name}" is no subclass of Transform', key="transform")
    return found


@dataclass(frozen=True)
class _Origin:
    """A step's place in a flow file."""

    path: Path
    text: str
    start: int | None

    def place(self, error: AcmeError, arguments: Mapping[str, Any]) -> None:
        """See `Origin.place`; where the argument is not found, the place is the step's header."""
        column = error.column if isinstance(error.column, int) else None
        error.file, error.line, error.column = str(self.path), None, None
        if self.start is None:
            return
        error.line = self._line(self.start)
        if error.key:
            self._refine(error, error.key, argument_at(arguments, error.key), column)

    def _refine(self, error: AcmeError, key: str, value: object, column: int | None) -> None:
        name = re.escape(key.rpartition(".")[2])
        found = re.compile(rf"(?<![\w.-])[\"']?{name}[\"']?[ \t]*=(?!=)").search(
            self.text, self.start or 0
        )
        if not found:
            return
        error.line = self._line(found.start())
        at = self.text.find(value.strip(), found.end()) if isinstance(value, str) else -1
        if column and at >= 0:
            at += column - 1
            error.line = self._line(at)
            error.column = at - self.text.rfind("\n", 0, at)

    def _line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1
