"""A question to git: one process, which works while its asker does. Standard library only."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tools.errors import GitError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class Question:
    """A git process under way; several can run side by side, and an unwanted one is given up."""

    def __init__(self, root: str | Path, *arguments: str) -> None:
        """Start ``git ARGUMENTS`` in ``root``.

        Raises:
            GitError: There is no git, or no such folder.
        """
        self.verb = arguments[0]
        # Plain English for the sentence, and no lock on the index for a mere question.
        environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            self.process = subprocess.Popen(
                ["git", *arguments],
                cwd=root,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise GitError(f"git cannot be started ({error.strerror}: {error.filename})") from None

    def answer(self, stdin: bytes = b"") -> bytes:
        """What it prints, once it is done.

        Raises:
            GitError: It exited with an error; the sentence carries its own words.
        """
        printed, complained = self.process.communicate(stdin)
        if self.process.returncode:
            said = _reason(complained) or f"exit code {self.process.returncode}"
            raise GitError(f"git {self.verb} failed: {said}")
        return printed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()

    def give_up(self) -> None:
        """End the process, unless its answer was heard."""
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate()


def _reason(printed: bytes) -> str:
    """Why git failed, in one line: what a remote or git itself gives as the reason, or the last it said."""
    lines = [line.strip() for line in printed.decode(errors="backslashreplace").splitlines()]
    told = [line.removeprefix("remote: ") for line in lines if line.startswith("remote: ")]
    faults = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    reasons = [*filter(None, map(str.strip, told)), *faults[:1]] or lines[-1:]
    return "; ".join(line.removeprefix("fatal: ").removeprefix("error: ") for line in reasons)
