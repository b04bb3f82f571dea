"""What several checks need to know of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from tools.release_checks.verdict import WaitingError

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop


def test_the_last_release_is_the_highest_before_this_commit(workshop: Workshop) -> None:
    for name in ("core-v0.10", "core-v0.9"):
        workshop.tag(name)
        workshop.commit()
    workshop.tag("core-v0.11", annotated=False)
    workshop.commit()
    workshop.tag("core-v1.0")

    subject = workshop.subject("core")

    assert subject.last is not None
    assert str(subject.last[0]) == "0.10"
    assert subject.candidate == Version("1.0")


def test_floors_are_the_published_requirements_of_siblings(workshop: Workshop) -> None:
    workshop.package("io", "acme-core>=1,<2 ; python_version>'3'", "duckdb")

    assert workshop.subject("io").floors == ["acme-core>=1,<2"]
    assert workshop.subject("core").floors == []


def test_siblings_of_siblings_are_installed_along(workshop: Workshop) -> None:
    workshop.package("io", "acme-core")
    workshop.package("cli", "acme-io")
    workshop.files("io")
    workshop.files("cli")

    names = [path.name for path in workshop.subject("cli").sibling_wheels]

    assert names == ["acme_core-1.0-py3-none-any.whl", "acme_io-1.0-py3-none-any.whl"]


def test_what_only_developers_need_is_not_installed_along(workshop: Workshop) -> None:
    workshop.package("io")
    path = "packages/io/pyproject.toml"
    declared = (workshop.root / path).read_text("utf-8")
    workshop.write(path, declared.replace('test = ["pytest"]', 'bench = ["acme-core"]'))

    assert workshop.subject("io").sibling_wheels == []


def test_what_cannot_be_built_is_waited_for(workshop: Workshop) -> None:
    (workshop.dist / "acme_core-1.0.tar.gz").unlink()
    workshop.package("io", "acme-core")
    workshop.files("io")
    core, io = workshop.subject("core"), workshop.subject("io")

    for ask in (lambda: core.wheel, lambda: core.environment, lambda: io.environment):
        with pytest.raises(WaitingError, match=r"^build$"):
            ask()


def test_what_cannot_be_installed_is_waited_for(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_NO_INDEX", "1")
    workshop.wheel("core", requires=["no-such-thing"])
    subject = workshop.subject("core")

    with pytest.raises(WaitingError, match=r"^installs$"):
        _ = subject.environment
