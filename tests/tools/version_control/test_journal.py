"""Writing many files, or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.releasing.repository import ROOT
from tools.errors import ToolError
from tools.version_control import journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

FILES = {"a.txt": "new a\n", "deep/new.txt": "new\n", "gone.txt": None, "run.sh": "new run\n"}


@pytest.fixture
def clean(repository: Repository) -> Repository:
    for name in ("a.txt", "gone.txt", "run.sh"):
        repository.write(name, f"old {name}\n")
    (repository.root / "run.sh").chmod(0o755)
    repository.commit()
    return repository


def status(repository: Repository) -> str:
    return repository.git("status", "--porcelain", "-uall")


def killed_after(repository: Repository, renames: int) -> None:
    """Write `FILES` in a process that is killed after so many files are in place."""
    program = f"""
        import os, sys
        sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from tools.version_control import journal
        settle, left = journal._settle, {renames}

        def dying(path, *, removed):
            global left
            if path.name != journal.JOURNAL:
                if left == 0:
                    os.kill(os.getpid(), {int(signal.SIGKILL)})
                left -= 1
            settle(path, removed=removed)

        journal._settle = dying
        journal.write(Path.cwd(), {FILES!r})
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=repository.root, check=False
    )
    assert done.returncode == -signal.SIGKILL


def test_all_files_are_written_and_the_journal_is_gone(clean: Repository) -> None:
    journal.write(clean.root, FILES)

    assert clean.read("a.txt") == "new a\n"
    assert clean.read("deep/new.txt") == "new\n"
    assert not (clean.root / "gone.txt").exists()
    assert (clean.root / "run.sh").stat().st_mode & 0o777 == 0o755
    assert not journal.pending(clean.root)
    assert journal.recover(clean.root) == []


@pytest.mark.parametrize("renames", range(len(FILES)))
def test_a_run_that_is_killed_is_taken_back_by_the_next(renames: int, clean: Repository) -> None:
    killed_after(clean, renames)

    assert journal.pending(clean.root)
    assert journal.recover(clean.root) == list(FILES)
    assert status(clean) == ""
    assert not journal.pending(clean.root)


def test_a_file_that_was_edited_since_is_never_overwritten(clean: Repository) -> None:
    killed_after(clean, 2)
    clean.write("run.sh", "edited\n")

    with pytest.raises(ToolError, match=r"a run was cut off, and run.sh has been edited since"):
        journal.recover(clean.root)

    assert clean.read("run.sh") == "edited\n"
    assert journal.pending(clean.root)


def test_a_repository_that_moved_on_is_left_alone(clean: Repository) -> None:
    killed_after(clean, 1)
    clean.commit()

    with pytest.raises(ToolError, match=r"HEAD has moved since; .* then delete .*journal.json"):
        journal.recover(clean.root)


@pytest.mark.skipif(os.geteuid() == 0, reason="needs a user whom permissions stop; root is not")
def test_a_folder_that_cannot_be_written_leaves_everything_as_it_was(
    clean: Repository,
) -> None:
    (clean.root / "deep").mkdir()
    (clean.root / "deep").chmod(0o500)

    with pytest.raises(PermissionError):
        journal.write(clean.root, FILES)

    assert status(clean) == ""


def test_a_file_in_place_of_a_folder_leaves_everything_as_it_was(clean: Repository) -> None:
    clean.write("deep", "a file\n")
    clean.commit()

    with pytest.raises(OSError, match="deep"):
        journal.write(clean.root, FILES)

    assert status(clean) == ""
    assert not journal.pending(clean.root)


def test_a_full_disk_leaves_everything_as_it_was(
    clean: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 3:
            raise OSError(28, "No space left on device", "run.sh")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left on device"):
        journal.write(clean.root, FILES)

    assert status(clean) == ""
    assert not journal.pending(clean.root)


def test_two_runs_at_once_are_kept_apart(clean: Repository) -> None:
    with (
        journal.lock(clean.root),
        pytest.raises(ToolError, match="another run is changing this repository"),
        journal.lock(clean.root),
    ):
        pytest.fail("both runs are at work")


def test_in_a_linked_work_tree_the_journal_is_its_own(clean: Repository, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    clean.git("worktree", "add", "--quiet", str(linked))

    journal.write(linked, {"a.txt": "linked\n"})

    assert (linked / "a.txt").read_text(encoding="utf-8") == "linked\n"
    assert clean.read("a.txt") == "old a.txt\n"
