from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.workflow import pushed_tag

if TYPE_CHECKING:
    from tests.tools.house import House


@pytest.fixture
def reviewed(house: House) -> House:
    """A commit that origin's main holds."""
    house.package("core")
    house.package("core-v2")
    house.commit()
    house.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return house


def test_a_sound_tag_says_what_to_release(reviewed: House) -> None:
    reviewed.release("core-v2-v1.0.0rc1")

    found = pushed_tag.check(reviewed.root, "core-v2-v1.0.0rc1")

    assert found == (
        "core-v2-v1.0.0rc1",
        "core-v2",
        "1.0.0rc1",
        True,
        False,
        reviewed.git("rev-parse", "HEAD"),
    )


@pytest.mark.parametrize(
    ("others", "foremost"),
    [
        ([], True),
        (["core-v1.9.0", "core-v1.10.0rc1", "core-v2-v3.0.0", "core-vendor"], True),
        (["core-v1.10.1"], False),
        (["core-v1!0.1"], False),
        (["core-v1.10.0.post1"], False),
    ],
)
def test_a_fix_of_an_older_line_is_not_the_foremost_release(
    reviewed: House, others: list[str], foremost: bool
) -> None:
    for other in others:
        reviewed.release(other)
    reviewed.commit()
    reviewed.git("update-ref", "refs/remotes/origin/main", "HEAD")
    reviewed.release("core-v1.10.0")

    found = pushed_tag.check(reviewed.root, "core-v1.10.0")

    assert found.foremost is foremost


@pytest.mark.parametrize(
    "name", ["corr-v1.0.0", "core-1.0.0", "core-vone", "core-v1.0.0+local", "--help"]
)
def test_what_names_no_release_is_told_what_one_looks_like(reviewed: House, name: str) -> None:
    with pytest.raises(ToolError, match=r"names no release: it takes a package \(core, core-v2\)"):
        pushed_tag.check(reviewed.root, name)


def test_a_tag_that_was_asked_for_must_exist(reviewed: House) -> None:
    with pytest.raises(ToolError, match=r"there is no tag core-v1\.0 here"):
        pushed_tag.check(reviewed.root, "core-v1.0")


def test_everything_that_is_wrong_is_told_at_once(house: House) -> None:
    house.package("core")
    house.commit()
    house.git("update-ref", "refs/remotes/origin/main", "HEAD")
    house.commit()
    house.git("tag", "core-v1.0.0")
    house.release("core-v1.0.0rc1")
    house.release("io-v1.0.0")

    with pytest.raises(ToolError) as caught:
        pushed_tag.check(house.root, "core-v1.0.0")

    assert str(caught.value).splitlines() == [
        "core-v1.0.0 is not annotated; delete it and let `python -m tools.bump tag` make it",
        "core-v1.0.0 shares its commit with core-v1.0.0rc1; delete the wrong one",
        "core-v1.0.0 is on a commit that neither main nor a release/ branch holds; merge it first",
    ]


@pytest.mark.parametrize("branch", ["main", "release/core-1.0", "HEAD"])
def test_main_and_release_branches_are_where_changes_are_reviewed(
    house: House, branch: str
) -> None:
    house.package("core")
    house.commit()
    house.git("update-ref", f"refs/remotes/origin/{branch}", "HEAD")
    house.release("core-v1.0.0")

    assert pushed_tag.check(house.root, "core-v1.0.0").package == "core"


def test_any_other_branch_is_not(house: House) -> None:
    house.package("core")
    house.commit()
    house.git("update-ref", "refs/remotes/origin/releases", "HEAD")
    house.release("core-v1.0.0")

    with pytest.raises(ToolError, match="is on a commit that neither main nor a release/ branch"):
        pushed_tag.check(house.root, "core-v1.0.0")
