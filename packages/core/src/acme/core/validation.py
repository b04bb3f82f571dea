"""Validation: every fault of an input at once, each with its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from acme.core.errors import UnknownNameError, ValidationError
from acme.core.registry import Registry

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Schema", "ValidationResult", "Validator", "at_least", "memory_size"]

T = TypeVar("T")


Validator: TypeAlias = Callable[[Any], T]
"""Takes one value and returns it, converted where that is the point; raises `ValueError`, whose
text says what the value must be."""


@dataclass(frozen=True, slots=True)
class ValidationResult(Generic[T]):
    """What a validation found.

    Attributes:
        value: The part of the input that is valid, converted.
        errors: All faults, in the order of the input.
    """

    value: T
    errors: tuple[ValidationError, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether there is no fault."""
        return not self.errors


class Schema:
    """What the keys of a mapping must hold; keys it does not know are faults.

    Args:
        kind: What a key is called in messages, such as `"setting"`.
        validators: What to `register` at once.
    """

    def __init__(
        self, kind: str = "key", validators: Mapping[str, Validator[Any]] | None = None
    ) -> None:
        self._validators: Registry[Validator[Any]] = Registry(kind)
        for key, validator in (validators or {}).items():
            self.register(key, validator)

    def register(self, key: str, validator: Validator[Any]) -> None:
        """Add a key.

        Raises:
            TypeError: The validator cannot be called.
            DuplicateNameError: The key is there already.
        """
        if not callable(validator):
            raise TypeError(f'the validator of "{key}" cannot be called')
        self._validators.register(key, validator)

    def validate(
        self, values: Mapping[str, Any], *, file: str | PathLike[str] | None = None
    ) -> ValidationResult[dict[str, Any]]:
        """Check every key of a mapping; one that is not there is no fault.

        Args:
            values: What to check.
            file: Where the values stand, for the errors.
        """
        valid: dict[str, Any] = {}
        errors = []
        for key, value in values.items():
            try:
                valid[key] = self._validators.get(key)(value)
            except UnknownNameError as error:
                errors.append(ValidationError(error.message, file=file, hint=error.hint))
            except ValueError as error:
                errors.append(ValidationError(str(error), file=file, key=key))
        return ValidationResult(valid, tuple(errors))


def at_least(minimum: int) -> Validator[int]:
    """Return a validator of numbers that are not below a minimum."""

    def check(value: int) -> int:
        if value < minimum:
            raise ValueError(f"{value} is less than {minimum}")
        return value

    return check


def memory_size(value: Any) -> str:
    """Check an amount of memory, such as `"1GB"` or `"512 MiB"`."""
    if not re.fullmatch(r"\d+(\.\d+)?\s*([KMGT]i?B|B)", str(value), re.IGNORECASE):
        raise ValueError(f'"{value}" is no amount of memory, such as 1GB or 512MiB')
    return str(value)
