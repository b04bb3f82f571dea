"""What is deprecated keeps working and warns where it is used."""

from __future__ import annotations

import inspect
import sys
from types import ModuleType

import pytest

from acme.core.deprecation import deprecated, moved
from acme.core.errors import AcmeError


@deprecated(since="1.2", removed_in="2.0", instead="double()")
def twice(number: int) -> int:
    """Return twice the number."""
    return number * 2


@pytest.fixture
def old_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module whose only name moved to acme.core.errors."""
    module = ModuleType("acme_old")
    names = {"OldError": "acme.core.errors:AcmeError"}
    vars(module)["__getattr__"] = moved("acme_old", names, since="1.2", removed_in="2.0")
    monkeypatch.setitem(sys.modules, "acme_old", module)
    return module


def test_deprecated_function_still_works_and_says_what_to_use() -> None:
    with pytest.warns(DeprecationWarning, match="twice is deprecated") as warned:
        result = twice(2)

    assert result == 4
    assert str(warned[0].message) == (
        "twice is deprecated since 1.2 and goes away in 2.0; use double()"
    )


def test_warning_points_at_the_caller() -> None:
    with pytest.warns(DeprecationWarning, match="twice is deprecated") as warned:
        twice(2)

    lines, first = inspect.getsourcelines(test_warning_points_at_the_caller)
    line = first + next(number for number, text in enumerate(lines) if "twice(2)" in text)
    assert (warned[0].filename, warned[0].lineno) == (__file__, line)


def test_deprecated_function_keeps_its_name_and_is_marked() -> None:
    assert (twice.__name__, twice.__doc__) == ("twice", "Return twice the number.")
    assert "use double()" in twice.__deprecated__  # type: ignore[attr-defined]


def test_moved_name_is_found_and_the_warning_points_at_its_user(old_module: ModuleType) -> None:
    with pytest.warns(DeprecationWarning, match=r"use acme\.core\.errors\.AcmeError") as warned:
        found = old_module.OldError

    assert found is AcmeError
    assert warned[0].filename == __file__


def test_name_that_never_was_is_refused_as_python_does(old_module: ModuleType) -> None:
    with pytest.raises(AttributeError, match="module 'acme_old' has no attribute 'Other'"):
        _ = old_module.Other
