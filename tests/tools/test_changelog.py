"""Change notes and changelogs, as their commands handle them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools import bump, changelog
from tools.version_control import journal

if TYPE_CHECKING:
    from tests.releasing.repository import Repository

DAY = ("--date", "2026-11-20")


@pytest.fixture
def changed(repository: Repository) -> Repository:
    """Core 1.2.0 and io 0.3.0 are out, core has an old note, and a branch is on top."""
    repository.package("core")
    repository.package("io", "acme-core>=1.2,<2", groups={"test": ["acme-core>=1.2,<2"]})
    repository.commit()
    repository.release("core-v1.2.0", "io-v0.3.0")
    repository.note("core", "1.feature.md", "Old news.\n")
    repository.commit()
    repository.git("switch", "--quiet", "--create", "change")
    return repository


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert changelog.main(arguments) == code
    captured = capsys.readouterr()
    return captured.out or captured.err


def problems(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    code = changelog.main(["check", "--json", *arguments])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["problems"]
    assert code == bool(found)
    return found


def test_a_note_is_added_under_the_name_that_is_printed(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "add", "core", "feature", "New.", "--id", "12")

    assert out == "packages/core/changes/12.feature.md\n"
    assert changed.read("packages/core/changes/12.feature.md") == "New.\n"


def test_a_note_that_make_hands_over_keeps_every_sign(
    changed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["changelog"])
    text = "Read `{x}` and {env:HOME}, not $5."
    monkeypatch.setenv("CHANGELOG_ARGS", f"""add core feature "{text}" --id '12'""")

    assert changelog.main() == 0

    assert changed.read("packages/core/changes/12.feature.md") == f"{text}\n"


def test_a_dry_run_of_add_writes_nothing(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "add", "core", "internal", "Sort the tests.", "--dry-run")

    assert out == "would write packages/core/changes/+sort-the-tests.internal.md\n"
    assert changed.git("status", "--porcelain") == ""


@pytest.mark.usefixtures("changed")
def test_a_note_of_an_unknown_type_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no note type is called 'new'" in said(capsys, "add", "core", "new", "It.", code=2)


@pytest.mark.parametrize("kind", ["feature", "internal"])
def test_a_changed_package_with_its_note_passes(
    kind: str, changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/core/src/new.py")
    said(capsys, "add", "core", kind, "New.", "--id", "12")

    assert said(capsys, "check") == "Every changed package has its note.\n"


def test_a_changed_package_without_a_note_is_told_the_command(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/core/src/n\new.py")

    assert said(capsys, "check", code=1) == (
        r"packages/core changed (src/n\new.py) and has no note of its own; python -m"
        ' tools.changelog add core TYPE "TEXT", with TYPE internal if its users see nothing\n'
    )


def test_the_note_of_another_package_does_not_do(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/core/src/new.py")
    changed.note("io", "2.feature.md")

    found = problems(capsys)

    assert [(each["package"], each["problem"]) for each in found] == [
        ("core", "changed (src/new.py) and has no note of its own"),
        ("io", "is a note, and io did not change"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("2.featur.md", "Text.", "has the unknown type featur"),
        ("feature.md", "Text.", "is not named ID.TYPE.md"),
        ("2.feature.md", " ", "holds no text"),
        ("2\n.feature.md", "Text.", "is not named ID.TYPE.md"),
    ],
)
def test_a_note_that_is_none_is_no_note_of_its_own(
    name: str, text: str, problem: str, changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/core/src/new.py")
    changed.note("core", name, text)

    found = problems(capsys)

    assert [each["problem"] for each in found] == [
        problem,
        "changed (src/new.py) and has no note of its own",
    ]


def test_an_old_note_must_stay_as_it_is(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.note("core", "1.feature.md", "Edited.\n")

    (found,) = problems(capsys)

    path = "packages/core/changes/1.feature.md"
    base = changed.git("rev-parse", "--short=12", "main")
    assert found == {
        "package": "core",
        "path": path,
        "problem": "is an old note that was edited",
        "remedy": f"git checkout {base} -- {path}, and add a note of your own",
    }


def test_an_old_note_must_not_go_without_a_release(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (changed.root / "packages/core/changes/1.feature.md").unlink()

    (found,) = problems(capsys)

    assert found["problem"] == "is gone, and no release tells of it"


def test_a_changelog_that_was_edited_by_hand_is_refused(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "packages/core/CHANGELOG.md"
    changed.write(path, changed.read(path) + "\nBy hand.\n")

    (found,) = problems(capsys)

    assert (found["path"], found["problem"]) == (path, "was edited by hand")
    assert "changelog add core TYPE" in found["remedy"]


def test_a_conflict_in_a_changelog_is_called_so(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "packages/core/CHANGELOG.md"
    ours = "<<<<<<< HEAD\n## [1.3.0]\n=======\n## [1.2.1]\n>>>>>>> release/core-1.2\n\n## [1.2.0]"
    changed.edit(path, "## [1.2.0]", ours)

    (found,) = problems(capsys)

    assert (found["path"], found["problem"]) == (path, "has a conflict that git could not settle")
    assert found["remedy"] == "keep both sections, the higher version first, and both links"


def test_what_prepare_writes_passes(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.note("core", "2.breaking.md")
    changed.commit()
    changed.git("branch", "--force", "main")
    bump.main(["prepare", *DAY])
    changed.commit()

    assert problems(capsys) == []


@pytest.fixture
def prepared(changed: Repository, capsys: pytest.CaptureFixture[str]) -> Repository:
    """The branch has changed core, and then prepared its release."""
    changed.write("packages/core/src/new.py")
    changed.note("core", "2.feature.md")
    changed.commit()
    bump.main(["prepare", *DAY])
    capsys.readouterr()
    return changed


@pytest.mark.parametrize("committed", [True, False])
def test_what_changes_after_a_release_was_prepared_needs_a_note_again(
    *, committed: bool, prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    if committed:
        prepared.commit("Release")
    prepared.write("packages/core/src/late.py")
    if committed:
        prepared.commit("Come late")

    assert [each["problem"] for each in problems(capsys)] == [
        "changed (src/late.py) and has no note of its own"
    ]

    prepared.note("core", "3.bugfix.md")

    assert problems(capsys) == []


def test_a_release_can_be_taken_back_until_it_is_tagged(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.commit("Release")
    prepared.git("branch", "--force", "main")
    prepared.git("revert", "--no-edit", "HEAD")

    assert problems(capsys) == []

    prepared.git("tag", "--annotate", "--message", "Out", "core-v1.3.0", "main")

    assert [each["problem"] for each in problems(capsys)][:1] == ["was edited by hand"]


def test_what_main_brings_after_a_release_was_prepared_needs_no_note_here(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.commit("Release")
    prepared.git("switch", "--quiet", "main")
    prepared.write("packages/core/src/theirs.py")
    prepared.note("core", "4.internal.md")
    prepared.commit()
    prepared.git("switch", "--quiet", "change")
    prepared.git("merge", "--quiet", "--no-edit", "main")

    assert problems(capsys) == []


def test_a_prepare_that_was_cut_off_is_to_be_taken_back_first(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (changed.root / ".git" / journal.JOURNAL).write_text("{}")

    assert "a run of prepare was cut off" in said(capsys, "check", code=1)


def test_ranges_that_follow_a_release_in_a_development_group_need_no_note(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.requires("io", '["acme-core>=1.2,<2"]\n\n[project', '["acme-core>=1.2"]\n\n[project')
    changed.note("core", "2.breaking.md")
    changed.commit()
    changed.git("branch", "--force", "main")
    bump.main(["prepare", *DAY])

    assert changed.git("status", "--porcelain", "packages/io").split() == [
        "M",
        "packages/io/pyproject.toml",
    ]
    assert problems(capsys) == []


def test_a_candidate_and_what_supersedes_it_pass(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    bump.main(["prepare", "--pre", "rc", *DAY])
    changed.commit()
    assert problems(capsys) == []
    changed.tag("core-v1.3.0rc1")
    changed.git("branch", "--force", "main")
    bump.main(["prepare", *DAY])
    changed.commit()

    assert problems(capsys, "--since", "HEAD^") == []


def test_a_first_version_may_supersede_all_that_was_there(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.package("new")
    path = "packages/new/CHANGELOG.md"
    changed.write(path, changed.read(path) + "\n## [0.1.0rc1] - 2026-01-01\n\n- It.\n")
    changed.commit()
    changed.git("branch", "--force", "main")
    changed.write(path, changed.read(path).replace("0.1.0rc1", "0.1.0"))

    assert problems(capsys) == []


def test_a_release_that_rewrites_an_older_section_is_refused(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    bump.main(["prepare", *DAY])
    path = "packages/core/CHANGELOG.md"
    changed.write(path, changed.read(path).replace("- It.", "- Something else."))

    (found,) = problems(capsys)

    assert found["problem"] == "has another text for 1.2.0, which was there before"


def test_a_section_for_a_version_of_long_ago_must_be_tagged(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "packages/core/CHANGELOG.md"
    changed.write(path, changed.read(path) + "\n## [1.1.9] - 2025-01-01\n\n- A hotfix.\n")

    (found,) = problems(capsys)

    assert found["problem"] == "tells of 1.1.9, which is neither the newest nor tagged"

    changed.tag("core-v1.1.9")

    assert problems(capsys) == []


def test_files_that_are_never_notes_are_passed_over(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.note("core", ".gitkeep", "")

    assert problems(capsys) == []


def test_where_the_fork_is_made_notes_and_changelogs_begin_anew(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    template = changed.read("pyproject.toml")
    changed.write("pyproject.toml", f'[tool.hatchery]\nforked-tree = "abc"\n{template}')
    changed.write("packages/core/LICENSE", "Zeta\n")
    changed.write("packages/core/CHANGELOG.md", "# Changelog\n")
    (changed.root / "packages/core/changes/1.feature.md").unlink()

    assert problems(capsys) == []

    changed.commit("Make the fork")
    changed.write("packages/core/LICENSE", "Eta\n")

    assert problems(capsys, "--since", "HEAD") != []


def test_paths_outside_of_packages_need_no_note(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("tools/new.py")
    changed.write("packages/README.md")

    assert problems(capsys) == []


@pytest.mark.usefixtures("changed")
def test_a_base_that_git_does_not_find_is_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "check", "--since", "nowhere", code=1) == (
        "changelog: git finds no 'nowhere'\n"
    )


def test_show_prints_the_newest_section_with_its_link(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    bump.main(["prepare", *DAY])

    assert changed.root.exists()
    assert said(capsys, "show", "core") == (
        "### Added\n\n- Old news. (#1)\n\n"
        "[All changes](https://github.com/acme-org/acme/compare/core-v1.2.0...core-v1.3.0)\n"
    )
    assert said(capsys, "show", "core", "1.2.0") == "### Added\n\n- It.\n"


def test_show_names_the_versions_there_are(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.package("new")

    out = said(capsys, "show", "core", "9.9.9", code=1)

    path = "packages/core/CHANGELOG.md"
    assert out == f"changelog: {path}: no section for 9.9.9; there are 1.2.0\n"
    assert "no section for any version; there are none" in said(capsys, "show", "new", code=1)
    assert "no package is called 'corn'" in said(capsys, "show", "corn", code=2)


def test_help_teaches_by_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as got:
        changelog.main(["--help"])

    assert got.value.code == 0
    assert "python -m tools.changelog show core 1.3.0 " in capsys.readouterr().out
