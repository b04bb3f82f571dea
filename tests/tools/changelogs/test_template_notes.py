"""The template's notes are told version by version."""

from __future__ import annotations

import pytest
from packaging.version import Version

from tests.releasing.repository import ROOT
from tools.changelogs import template_notes

NOTES = """\
# The template

Prose.

## 1.10 (2026-03-01)

- Ten.

## 1.9 (2026-02-01)

- Nine.

## 1 (2026-01-01)

- One.
"""


def test_the_newest_version_is_told() -> None:
    assert template_notes.version(NOTES) == Version("1.10")


def test_notes_without_versions_tell_of_none() -> None:
    assert template_notes.version("# The template\n") is None


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Version("1.10"), ""),
        (Version("1.9"), "## 1.10 (2026-03-01)\n\n- Ten."),
        (Version("1"), "## 1.10 (2026-03-01)\n\n- Ten.\n\n## 1.9 (2026-02-01)\n\n- Nine."),
        (None, NOTES.partition("Prose.")[2].strip()),
    ],
)
def test_what_is_newer_than_a_version_is_told(known: Version | None, expected: str) -> None:
    assert template_notes.since(NOTES, known) == expected


def test_our_own_notes_have_a_version() -> None:
    text = (ROOT / template_notes.FILE).read_text("utf-8")

    assert template_notes.version(text)
    assert template_notes.since(text, None)
