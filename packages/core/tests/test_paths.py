"""A name from outside never leaves its folder and never becomes another name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme.core.errors import SecurityError
from acme.core.paths import safe_join

BASE = Path("/srv/data").resolve()


@pytest.mark.parametrize(
    "name", ["a.csv", "a b.csv", "year=2013/a.csv", "Zürich.csv", ".hidden", "x" * 255]
)
def test_safe_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    assert safe_join(tmp_path, name) == tmp_path.resolve() / name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../a",
        "a/../../b",
        "a//b",
        "/etc/passwd",
        "a\\b",
        "C:a",
        "a\0b",
        "a\nb",
        "a\x1b[31m",
        "CON",
        "nul.txt",
        "lpt1",
        "a.",
        "a ",
        "x" * 256,
        "é" * 128,
    ],
)
def test_unsafe_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SecurityError, match="is no safe name"):
        safe_join(tmp_path, name)


def test_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outside.mkdir()
    (folder / "link").symlink_to(outside)

    with pytest.raises(SecurityError, match="leads out of its folder over a link"):
        safe_join(folder, "link/a.csv")


def test_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to("data")

    assert safe_join(tmp_path, "link/a.csv") == tmp_path.resolve() / "data" / "a.csv"


@given(st.text())
def test_whatever_the_name_the_folder_is_not_left(name: str) -> None:
    try:
        path = safe_join(BASE, name)
    except SecurityError:
        return

    assert path.is_relative_to(BASE)
    assert path != BASE


@given(st.text(), st.text())
def test_two_names_never_become_one(first: str, second: str) -> None:
    try:
        paths = {safe_join(BASE, first), safe_join(BASE, second)}
    except SecurityError:
        return

    assert (len(paths) == 1) == (first == second)
