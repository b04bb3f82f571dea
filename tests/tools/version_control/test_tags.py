"""Names of release tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from tests.releasing.version_strategy import VERSIONS
from tools.monorepo.declared import NAME
from tools.version_control import tags
from tools.version_control.tags import ReleaseTag


@given(st.from_regex(NAME, fullmatch=True), VERSIONS)
def test_what_is_made_is_parsed_again(package: str, version: Version) -> None:
    made = ReleaseTag(package, version)

    assert tags.parse(str(made)) == made


@given(st.text())
def test_what_is_parsed_is_made_again(name: str) -> None:
    found = tags.parse(name)

    assert found is None or str(found) == name


@pytest.mark.parametrize(
    ("name", "package", "version"),
    [
        ("core-v1.3.0", "core", "1.3.0"),
        ("core-v2-v1.0.0", "core-v2", "1.0.0"),
        ("core-utils-v0.1.0rc1", "core-utils", "0.1.0rc1"),
    ],
)
def test_the_last_separator_splits(name: str, package: str, version: str) -> None:
    assert tags.parse(name) == ReleaseTag(package, Version(version))


@pytest.mark.parametrize(
    "name",
    [
        "v1.0.0",
        "-v1.0.0",
        "core-vendor-1",
        "core-v1.0.0-1",
        "core-v01.0",
        "core-v1.0+x",
        "core-v1.0 ",
        "",
    ],
)
def test_other_tags_release_nothing(name: str) -> None:
    assert tags.parse(name) is None


def test_the_parts_of_a_tag_are_known_without_any_library() -> None:
    assert tags.split("core-v2-v1.0.0rc1") == ("core-v2", "1.0.0rc1", True)
    assert tags.split("core-v1.0.post1") == ("core", "1.0.post1", False)
    assert tags.split("core-v1.0.dev1") == ("core", "1.0.dev1", True)
    assert tags.split("core-v1.0.0\n") is None


FINALS = VERSIONS.filter(lambda version: not version.is_prerelease)


@given(FINALS, FINALS)
def test_final_versions_rank_as_packaging_orders_them(one: Version, other: Version) -> None:
    ranked = tags.rank(str(one)) < tags.rank(str(other))

    assert ranked == (one < other)
