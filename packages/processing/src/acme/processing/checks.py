"""Columns, as transforms take them: that they exist, and that each has a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from acme.core.errors import ConfigurationError, UnknownNameError, error_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from acme.processing.transform import Frame

__all__ = ["for_each", "require_columns", "require_names"]

T = TypeVar("T")
R = TypeVar("R")


def for_each(columns: Mapping[str, T], make: Callable[[str, T], R]) -> dict[str, R]:
    """Return what a function makes of each entry of `columns`; its errors tell the entry's key."""
    made = {}
    for name, given in columns.items():
        with error_context(key=f"columns.{name}"):
            made[name] = make(name, given)
    return made


def require_columns(names: Iterable[str], frame: Frame, key: str) -> None:
    """Check that a frame has these columns, and each is named once.

    Raises:
        UnknownNameError: A column that the frame does not have.
        ConfigurationError: A column is named twice.
    """
    names, existing = list(names), frame.collect_schema().names()
    for name in names:
        if name not in existing:
            raise UnknownNameError.among("column", name, existing, key=key)
    require_names(names, key)


def require_names(names: Iterable[str], key: str) -> None:
    """Check that columns have names, each its own: engines do not tell upper from lower case.

    Raises:
        ConfigurationError: One has none, or two have the same.
    """
    seen: set[str] = set()
    for name in names:
        if not name:
            raise ConfigurationError("a column needs a name", key=key)
        if name.casefold() in seen:
            hint = "case makes no difference"
            raise ConfigurationError(f'there would be two columns "{name}"', key=key, hint=hint)
        seen.add(name.casefold())
