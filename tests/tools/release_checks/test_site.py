"""The documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.release_checks.site import docs
from tools.release_checks.verdict import passed, skipped

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop


@pytest.fixture
def hatch(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A stand-in for hatch, which would make an environment with mkdocs; it counts its calls."""
    workshop.write("mkdocs.yml", "")
    programs = workshop.program(
        "hatch",
        '#!/bin/sh\necho "$@" >>calls\ntest ! -e broken || { echo "a link is dead"; exit 1; }\n',
    )
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    return workshop


def test_a_site_that_builds_passes(hatch: Workshop) -> None:
    subject = hatch.subject("core")

    assert docs(subject) == passed("the site builds")

    called = (hatch.root / "calls").read_text()
    assert called.startswith("run docs:mkdocs build --strict --site-dir ")
    assert called.strip().endswith(f"{subject.repository.scratch}/site")


def test_a_site_that_does_not_build_fails_with_what_was_said(hatch: Workshop) -> None:
    hatch.write("broken", "")

    verdict = docs(hatch.subject("core"))

    assert verdict.state == "fail"
    assert verdict.detail == "a link is dead"


def test_packages_share_one_build(hatch: Workshop) -> None:
    subject = hatch.subject("core")

    docs(subject)
    docs(subject)

    assert (hatch.root / "calls").read_text().count("\n") == 1


def test_without_a_site_there_is_nothing_to_say(workshop: Workshop) -> None:
    assert docs(workshop.subject("core")) == skipped("there is no mkdocs.yml")
