"""Version arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from tests.releasing.version_strategy import FINALS, VERSIONS
from tools.changelogs import versions


@pytest.mark.parametrize(
    ("last", "level", "following"),
    [
        (None, "patch", "0.0.1"),
        (None, "minor", "0.1.0"),
        (None, "major", "1.0.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("0.2.3", "major", "1.0.0"),
        ("1.2.3.post1", "patch", "1.2.4"),
        ("2", "minor", "2.1.0"),
        ("1!1.2.3", "minor", "1!1.3.0"),
    ],
)
def test_a_level_raises_one_number_and_zeroes_the_rest(
    last: str | None, level: str, following: str
) -> None:
    assert str(versions.following(Version(last) if last else None, level)) == following


@given(VERSIONS, st.sampled_from(versions.LEVELS))
def test_the_following_version_is_final_and_higher(last: Version, level: str) -> None:
    following = versions.following(last, level)

    assert following > last
    assert not following.is_prerelease


@pytest.mark.parametrize(
    ("level", "last", "effective"),
    [
        ("major", "0.4.0", "minor"),
        ("major", "1.0.0", "major"),
        ("major", None, "major"),
        ("minor", "0.4.0", "minor"),
        ("patch", "0.4.0", "patch"),
    ],
)
def test_before_one_a_breaking_change_is_a_minor_release(
    level: str, last: str | None, effective: str
) -> None:
    assert versions.effective(level, Version(last) if last else None) == effective


def test_the_highest_level_counts() -> None:
    assert versions.highest(["patch", "major", "minor"]) == "major"
    assert versions.highest([]) is None


@pytest.mark.parametrize(
    ("target", "kind", "current", "expected"),
    [
        ("1.3.0", "rc", None, "1.3.0rc1"),
        ("1.3.0", "rc", "1.2.0", "1.3.0rc1"),
        ("1.3.0", "rc", "1.3.0rc1", "1.3.0rc2"),
        ("1.3.0", "rc", "1.3.0b4", "1.3.0rc1"),
        ("2.0.0", "rc", "1.3.0rc1", "2.0.0rc1"),
        ("1.3.0", "alpha", "1.3.0a9", "1.3.0a10"),
    ],
)
def test_pre_releases_count_on_from_their_own_kind(
    target: str, kind: str, current: str | None, expected: str
) -> None:
    found = versions.pre_release(Version(target), kind, Version(current) if current else None)

    assert str(found) == expected


@given(FINALS)
def test_a_pre_release_leads_to_its_final_version(final: Version) -> None:
    candidate = versions.pre_release(final, "rc", None)

    assert candidate < final
    assert versions.final(candidate) == final
