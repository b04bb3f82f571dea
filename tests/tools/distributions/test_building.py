from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.distributions import building
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House


def test_the_clock_can_be_given(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.commit()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert building.commit_time(house.root) == "1700000000"


def test_the_clock_is_fixed_where_no_commit_has_one(house: House) -> None:
    assert building.commit_time(house.root) == building.WITHOUT_GIT

    house.git("init", "--quiet")

    assert building.commit_time(house.root) == building.WITHOUT_GIT


def test_a_repository_that_git_refuses_to_read_is_not_built_with_another_clock(
    house: House,
) -> None:
    house.write(".git", "gitdir: /not/mounted/here\n")

    with pytest.raises(ToolError, match="git rev-parse failed: not a git repository"):
        building.commit_time(house.root)


def test_without_git_the_version_falls_back(house: House) -> None:
    house.package("core")

    (wheel, sdist) = building.build(house.root, ["core"], house.root / "dist")

    assert wheel.file == "acme_core-0.1.0.dev0-py3-none-any.whl"
    assert sdist.file == "acme_core-0.1.0.dev0.tar.gz"
