"""A licence is an SPDX expression and a text, which is here for the ones that teams choose most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import UsageError
from tools.scaffolding import licence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("mit", "MIT"),
        ("apache-2.0 OR mit", "Apache-2.0 OR MIT"),
        ("Proprietary", "LicenseRef-Proprietary"),
        ("LicenseRef-Ours", "LicenseRef-Ours"),
    ],
)
def test_an_expression_gets_its_canonical_form(wanted: str, expected: str) -> None:
    assert licence.expression(wanted) == expected


@pytest.mark.parametrize("wanted", ["", "Apache", "MIT AND", "MIT\nApache-2.0"])
def test_what_spdx_does_not_know_is_refused_with_what_could_be_meant(wanted: str) -> None:
    with pytest.raises(UsageError, match="such as Apache"):
        licence.expression(wanted)


@pytest.mark.parametrize("name", licence.with_text())
def test_every_text_is_of_a_known_licence_and_has_no_blank_left(name: str) -> None:
    text = licence.text(name, "Zeta Ltd", 2031).decode()

    assert licence.expression(name) == name
    assert "$" not in text
    # The Apache licence names nobody: its appendix says how a file does.
    assert ("2031 Zeta Ltd" in text) == (name != "Apache-2.0")


def test_a_given_file_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"Do $what you like.\r\n")

    assert licence.text("WTFPL", "Zeta", 2031, tmp_path / "text") == b"Do $what you like.\r\n"
