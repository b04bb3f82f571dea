"""What Trusted Publishing needs to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.publishing import publishers
from tools.publishing.publishers import Publisher

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

UPLOADING = "steps:\n  - uses: pypa/gh-action-pypi-publish@abc # v1\n"
WHOSE = '[tool.hatchery]\nname = "orbit"\nowner = "Orbit-Labs"\nauthor = "Somebody"\n'
FORKED = 'forked-from = "a/b"\nforked-tree = "4b825dc"\n'


@pytest.fixture
def fork(repository: Repository) -> Repository:
    """A fork with two packages that misses nothing."""
    repository.package("core")
    repository.package("app", "acme-core")
    repository.write("pyproject.toml", WHOSE + FORKED)
    repository.write(".github/workflows/ci.yml", UPLOADING)
    repository.write(".github/workflows/other.yaml", "steps: []\n")
    repository.commit()
    repository.git("remote", "add", "origin", "git@github.com:orbit-labs/orbit.git")
    return repository


def test_each_package_has_a_publisher_dependencies_first(fork: Repository) -> None:
    assert publishers.publishers(fork.root) == [
        Publisher("acme-core", "Orbit-Labs", "orbit", "ci.yml", "pypi-core"),
        Publisher("acme-app", "Orbit-Labs", "orbit", "ci.yml", "pypi-app"),
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "no file uses pypa/gh-action-pypi-publish; exactly one must"),
        (["a.yml", "b.yml"], "a.yml and b.yml uses"),
    ],
)
def test_one_workflow_must_upload(fork: Repository, files: list[str], told: str) -> None:
    (fork.root / ".github/workflows/ci.yml").unlink()
    for name in files:
        fork.write(f".github/workflows/{name}", UPLOADING)

    with pytest.raises(ToolError, match=told):
        publishers.publishers(fork.root)


@pytest.mark.parametrize(
    "address",
    [
        "git@github.com:orbit-labs/orbit.git",
        "https://github.com/Orbit-Labs/orbit",
        "ssh://git@github.com/Orbit-Labs/orbit.git/",
    ],
)
def test_a_fork_in_its_place_misses_nothing(fork: Repository, address: str) -> None:
    fork.git("remote", "set-url", "origin", address)

    assert list(publishers.missing(fork.root)) == []


def test_the_template_misses_a_name_of_its_own(fork: Repository) -> None:
    fork.write("pyproject.toml", WHOSE)

    assert list(publishers.missing(fork.root)) == [
        "this is still the template, called orbit; make it yours with `make fork`"
    ]


def test_a_checkout_without_a_remote_is_told_to_add_it(fork: Repository) -> None:
    fork.git("remote", "remove", "origin")

    assert list(publishers.missing(fork.root)) == [
        "no remote is called origin; git remote add origin git@github.com:Orbit-Labs/orbit.git"
    ]


@pytest.mark.parametrize(
    "address",
    ["https://github.com/orbit-labs/orbit-two", "https://me:secret@github.com/else/orbit"],
)
def test_another_remote_is_told_without_its_credentials(fork: Repository, address: str) -> None:
    fork.git("remote", "set-url", "origin", address)

    (told,) = publishers.missing(fork.root)

    assert told.startswith("origin is not Orbit-Labs/orbit")
    assert "secret" not in told


def test_a_shallow_checkout_misses_its_tags(fork: Repository, tmp_path: Path) -> None:
    fork.commit()
    shallow = fork.clone(tmp_path / "shallow", "--depth=1")
    shallow.git("remote", "set-url", "origin", "git@github.com:orbit-labs/orbit.git")

    (told,) = publishers.missing(shallow.root)

    assert told.endswith("git fetch --unshallow --tags")


def test_the_card_says_what_to_enter_and_what_to_run(fork: Repository) -> None:
    card = publishers.card(publishers.publishers(fork.root))

    assert [line.split() for line in card.splitlines()] == [
        line.split()
        for line in (
            f"On PyPI ({publishers.FORM}), for each project:",
            "  project    owner       repository  workflow  environment",
            "  acme-core  Orbit-Labs  orbit       ci.yml    pypi-core",
            "  acme-app   Orbit-Labs  orbit       ci.yml    pypi-app",
            "",
            "On GitHub, make an environment for each, and then allow publishing:",
            "  gh api --method PUT repos/Orbit-Labs/orbit/environments/pypi-core",
            "  gh api --method PUT repos/Orbit-Labs/orbit/environments/pypi-app",
            "  gh variable set PUBLISH --body true --repo Orbit-Labs/orbit",
        )
    ]


def test_the_card_warns_where_an_account_has_too_little_room() -> None:
    four = [Publisher(f"acme-{n}", "o", "r", "ci.yml", f"pypi-{n}") for n in range(4)]

    assert "(an account has room for 3; publish those, then add the next)" in publishers.card(four)
