"""The table of checks."""

from __future__ import annotations

from tools.release_checks.table import CHECKS


def test_every_check_has_a_name_of_its_own_and_a_meaning() -> None:
    names = [check.name for check in CHECKS]

    assert len(set(names)) == len(names)
    assert all(check.meaning.endswith(".") for check in CHECKS)
