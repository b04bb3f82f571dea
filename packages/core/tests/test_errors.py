"""Errors say where, what and what next in one line and survive pickling."""

from __future__ import annotations

import errno
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme.core import errors
from acme.core.errors import (
    AcmeError,
    AuthorizationError,
    ConfigurationError,
    DataError,
    MissingFileError,
    ProcessingError,
    SecurityError,
    UnknownNameError,
    ValidationError,
    error_context,
)

KINDS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AcmeError)
]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (AcmeError("it is broken"), "it is broken"),
        (AcmeError("broken", hint="mend it"), "broken; mend it"),
        (DataError("broken", file="a.csv"), "a.csv: broken"),
        (DataError("broken", file="a.csv", line=3), "a.csv:3: broken"),
        (DataError("broken", file="a.csv", line=3, column=7), "a.csv:3:7: broken"),
        (DataError("broken", file="a.csv", line=3, column="age"), 'a.csv:3: column "age": broken'),
        (DataError("broken", line=3), "line 3: broken"),
        (DataError("broken", line=3, column=7), "line 3:7: broken"),
        (DataError("broken", column=7), "column 7: broken"),
        (ProcessingError("broken", step="2 (sort)"), "step 2 (sort): broken"),
        (ConfigurationError("broken", file="f.toml", key="a.b"), 'f.toml: key "a.b": broken'),
    ],
)
def test_text_is_place_then_fault_then_hint(error: AcmeError, sentence: str) -> None:
    assert str(error) == sentence


@given(st.text(), st.text())
def test_text_is_one_printable_line_whatever_the_names_hold(message: str, file: str) -> None:
    text = str(AcmeError(message, file=file))

    assert text.isprintable()


def test_text_shows_no_password_of_a_url() -> None:
    error = DataError("no answer", file="postgresql://ada:lovelace@db/flights")

    assert str(error) == "postgresql://ada:******@db/flights: no answer"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_pickles_whole(kind: type[AcmeError]) -> None:
    error = kind("broken", file="f", line=1, column="c", step=2, key="k", hint="h")
    error.add_note("seen in a process pool")

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # it is our own pickle

    assert (type(copy), str(copy), vars(copy)) == (kind, str(error), vars(error))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_code_of_its_own(kind: type[AcmeError]) -> None:
    same = [other for other in KINDS if other.code == kind.code]

    assert same == [kind]


def test_dictionary_holds_the_code_and_what_is_known() -> None:
    error = DataError("broken", file="a.csv", line=3, hint="mend it")

    assert error.as_dict() == {
        "code": "data",
        "message": "broken",
        "file": "a.csv",
        "line": 3,
        "hint": "mend it",
    }


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (ValidationError, ValueError),
        (UnknownNameError, LookupError),
        (MissingFileError, FileNotFoundError),
        (AuthorizationError, PermissionError),
        (AuthorizationError, SecurityError),
    ],
)
def test_kind_is_also_what_python_calls_it(kind: type[AcmeError], builtin: type[Exception]) -> None:
    assert issubclass(kind, builtin)


def test_missing_file_has_the_attributes_of_an_os_error() -> None:
    error = MissingFileError("no such file", file="a.csv")

    assert (error.errno, error.filename) == (errno.ENOENT, "a.csv")


def test_unknown_name_shows_near_matches_and_what_exists() -> None:
    error = UnknownNameError.among("column", "dep_dleay", ["carrier", "dep_delay"], file="f.toml")

    assert str(error) == (
        'f.toml: unknown column "dep_dleay" (did you mean "dep_delay"?); '
        'choose from "carrier", "dep_delay"'
    )


def test_context_fills_in_what_an_error_does_not_know() -> None:
    with pytest.raises(DataError) as caught, error_context(file="a.csv", line=1):
        raise DataError("broken", line=7)

    assert str(caught.value) == "a.csv:7: broken"


def test_context_gives_file_and_line_to_an_error_that_knows_neither() -> None:
    with pytest.raises(DataError) as caught, error_context(file="a.csv", line=7):
        raise DataError("broken")

    assert str(caught.value) == "a.csv:7: broken"


def test_context_may_itself_not_know_the_file() -> None:
    with pytest.raises(DataError) as caught, error_context(file=None, step=1):
        raise DataError("broken")

    assert str(caught.value) == "step 1: broken"


def test_context_gives_no_line_of_one_file_to_an_error_in_another() -> None:
    with pytest.raises(DataError) as caught, error_context(file="f.toml", line=7, step=1):
        raise DataError("broken", file="a.csv")

    assert str(caught.value) == "a.csv: step 1: broken"


def test_context_leaves_other_errors_what_they_are_and_adds_a_note() -> None:
    with pytest.raises(ZeroDivisionError) as caught, error_context(file="f.toml", step=2):
        _ = 1 / 0

    assert caught.value.__notes__ == ["in f.toml: step 2"]


def test_context_can_be_used_again_and_keeps_nothing() -> None:
    decorated = error_context(step=1)(_fail)

    with pytest.raises(DataError) as first:
        decorated("first")
    with pytest.raises(DataError) as second:
        decorated("second")

    assert [str(first.value), str(second.value)] == ["step 1: first", "step 1: second"]


def test_context_lets_success_pass() -> None:
    with error_context(step=1):
        result = 1 + 1

    assert result == 2


def _fail(message: str) -> None:
    raise DataError(message)
