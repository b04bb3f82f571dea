"""What a check says."""

from __future__ import annotations

from tools.release_checks.verdict import Verdict, judged, shown


def test_without_problems_a_check_passes() -> None:
    assert judged([], "all is well", "mend it") == Verdict("pass", "all is well")


def test_every_problem_is_told() -> None:
    assert judged(["a", "b"], "all is well", "mend it") == Verdict("fail", "a; b", "mend it")


def test_a_name_of_odd_bytes_is_shown_in_one_line_of_ascii() -> None:
    assert shown("caf\xe9\n\udcff") == r"caf\xe9\n\udcff"
