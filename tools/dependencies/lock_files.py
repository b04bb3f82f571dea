"""The locks: a requirement file with hashes for each dependency group, cut from one resolution.

The files hold for every supported Python and platform, and name no index, so that they hold behind a
mirror too.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.dependencies.requirements import declared
from tools.errors import ToolError
from tools.execution import interpreters
from tools.execution.process import environment_without_locks, output_of, uv

if TYPE_CHECKING:
    from collections.abc import Iterator


def problems(root: Path) -> Iterator[str]:
    """Each lock that is missing, left over, of other declarations, or not safe, as a sentence."""
    locks = declared(root)
    texts = {path.stem: path.read_text("utf-8") for path in (root / "locks").glob("*.txt")}
    for name in sorted(locks.keys() | texts.keys()):
        text = texts.get(name, "")
        if name not in locks or text.partition("\n")[0] != _heading(locks[name]):
            yield f"locks/{name}.txt is stale; run `make lock` and commit the result"
        else:
            yield from (f"locks/{name}.txt: {problem}" for problem in _unsafe(text))


def up_to_date(root: Path) -> list[str]:
    """Names of the locks that follow what is declared."""
    return [
        name
        for name, wanted in declared(root).items()
        if (path := root / "locks" / f"{name}.txt").is_file()
        and path.read_text("utf-8").partition("\n")[0] == _heading(wanted)
    ]


def acknowledge(root: Path, names: list[str]) -> None:
    """Let locks follow declarations that only became fewer: every pin still fits, some are idle.

    Args:
        root: The workspace.
        names: The locks that were up to date before.
    """
    locks = declared(root)
    texts = {}
    for name in names:
        _, _, pins = (root / "locks" / f"{name}.txt").read_text("utf-8").partition("\n")
        texts[name] = f"{_heading(locks[name])}\n{pins}"
    for name, text in texts.items():
        path = root / "locks" / f"{name}.txt"
        # An environment that is as it should be is not made again for a new date.
        if path.read_text("utf-8") != text:
            _put(path, text)


def _unsafe(text: str) -> Iterator[str]:
    """Lines that a hand or a robot may have put in: addresses, and pins without hashes."""
    for line in text.replace("\\\n", " ").splitlines():
        shown = line.partition(" ")[0]
        if shown.startswith("-") or "://" in line:
            yield f"{shown} names an index or a place; run `make lock`, which names none"
        elif shown and not shown.startswith("#") and not ("==" in shown and "--hash=" in line):
            yield f"{shown} is not pinned with a hash; run `make lock`"


def write(root: Path, *, upgrade: bool) -> list[str]:
    """Resolve once, cut one file a lock from it, and return the names of the locks that changed.

    Raises:
        ToolError: uv found no versions that fit together.
    """
    locks = declared(root)
    oldest = (interpreters.supported(root) or [interpreters.current()])[0]
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch, "everything.txt")
        everything.write_text("" if upgrade else _known_pins(root / "locks"), "utf-8")
        _compile({line for wanted in locks.values() for line in wanted}, everything, oldest)
        texts = {}
        for name, wanted in locks.items():
            cut = Path(scratch, "locks", f"{name}.txt")
            cut.parent.mkdir(exist_ok=True)
            _compile(set(wanted), cut, oldest, "--constraint", str(everything))
            texts[name] = f"{_heading(wanted)}\n{cut.read_text('utf-8')}"
    return _replace(root / "locks", texts)


def _heading(wanted: list[str]) -> str:
    digest = hashlib.sha256("\n".join(sorted(wanted)).encode()).hexdigest()
    return f"# Made by `make lock` from what is declared, sha256 {digest[:16]}"


def _known_pins(folder: Path) -> str:
    """Every pin of the present locks, which uv prefers to newer releases."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    pins = {line.rstrip(" \\") for text in texts for line in text.splitlines() if "==" in line}
    return "\n".join(sorted(pins)) + "\n"


def _compile(wanted: set[str], output: Path, oldest: str, *options: str) -> None:
    command = [
        uv(), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header",
        "--no-annotate", "--python", sys.executable, "--python-version", oldest,
        "--output-file", str(output), *options, "-",
    ]  # fmt: skip
    text = "\n".join(sorted(wanted))
    # Away from the workspace: neither its sources nor an environment's constraints may have a say.
    try:
        output_of(
            command, folder=output.parent, environment=environment_without_locks(), stdin=text
        )
    except ToolError as error:
        asked = "pyproject.toml and packages/*/pyproject.toml"
        raise ToolError(f"no versions fit what {asked} ask for: {error}") from error


def _replace(folder: Path, texts: dict[str, str]) -> list[str]:
    """Write each file beside its place and rename it, so that a killed run leaves whole files."""
    folder.mkdir(exist_ok=True)
    changed = [path.stem for path in folder.glob("*.txt") if path.stem not in texts]
    for left_over in changed:
        (folder / f"{left_over}.txt").unlink()
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        if not path.exists() or path.read_text("utf-8") != text:
            _put(path, text)
            changed.append(name)
    return sorted(changed)


def _put(path: Path, text: str) -> None:
    partial = path.with_suffix(".txt.part")
    partial.write_text(text, "utf-8", newline="\n")
    partial.replace(path)
