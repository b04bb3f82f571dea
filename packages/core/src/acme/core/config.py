"""Configuration: typed settings from defaults < a TOML file < the environment < arguments.

The settings are a dataclass; `field(metadata={"validate": …})` adds a check to a type's own. A
field whose type is a dataclass makes a group: `database.url`, or `ACME_DATABASE__URL`.
"""

from __future__ import annotations

import os
from dataclasses import MISSING, dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from acme.core.errors import ConfigurationError, MissingFileError
from acme.core.secret import Secret
from acme.core.validation import Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from acme.core.validation import Validator

__all__ = ["load"]

S = TypeVar("S")

_KINDS: dict[type, tuple[str, tuple[type, ...]]] = {
    bool: ("true or false", (bool,)),
    int: ("a whole number", (int,)),
    float: ("a number", (float, int)),
    str: ("a text", (str,)),
    Path: ("a path", (str, Path)),
    Secret: ("a text", (str, Secret)),
}
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
        environment: Variables. One that begins with the prefix and is no setting is refused if it
            looks like a misspelt one; else it is somebody else's and left alone.
        prefix: Of the variables' names.
        arguments: Dotted key to value; a value of None means not given.

    Raises:
        MissingFileError: The file is not there.
        ConfigurationError: The file is no TOML, a key is unknown, or a value does not fit; all
            such faults in one sentence. Secrets are never shown.
    """
    declared = {setting.key: setting for setting in _declared(settings)}
    spelling = partial(_variable, prefix)
    layers = (
        _Layer(dict(_flat(_read(file), declared)) if file else {}, file=file),
        _Layer(_ours(environment, prefix, declared), spelling=spelling, is_text=True),
        _Layer({key: value for key, value in (arguments or {}).items() if value is not None}),
    )
    values: dict[str, Any] = {}
    faults: list[ConfigurationError] = []
    for layer in layers:
        values |= layer.check(declared.values(), faults)
    faults += [
        ConfigurationError("this setting is needed", key=key, hint=f"set {spelling(key)}")
        for key, setting in declared.items()
        if setting.is_required and key not in values
    ]
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

    def check(self, value: Any, *, is_text: bool) -> Any:
        converted = _convert(self.kind, value, is_text=is_text)
        return converted if self.validator is None else self.validator(converted)


@dataclass(frozen=True, slots=True)
class _Layer:
    values: Mapping[str, Any]
    file: str | os.PathLike[str] | None = None
    spelling: Callable[[str], str] = str
    is_text: bool = False

    def check(
        self, declared: Iterable[_Setting], faults: list[ConfigurationError]
    ) -> dict[str, Any]:
        """Return what is valid, by dotted key, and add what is not to the faults."""
        schema = Schema("setting")
        for setting in declared:
            check = partial(setting.check, is_text=self.is_text)
            schema.register(self.spelling(setting.key), check)
        result = schema.validate(self.values)
        faults += [
            ConfigurationError(fault.message, file=self.file, key=fault.key, hint=fault.hint)
            for fault in result.errors
        ]
        spelled = {self.spelling(setting.key): setting.key for setting in declared}
        return {spelled[name]: value for name, value in result.value.items()}


def _declared(settings: Any, group: str = "") -> Iterator[_Setting]:
    kinds = get_type_hints(settings)
    for field in fields(settings):
        key, kind = group + field.name, kinds[field.name]
        if is_dataclass(kind):
            yield from _declared(kind, f"{key}.")
        else:
            is_required = field.default is MISSING and field.default_factory is MISSING
            yield _Setting(key, kind, field.metadata.get("validate"), is_required)


def _read(file: str | os.PathLike[str]) -> dict[str, Any]:
    from tomllib import TOMLDecodeError, loads

    try:
        return loads(Path(file).read_text("utf-8"))
    except FileNotFoundError as error:
        raise MissingFileError("no such file of settings", file=file) from error
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}", file=file) from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"this is no TOML: {error}", file=file) from error


def _flat(table: Mapping[str, Any], declared: Mapping[str, Any], group: str = "") -> Any:
    """Yield dotted keys and values; a table that is no group of settings is one value."""
    for name, value in table.items():
        key = group + name
        if isinstance(value, dict) and any(known.startswith(f"{key}.") for known in declared):
            yield from _flat(value, declared, f"{key}.")
        else:
            yield key, value


def _variable(prefix: str, key: str) -> str:
    return prefix + key.upper().replace(".", "__")


def _ours(environment: Mapping[str, str], prefix: str, declared: Iterable[str]) -> dict[str, str]:
    """Return the variables that are settings, and those that look like misspelt ones."""
    names = [_variable("", key) for key in declared]
    return {
        variable: text
        for variable, text in environment.items()
        if variable.startswith(prefix)
        and get_close_matches(variable.removeprefix(prefix), names, n=1, cutoff=0.75)
    }


def _convert(kind: Any, value: Any, *, is_text: bool) -> Any:
    """Return the value as the type says, strictly: only a variable's text is parsed."""
    choices = [choice for choice in get_args(kind) if choice is not type(None)]
    match get_origin(kind):
        case None:
            return _plain(kind, value, is_text=is_text)
        case origin if origin is tuple:
            items = value.split(",") if is_text else _of_type(list | tuple, value, "a list")
            return tuple(_convert(choices[0], item, is_text=is_text) for item in items)
        case origin if origin is dict:
            pairs = _pairs(value) if is_text else _of_type(dict, value, "a table")
            return {
                name: _convert(choices[1], item, is_text=is_text) for name, item in pairs.items()
            }
        case _:
            return _convert(choices[0], value, is_text=is_text)


def _plain(kind: type, value: Any, *, is_text: bool) -> Any:
    name, accepted = _KINDS[kind]
    if is_text:
        return _parse(kind, value, name)
    if isinstance(value, bool) and kind is not bool:
        raise ValueError(f"must be {name}")
    value = _of_type(accepted, value, name)
    return value if isinstance(value, kind) else kind(value)


def _parse(kind: type, text: str, name: str) -> Any:
    try:
        return _BOOLEANS[text.lower()] if kind is bool else kind(text)
    except (ValueError, KeyError):
        raise ValueError(f'must be {name}, not "{text}"') from None


def _pairs(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return {name: value for name, _, value in pairs}


def _of_type(kind: Any, value: Any, name: str) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"must be {name}")  # noqa: TRY004  # a fault of the input, not of a caller
    return value


def _as_one(faults: list[ConfigurationError]) -> ConfigurationError:
    if len(faults) == 1:
        return faults[0]
    return ConfigurationError(f"{len(faults)} settings are wrong: {'; '.join(map(str, faults))}")


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
