"""A guarded function runs only for a user who has the permission."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

import pytest

from acme.core.errors import AuthenticationError, AuthorizationError
from acme.core.permissions import acting_as, require_permission


@dataclass(frozen=True)
class Person:
    """A user with permissions."""

    permissions: frozenset[str] = frozenset()

    def has_permission(self, permission: str) -> bool:
        return permission in self.permissions


WRITER = Person(frozenset({"write"}))


@require_permission("write")
def write(text: str) -> str:
    """Pretend to write."""
    return f"wrote {text}"


def test_user_with_the_permission_may() -> None:
    with acting_as(WRITER):
        assert write("a table") == "wrote a table"


def test_nobody_may_not() -> None:
    with pytest.raises(AuthenticationError, match="write needs a user"):
        write("a table")


def test_user_without_the_permission_may_not_and_it_is_named() -> None:
    with acting_as(Person()), pytest.raises(AuthorizationError) as caught:
        write("a table")

    assert caught.value.key == "write"
    assert isinstance(caught.value, PermissionError)


def test_user_is_who_acted_before_once_the_block_ends() -> None:
    with acting_as(WRITER):
        with acting_as(Person()), pytest.raises(AuthorizationError):
            write("a table")
        assert write("a table") == "wrote a table"


def test_user_of_one_thread_is_not_that_of_another() -> None:
    with acting_as(WRITER), ThreadPoolExecutor(1) as threads:
        alone = threads.submit(write, "a table")
        inherited = threads.submit(copy_context().run, write, "a table")

    assert isinstance(alone.exception(), AuthenticationError)
    assert inherited.result() == "wrote a table"


def test_guarded_function_keeps_its_name() -> None:
    assert write.__name__ == "write"
