"""The root's settings say whose repository it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.monorepo.identity import Origin, identity, origin, remember
from tools.monorepo.spelling import Identity

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = '[tool.hatchery]\nname = "orbit"\nowner = "Orbit-Labs"\nauthor = "Somebody"\n'


def test_name_owner_and_author_are_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(SETTINGS)

    assert identity(tmp_path) == Identity("orbit", "Orbit-Labs", "Somebody")


@pytest.mark.parametrize("text", ["", '[tool.hatchery]\nowner = "x"\nauthor = "y"\n'])
def test_a_missing_setting_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    with pytest.raises(ToolError, match="has no 'name'"):
        identity(tmp_path)


def test_the_template_came_from_nowhere(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(SETTINGS)

    assert origin(tmp_path) is None


@pytest.mark.parametrize(
    "remembered", [Origin("https://forge.example/orbit.git", "4b825dc"), Origin("", "4b825dc")]
)
def test_a_fork_remembers_where_it_came_from(tmp_path: Path, remembered: Origin) -> None:
    (tmp_path / "pyproject.toml").write_text(SETTINGS + remembered.lines())

    assert origin(tmp_path) == remembered


def test_what_is_remembered_takes_the_place_of_what_was_said(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"# Ours.\n{SETTINGS}\n[tool.ruff]\n")
    new = Identity("zeta", "Zeta", "Zeta Ltd", "us@zeta.example", "Apache-2.0", "What zeta is.")

    remember(tmp_path, new, Origin("https://forge.example/orbit.git", "4b825dc"))

    assert identity(tmp_path) == new
    assert origin(tmp_path) == Origin("https://forge.example/orbit.git", "4b825dc")
    text = (tmp_path / "pyproject.toml").read_text()
    assert text.startswith('# Ours.\n[tool.hatchery]\nname = "zeta"\n')
    assert text.endswith("\n\n[tool.ruff]\n")
