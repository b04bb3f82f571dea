"""What is inside wheel and sdist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import sdist, wheel
from tools.release_checks import contents
from tools.release_checks.verdict import passed

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop


class TestWheel:
    def test_a_package_with_licence_and_types_passes(self, workshop: Workshop) -> None:
        verdict = contents.wheel(workshop.subject("core"))

        assert verdict == passed("6 files, each where it belongs")

    def test_what_is_missing_is_told_together(self, workshop: Workshop) -> None:
        wheel(workshop.dist, "acme-core", "1.0", files={"acme/core/other.py": ""})

        verdict = contents.wheel(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason.split("; ") == [
            "the wheel has no LICENSE",
            "the wheel has no acme/core/__init__.py",
            "the wheel has no acme/core/py.typed, so that its types count for nothing (PEP 561)",
        ]

    @pytest.mark.parametrize(
        "stray",
        [
            "tests/test_core.py",
            "acme/io/__init__.py",
            "acme/__init__.py",
            "acme/core/tests/test_core.py",
            "acme/core/conftest.py",
            "acme/core/__pycache__/core.pyc",
            "changes/1.feature.md",
        ],
    )
    def test_a_stray_fails(self, workshop: Workshop, stray: str) -> None:
        workshop.wheel("core", files={stray: ""})

        verdict = contents.wheel(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == f"the wheel has {stray}, which users have no use for"

    def test_what_the_fields_checker_finds_fails_too(self, workshop: Workshop) -> None:
        """A folder that no import statement can name is one of its findings."""
        workshop.wheel("core", files={"acme/core/not-a-name/one.py": "answer = 42"})

        verdict = contents.wheel(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "check-wheel-contents objects"
        assert "W004" in verdict.detail


class TestSdist:
    def test_files_under_version_control_pass(self, workshop: Workshop) -> None:
        given = {"src/acme/core/__init__.py": "", ".gitignore": "", "setup.cfg": ""}
        sdist(workshop.dist, "acme-core", "1.0", files=given)

        verdict = contents.sdist(workshop.subject("core"))

        assert verdict == passed("5 files, all under version control")

    def test_unknown_and_ignored_files_fail(self, workshop: Workshop) -> None:
        for name in ("key.secret", "draft.md"):
            workshop.write(f"packages/core/src/{name}", "")
        given = {"src/draft.md": "", "src/key.secret": "", "PKG-INFO/../nowhere": ""}
        sdist(workshop.dist, "acme-core", "1.0", files=given)

        verdict = contents.sdist(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason.split("; ") == [
            "the sdist has packages/core/PKG-INFO/../nowhere, which git does not know",
            "the sdist has packages/core/src/draft.md, which git does not know",
            "the sdist has packages/core/src/key.secret, which git ignores",
        ]
