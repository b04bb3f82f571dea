"""The API against the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.release_checks.api import api
from tools.release_checks.verdict import passed, skipped

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop

BEFORE = "def load(path: str, strict: bool = True) -> None:\n    pass\n"
AFTER = "def load(path: str) -> None:\n    pass\n"
MODULE = "packages/core/src/acme/core/__init__.py"


@pytest.fixture
def released(workshop: Workshop) -> Workshop:
    """The workshop with `core` 0.9 out, and neighbours tagged since."""
    workshop.write(MODULE, BEFORE)
    workshop.commit()
    workshop.tag("core-v0.9")
    workshop.commit()
    workshop.tag("core-v2-v1.0")
    return workshop


def test_without_an_earlier_release_there_is_nothing_to_compare(workshop: Workshop) -> None:
    workshop.tag("core-v1.0")

    verdict = api(workshop.subject("core"))

    assert verdict == skipped("there is no earlier release to compare with")


def test_additions_pass(released: Workshop) -> None:
    released.write(MODULE, f"{BEFORE}\n\ndef save() -> None:\n    pass\n")

    assert api(released.subject("core")) == passed("nothing public is broken since core-v0.9")


def test_a_break_without_a_note_fails_with_the_command_for_it(released: Workshop) -> None:
    released.write(MODULE, AFTER)

    verdict = api(released.subject("core"))

    assert verdict.state == "fail"
    assert verdict.reason == "something public is broken since core-v0.9, and no note says so"
    assert verdict.detail == "acme.core `load(strict)`: Parameter was removed"
    assert verdict.remedy.startswith('python -m tools.changelog add core breaking "…"')


def test_what_is_gone_whole_is_told(released: Workshop) -> None:
    released.write(MODULE, "")

    assert api(released.subject("core")).detail == "acme.core `load`: Public object was removed"


def test_a_private_break_is_no_break(released: Workshop) -> None:
    released.write(MODULE, "def _load() -> None:\n    pass\n")
    released.commit()
    released.tag("core-v0.10")
    released.commit()
    released.write(MODULE, "")

    assert api(released.subject("core")) == passed("nothing public is broken since core-v0.10")


def test_a_note_announces_a_break(released: Workshop) -> None:
    released.write(MODULE, AFTER)
    released.write("packages/core/changes/7.breaking.md", "Always strict.\n")

    verdict = api(released.subject("core"))

    assert verdict.state == "pass"
    assert verdict.reason == (
        "what is broken since core-v0.9 is announced by packages/core/changes/7.breaking.md"
    )


def test_a_note_of_another_kind_does_not(released: Workshop) -> None:
    released.write(MODULE, AFTER)
    released.write("packages/core/changes/7.feature.md", "Always strict.\n")

    assert api(released.subject("core")).state == "fail"


@pytest.mark.parametrize(
    ("body", "state"), [("### Changed\n\n- Always strict.", "pass"), ("### Added\n\n- A.", "fail")]
)
def test_once_prepared_the_changelog_announces_a_break(
    released: Workshop, body: str, state: str
) -> None:
    released.write(MODULE, AFTER)
    released.changelog("core", "1.0", body)

    assert api(released.subject("core")).state == state


def test_a_tag_from_before_the_package_moved_here_cannot_be_compared(workshop: Workshop) -> None:
    workshop.git("rm", "-r", "--quiet", "packages/core/src")
    workshop.write("elsewhere/core.py", "")
    workshop.git("commit", "--quiet", "--all", "--message", "Elsewhere")
    workshop.tag("core-v0.9")
    workshop.write(MODULE, AFTER)
    workshop.commit()

    verdict = api(workshop.subject("core"))

    assert verdict == skipped("core-v0.9 has no packages/core/src to compare with")


def test_an_import_package_that_is_new_breaks_nothing(released: Workshop) -> None:
    released.write("packages/core/src/acme/extra/__init__.py", "")

    assert api(released.subject("core")).state == "pass"
