"""Running checkers."""

from __future__ import annotations

import sys

import pytest

from tools.errors import ToolError
from tools.release_checks.programs import run


def test_a_checker_without_objection_says_nothing() -> None:
    assert run([sys.executable, "-c", "print('fine')"]) == ""


def test_an_objection_is_what_it_printed_anywhere() -> None:
    program = "import sys; print('a'); print('b', file=sys.stderr); sys.exit(1)"

    assert run([sys.executable, "-c", program]) == "a\nb"


def test_a_checker_that_fails_in_silence_still_objects() -> None:
    assert run([sys.executable, "-c", "raise SystemExit(3)"]) == "exit code 3"


def test_a_checker_is_asked_for_no_colour_and_given_variables() -> None:
    program = "import os, sys; sys.exit(os.environ['NO_COLOR'] + os.environ['MORE'])"

    assert run([sys.executable, "-c", program], variables={"MORE": "!"}) == "1!"


def test_a_missing_checker_is_told() -> None:
    with pytest.raises(ToolError, match="no-such-checker is not on PATH"):
        run(["no-such-checker"])
