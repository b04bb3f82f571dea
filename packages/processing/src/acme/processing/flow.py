"""Flow: a pipeline in a TOML file, with where its tables come from and where the result goes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acme.core import toml
from acme.core.errors import (
    AcmeError,
    ConfigurationError,
    PluginError,
    UnknownNameError,
    error_context,
)
from acme.processing.arguments import from_table
from acme.processing.contract import Contract, Rules
from acme.processing.origin import Origin, origins_of_steps
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
        text = toml.read(path)
        document = toml.parse(text)
        _require_known("section", document, SECTIONS)
        _require_known("contract", _table(document, "contract"), ("input", "output"))
        lookups = _table(document, "lookups")
        return Flow(
            path=path,
            source=_located(path, document, "source"),
            lookups={name: _located(path, document, "lookups", name) for name in lookups},
            pipeline=Pipeline(_steps(path, text, document)),
            target=_located(path, document, "target"),
            input_contract=_contract(document, "input"),
            output_contract=_contract(document, "output"),
        )


def _require_known(kind: str, names: Iterable[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownNameError.among(kind, name, known)


def _table(document: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """Return the table below these keys; an empty one if there is none."""
    table = reduce(lambda outer, key: outer.get(key, {}), keys, document)
    if not isinstance(table, dict):
        raise ConfigurationError("this must be a table", key=".".join(keys))
    return table


def _located(path: Path, document: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """Return a table with a location, its paths taken from the flow file's folder."""
    table = _table(document, *keys)
    if not isinstance(table.get("location"), str):
        key = ".".join([*keys, "location"])
        raise ConfigurationError("a location is needed, a text", key=key)
    # A URL and "-", which is a standard stream, are no paths.
    named = {key: table[key] for key in PATHS if isinstance(table.get(key), str)}
    paths = {k: str(path.parent / v) for k, v in named.items() if "://" not in v and v != "-"}
    return {**table, **paths}


def _contract(document: Mapping[str, Any], name: str) -> Contract:
    keys = ("contract", name)
    columns = _table(document, *keys)
    return Contract({column: _rules(document, *keys, column) for column in columns})


def _rules(document: Mapping[str, Any], *keys: str) -> Rules:
    table = _table(document, *keys)
    try:
        return from_table(Rules, table)
    except AcmeError as error:
        error.key = ".".join([*keys, *filter(None, [error.key])])
        raise


def _steps(path: Path, text: str, document: Mapping[str, Any]) -> Iterator[Step]:
    tables = document.get("steps", [])
    if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
        raise ConfigurationError("this must be tables, each headed [[steps]]", key="steps")
    origins = origins_of_steps(path, text, len(tables))
    for number, (table, origin) in enumerate(zip(tables, origins, strict=True), start=1):
        yield _step(number, table, origin)


def _step(number: int, table: Mapping[str, Any], origin: Origin) -> Step:
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
