"""What make hands over of what was said to it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.releasing.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def handed_over(folder: Path, *words: str, **environment: str) -> dict[str, str]:
    """The variables with which make starts hatch for a verb."""
    hatch = folder / "hatch"
    hatch.write_text("#!/bin/sh\nenv -0\n")
    hatch.chmod(0o755)
    path = os.pathsep.join([str(folder), os.environ["PATH"]])
    printed = subprocess.run(
        ["make", "--silent", "SETUP=", *words],
        cwd=ROOT,
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return dict(line.split("=", 1) for line in printed.split("\0") if "=" in line)


def test_a_forks_words_arrive_to_the_letter(tmp_path: Path) -> None:
    handed = handed_over(tmp_path, "fork", "NAME=zeta", "DESCRIPTION=Costs $5, or $(shell echo 4).")

    assert handed["FORK_NAME"] == "zeta"
    assert handed["FORK_DESCRIPTION"] == "Costs $5, or $(shell echo 4)."


def test_what_the_environment_calls_by_those_names_is_not_meant(tmp_path: Path) -> None:
    handed = handed_over(tmp_path, "package", "NAME=stats", DEPENDS="core", DESCRIPTION="Mine.")

    assert handed["PACKAGE_NAME"] == "stats"
    assert (handed["PACKAGE_DEPENDS"], handed["PACKAGE_DESCRIPTION"]) == ("", "")


def test_a_notes_words_are_read_by_nobody_but_the_tool(tmp_path: Path) -> None:
    words = """add core feature "Read `{env:HOME}` of {{x}}: $5, or $(shell echo 4)." """

    handed = handed_over(tmp_path, "changelog", f"ARGS={words}")

    assert handed["CHANGELOG_ARGS"] == words


def test_a_fork_is_not_signed_with_an_address_that_was_not_given(tmp_path: Path) -> None:
    handed = handed_over(tmp_path, "fork", "NAME=zeta", EMAIL="private@home.example")

    assert handed["FORK_EMAIL"] == ""
