"""A question to git that is under way before Python has read what a `Question` stands on.

`tools.affected` is to answer in little more than the time in which Python starts, and `subprocess`
alone takes half as much again. So git is started with `os` alone, and its complaints go unheard: a
question that fails is asked once more as a `Question`, which repeats them. Standard library only.
"""

from __future__ import annotations

import os

from tools.errors import GitError

TYPE_CHECKING = False  # that of `typing` takes as long as git's answer
if TYPE_CHECKING:
    from typing import Self

    from tools.version_control.question import Question


def ask(root: str, *arguments: str) -> QuickQuestion | Question:
    """Start ``git ARGUMENTS`` in ``root``, in the quickest way that the system has.

    Raises:
        GitError: There is no git.
    """
    if hasattr(os, "posix_spawnp"):
        return QuickQuestion(root, *arguments)
    from tools.version_control.question import Question

    return Question(root, *arguments)


class QuickQuestion:
    """As a `Question`, for what needs no input and seldom fails."""

    def __init__(self, root: str, *arguments: str) -> None:
        """Start ``git ARGUMENTS`` in ``root``.

        Raises:
            GitError: There is no git.
        """
        self.asked = (root, *arguments)
        self.running = False
        reading, writing = os.pipe()
        self.printed = os.fdopen(reading, "rb", buffering=0)
        try:
            self.process = _start_git(root, arguments, writing)
        except OSError as error:
            self.printed.close()
            raise GitError(f"git cannot be started ({error.strerror}: {error.filename})") from None
        finally:
            os.close(writing)
        self.running = True

    def answer(self) -> bytes:
        """What it prints, once it is done.

        Raises:
            GitError: It exited with an error; the sentence carries its own words.
        """
        printed = self.printed.read()
        if self._end() == 0:
            return printed
        from tools.version_control.question import Question

        return Question(*self.asked).answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()

    def give_up(self) -> None:
        """End the process, unless its answer was heard."""
        if self.running:
            from signal import SIGKILL

            os.kill(self.process, SIGKILL)
            self._end()

    def _end(self) -> int:
        self.printed.close()
        self.running = False
        return os.waitpid(self.process, 0)[1]


def _start_git(root: str, arguments: tuple[str, ...], output: int) -> int:
    """Start git without input and without a place for complaints; its process."""
    streams = (
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, output, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    )
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", root, *arguments]
    return os.posix_spawnp("git", command, environment, file_actions=streams)
