"""Names are refused before anything is made with them, each with a sentence that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import UsageError
from tools.scaffolding.names import check_name, check_owner, check_package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a folder ``docs`` that pins ``typing-extensions``."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "test.txt").write_text("# pins\ntyping-extensions==4.16.0 \\\n")
    return tmp_path


@pytest.mark.parametrize("name", ["a", "zeta", "zeta-data", "web3", "data", "aux-data", "z" * 64])
def test_a_name_that_can_be_imported_is_taken(root: Path, name: str) -> None:
    check_name(name, root)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Zeta", "lower-case"),
        ("3d", "a letter first"),
        ("zeta--data", "single hyphens"),
        ("zeta-", "single hyphens"),
        ("zeta_data", "hyphens"),
        ("zeta data; rm -rf", "lower-case letters"),
        ("zeta\n", "lower-case letters"),
        ("", "lower-case letters"),
        ("class", "a word of Python's own"),
        ("match", "a word of Python's own"),
        ("json", "standard library"),
        ("typing-extensions", "imported here already"),
        ("docs", "imported here already"),
        ("aux", "a device on Windows"),
        ("z" * 260, "zz... has 260 characters; choose a name of 64 at most"),
    ],
)
def test_a_name_that_would_not_work_is_refused_with_the_reason(
    root: Path, name: str, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        check_name(name, root)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Stats", "will not do as a package"),
        ("class", "a word of Python's own"),
        ("yes", "a value in YAML"),
        ("com1", "a device on Windows"),
        ("s" * 65, "has 65 characters; choose a package of 64 at most"),
    ],
)
def test_a_package_that_would_not_work_is_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        check_package(name)


@pytest.mark.parametrize("owner", ["zeta", "Zeta-Org", "a" * 39, "0x"])
def test_an_account_that_github_allows_is_taken(owner: str) -> None:
    check_owner(owner)


@pytest.mark.parametrize("owner", ["-zeta", "zeta-", "ze--ta", "a" * 40, "zeta/org", ""])
def test_an_account_that_github_refuses_is_refused(owner: str) -> None:
    with pytest.raises(UsageError, match="no account that GitHub allows"):
        check_owner(owner)
