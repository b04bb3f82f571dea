from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.publishing import rehearsal
from tools.releasing import candidates
from tools.releasing.candidates import Candidate
from tools.version_control import git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.house import House


def test_candidates_have_the_versions_that_follow_dependencies_first(released: House) -> None:
    assert candidates.planned(released.root) == [
        Candidate("core", "acme-core", "0.2.0", "core-v0.2.0"),
        Candidate("io", "acme-io", "0.1.0", "io-v0.1.0"),
    ]


def test_a_package_that_nothing_calls_to_release_keeps_its_version(released: House) -> None:
    (released.root / "packages/core/changes/+table.feature.md").unlink()
    released.commit()

    assert candidates.planned(released.root)[0].version == "0.1.0"


def test_what_stands_in_the_way_of_a_release_ends_its_rehearsal(released: House) -> None:
    released.write("packages/core/changes/+table.featur.md", "Mistyped.\n")
    released.commit()

    with pytest.raises(ToolError, match=r"core: packages/core/changes/\+table.featur.md"):
        candidates.planned(released.root)


def test_a_release_is_prepared_as_a_real_one_at_heads_own_time(
    house: House, tmp_path: Path
) -> None:
    house.package("core")
    house.package("io", ["acme-core>=0.1,<0.2"])
    house.commit()
    house.release("core-v0.1.0")
    house.release("io-v0.1.0")
    house.write("packages/core/changes/+table.feature.md", "Know tables.\n")
    house.commit()
    rehearsal.clone(house.root, tmp_path / "clone")

    candidates.prepare(tmp_path / "clone")

    core, io = (tmp_path / "clone/packages" / name for name in ("core", "io"))
    assert "0.2.0 (2026-" in (core / "CHANGELOG.md").read_text("utf-8")
    assert not (core / "changes/+table.feature.md").exists()
    assert "acme-core>=0.2,<0.3" in (io / "pyproject.toml").read_text("utf-8").replace(".0,", ",")
    time = ["log", "-1", "--format=%ct"]
    assert git.text(tmp_path / "clone", *time) == house.git(*time)


def test_where_nothing_is_released_nothing_is_committed(house: House, tmp_path: Path) -> None:
    house.package("core")
    house.commit()
    house.release("core-v0.1.0")
    rehearsal.clone(house.root, tmp_path / "clone")

    candidates.prepare(tmp_path / "clone")

    assert git.head(tmp_path / "clone") == house.git("rev-parse", "HEAD")


def test_head_gets_the_tags_of_the_release_and_loses_others_of_the_same_package(
    released: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released.release("core-v0.2.0rc1")
    released.release("io-vendor-1")
    released.git("tag", "core-v0.2.0rc2")
    rehearsal.clone(released.root, tmp_path / "clone")
    for name in (
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
    ):
        monkeypatch.delenv(name)

    candidates.tag(tmp_path / "clone", [Candidate("core", "acme-core", "0.2.0", "core-v0.2.0")])

    tags = {tag.name: tag.annotated for tag in git.tags_reached(tmp_path / "clone")}
    assert tags == {"core-v0.1.0": True, "core-v0.2.0": True, "io-vendor-1": True}
    assert "core-v0.2.0rc1" in released.git("tag")


def test_a_version_that_is_out_moves_its_tag_to_head(released: House, tmp_path: Path) -> None:
    rehearsal.clone(released.root, tmp_path / "clone")

    candidates.tag(tmp_path / "clone", [Candidate("core", "acme-core", "0.1.0", "core-v0.1.0")])

    (tag,) = git.tags_reached(tmp_path / "clone")
    assert tag.commit == released.git("rev-parse", "HEAD")
