"""The questions we ask git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import GitError
from tools.version_control import git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository


def test_tags_of_all_kinds_are_told_apart(repository: Repository) -> None:
    first = repository.commit()
    repository.tag("core-v1.0.0")
    repository.tag("bare", annotated=False)
    repository.commit()

    found = {tag.name: tag for tag in git.tags_reached(repository.root)}

    assert found["core-v1.0.0"].annotated
    assert not found["bare"].annotated
    assert {tag.commit for tag in found.values()} == {first}
    assert found["bare"].target == first
    assert found["core-v1.0.0"].target == repository.git("rev-parse", "core-v1.0.0")


def test_a_tag_on_another_branch_is_not_reached(repository: Repository) -> None:
    repository.commit()
    repository.git("switch", "--quiet", "--create", "other")
    repository.commit()
    repository.tag("core-v9.0.0")
    repository.git("switch", "--quiet", "main")

    assert git.tags_reached(repository.root) == []
    assert [tag.name for tag in git.tags(repository.root)] == ["core-v9.0.0"]
    assert git.tag_names(repository.root) == {"core-v9.0.0"}


def test_a_repository_without_commits_has_no_tags(repository: Repository) -> None:
    assert git.tags_reached(repository.root) == []


def test_a_history_that_cannot_be_read_is_an_error(repository: Repository) -> None:
    commit = repository.commit()
    repository.tag("core-v1.0.0")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "second")
    path = repository.root / ".git/objects" / commit[:2] / commit[2:]
    path.chmod(0o600)
    path.write_bytes(b"broken")

    with pytest.raises(GitError, match="for-each-ref failed"):
        git.tags_reached(repository.root)


def test_a_branch_is_named_and_a_detached_head_has_none(repository: Repository) -> None:
    repository.commit()

    assert git.branch(repository.root) == "main"

    repository.git("switch", "--quiet", "--detach")

    assert git.branch(repository.root) is None


def test_contents_come_in_the_order_asked(repository: Repository) -> None:
    repository.write("a b.txt", "first\n")
    repository.write("empty.txt", "")
    repository.commit()

    found = git.contents(repository.root, ["HEAD:empty.txt", "HEAD:none.txt", "HEAD:a b.txt"])

    assert found == [b"", None, b"first\n"]


def test_a_name_with_a_newline_is_refused_rather_than_asked_for(repository: Repository) -> None:
    with pytest.raises(GitError, match="a name with a newline"):
        git.contents(repository.root, ["HEAD:a\nHEAD:b"])


def test_a_folder_outside_of_git_is_no_repository(tmp_path: Path) -> None:
    assert not git.is_repository(tmp_path)


def test_dirty_paths_are_whole_whatever_their_names(repository: Repository) -> None:
    repository.write("kept.txt", "1\n")
    repository.commit()
    repository.write("kept.txt", "2\n")
    repository.write("new folder/caf\udce9\n.txt")

    assert git.dirty(repository.root) == ["kept.txt", "new folder/caf\udce9\n.txt"]


def test_remote_tags_are_read_with_what_they_point_to(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit()
    repository.remote(tmp_path / "origin.git")
    repository.tag("core-v1.0.0")
    git.push_tag(repository.root, "origin", "core-v1.0.0")

    found = git.remote_tags(repository.root, "origin")

    assert found == {"core-v1.0.0": repository.git("rev-parse", "core-v1.0.0")}


def test_a_remote_that_is_not_there_is_one_sentence(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^git ls-remote failed: "):
        git.remote_tags(repository.root, "nowhere")


def test_a_commit_is_published_once_a_branch_of_the_remote_has_it(
    repository: Repository, tmp_path: Path
) -> None:
    first = repository.commit()
    repository.remote(tmp_path / "origin.git")
    second = repository.commit()

    assert git.published(repository.root, "origin", first)
    assert not git.published(repository.root, "origin", second)


def test_a_tag_keeps_headings_in_its_message(repository: Repository) -> None:
    commit = repository.commit()

    git.tag(repository.root, "core-v1.0.0", commit, "acme-core 1.0.0\n\n### Added\n\n- It.\n")

    message = repository.git("tag", "--list", "--format=%(contents)", "core-v1.0.0")
    assert message.strip() == "acme-core 1.0.0\n\n### Added\n\n- It."
