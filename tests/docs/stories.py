"""A page as one story: its files, commands and programs, from top to bottom, in one shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tests.releasing.repository import GIT_ENVIRONMENT, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.documentation.fences import Block

ELSEWHERE: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("elsewhere.toml").read_text("utf-8")
)
"""Lines that another step runs as they stand: which file says so, and where in it."""
OURS = ("COVERAGE_", "HATCH_ENV", "PYTEST", "UV_CONSTRAINT", "UV_BUILD_CONSTRAINT", "VIRTUAL_ENV")
END = "END_OF_BLOCK"


def script(told: list[Block], elsewhere: Mapping[str, object]) -> str:
    """What a shell runs to follow a page."""
    parts = ["set -e -o pipefail"]
    programs = [block for block in told if block.language == "python" and not block.title]
    for block in told:
        if block.reason or not (block.title or block.runs):
            continue
        if block.title:
            step = _file(block.title, block.text)
        elif block.language == "console":
            step = "\n".join(_commands(block, elsewhere))
        elif block == programs[-1]:
            step = _program([program.text for program in programs if program.runs])
        else:
            continue
        parts += [f"echo {shlex.quote(f'--- {block.place}')}", step]
    return "\n".join(parts) + "\n"


def _file(path: str, text: str) -> str:
    folder = shlex.quote(str(Path(path).parent))
    return f"mkdir -p {folder}\ncat >{shlex.quote(path)} <<'{END}'\n{text}{END}"


def _program(parts: list[str]) -> str:
    return f"python - <<'{END}'\n{''.join(parts)}{END}"


def _commands(block: Block, elsewhere: Mapping[str, object]) -> Iterator[str]:
    for line in block.text.splitlines():
        yield ":" if command(line) in elsewhere else line


def command(line: str) -> str:
    """A line without the remark behind it."""
    return line.partition("  #")[0].strip()


def follow(
    told: list[Block],
    folder: Path,
    environment: Mapping[str, str],
    elsewhere: Mapping[str, object] = ELSEWHERE,
) -> None:
    """Follow a page in a folder; what went wrong, and at which block, fails the test."""
    done = subprocess.run(
        ["bash", "-c", script(told, elsewhere)],
        cwd=folder,
        env={**environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def environment(**changed: str) -> dict[str, str]:
    """Our variables without those of this test run; the commands of the packages are on PATH."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    programs = [str(Path(sys.executable).parent), str(ROOT / ".setup" / "bin"), ours["PATH"]]
    return {**ours, **GIT_ENVIRONMENT, "PATH": os.pathsep.join(programs), **changed}


def clone(folder: Path) -> Path:
    """A checkout of this repository's HEAD as its branch main, with an origin of its own, without tags."""
    checkout, origin = folder / "checkout", folder / "origin.git"
    for arguments in (
        ["clone", "--quiet", "--shared", "--no-tags", str(ROOT), str(checkout)],
        ["-C", str(checkout), "switch", "--quiet", "--force-create", "main"],
        ["clone", "--quiet", "--shared", "--bare", "--branch=main", str(checkout), str(origin)],
        ["-C", str(checkout), "remote", "set-url", "origin", str(origin)],
        ["-C", str(checkout), "fetch", "--quiet", "--prune"],
        ["-C", str(checkout), "branch", "--quiet", "--set-upstream-to=origin/main"],
    ):
        subprocess.run(["git", *arguments], env={**os.environ, **GIT_ENVIRONMENT}, check=True)
    _share_setup(checkout)
    return checkout


def _share_setup(checkout: Path) -> None:
    """Have the pages' `.setup/bin` hold the hatch and the uv that this run was started with."""
    folder = checkout / ".setup" / "bin"
    folder.mkdir(parents=True)
    for program in ("hatch", "uv"):
        if found := shutil.which(program, path=environment()["PATH"]):
            (folder / program).symlink_to(found)
