"""What is installed is read right from folders, for whatever kind of installation."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from acme.cli.installed import declares_entry_points, version_lines

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = f"Python {sys.version.split()[0]}"


def install(site: Path, name: str, version: str, entry_points: str = "") -> None:
    """Make a folder for a distribution as an installer does."""
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    if entry_points:
        (info / "entry_points.txt").write_text(entry_points)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder on the path, with nothing in it."""
    site = tmp_path / "site-packages"
    site.mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(site)])
    return site


def test_versions_come_from_the_names_of_folders(site: Path) -> None:
    install(site, "acme_cli", "1.2.0")
    install(site, "acme_core", "1.3.0rc1.dev4+g1a2b")
    install(site, "duckdb", "2.0.0")
    install(site, "requests", "3.0")

    assert version_lines() == [
        "acme-cli 1.2.0",
        "acme-core 1.3.0rc1.dev4+g1a2b",
        "duckdb 2.0.0",
        PYTHON,
    ]


def test_first_on_the_path_wins_as_in_imports(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, "acme_cli", "1.0")
    install(tmp_path / "newer", "acme_cli", "2.0")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "newer"), str(site)])

    assert version_lines() == ["acme-cli 2.0", PYTHON]


def test_other_kinds_of_installation_are_asked_by_metadata(site: Path) -> None:
    info = site / "acme_cli.egg-info"
    info.mkdir()
    (info / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: Acme.CLI\nVersion: 1.0\n")

    assert version_lines() == ["acme-cli 1.0", PYTHON]


def test_working_folder_may_be_on_the_path(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, "acme_cli", "1.0")
    monkeypatch.chdir(site)
    monkeypatch.setattr(sys, "path", [""])

    assert version_lines() == ["acme-cli 1.0", PYTHON]


def test_entry_points_of_a_group_are_found(site: Path) -> None:
    install(site, "acme_cli", "1.0", "[console_scripts]\nacme = acme.cli.__main__:main\n")
    install(site, "acme_spark", "1.0", "[acme.commands]\nsubmit = acme_spark:submit\n")

    assert declares_entry_points("acme.commands")
    assert not declares_entry_points("acme.formats")


def test_folder_without_entry_points_declares_none(site: Path) -> None:
    install(site, "acme_cli", "1.0")

    assert not declares_entry_points("acme.commands")
