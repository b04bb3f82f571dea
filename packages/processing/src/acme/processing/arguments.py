"""Arguments: from a table of a flow file to a dataclass, each value checked against its field."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from acme.core.errors import ConfigurationError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["from_table"]

T = TypeVar("T")


def from_table(cls: type[T], table: Mapping[str, object]) -> T:
    """Make a dataclass of the values in a table of a flow file.

    Args:
        cls: A dataclass; its fields are what the table may hold.
        table: Names and values as TOML gives them.

    Raises:
        UnknownNameError: The table has a name that is no field.
        ConfigurationError: A value is missing or of the wrong type.
    """
    accepted = {field.name: field for field in fields(cls) if field.init}  # type: ignore[arg-type]
    for name in table:
        if name not in accepted:
            raise UnknownNameError.among("argument", name, accepted, key=name)
    for name, field in accepted.items():
        if name not in table and field.default is field.default_factory is MISSING:
            raise ConfigurationError(f'argument "{name}" is missing')
    hints = get_type_hints(cls)
    return cls(**{name: _checked(name, value, hints[name]) for name, value in table.items()})


def _checked(name: str, value: object, hint: Any) -> Any:
    if _fits(value, hint):
        return tuple(value) if isinstance(value, list) else value
    raise ConfigurationError(f"{_wanted(hint)} is needed, not {value!r}", key=name)


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_origin(hint) is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if hint in _NAMES:
        return type(value) is hint
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _wanted(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(f'"{choice}"' for choice in get_args(hint))
    if get_origin(hint) is tuple:
        return "a list of texts"
    return _NAMES.get(hint, "a table of texts")


_NAMES = {str: "a text", int: "a whole number", bool: "true or false"}
