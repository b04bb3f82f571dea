"""The work tree as a release wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.version_control import work_tree

if TYPE_CHECKING:
    from tests.releasing.repository import Repository


def test_what_is_committed_may_be_released(repository: Repository) -> None:
    repository.commit()

    work_tree.refuse_changes(repository.root)


def test_what_is_not_committed_is_named(repository: Repository) -> None:
    repository.commit()
    repository.write("a\nb.txt")
    repository.write("c.txt")

    with pytest.raises(ToolError, match=r"has changes \(a\\nb.txt and 1 more\); commit or stash"):
        work_tree.refuse_changes(repository.root)


def test_restore_brings_back_files_with_odd_names_and_no_others(repository: Repository) -> None:
    repository.write("*.txt", "star\n")
    repository.write("other.txt", "other\n")
    repository.commit()
    repository.write("*.txt", "changed\n")
    repository.write("other.txt", "changed\n")

    work_tree.restore(repository.root, ["*.txt"])
    work_tree.restore(repository.root, [])

    assert repository.read("*.txt") == "star\n"
    assert repository.read("other.txt") == "changed\n"
