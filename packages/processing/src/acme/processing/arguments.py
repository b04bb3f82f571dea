"""Arguments of transforms: fields of a dataclass, checked, frozen, described."""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, Field, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from acme.core.errors import ConfigurationError, UnknownNameError, ValidationError
from acme.core.types import convert, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

__all__ = ["Argument", "arguments_of", "check_arguments", "from_table"]

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
    documented = re.findall(
        r"^    (\w+): (.+(?:\n {5,}.+)*)$", inspect.getdoc(cls) or "", re.MULTILINE
    )
    summaries = {name: " ".join(text.split()) for name, text in documented}
    required = {field.name: _is_required(field) for field in fields(cls)}
    return [
        Argument(name, words(hints[name]), is_required, summaries.get(name, ""))
        for name, is_required in required.items()
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
    for argument in known.values():
        if argument.required and argument.name not in table:
            raise ConfigurationError(f'"{argument.name}" is missing, {argument.takes}')
    return cls(**table)


def check_arguments(instance: DataclassInstance) -> None:
    """Check each field of a frozen dataclass by its type, and keep copies that cannot change.

    Raises:
        ValidationError: A value does not fit, or is needed and empty.
    """
    hints = get_type_hints(type(instance))
    for field in fields(instance):
        try:
            value = convert(getattr(instance, field.name), hints[field.name])
        except ValueError as error:
            raise ValidationError(str(error), key=field.name) from None
        if _is_required(field) and value in ((), {}):
            raise ValidationError("this must not be empty", key=field.name)
        object.__setattr__(instance, field.name, value)


def _is_required(field: Field[Any]) -> bool:
    return field.default is field.default_factory is MISSING
