"""Configuration: typed settings from defaults < a TOML file < the environment < arguments.

The settings are a dataclass; `field(metadata={"validate": …})` adds a check to a type's own. A
field whose type is a dataclass makes a group: `database.url`, or `ACME_DATABASE__URL`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields, is_dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from acme.core import toml
from acme.core.errors import ConfigurationError, ValidationError, error_context
from acme.core.types import convert
from acme.core.validation import Schema, Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["load"]

S = TypeVar("S")

_BOOLEANS = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(
    ("false", "no", "off", "0"), False
)


def load(
    settings: type[S],
    *,
    file: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] = os.environ,
    prefix: str = "ACME_",
    arguments: Mapping[str, Any] | None = None,
) -> S:
    """Return settings, each from the highest layer that has it.

    Args:
        settings: The dataclass to fill.
        file: A TOML file; None for none.
        environment: Variables; lists and tables are written as in TOML. One that begins with the
            prefix and is no setting is refused if it looks like a misspelt one; else it is
            somebody else's and left alone.
        prefix: Of the variables' names.
        arguments: Dotted key to value; a value of None means not given.

    Raises:
        MissingFileError: The file is not there.
        ConfigurationError: The file is no TOML, a key is unknown, or a value does not fit; all
            such faults in one sentence. Secrets are never shown.
    """
    declared = {setting.key: setting for setting in _declared(settings)}
    keys = {prefix + key.upper().replace(".", "__"): key for key in declared}
    by_key = Schema("setting", {key: setting.check for key, setting in declared.items()})
    by_variable = Schema("setting", {n: declared[key].check_text for n, key in keys.items()})
    layers = (
        by_key.validate(_read(file, declared) if file else {}, file=file),
        by_variable.validate(_ours(environment, prefix, keys)),
        by_key.validate({key: v for key, v in (arguments or {}).items() if v is not None}),
    )
    values = {keys.get(name, name): v for layer in layers for name, v in layer.value.items()}
    faults = [fault for layer in layers for fault in layer.errors]
    for variable, key in keys.items():
        if declared[key].is_required and key not in values:
            faults.append(ValidationError("this is needed", key=key, hint=f"set {variable}"))
    if faults:
        raise _as_one(faults)
    built: S = _build(settings, values)
    return built


@dataclass(frozen=True, slots=True)
class _Setting:
    key: str
    kind: Any
    validator: Validator[Any] | None
    is_required: bool

    def check(self, value: Any) -> Any:
        converted = convert(value, self.kind)
        return converted if self.validator is None else self.validator(converted)

    def check_text(self, text: str) -> Any:
        return self.check(self._parse(text))

    def _parse(self, text: str) -> Any:
        """Read a variable: as it stands where the type takes a text, and else as TOML."""
        with suppress(ValueError):
            return convert(text, self.kind)
        is_boolean = self.kind in (bool, bool | None)
        value = _BOOLEANS.get(text.lower(), text) if is_boolean else toml.parse_value(text)
        try:
            return convert(value, self.kind)
        except ValueError as error:
            raise ValueError(f'{error}, not "{text}"') from None


def _declared(settings: Any, group: str = "") -> Iterator[_Setting]:
    kinds = get_type_hints(settings)
    for field in fields(settings):
        key, kind = group + field.name, kinds[field.name]
        if is_dataclass(kind):
            yield from _declared(kind, f"{key}.")
        else:
            is_required = field.default is field.default_factory is MISSING
            yield _Setting(key, kind, field.metadata.get("validate"), is_required)


def _read(file: str | os.PathLike[str], declared: Iterable[str]) -> dict[str, Any]:
    with error_context(file=file):
        return _flat(toml.parse(toml.read(file)), declared)


def _flat(table: Mapping[str, Any], declared: Iterable[str], group: str = "") -> dict[str, Any]:
    """Return values by dotted key; a table that is no group of settings is one value."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        key = group + name
        is_group = isinstance(value, dict) and any(k.startswith(f"{key}.") for k in declared)
        flat |= _flat(value, declared, f"{key}.") if is_group else {key: value}
    return flat


def _ours(environment: Mapping[str, str], prefix: str, names: Iterable[str]) -> dict[str, str]:
    """Return the variables that are settings, and those that look like misspelt ones."""
    bare = [name.removeprefix(prefix) for name in names]
    return {
        variable: text
        for variable, text in environment.items()
        if variable.startswith(prefix)
        and get_close_matches(variable.removeprefix(prefix), bare, n=1, cutoff=0.75)
    }


def _as_one(faults: list[ValidationError]) -> ConfigurationError:
    if len(faults) > 1:
        every = "; ".join(map(str, faults))
        return ConfigurationError(f"{len(faults)} settings are wrong: {every}")
    fault = faults[0]
    return ConfigurationError(fault.message, file=fault.file, key=fault.key, hint=fault.hint)


def _build(settings: Any, values: Mapping[str, Any], group: str = "") -> Any:
    kinds = get_type_hints(settings)
    arguments = {}
    for field in fields(settings):
        key = group + field.name
        if is_dataclass(kinds[field.name]):
            arguments[field.name] = _build(kinds[field.name], values, f"{key}.")
        elif key in values:
            arguments[field.name] = values[key]
    return settings(**arguments)
