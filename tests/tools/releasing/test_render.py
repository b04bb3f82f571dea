"""Changelog sections, rendered by towncrier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packaging.version import Version

from tests.releasing.repository import ROOT
from tools.changelogs import notes, sections
from tools.changelogs.notes import Note
from tools.errors import ToolError
from tools.releasing import render
from tools.releasing.releases import Release

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TYPES = notes.types(ROOT)


def release(
    texts: dict[str, str], *, forced: Sequence[str] = (), current: str | None = "1.2.0"
) -> Release:
    found = [notes.parse("core", name, text.encode(), TYPES) for name, text in texts.items()]
    return Release(
        package="core",
        distribution="acme-core",
        current=Version(current) if current else None,
        final=None,
        next=Version("1.3.0"),
        level="minor",
        tag="core-v1.3.0",
        reasons=(),
        requires=(),
        notes=tuple(note for note in found if isinstance(note, Note)),
        forced=tuple(forced),
    )


def rendered(wanted: Release) -> str:
    (section,) = render.sections(ROOT, [wanted], "2026-11-20")
    return section


def test_notes_stand_under_their_headings_in_a_fixed_order() -> None:
    texts = {
        "7.misc.md": "Misc.",
        "6.doc.md": "Documents.",
        "5.bugfix.md": "Fixed.",
        "4.deprecation.md": "Deprecated.",
        "30.feature.md": "Later.",
        "3.feature.md": "Added.\nMore lines.\n\n- in a list",
        "2.removal.md": "Removed.",
        "1.breaking.md": "Changed.",
        "+none.bugfix.md": "Without an issue.",
        "8.internal.md": "Nobody sees it.",
    }

    assert rendered(release(texts)) == (
        "## [1.3.0] - 2026-11-20\n"
        "\n### Changed\n\n- **Breaking:** Changed. (#1)\n"
        "\n### Removed\n\n- Removed. (#2)\n"
        "\n### Added\n\n- Added.\n  More lines.\n\n  - in a list (#3)\n- Later. (#30)\n"
        "\n### Deprecated\n\n- Deprecated. (#4)\n"
        "\n### Fixed\n\n- Fixed. (#5)\n- Without an issue.\n"
        "\n### Documentation\n\n- Documents. (#6)\n"
        "\n### Miscellaneous\n\n- Misc. (#7)\n"
    )


def test_notes_of_one_issue_are_sorted_by_their_text() -> None:
    texts = {"1.feature.md": "Zebra.", "1.feature.2.md": "Ant.", "1.feature.3.md": "Moth."}
    backwards = dict(reversed(texts.items()))

    section = rendered(release(texts))

    assert section.index("Ant") < section.index("Moth") < section.index("Zebra")
    assert rendered(release(backwards)) == section


def test_what_siblings_force_is_said() -> None:
    section = rendered(release({}, forced=["Requires acme-io>=2,<3."]))

    assert section.endswith("### Miscellaneous\n\n- Requires acme-io>=2,<3.\n")


def test_a_first_release_says_so_where_no_note_does() -> None:
    first = release({}, forced=["Requires acme-io>=2,<3."], current=None)

    assert rendered(first).endswith("### Added\n\n- First release.\n")


def test_a_release_without_notes_says_so() -> None:
    assert rendered(release({})).endswith("### Miscellaneous\n\n- No change but its version.\n")


def test_a_table_that_towncrier_refuses_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.towncrier]\nsinglefile = true\n")

    with pytest.raises(ToolError, match="Did you mean `single_file`"):
        render.section(tmp_path, release({}), "2026-11-20")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("a{}%#[]()<>!-*`\n\t\\\"' 1.2&é\u2028"), min_size=1))
def test_no_text_of_a_note_makes_another_section(text: str) -> None:
    wanted = release({"1.feature.md": f"{text}\n## [9.9.9]\n[9.9.9]: https://example.org"})

    changelog = sections.with_section("# Changelog\n", rendered(wanted), Version("1.3.0"), "")

    assert [str(found.version) for found in sections.parse(changelog)] == ["1.3.0"]
    assert sections.links(changelog) == {}
