"""Changelogs as sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from tools.changelogs import sections
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = f"# Changelog\n\nProse.\n\n{sections.MARKER}"
ONE = f"""{EMPTY}
## [1.0.0] - 2026-01-01

### Added

- The first ([spec]).

[spec]: https://example.org/spec

[1.0.0]: https://example.org/1.0.0
"""


def added(text: str, version: str, body: str = "- It.") -> str:
    section = f"## [{version}] - 2026-02-02\n\n{body}\n"
    return sections.with_section(text, section, Version(version), f"https://example.org/{version}")


def versions(text: str) -> list[str]:
    return [str(section.version) for section in sections.parse(text)]


def test_a_section_ends_where_the_next_one_or_the_links_begin() -> None:
    text = added(ONE, "1.1.0")

    first, second = sections.parse(text)

    assert (str(first.version), first.body) == ("1.1.0", "- It.")
    assert second.body.startswith("### Added")
    assert second.body.endswith("[spec]: https://example.org/spec")


def test_a_new_section_goes_below_the_marker_and_its_link_on_top_of_the_links() -> None:
    assert added(ONE, "1.1.0") == (
        f"{EMPTY}\n## [1.1.0] - 2026-02-02\n\n- It.\n\n"
        "## [1.0.0] - 2026-01-01\n\n### Added\n\n- The first ([spec]).\n\n"
        "[spec]: https://example.org/spec\n\n"
        "[1.1.0]: https://example.org/1.1.0\n[1.0.0]: https://example.org/1.0.0\n"
    )


def test_the_first_section_of_all_leaves_the_prose_alone() -> None:
    assert added(EMPTY, "0.1.0") == (
        f"{EMPTY}\n## [0.1.0] - 2026-02-02\n\n- It.\n\n[0.1.0]: https://example.org/0.1.0\n"
    )


def test_without_a_marker_a_section_goes_above_the_first() -> None:
    text = added("# Changelog\n\n## [Unreleased]\n\n## 1.0.0\n\n- Old.\n", "1.1.0")

    assert versions(text) == ["1.1.0", "1.0.0"]
    assert text.startswith("# Changelog\n\n## [Unreleased]\n\n## [1.1.0]")


def test_without_marker_or_section_it_goes_to_the_end() -> None:
    assert versions(added("# Changelog\n", "1.1.0")) == ["1.1.0"]


def test_without_a_link_none_is_written() -> None:
    text = sections.with_section(EMPTY, "## [1.0.0]\n\n- It.\n", Version("1.0.0"), "")

    assert text == f"{EMPTY}\n## [1.0.0]\n\n- It.\n"


def test_pre_releases_make_way_for_what_supersedes_them() -> None:
    text = added(added(ONE, "1.1.0rc1", "- Candidate."), "1.1.0rc2")

    assert versions(text) == ["1.1.0rc2", "1.0.0"]
    assert text.count("[1.1.0rc1]") == 0

    text = added(text, "1.1.0")

    assert versions(text) == ["1.1.0", "1.0.0"]
    assert list(sections.links(text)) == ["1.1.0", "1.0.0"]


def test_older_pre_releases_that_became_final_stay() -> None:
    text = f"{EMPTY}\n## [1.0.0]\n\n- It.\n\n## [1.0.0rc1]\n\n- Candidate.\n"

    assert versions(added(text, "1.1.0")) == ["1.1.0", "1.0.0", "1.0.0rc1"]


def test_the_head_is_the_first_version() -> None:
    assert sections.head(EMPTY) is None
    assert sections.head("## [Unreleased]\n\n## [1.1.0rc1] - today\n\n## 1.0.0\n") == Version(
        "1.1.0rc1"
    )


def test_a_changelog_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert sections.read(tmp_path / "CHANGELOG.md") == ""


def test_a_changelog_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_bytes(b"\xff")

    with pytest.raises(ToolError, match=r"CHANGELOG.md: cannot be read \(.*save it as UTF-8 text"):
        sections.read(path)
