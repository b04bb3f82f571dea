"""Whether forks are told of what changed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.release_checks import template
from tools.release_checks.verdict import passed, skipped

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop

NOTES = "# The template\n\n## 1.0 (2026-01-01)\n\n- One.\n"
NEWER = NOTES.replace("## 1.0", "## 1.1 (2026-02-01)\n\n- More.\n\n## 1.0")


@pytest.fixture
def released(workshop: Workshop) -> Workshop:
    """A template whose core was released before."""
    workshop.write("TEMPLATE.md", NOTES)
    workshop.write("hatch.toml", "# first\n")
    workshop.commit()
    workshop.tag("core-v1.0")
    workshop.write("packages/core/src/acme/core/__init__.py", "new = 1\n")
    workshop.commit()
    return workshop


def test_a_repository_without_such_notes_is_no_template(workshop: Workshop) -> None:
    assert template.notes(workshop.subject("core")).state == "skip"


def test_a_fork_is_told_and_tells_nobody(released: Workshop) -> None:
    released.settings('[tool.hatchery]\nforked-from = "a/b"\nforked-tree = "c"\n')

    verdict = template.notes(released.subject("core"))

    assert verdict == skipped("this is no template: its notes come with `make upstream`")


def test_before_the_first_release_there_is_nothing_to_compare(workshop: Workshop) -> None:
    workshop.write("TEMPLATE.md", NOTES)

    assert template.notes(workshop.subject("core")) == skipped("nothing was released before")


def test_the_same_machinery_needs_no_word(released: Workshop) -> None:
    assert template.notes(released.subject("core")) == passed("the machinery is that of core-v1.0")


def test_machinery_that_changed_without_a_word_fails(released: Workshop) -> None:
    released.write("hatch.toml", "# second\n")
    released.commit()

    verdict = template.notes(released.subject("core"))

    assert verdict.state == "fail"
    assert verdict.reason.startswith("1 files of the machinery changed since core-v1.0")


@pytest.mark.parametrize("before", [NOTES, None])
def test_a_newer_version_tells_forks(released: Workshop, before: str | None) -> None:
    if before is None:
        released.git("rm", "--quiet", "TEMPLATE.md")
        released.commit()
        released.tag("core-v1.1")
    released.write("hatch.toml", "# second\n")
    released.write("TEMPLATE.md", NEWER)
    released.commit()

    assert template.notes(released.subject("core")) == passed("TEMPLATE.md tells forks of 1.1")
