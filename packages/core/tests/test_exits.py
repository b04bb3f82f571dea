"""Errors map to the exit statuses that shells know."""

from __future__ import annotations

import pytest

from acme.core.errors import DataError
from acme.core.exits import ExitCode, exit_code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError("broken"), ExitCode.PROBLEMS),
        (RuntimeError("broken"), ExitCode.PROBLEMS),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        (BrokenPipeError(), ExitCode.BROKEN_PIPE),
    ],
)
def test_exit_code_follows_from_the_kind_of_error(error: BaseException, code: int) -> None:
    assert exit_code(error) == code


def test_exit_codes_are_those_that_shells_know() -> None:
    codes = {code: int(code) for code in ExitCode}

    assert codes == {
        ExitCode.DONE: 0,
        ExitCode.PROBLEMS: 1,
        ExitCode.USAGE: 2,
        ExitCode.INTERRUPTED: 130,
        ExitCode.BROKEN_PIPE: 141,
    }
