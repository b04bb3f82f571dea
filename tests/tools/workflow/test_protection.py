from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.workflow import protection

if TYPE_CHECKING:
    from tests.tools.house import House

WHOSE = '[tool.hatchery]\nname = "orbit"\nowner = "Orbit-Labs"\nauthor = "Somebody"\n'


@pytest.fixture
def fork(house: House) -> House:
    """A fork with two packages and a rule."""
    house.write("pyproject.toml", WHOSE)
    house.write(".github/rulesets/main.json", "{}")
    house.package("core")
    house.package("io")
    house.commit()
    return house


def test_an_environment_lets_its_own_tags_and_main_deploy(fork: House) -> None:
    lines = protection.card(fork.root).splitlines()

    place = "repos/Orbit-Labs/orbit/environments/pypi-core"
    policies = f"{place}/deployment-branch-policies"
    assert lines[1:4] == [
        f"  gh api --method PUT {place} {protection.ONLY_NAMED}",
        f"  gh api --method POST {policies} -f 'name=core-v*' -f type=tag",
        f"  gh api --method POST {policies} -f 'name=main' -f type=branch",
    ]
    assert "pypi-io" in lines[4]


def test_every_rule_of_the_repository_is_imported(fork: House) -> None:
    assert (
        "  gh api --method POST repos/Orbit-Labs/orbit/rulesets --input .github/rulesets/main.json"
    ) in protection.card(fork.root).splitlines()


def test_the_site_need_not_wait_for_a_push(fork: House) -> None:
    lines = protection.card(fork.root).splitlines()

    after = lines.index("  gh variable set PAGES --body true --repo Orbit-Labs/orbit") + 1
    assert lines[after] == "  gh workflow run ci.yml --repo Orbit-Labs/orbit"


def test_packages_without_a_release_tag_are_named(fork: House) -> None:
    fork.release("core-v1.0.0")
    fork.release("io-vendor-1")

    assert protection.untagged(fork.root) == ["io"]
    assert protection.told_of_tags(fork.root).startswith("No release tag here yet: io. ")


def test_nothing_is_told_of_tags_once_each_package_has_one(fork: House) -> None:
    fork.release("core-v1.0.0")
    fork.release("io-v1.0.0")

    assert protection.told_of_tags(fork.root) == ""
