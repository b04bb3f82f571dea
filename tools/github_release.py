"""Make the GitHub Release of a tag, or finish one that an earlier run began.

The release is a draft until all its files are there, so that nobody ever sees half of it; a second
run adds what is missing and changes nothing else. The folder holds what the jobs before left:
`dist/` with wheels and sdists, `release/` with `notes.md` and `sbom/`, `provenance/` with the
bundle of the attestation, where there is one. GitHub's own client `gh` does the work, with its token
from GH_TOKEN. Standard library only.

What to release comes from the variables TAG, TITLE, FILES (a pattern for file names in `dist/`),
PRERELEASE and LATEST (`true` or `false`).

    python -m tools.github_release artifacts --dry-run

Exit codes: 0 the release is out, 1 something is missing or GitHub refused, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import ToolError, UsageError
from tools.execution import command_line
from tools.execution.process import output_of

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLES = ("TAG", "TITLE", "FILES", "PRERELEASE", "LATEST")
NOT_THERE = "release not found"
"""What gh says of a release that does not exist."""


class Release(NamedTuple):
    """A release to be made."""

    tag: str
    title: str
    notes: Path
    files: list[Path]
    prerelease: bool
    latest: bool

    @property
    def marks(self) -> list[str]:
        """The options that mark it."""
        return [f"--prerelease={_word(self.prerelease)}", f"--latest={_word(self.latest)}"]


def read(folder: Path, environment: Mapping[str, str]) -> Release:
    """The release that the variables and the folder describe.

    Raises:
        UsageError: A variable is missing.
        ToolError: A file is missing.
    """
    missing = [name for name in VARIABLES if not environment.get(name)]
    if missing:
        raise UsageError(f"the variable {missing[0]} is missing; see --help")
    built = sorted((folder / "dist").glob(environment["FILES"]))
    sboms = sorted((folder / "release" / "sbom").glob("*"))
    notes = folder / "release" / "notes.md"
    for found, what in ((built, f"dist/{environment['FILES']}"), (sboms, "release/sbom/*")):
        if not found:
            raise ToolError(f"{folder}/{what} is missing; the job build leaves it")
    if not notes.is_file():
        raise ToolError(f"{notes} is missing; the job build leaves it")
    return Release(
        tag=environment["TAG"],
        title=environment["TITLE"],
        notes=notes,
        files=[*built, *sboms, *sorted((folder / "provenance").glob("*"))],
        prerelease=environment["PRERELEASE"] == "true",
        latest=environment["LATEST"] == "true",
    )


def existing(tag: str) -> dict[str, Any] | None:
    """What GitHub has of the release; None when there is none.

    Raises:
        ToolError: GitHub did not answer.
    """
    try:
        found: dict[str, Any] = json.loads(
            output_of(["gh", "release", "view", tag, "--json", "isDraft,assets"])
        )
    except ToolError as error:
        if NOT_THERE in str(error):
            return None
        raise
    return found


def make(release: Release, *, dry_run: bool) -> int:
    """Make or finish the release, and say what was done.

    Raises:
        ToolError: GitHub refused.
    """
    there = existing(release.tag)
    present = {asset["name"] for asset in there["assets"]} if there else set()
    absent = [file for file in release.files if file.name not in present]
    if there and not there["isDraft"] and not absent:
        print(f"{release.tag} is out already, with all its files")
        return command_line.DONE
    for command in _commands(release, absent, exists=there is not None):
        print(" ".join(command), flush=True)
        if not dry_run:
            output_of(command)
    return command_line.DONE


def _commands(release: Release, absent: list[Path], *, exists: bool) -> list[list[str]]:
    gh, tag, files = ["gh", "release"], release.tag, [str(file) for file in absent]
    about = ["--title", release.title, "--notes-file", str(release.notes), "--verify-tag"]
    first = [] if exists else [[*gh, "create", tag, "--draft", *about]]
    upload = [[*gh, "upload", tag, *files]] if files else []
    return [*first, *upload, [*gh, "edit", tag, "--draft=false", *release.marks]]


def _word(value: bool) -> str:  # noqa: FBT001 -- a value, not an option
    return "true" if value else "false"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("github_release", __doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="what the jobs before left")
    parser.add_argument("--dry-run", action="store_true", help="print the commands, change nothing")
    options = parser.parse_args(argv)
    return command_line.exit_code(
        "github-release",
        lambda: make(read(options.folder, os.environ), dry_run=options.dry_run),
    )


if __name__ == "__main__":
    sys.exit(main())
