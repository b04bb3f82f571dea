"""Deprecation: old names keep working, and say what to use instead, where they are used."""

from __future__ import annotations

import functools
import warnings
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["deprecated", "moved"]

P = ParamSpec("P")
R = TypeVar("R")


def deprecated(
    *, since: str, removed_in: str, instead: str
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as deprecated; each call warns, and the warning points at the caller.

    Args:
        since: The version that deprecated it.
        removed_in: The version that will not have it any more.
        instead: What to use, as its user writes it.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        message = _message(function.__qualname__, since, removed_in, instead)

        @functools.wraps(function)
        def warn_and_call(*args: P.args, **kwargs: P.kwargs) -> R:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return function(*args, **kwargs)

        # Type checkers and editors read this mark (PEP 702).
        warn_and_call.__deprecated__ = message  # type: ignore[attr-defined]
        return warn_and_call

    return mark


def moved(
    module: str, names: Mapping[str, str], *, since: str, removed_in: str
) -> Callable[[str], Any]:
    """Return a module `__getattr__` (PEP 562) under which names that moved away still work.

        __getattr__ = moved(__name__, {"Old": "acme.core.new:New"}, since="1.2", removed_in="2.0")

    Args:
        module: The module that the names moved away from.
        names: Old name to `"module:attribute"`.
        since: The version in which they moved.
        removed_in: The version that forgets the old names.
    """

    def look_up(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        instead = names[name].replace(":", ".")
        message = _message(f"{module}.{name}", since, removed_in, instead)
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return resolve_name(names[name])

    return look_up


def _message(name: str, since: str, removed_in: str, instead: str) -> str:
    return f"{name} is deprecated since {since} and goes away in {removed_in}; use {instead}"
