"""New change notes."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.releasing.repository import ROOT
from tools.changelogs import note_writer, notes
from tools.errors import ToolError, UsageError

if TYPE_CHECKING:
    from tests.releasing.repository import Repository

TYPES = notes.types(ROOT)


@pytest.fixture
def workspace(repository: Repository) -> Repository:
    repository.package("core")
    return repository


def test_a_note_is_named_after_its_issue(workspace: Repository) -> None:
    path = note_writer.path_for(workspace.root, "core", "feature", "Text.", "123")
    note_writer.write(workspace.root, path, "  Text.\n\n")

    assert path == "packages/core/changes/123.feature.md"
    assert workspace.read(path) == "Text.\n"


def test_a_note_without_an_issue_is_named_after_its_first_words(workspace: Repository) -> None:
    text = "Été: read TOML, from `the` environment too."

    path = note_writer.path_for(workspace.root, "core", "bugfix", text, None)

    assert path == "packages/core/changes/+ete-read-toml-from-the.bugfix.md"


def test_the_next_note_of_an_issue_is_counted(workspace: Repository) -> None:
    workspace.note("core", "123.feature.md")
    workspace.note("core", "123.feature.2.md")

    path = note_writer.path_for(workspace.root, "core", "feature", "Text.", "123")

    assert path == "packages/core/changes/123.feature.3.md"


def test_a_note_that_somebody_else_wrote_meanwhile_is_kept(workspace: Repository) -> None:
    workspace.note("core", "123.feature.md", "Theirs.\n")

    with pytest.raises(ToolError, match=r"123.feature.md: cannot be written \(File exists\)"):
        note_writer.write(workspace.root, "packages/core/changes/123.feature.md", "Ours.")

    assert workspace.read("packages/core/changes/123.feature.md") == "Theirs.\n"


def test_a_text_in_another_encoding_is_refused(workspace: Repository) -> None:
    with pytest.raises(UsageError, match=r"^'caf\\udce9' is no UTF-8"):
        note_writer.path_for(workspace.root, "core", "feature", "caf\udce9", None)


def test_a_full_disk_leaves_no_half_of_a_note(workspace: Repository) -> None:
    path = "packages/core/changes/123.feature.md"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5, limits[1]))
    try:
        with pytest.raises(
            ToolError, match=r"123.feature.md: cannot be written \(File too large\)"
        ):
            note_writer.write(workspace.root, path, "Longer than that.")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert not (workspace.root / path).exists()


def test_a_file_in_place_of_the_folder_is_told(workspace: Repository) -> None:
    workspace.write("packages/core/changes", "")

    with pytest.raises(ToolError, match=r"123.feature.md: cannot be written \("):
        note_writer.write(workspace.root, "packages/core/changes/123.feature.md", "Ours.")


@pytest.mark.parametrize(
    ("package", "kind", "identifier", "sentence"),
    [
        ("corn", "feature", None, "no package is called 'corn'; there are core"),
        ("core", "featur", None, "no note type is called 'featur'; there are breaking, "),
        ("core", "feature", "../1", "'../1' is no issue"),
        ("core", "feature", "#12", "'#12' is no issue"),
        ("core", "feature", "012", "'012' is no issue"),
        ("core", "feature", "a;b", "'a;b' is no issue"),
    ],
)
def test_wrong_words_are_named(
    package: str, kind: str, identifier: str | None, sentence: str, workspace: Repository
) -> None:
    with pytest.raises(UsageError) as got:
        note_writer.path_for(workspace.root, package, kind, "Text.", identifier)

    assert str(got.value).startswith(sentence)


def test_a_note_without_text_is_refused(workspace: Repository) -> None:
    with pytest.raises(ToolError, match="holds no text; write what users should know"):
        note_writer.path_for(workspace.root, "core", "feature", " \n", "1")


@given(st.text())
def test_every_text_has_a_name_that_is_valid(text: str) -> None:
    name = f"+{note_writer.slug(text)}.feature.md"

    assert isinstance(notes.parse("core", name, b"Text.", TYPES), notes.Note)
