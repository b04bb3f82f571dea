"""Building, and building again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.workshop import Workshop
from tools.distributions.archives import inspect
from tools.errors import ToolError
from tools.release_checks import builds
from tools.release_checks.verdict import passed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """A repository whose package is built in earnest."""
    made = Workshop(tmp_path)
    made.package("core")
    made.commit()
    return made


def test_a_package_is_built_under_the_version_that_it_is_to_have(workshop: Workshop) -> None:
    subject = workshop.subject("core")

    assert builds.builds(subject) == passed(
        "acme_core-0.1.0-py3-none-any.whl and acme_core-0.1.0.tar.gz"
    )
    assert builds.reproducible(subject) == passed("built twice, the same bytes")


def test_a_tag_here_decides_the_version_by_itself(workshop: Workshop) -> None:
    workshop.tag("core-v0.3.0")

    subject = workshop.subject("core")

    assert str(subject.wheel.metadata.version) == "0.3.0"


def test_a_package_that_cannot_be_built_is_told(workshop: Workshop) -> None:
    workshop.write("packages/core/LICENSE.md", "")
    (workshop.root / "packages/core/README.md").unlink()

    with pytest.raises(ToolError, match=r"README\.md"):
        builds.builds(workshop.subject("core"))


def test_other_bytes_than_the_files_to_publish_fail(workshop: Workshop) -> None:
    """What `--dist` holds was made from something else."""
    workshop.files("core", "0.1.0")

    verdict = builds.reproducible(workshop.subject("core"))

    assert verdict.state == "fail"
    assert verdict.reason == (
        "acme_core-0.1.0-py3-none-any.whl came out with other bytes the second time;"
        " acme_core-0.1.0.tar.gz came out with other bytes the second time"
    )


def test_a_release_without_its_sdist_is_told(workshop: Workshop) -> None:
    path = workshop.wheel("core", "0.1.0")

    with pytest.raises(ToolError, match=f"one wheel and one sdist, but there is {path.name}"):
        builds.builds(workshop.subject("core"))

    assert inspect(path).metadata.name == "acme-core"
