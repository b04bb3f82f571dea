"""Change notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.releasing.repository import ROOT
from tools.changelogs import notes
from tools.changelogs.notes import Note, Problem
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

TYPES = notes.types(ROOT)


def test_the_types_are_those_of_the_design_with_their_levels() -> None:
    levels = {name: kind.level for name, kind in TYPES.items()}

    assert levels == {
        "breaking": "major",
        "removal": "major",
        "feature": "minor",
        "deprecation": "minor",
        "bugfix": "patch",
        "doc": "patch",
        "misc": "patch",
        "internal": "",
    }


@pytest.mark.parametrize(
    ("name", "identifier", "kind"),
    [
        ("123.feature.md", "123", "feature"),
        ("123.bugfix.2.md", "123", "bugfix"),
        ("+some-words.doc.md", "+some-words", "doc"),
        ("gh-7.internal.md", "gh-7", "internal"),
    ],
)
def test_a_name_tells_issue_and_type(name: str, identifier: str, kind: str) -> None:
    found = notes.parse("core", name, b"First line.\r\nSecond.\r\n", TYPES)

    assert isinstance(found, Note)
    assert (found.identifier, found.type.name) == (identifier, kind)
    assert found.path == f"packages/core/changes/{name}"
    assert found.summary == "First line."
    assert found.text == "First line.\nSecond.\n"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "feature.md",
            "123.md",
            "123.feature.txt",
            "123.feature",
            "012.feature.md",
            ".feature.md",
        ),
        *(
            "1.feature.0.md",
            "1.feature.01.md",
            "1.2.feature.md",
            "a b.feature.md",
            "$(x).feature.md",
        ),
        *("1\n.feature.md", "é.feature.md", "\udce9.feature.md", "1.FEATURE.md", "1.feature.md\n"),
    ],
)
def test_another_name_is_refused_with_the_remedy(name: str) -> None:
    found = notes.parse("core", name, b"Text.", TYPES)

    assert isinstance(found, Problem)
    assert found.problem == "is not named ID.TYPE.md"
    assert "123.feature.md" in found.remedy


def test_an_unknown_type_is_refused_with_a_near_one() -> None:
    found = notes.parse("core", "1.bugfixes.md", b"Text.", TYPES)

    assert isinstance(found, Problem)
    assert found.problem == "has the unknown type bugfixes"
    assert found.remedy.startswith("did you mean bugfix? the types are breaking, removal, ")


def test_an_unknown_type_near_none_is_refused_with_the_list() -> None:
    found = notes.parse("core", "1.xyz.md", b"Text.", TYPES)

    assert isinstance(found, Problem)
    assert found.remedy.startswith("the types are breaking, ")


def test_a_link_in_place_of_a_note_is_not_followed(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("A token.\n")
    repository.note("core", "2.feature.md")
    (repository.root / "packages/core/changes/1.feature.md").symlink_to(tmp_path / "secret")

    found, problems = notes.read(repository.root, "core", TYPES)

    assert [note.identifier for note in found] == ["2"]
    assert [problem.path for problem in problems] == ["packages/core/changes/1.feature.md"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "holds no text"),
        (b" \n\t\n", "holds no text"),
        (b"a\0b", "holds no text"),
        (b"caf\xe9", "is not UTF-8 (byte 4)"),
        (b"x" * (notes.LARGEST + 1), "is no file of at most 64 KiB"),
        (None, "is no file of at most 64 KiB"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes | None, problem: str) -> None:
    found = notes.parse("core", "1.feature.md", content, TYPES)

    assert isinstance(found, Problem)
    assert found.problem == problem


@given(st.text(), st.binary())
def test_no_file_makes_it_fail(name: str, content: bytes) -> None:
    assert isinstance(notes.parse("core", name, content, TYPES), Note | Problem)


def test_notes_are_read_in_the_order_of_their_names(repository: Repository) -> None:
    repository.package("core")
    for name in ("9.feature.md", "10.feature.md", "+a.doc.md", ".gitkeep", "README.md", "x.md"):
        repository.note("core", name)
    (repository.root / "packages/core/changes/2.misc.md").mkdir()

    found, problems = notes.read(repository.root, "core", TYPES)

    assert [note.identifier for note in found] == ["+a", "10", "9"]
    assert [problem.path for problem in problems] == [
        "packages/core/changes/2.misc.md",
        "packages/core/changes/x.md",
    ]


def test_a_package_without_a_folder_of_notes_has_none(tmp_path: Path) -> None:
    assert notes.read(tmp_path, "core", TYPES) == ([], [])


def test_the_level_is_the_greatest_that_users_see() -> None:
    names = ["1.internal.md", "2.bugfix.md", "3.feature.md"]
    found = [notes.parse("core", name, b"Text.", TYPES) for name in names]
    told = [note for note in found if isinstance(note, Note)]

    assert notes.level(told) == "minor"
    assert notes.level(told[:1]) is None


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "[tool.towncrier]\ntype = [{ directory = 'a', name = 'A' }]\n",
        "[tool.towncrier]\ntype = 'a'\n",
        "[broken",
    ],
)
def test_a_table_of_types_that_is_not_whole_is_one_sentence(settings: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")

    with pytest.raises(ToolError, match=r"^pyproject.toml: \[tool.towncrier\] needs a list type"):
        notes.types(tmp_path)


def test_a_level_that_does_not_exist_is_named(tmp_path: Path) -> None:
    row = "{ directory = 'a', name = 'A', level = 'huge' }"
    settings = f"[tool.towncrier]\ntype = [{row}]\n"
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")

    with pytest.raises(ToolError, match="note type a has level 'huge'; it must be one of patch, "):
        notes.types(tmp_path)
