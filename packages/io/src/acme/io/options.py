"""Options: keyword arguments that come from users, checked before they are passed on."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

from acme.core.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["keywords"]


def keywords(function: Callable[..., object], given: Mapping[str, object]) -> None:
    """Refuse keyword arguments that a function does not take.

    Raises:
        UnknownNameError: There is no such option.
    """
    parameters = signature(function).parameters.values()
    known = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    for name in given:
        if name not in known:
            raise UnknownNameError.among("option", name, known)
