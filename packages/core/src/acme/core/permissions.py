"""Permission guard: functions that only somebody with a permission may call."""

from __future__ import annotations

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from acme.core.errors import AuthenticationError, AuthorizationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["User", "acting_as", "require_permission"]

P = ParamSpec("P")
R = TypeVar("R")


class User(Protocol):
    """Who acts; made by whoever knows how people are authenticated."""

    def has_permission(self, permission: str) -> bool:
        """Tell whether the user may do what the permission stands for."""
        ...


_user: ContextVar[User | None] = ContextVar("user", default=None)


@contextmanager
def acting_as(user: User) -> Iterator[None]:
    """Act as a user inside the block, in this thread or task and in those it starts."""
    token = _user.set(user)
    try:
        yield
    finally:
        _user.reset(token)


def require_permission(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a function: calling it needs a user who has the permission.

    Raises:
        AuthenticationError: Nobody acts.
        AuthorizationError: Who acts does not have the permission; `key` names it.
    """

    def guard(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def check_and_call(*args: P.args, **kwargs: P.kwargs) -> R:
            action, user = function.__qualname__, _user.get()
            if user is None:
                hint = "call it inside acting_as(user)"
                raise AuthenticationError(f"{action} needs a user", hint=hint)
            if not user.has_permission(permission):
                raise AuthorizationError(f"{action} needs a permission", key=permission)
            return function(*args, **kwargs)

        return check_and_call

    return guard
