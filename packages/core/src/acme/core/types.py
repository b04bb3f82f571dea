"""Types: what a type hint takes, in words for people, and a value as the hint has it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from acme.core.secret import Secret

__all__ = ["Scalar", "convert", "words"]

Scalar: TypeAlias = str | int | float | bool | date | datetime
"""A constant that a TOML file can hold."""

_UNIONS = (Union, UnionType)
_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date",
    datetime: "a datetime",
    Path: "a path",
    Secret: "a text",
}
_ALSO_TAKEN: dict[Any, tuple[type, ...]] = {float: (int,), Path: (str, Path), Secret: (str,)}
"""Types that take values of others, which they are made of."""


def words(hint: Any) -> str:
    """Return what a type hint takes, such as "a whole number" or "a list of texts"."""
    choices = [choice for choice in get_args(hint) if choice is not type(None)]
    match get_origin(hint):
        case None:
            return _WORDS[hint]
        case origin if origin is Literal:
            return "one of " + ", ".join(f'"{choice}"' for choice in choices)
        case origin if origin in _UNIONS and set(get_args(Scalar)) <= set(choices):
            return "a constant"
        case origin if origin in _UNIONS:
            return " or ".join(map(words, choices))
        case origin if origin is tuple:
            return f"a list of {_plural(choices[0])}"
    return f"a table of {_plural(choices[1])}"


def convert(value: Any, hint: Any) -> Any:
    """Return a value as a type hint has it, and as a copy that nobody else changes.

    Only what is lost by nobody is converted: a list to a tuple, 1 to 1.0, a text to a path.

    Args:
        value: The value, for example from a TOML file.
        hint: A type of `Scalar`, `Path`, `Secret`, a literal, a tuple of any length, a mapping, or
            a union of those.

    Raises:
        ValueError: It does not fit; the text says what would.
    """
    try:
        return _converted(value, hint)
    except (ValueError, OverflowError):
        raise ValueError(f"this must be {words(hint)}") from None


def _converted(value: Any, hint: Any) -> Any:
    choices = get_args(hint)
    match get_origin(hint):
        case None if type(value) is hint:
            return value
        case None if isinstance(value, _ALSO_TAKEN.get(hint, ())) and not isinstance(value, bool):
            return hint(value)
        case origin if origin is Literal and value in choices:
            return value
        case origin if origin is tuple and isinstance(value, list | tuple):
            return tuple(_converted(item, choices[0]) for item in value)
        case origin if origin in _UNIONS:
            for choice in choices:
                with suppress(ValueError, OverflowError):
                    return _converted(value, choice)
        case type() as origin if issubclass(origin, Mapping) and isinstance(value, Mapping):
            return {_converted(k, choices[0]): _converted(v, choices[1]) for k, v in value.items()}
    raise ValueError


def _plural(hint: Any) -> str:
    return "booleans" if hint is bool else f"{words(hint).removeprefix('a ')}s"
