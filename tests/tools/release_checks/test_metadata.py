"""What the package says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.workshop import HEADERS
from tools.release_checks import metadata
from tools.release_checks.verdict import passed, skipped

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop

CLASSIFIER = "Classifier: Programming Language :: Python :: "


class TestRendered:
    def test_metadata_that_pypi_takes_passes(self, workshop: Workshop) -> None:
        assert metadata.rendered(workshop.subject("core")).state == "pass"

    def test_a_readme_that_cannot_be_rendered_fails(self, workshop: Workshop) -> None:
        workshop.wheel("core", readme="")

        verdict = metadata.rendered(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "twine check --strict objects"
        assert "long_description" in verdict.detail


class TestValid:
    def test_a_pyproject_to_the_letter_passes(self, workshop: Workshop) -> None:
        assert metadata.valid(workshop.subject("core")).state == "pass"

    def test_an_invalid_one_fails(self, workshop: Workshop) -> None:
        declared = (workshop.root / "packages/core/pyproject.toml").read_text("utf-8")
        workshop.write(
            "packages/core/pyproject.toml", declared.replace('license = "MIT"', "license = 3")
        )

        verdict = metadata.valid(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "validate-pyproject objects"
        assert "license" in verdict.detail


class TestClassifiers:
    def test_claims_that_are_tested_pass(self, workshop: Workshop) -> None:
        assert metadata.classifiers(workshop.subject("core")) == passed("Python 3.11, 3.13")

    def test_without_a_matrix_there_is_nothing_to_say(self, workshop: Workshop) -> None:
        (workshop.root / "hatch.toml").unlink()

        verdict = metadata.classifiers(workshop.subject("core"))

        assert verdict == skipped("hatch.toml has no test matrix")

    @pytest.mark.parametrize(
        ("headers", "problems"),
        [
            (
                [f"{CLASSIFIER}3.11", f"{CLASSIFIER}3.9", "Requires-Python: >=3.11"],
                [
                    "its classifiers claim 3.9, which is not tested",
                    "3.13 is tested, but not among its classifiers",
                ],
            ),
            (
                [*HEADERS[3:], "Requires-Python: >=3.12"],
                ["requires-python >=3.12 keeps out 3.11"],
            ),
            (
                [*HEADERS[3:], "Requires-Python: >=3.10"],
                ["requires-python >=3.10 lets in 3.10, which is not tested"],
            ),
            (
                [*HEADERS[3:]],
                ["requires-python is missing and lets in 3.10, which is not tested"],
            ),
        ],
    )
    def test_claims_that_differ_from_the_tests_fail(
        self, workshop: Workshop, headers: list[str], problems: list[str]
    ) -> None:
        workshop.wheel("core", headers=headers)

        verdict = metadata.classifiers(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason.split("; ") == problems
