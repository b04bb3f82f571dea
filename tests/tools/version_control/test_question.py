"""A question to git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import GitError
from tools.version_control.question import Question

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository


def test_questions_run_side_by_side(repository: Repository) -> None:
    first = Question(repository.root, "hash-object", "--stdin")
    second = Question(repository.root, "rev-parse", "--git-dir")

    assert second.answer() == b".git\n"
    assert first.answer(b"").startswith(b"e69de29b")


def test_a_failure_carries_the_last_words_of_git(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^git cat-file failed: Not a valid object name nothing$"):
        Question(repository.root, "cat-file", "blob", "nothing").answer()


def test_a_failure_tells_gits_first_reason_and_not_its_advice(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^git ls-remote failed: 'nowhere' does not appear to be a"):
        Question(repository.root, "ls-remote", "nowhere").answer()


def test_a_push_that_a_remote_refuses_tells_the_remotes_reason(
    repository: Repository, tmp_path: Path
) -> None:
    remote = tmp_path / "remote.git"
    repository.commit()
    repository.git("init", "--quiet", "--bare", str(remote))
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'main is protected: ask the release team' >&2\nexit 1\n")
    hook.chmod(0o755)

    with pytest.raises(
        GitError, match=r"^git push failed: main is protected: ask the release team;"
    ):
        Question(repository.root, "push", str(remote), "main").answer()


def test_a_failure_without_words_tells_the_exit_code(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^git diff failed: exit code 1$"):
        Question(repository.root, "diff", "--quiet", "--no-index", "/dev/null", __file__).answer()


def test_a_machine_without_git_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitError, match=r"^git cannot be started \(No such file or directory: git"):
        Question(tmp_path, "status")
