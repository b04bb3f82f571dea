"""What holds for every plan."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement

from tests.benchmarks import monorepo
from tests.releasing.states import applied, states
from tools.dependencies import ranges
from tools.releasing import plan
from tools.releasing.decide import decide
from tools.releasing.plan import Wish

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tools.releasing.state import State

WISHES = st.sampled_from([Wish(), Wish(pre="rc")])


@given(states(), WISHES)
def test_every_next_version_is_higher_than_all_that_is_out(state: State, wish: Wish) -> None:
    for release in decide(state, wish).releases:
        assert release.current is None or release.next > release.current
        assert release.next.is_prerelease == bool(wish.pre)


@given(states(), WISHES)
def test_nothing_comes_before_what_it_requires(state: State, wish: Wish) -> None:
    found = decide(state, wish)

    order = [release.package for release in found.releases]
    for release in found.releases:
        for needed in state.packages[release.package].dependencies:
            if needed.package in order:
                assert order.index(needed.package) < order.index(release.package)


@given(states(), WISHES)
def test_each_release_finds_its_siblings_out_or_the_plan_is_blocked(
    state: State, wish: Wish
) -> None:
    found = decide(state, wish)

    distributions = {package.distribution: name for name, package in state.packages.items()}
    blocked = {blocker.package for blocker in found.blockers}
    for release in found.releases:
        for requirement in map(Requirement, release.requires):
            version = found.versions[distributions[requirement.name]]
            met = version is not None and ranges.standing(requirement.specifier, version) == "in"
            assert met or release.package in blocked


@given(states(), WISHES, st.randoms())
def test_the_order_of_packages_notes_and_tags_does_not_matter(
    state: State, wish: Wish, chance: Random
) -> None:
    shuffled = replace(
        state,
        packages=_shuffled(state.packages, chance),
        released=_shuffled(state.released, chance),
        notes=_shuffled(state.notes, chance),
    )

    assert decide(shuffled, wish) == decide(state, wish)


def _shuffled(table: Any, chance: Random) -> dict[str, Any]:
    items = list(table.items())
    chance.shuffle(items)
    return dict(items)


@settings(max_examples=60)
@given(states(), WISHES)
def test_a_plan_that_is_carried_out_is_followed_by_an_empty_one(state: State, wish: Wish) -> None:
    found = decide(state, wish)
    assume(not found.blockers)

    again = decide(applied(state, found), wish)

    assert again.releases == again.ranges == again.blockers == ()


@settings(max_examples=60)
@given(states(calm=True))
def test_candidates_lead_to_the_versions_that_would_have_come_without_them(state: State) -> None:
    candidates = decide(state, Wish(pre="rc"))
    straight = decide(state, Wish())
    assume(not candidates.blockers and not straight.blockers)

    final = decide(applied(state, candidates), Wish())

    nexts = {release.package: release.next for release in final.releases}
    assert nexts == {release.package: release.next for release in straight.releases}
    assert {release.package: release.notes for release in final.releases} == {
        release.package: release.notes for release in straight.releases
    }


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("nasty")
    expected = monorepo.generate(folder, monorepo.Size(30, 400, 160))
    subprocess.run(["git", "switch", "--quiet", "main"], cwd=folder / "repository", check=True)
    return folder / "repository", expected["versions"]


def test_the_plan_of_a_large_repository_is_the_one_worked_out_beside_it(
    nasty: tuple[Path, dict[str, str]],
) -> None:
    repository, expected = nasty

    found = plan.make(repository)

    assert found.blockers == ()
    assert {release.package: str(release.next) for release in found.releases} == expected
