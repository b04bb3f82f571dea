"""Declared ranges of siblings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from tests.releasing.version_strategy import FINALS
from tools.dependencies import ranges
from tools.errors import ToolError


@pytest.mark.parametrize(
    ("specifier", "version", "standing"),
    [
        (">=1.2,<2", "1.2.0", "in"),
        (">=1.2,<2", "2.0.0", "above"),
        (">=1.2,<2", "2.0.0rc1", "above"),
        (">=1.2,<2", "1.3.0rc1", "in"),
        (">=1.2,<2", "1.1.9", "below"),
        (">1.2", "1.2", "below"),
        ("~=1.2", "2.0", "above"),
        ("==1.*", "0.9", "below"),
        ("==1.*", "2.0", "above"),
        ("!=1.5", "1.5", "above"),
        ("", "0.1", "in"),
    ],
)
def test_a_version_stands_in_a_range_or_on_one_side_of_it(
    specifier: str, version: str, standing: str
) -> None:
    assert ranges.standing(SpecifierSet(specifier), Version(version)) == standing


@pytest.mark.parametrize(
    ("text", "version", "following"),
    [
        ("acme-core>=1.2,<2", "2.0.0", "acme-core>=2.0.0,<3"),
        ("acme-core>=0.1,<0.2", "0.2.0", "acme-core>=0.2.0,<0.3"),
        ("acme-core[b,a] ~=1.2", "2.1.0", "acme-core[b,a]>=2.1.0,<3"),
        (
            "acme-core <2 ; python_version < '4'",
            "2.0.0",
            "acme-core>=2.0.0,<3 ; python_version < '4'",
        ),
        ("acme-core (<2)", "2.0.0rc1", "acme-core>=2.0.0rc1,<3"),
        ("acme-core<2", "1!2.0.0", "acme-core>=1!2.0.0,<1!3"),
    ],
)
def test_the_range_moves_and_all_else_stays_as_written(
    text: str, version: str, following: str
) -> None:
    assert ranges.following(text, Version(version)) == following


@given(st.sampled_from(["a<1", "a [x] >=0.1,<0.2;python_version>'3'", "a"]), FINALS)
def test_the_new_range_begins_at_the_version_and_ends_before_a_breaking_one(
    text: str, version: Version
) -> None:
    found = Requirement(ranges.following(text, version))

    assert ranges.standing(found.specifier, version) == "in"
    assert found.extras == Requirement(text).extras
    breaking = Version(f"{version.epoch}!{version.major + 1}.0.0")
    assert ranges.standing(found.specifier, breaking) == "above"


def test_what_is_no_requirement_is_one_sentence() -> None:
    with pytest.raises(ToolError, match=r"^'acme-core >=> 1' is no valid requirement: "):
        ranges.requirement("acme-core >=> 1")
