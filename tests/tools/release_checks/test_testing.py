"""Tests as things are, with the lowest siblings, with the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import repacked, wheel
from tools.publishing.package_index import PackageIndex, locate
from tools.release_checks import testing
from tools.release_checks.verdict import passed, skipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.index_server import Index
    from tests.releasing.workshop import Workshop

TEST = "from acme.core import answer\n\ndef test_answer():\n    assert answer() == 42\n"
GOOD = {"acme/core/__init__.py": "def answer():\n    return 42\n"}
BAD = {"acme/core/__init__.py": "def answer():\n    return 41\n"}


@pytest.fixture(scope="module")
def pytest_wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    repacked(folder, "pytest")
    return folder


@pytest.fixture(autouse=True)
def _from_here(pytest_wheels: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pytest comes from a folder; siblings come from the index, and nothing from elsewhere."""
    monkeypatch.setenv("UV_FIND_LINKS", str(pytest_wheels))
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.simple)


@pytest.fixture
def published(index: Index) -> PackageIndex:
    """An index on which `core` works from 1.1 up to 1.2."""
    for version, files in {"1.0": BAD, "1.1": GOOD, "1.2": GOOD, "1.3": BAD}.items():
        wheel(index.folder, "acme-core", version, files=files)
    return locate(index.address)


def io_requires(workshop: Workshop, requirement: str) -> None:
    workshop.package("io", requirement, test=TEST)
    workshop.files("io", requires=[requirement])


class TestOwn:
    def test_tests_run_against_the_wheel_and_not_the_tree(self, workshop: Workshop) -> None:
        workshop.package("core", code="broken here", test=TEST)
        workshop.wheel("core", files=GOOD)

        verdict = testing.own(workshop.subject("core"))

        assert verdict.state == "pass"
        assert verdict.reason.startswith("1 passed in ")
        assert verdict.reason.endswith(", against its wheel")

    def test_failing_tests_fail_with_their_last_words(self, workshop: Workshop) -> None:
        workshop.package("core", test=TEST)
        workshop.wheel("core", files=BAD)

        verdict = testing.own(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "tests fail against its wheel"
        assert "assert 41 == 42" in verdict.detail

    def test_a_package_without_tests_fails(self, workshop: Workshop) -> None:
        workshop.package("core", test="")

        verdict = testing.own(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "it has no tests"


class TestFloors:
    def test_a_floor_that_works_is_proved(
        self, workshop: Workshop, published: PackageIndex
    ) -> None:
        io_requires(workshop, "acme-core>=1.1,<1.3")

        lowest = testing.lowest(workshop.subject("io", published))
        newest = testing.newest(workshop.subject("io", published))

        assert lowest.state == newest.state == "pass"
        assert lowest.reason.endswith(", with acme-core==1.1")
        assert newest.reason.endswith(", with acme-core==1.2")

    def test_a_floor_that_does_not_work_is_disproved(
        self, workshop: Workshop, published: PackageIndex
    ) -> None:
        io_requires(workshop, "acme-core>=1.0,<1.3")

        verdict = testing.lowest(workshop.subject("io", published))

        assert verdict.state == "fail"
        assert verdict.reason == "tests fail with acme-core==1.0"
        assert verdict.remedy == "raise the floor in its pyproject.toml"
        assert "assert 41 == 42" in verdict.detail

    def test_a_ceiling_that_lets_in_too_much_is_disproved(
        self, workshop: Workshop, published: PackageIndex
    ) -> None:
        io_requires(workshop, "acme-core>=1.1,<2")

        verdict = testing.newest(workshop.subject("io", published))

        assert verdict.state == "fail"
        assert verdict.reason == "tests fail with acme-core==1.3"

    def test_the_newest_are_not_tested_twice(
        self, workshop: Workshop, published: PackageIndex
    ) -> None:
        io_requires(workshop, "acme-core==1.1")

        verdict = testing.newest(workshop.subject("io", published))

        assert verdict == skipped("the newest are the lowest, which the check `floors` is about")

    def test_a_floor_that_comes_out_in_the_same_round_waits(
        self, workshop: Workshop, published: PackageIndex
    ) -> None:
        workshop.changelog("core", "1.4")
        io_requires(workshop, "acme-core>=1.4")

        verdict = testing.lowest(workshop.subject("io", published))

        assert verdict == skipped("not out yet: acme-core 1.4", "check again once it is")

    def test_a_floor_that_nothing_meets_fails(
        self, workshop: Workshop, published: PackageIndex
    ) -> None:
        io_requires(workshop, "acme-core>=7")

        verdict = testing.lowest(workshop.subject("io", published))

        assert verdict.state == "fail"
        assert "acme-core>=7" in verdict.reason

    def test_nobody_is_asked_where_there_is_no_index(self, workshop: Workshop) -> None:
        io_requires(workshop, "acme-core>=1.0")

        verdict = testing.lowest(workshop.subject("io"))

        assert verdict == skipped(
            "nobody said where siblings are published", "say --index URL or --index pypi"
        )

    def test_without_siblings_there_are_no_floors(self, workshop: Workshop) -> None:
        assert testing.newest(workshop.subject("core")) == passed("it requires no sibling")
