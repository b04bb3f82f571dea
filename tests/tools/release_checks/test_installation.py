"""The wheel alone in a clean environment."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import wheel
from tools.errors import ToolError
from tools.release_checks import installation
from tools.release_checks.verdict import passed

if TYPE_CHECKING:
    from tests.releasing.index_server import Index
    from tests.releasing.workshop import Workshop

SCRIPTS = "[console_scripts]\nacme = acme.core:main\n"
MODULE = "packages/core/src/acme/core/__init__.py"


@pytest.fixture(autouse=True)
def only_index(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that has `rows`, which needs `cells`; no other is asked."""
    wheel(index.folder, "rows", "1.0", ["cells"], files={"rows.py": "import cells\n"})
    wheel(index.folder, "cells", "1.0", files={"cells.py": ""})
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.simple)


class TestInstalls:
    def test_a_wheel_that_requires_what_it_imports_passes(self, workshop: Workshop) -> None:
        files = {
            "acme/core/__init__.py": "import rows\n\ndef main():\n    pass\n",
            "INFO/entry_points.txt": SCRIPTS,
        }
        workshop.wheel("core", requires=["rows"], files=files)

        verdict = installation.installs(workshop.subject("core"))

        assert verdict == passed("acme.core installs alone and imports")

    def test_siblings_come_from_the_tree(self, workshop: Workshop) -> None:
        workshop.package("io", "acme-core")
        workshop.files("io", requires=["acme-core>=1.0"])

        assert installation.installs(workshop.subject("io")).state == "pass"

    def test_an_import_that_nothing_provides_fails(self, workshop: Workshop) -> None:
        workshop.wheel("core", files={"acme/core/__init__.py": "import rows\n"})

        verdict = installation.installs(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == (
            "installed, but does not import: ModuleNotFoundError: No module named 'rows'"
        )
        assert "[project] dependencies" in verdict.remedy
        assert "Traceback" in verdict.detail

    def test_a_command_that_leads_nowhere_fails(self, workshop: Workshop) -> None:
        workshop.wheel("core", files={"INFO/entry_points.txt": SCRIPTS})

        verdict = installation.installs(workshop.subject("core"))

        assert verdict.state == "fail"
        assert "has no attribute 'main'" in verdict.reason

    def test_a_package_with_nothing_to_import_fails(self, workshop: Workshop) -> None:
        shutil.rmtree(workshop.root / "packages/core/src")

        verdict = installation.installs(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "there is nothing to import"

    def test_a_requirement_that_cannot_be_had_is_told(self, workshop: Workshop) -> None:
        workshop.wheel("core", requires=["rows>=2"])

        with pytest.raises(ToolError, match=r"only rows.*1\.0 is available"):
            installation.installs(workshop.subject("core"))


class TestUndeclared:
    def declare(self, workshop: Workshop, requires: list[str], code: str) -> None:
        workshop.package("core", *requires, code=code)
        workshop.wheel("core", requires=requires)

    def test_declared_imports_pass_those_inside_functions_too(self, workshop: Workshop) -> None:
        self.declare(workshop, ["rows"], "import os\n\ndef main():\n    import rows\n")

        verdict = installation.undeclared(workshop.subject("core"))

        assert verdict == passed("every import is declared")

    @pytest.mark.parametrize(
        ("module", "told"),
        [
            ("cells", "'cells' imported but it is a transitive dependency"),
            ("sheets", "'sheets' imported but missing from the dependency definitions"),
        ],
    )
    def test_what_others_bring_along_or_nobody_does_fails(
        self, workshop: Workshop, module: str, told: str
    ) -> None:
        self.declare(workshop, ["rows"], f"def main():\n    import {module}\n")

        verdict = installation.undeclared(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "some imports are not declared"
        assert verdict.detail == f"{MODULE}:2: {told}"

    def test_a_checker_that_gives_no_answer_is_told(self, workshop: Workshop) -> None:
        shutil.rmtree(workshop.root / "packages/core/src")

        with pytest.raises(ToolError, match=r"deptry gave no answer\n"):
            installation.undeclared(workshop.subject("core"))

    def test_a_sibling_that_is_not_declared_fails(self, workshop: Workshop) -> None:
        workshop.package("io")
        workshop.files("io")
        self.declare(workshop, [], "from acme.io import anything\n")

        verdict = installation.undeclared(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.detail.startswith(f"{MODULE}:1: imports acme.io.anything")
