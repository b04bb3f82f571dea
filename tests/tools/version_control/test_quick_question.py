"""A question to git that is under way before Python has read what a `Question` stands on."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.releasing.repository import ROOT
from tools.errors import GitError
from tools.version_control.question import Question
from tools.version_control.quick_question import QuickQuestion, ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository


def test_questions_run_side_by_side(repository: Repository) -> None:
    commit = repository.commit()
    first = ask(str(repository.root), "rev-parse", "HEAD")
    second = ask(str(repository.root), "rev-parse", "--git-dir")

    assert second.answer() == b".git\n"
    assert first.answer().decode() == f"{commit}\n"


def test_an_answer_longer_than_a_pipe_comes_whole(repository: Repository) -> None:
    repository.write("long.txt", "long\n" * 99_999)
    repository.commit()

    found = ask(str(repository.root), "cat-file", "blob", "HEAD:long.txt").answer()

    assert found == b"long\n" * 99_999


def test_a_failure_carries_the_last_words_of_git(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^git cat-file failed: Not a valid object name nothing$"):
        ask(str(repository.root), "cat-file", "blob", "nothing").answer()


def test_a_machine_without_git_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitError, match=r"^git cannot be started \(No such file or directory: git"):
        ask(str(tmp_path), "status")


def test_what_nobody_waits_for_is_ended(repository: Repository) -> None:
    with QuickQuestion(str(repository.root), "cat-file", "--batch-all-objects", "--batch") as asked:
        pass

    with pytest.raises(ProcessLookupError):
        os.kill(asked.process, 0)


def test_what_was_heard_needs_no_end(repository: Repository) -> None:
    with QuickQuestion(str(repository.root), "rev-parse", "--git-dir") as asked:
        heard = asked.answer()

    assert heard == b".git\n"


def test_a_system_without_the_quick_way_goes_the_usual_one(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_spawnp")

    asked = ask(str(repository.root), "rev-parse", "--git-dir")

    assert isinstance(asked, Question)
    assert asked.answer() == b".git\n"


def test_git_starts_before_slow_modules_are_read() -> None:
    program = "import sys, tools.affected; print(*{'re', 'subprocess', 'typing'} & {*sys.modules})"

    printed = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=ROOT, capture_output=True, check=True
    ).stdout

    assert printed == b"\n"
