"""Which paths differ from a base commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import UsageError
from tools.version_control import changes
from tools.version_control.changes import Comparison, UnknownError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository


def compare(repository: Repository, reference: str | None = None) -> tuple[str, list[str]]:
    with Comparison(str(repository.root), reference) as comparison:
        base = comparison.base()
        return base, comparison.paths(base)


def branch(repository: Repository) -> str:
    """A commit on main, and a branch on top of it; the commit."""
    commit = repository.commit()
    repository.git("switch", "--quiet", "--create", "change")
    return commit


def test_work_of_all_kinds_counts(repository: Repository) -> None:
    repository.write("edited.txt", "1\n")
    repository.write("staged.txt", "1\n")
    repository.write("removed.txt", "1\n")
    base = branch(repository)
    repository.write("committed.txt", "1\n")
    repository.commit()
    repository.write("edited.txt", "2\n")
    repository.write("staged.txt", "2\n")
    repository.git("add", "staged.txt")
    (repository.root / "removed.txt").unlink()
    repository.write("unknown.txt")

    found = compare(repository)

    paths = ["committed.txt", "edited.txt", "removed.txt", "staged.txt", "unknown.txt"]
    assert found == (base, paths)


def test_what_main_did_meanwhile_does_not_count(repository: Repository) -> None:
    base = branch(repository)
    repository.write("here.txt")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write("there.txt")
    repository.commit()
    repository.git("switch", "--quiet", "change")

    assert compare(repository) == (base, ["here.txt"])


def test_a_rename_counts_on_both_sides(repository: Repository) -> None:
    repository.write("old.txt", "the same text\n" * 9)
    base = branch(repository)
    repository.git("mv", "old.txt", "new.txt")
    repository.commit()

    assert compare(repository) == (base, ["new.txt", "old.txt"])


def test_odd_names_come_through_whole(repository: Repository) -> None:
    base = branch(repository)
    names = [
        "two words.txt",
        "new\nline.txt",
        "caf\udce9.txt",
        "été.txt",
        '"quoted".txt',
        "-a;b$(c)",
    ]
    for name in names[:3]:
        repository.write(name)
    repository.commit()
    for name in names[3:]:
        repository.write(name)

    assert compare(repository) == (base, sorted(names))


def test_ignored_files_do_not_count(repository: Repository) -> None:
    repository.write(".gitignore", "*.log\n")
    base = branch(repository)
    repository.write("a.log")

    assert compare(repository) == (base, [])


def test_on_main_the_base_is_the_parent(repository: Repository) -> None:
    parent = repository.commit()
    repository.write("new.txt")
    repository.commit()

    assert compare(repository) == (parent, ["new.txt"])


def test_the_remote_tells_what_the_main_branch_is(repository: Repository, tmp_path: Path) -> None:
    repository.git("branch", "--move", "trunk")
    parent = repository.commit()
    repository.write("new.txt")
    repository.commit()
    cloned = repository.clone(tmp_path / "clone")

    assert compare(cloned) == (parent, ["new.txt"])

    cloned.git("switch", "--quiet", "--create", "change")

    assert compare(cloned) == (cloned.git("rev-parse", "HEAD"), [])


def test_a_branch_that_only_ends_like_main_is_not_main(repository: Repository) -> None:
    base = repository.commit()
    repository.git("switch", "--quiet", "--create", "feature/main")
    repository.commit()
    repository.write("new.txt")
    repository.commit()

    assert compare(repository) == (base, ["new.txt"])


def test_a_detached_commit_of_main_is_compared_with_its_parent(repository: Repository) -> None:
    parent = repository.commit()
    repository.write("new.txt")
    repository.commit()
    repository.commit()
    repository.git("switch", "--quiet", "--detach", "HEAD^")

    assert compare(repository) == (parent, ["new.txt"])


def test_a_detached_commit_off_main_is_compared_with_main(repository: Repository) -> None:
    base = branch(repository)
    repository.write("new.txt")
    repository.commit()
    repository.git("switch", "--quiet", "--detach")

    assert compare(repository) == (base, ["new.txt"])


def test_any_of_several_merge_bases_will_do(repository: Repository) -> None:
    repository.commit()
    repository.git("branch", "change")
    repository.write("main.txt")
    first = repository.commit()
    repository.git("switch", "--quiet", "change")
    repository.write("change.txt")
    second = repository.commit()
    repository.git("merge", "--quiet", "--no-edit", first)
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-edit", second)
    repository.git("switch", "--quiet", "change")
    repository.write("new.txt")

    base, found = compare(repository, "main")

    assert base in {first, second}
    assert "new.txt" in found


def test_a_workspace_in_a_folder_of_a_repository_sees_its_own_paths(
    repository: Repository,
) -> None:
    repository.write("inner/kept.txt", "1\n")
    base = branch(repository)
    repository.write("inner/kept.txt", "2\n")
    repository.write("inner/new.txt")
    repository.write("outer.txt")

    with Comparison(str(repository.root / "inner"), "main") as comparison:
        found = comparison.paths(base)

    assert found == ["kept.txt", "new.txt"]
    assert changes.file_at(str(repository.root / "inner"), base, "kept.txt") == b"1\n"


def test_a_file_that_was_not_there_has_no_content(repository: Repository) -> None:
    commit = repository.commit()

    assert changes.file_at(str(repository.root), commit, "nothing.txt") is None


def test_an_option_in_place_of_a_reference_is_refused(repository: Repository) -> None:
    with pytest.raises(UsageError, match=r"'--output=x' is no branch or commit"):
        Comparison(str(repository.root), "--output=x")


@pytest.mark.parametrize("reference", ["nowhere", "a b", "$(touch x)", "main..main"])
def test_a_reference_that_git_does_not_know_is_named(
    reference: str, repository: Repository
) -> None:
    repository.commit()

    with pytest.raises(UnknownError) as got:
        compare(repository, reference)

    assert str(got.value) == f"git finds no {reference!r}"


def test_the_first_commit_has_no_parent_to_compare_with(repository: Repository) -> None:
    repository.commit()

    with pytest.raises(UnknownError, match=r"^HEAD has no parent$"):
        compare(repository)


def test_without_a_main_branch_the_remedy_is_since(repository: Repository) -> None:
    repository.git("branch", "--move", "other")
    repository.commit()

    with pytest.raises(UnknownError, match=r"no main branch .*name one with --since"):
        compare(repository)


def test_a_shallow_history_is_recognised(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    repository.commit()
    cloned = repository.clone(tmp_path / "clone", "--depth=1")

    with pytest.raises(UnknownError, match=r"no parent; the history is shallow, .*--unshallow$"):
        compare(cloned)


def test_histories_without_a_common_commit_are_told(repository: Repository) -> None:
    repository.commit()
    repository.git("switch", "--quiet", "--orphan", "other")
    repository.write("pyproject.toml")
    repository.commit()

    with pytest.raises(UnknownError, match=r"^HEAD and main have no commit in common$"):
        compare(repository, "main")


def test_outside_of_git_the_reason_is_that_of_git(tmp_path: Path) -> None:
    with pytest.raises(UnknownError, match=r"^git for-each-ref failed: not a git repository"):
        Comparison(str(tmp_path))


def test_outside_of_git_no_reference_is_found(tmp_path: Path) -> None:
    with (
        Comparison(str(tmp_path), "main") as comparison,
        pytest.raises(UnknownError, match=r"^git finds no 'main'$"),
    ):
        comparison.base()


def test_a_failure_while_paths_are_listed_is_told(repository: Repository) -> None:
    branch(repository)
    (repository.root / ".git/index").write_bytes(b"broken")

    with pytest.raises(UnknownError, match=r"^git (ls-files|diff) failed: "):
        compare(repository, "main")
