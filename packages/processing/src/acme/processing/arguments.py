"""Arguments of transforms: fields of a dataclass, checked, frozen, described."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args, get_type_hints
from typing import get_origin as origin_of

from acme.core.errors import ConfigurationError, UnknownNameError, ValidationError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Argument", "Scalar", "argument_at", "arguments_of", "check_arguments", "from_table"]

Scalar: TypeAlias = str | int | float | bool | date | datetime
"""A constant that a TOML file can hold."""

T = TypeVar("T")


@dataclass(frozen=True)
class Argument:
    """What a field of a transform takes.

    Attributes:
        name: As in a flow file.
        takes: What its value may be, in words.
        required: Whether it must be given.
        summary: What it is for.
    """

    name: str
    takes: str
    required: bool
    summary: str


def arguments_of(cls: type[DataclassInstance]) -> list[Argument]:
    """Describe what a transform takes; the words are those under `Args:` in its docstring."""
    hints = get_type_hints(cls)
    summaries = dict(re.findall(r"^ +(\w+): (.+)$", cls.__doc__ or "", re.MULTILINE))
    return [
        Argument(
            name=field.name,
            takes=_words(hints[field.name]),
            required=_is_required(field),
            summary=summaries.get(field.name, ""),
        )
        for field in fields(cls)
    ]


def from_table(cls: type[T], table: Mapping[str, object]) -> T:
    """Make a dataclass of the values in a table of a TOML file.

    Raises:
        UnknownNameError: The table has a name that is no field.
        ConfigurationError: A field is missing.
        ValidationError: A value does not fit its field, if the class checks that.
    """
    known = {argument.name: argument for argument in arguments_of(cls)}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            raise UnknownNameError.among("argument", name, known, key=name)
    missing = [a.name for a in known.values() if a.required and a.name not in table]
    if missing:
        raise ConfigurationError(f'"{missing[0]}" is missing, {known[missing[0]].takes}')
    return cls(**table)


def argument_at(arguments: Mapping[str, Any], key: str | None) -> object:
    """Return an argument by its key, such as "columns.speed"; None if there is none."""
    name, _, item = (key or "").partition(".")
    value = arguments.get(name)
    return value.get(item) if isinstance(value, Mapping) else value


def check_arguments(instance: DataclassInstance) -> None:
    """Check each field of a frozen dataclass by its type, and keep copies that cannot change.

    Raises:
        ValidationError: A value does not fit, or is needed and empty.
    """
    hints = get_type_hints(type(instance))
    for field in fields(instance):
        value = _frozen(getattr(instance, field.name))
        if not _fits(value, hints[field.name]):
            raise ValidationError(f"this must be {_words(hints[field.name])}", key=field.name)
        if _is_required(field) and value in ((), {}):
            raise ValidationError("this must not be empty", key=field.name)
        object.__setattr__(instance, field.name, value)


def _is_required(field: Field[Any]) -> bool:
    return field.default is field.default_factory is MISSING


def _frozen(value: object) -> object:
    match value:
        case list():
            return tuple(map(_frozen, value))
        case Mapping():
            return {name: _frozen(item) for name, item in value.items()}
    return value


def _fits(value: object, hint: Any) -> bool:
    choices = get_args(hint)
    match origin_of(hint):
        case None:
            return type(value) is hint or (hint is float and type(value) is int)
        case origin if origin is Literal:
            return value in choices
        case origin if origin is tuple:
            return isinstance(value, tuple) and all(_fits(item, choices[0]) for item in value)
        case origin if origin is UnionType:
            return any(_fits(value, choice) for choice in choices)
    return isinstance(value, dict) and all(
        _fits(item, of) for pair in value.items() for item, of in zip(pair, choices, strict=True)
    )


def _words(hint: Any) -> str:
    choices = get_args(hint)
    match origin_of(hint):
        case None:
            return _PLAIN[hint]
        case origin if origin is Literal:
            return "one of " + ", ".join(f'"{choice}"' for choice in choices)
        case origin if origin is tuple:
            return f"a list, each {_words(choices[0])}"
        case origin if origin is UnionType:
            if set(get_args(Scalar)) <= set(choices):
                return "a constant"
            return " or ".join(_words(choice) for choice in choices if choice is not type(None))
    return f"a table, each value {_words(choices[1])}"


_PLAIN = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}
