"""What is out, from tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from tests.releasing.version_strategy import VERSIONS
from tools.version_control.git import Tag
from tools.version_control.history import Released, released

if TYPE_CHECKING:
    from collections.abc import Sequence


def tag(name: str, *, annotated: bool = True) -> Tag:
    return Tag(name, annotated, f"object of {name}", f"commit of {name}")


def test_the_highest_version_is_current_whatever_the_order() -> None:
    found = released([tag("core-v1.10.0"), tag("core-v1.9.0"), tag("core-v2.0.0rc1")])

    expected = Released(Version("2.0.0rc1"), Version("1.10.0"), "commit of core-v2.0.0rc1")
    assert found == {"core": expected}


def test_packages_with_similar_names_are_kept_apart() -> None:
    found = released([tag("core-v1.0.0"), tag("core-v2-v3.0.0"), tag("core-utils-v2.0.0")])

    assert {name: str(known.current) for name, known in found.items()} == {
        "core": "1.0.0",
        "core-v2": "3.0.0",
        "core-utils": "2.0.0",
    }


def test_lightweight_and_other_tags_do_not_count() -> None:
    found = released([tag("core-v9.0.0", annotated=False), tag("v8.0.0"), tag("core-vendor-1")])

    assert found == {}


def test_before_the_first_final_version_there_is_none() -> None:
    found = released([tag("core-v0.1.0rc1"), tag("core-v0.1.0rc2")])

    assert found["core"].final is None
    assert found["core"].current == Version("0.1.0rc2")


@given(st.lists(VERSIONS, min_size=1), st.randoms())
def test_the_order_of_tags_does_not_matter(found: Sequence[Version], chance: st.DataObject) -> None:
    tags = [tag(f"core-v{version}") for version in found]
    shuffled = sorted(tags, key=lambda _: chance.random())  # type: ignore[attr-defined]

    assert released(shuffled) == released(tags)
    assert released(tags)["core"].current == max(found)
