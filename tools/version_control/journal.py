"""Write many files, or none: what is written is noted first, so that a killed run can be taken back.

The journal lies in git's own folder. It names the commit that was checked out and, for each file, the
hash of what it shall hold. Files go to a neighbour first and are then renamed. When a run was cut off,
the next one finds the journal and brings every file back to that commit, unless somebody has edited
one since.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError
from tools.version_control import git, work_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

JOURNAL = "hatchery-journal.json"
NEIGHBOUR = ".hatchery-new"
"""What the name of a file has at its end until it is whole."""


@contextlib.contextmanager
def lock(root: Path) -> Iterator[None]:
    """Keep other runs out for as long as this one changes files.

    Raises:
        ToolError: Another run is at work.
    """
    # Most that ask whether a run was cut off need no lock, which takes longer to import than they take.
    from filelock import FileLock, Timeout

    try:
        with FileLock(git.folder(root) / f"{JOURNAL}.lock", timeout=0):
            yield
    except Timeout:
        raise ToolError("another run is changing this repository; wait for it to end") from None


def write(root: Path, files: Mapping[str, str | None]) -> None:
    """Give each file its new text, or remove it where the text is None; all of them, or none.

    Args:
        root: The repository's root, checked out clean.
        files: New texts by path from the root.

    Raises:
        OSError: A file cannot be written; everything is as it was.
    """
    journal = git.folder(root) / JOURNAL
    hashes = {path: None if text is None else _hash(text.encode()) for path, text in files.items()}
    _replace(journal, json.dumps({"head": git.head(root), "files": hashes}).encode())
    try:
        for path, text in files.items():
            if text is not None:
                _write_neighbour(root / path, text.encode())
        for path, text in files.items():
            _settle(root / path, removed=text is None)
    except BaseException:
        recover(root)
        raise
    journal.unlink()


def pending(root: Path) -> bool:
    """Whether a run was cut off and not taken back yet."""
    return (git.folder(root) / JOURNAL).exists()


def refuse_pending(root: Path) -> None:
    """Refuse to go by files of which a run that was cut off may have written half.

    Raises:
        ToolError: There is such a run.
    """
    if pending(root):
        remedy = "run `python -m tools.bump prepare` first, which takes it back"
        raise ToolError(f"a run of prepare was cut off; {remedy}")


def recover(root: Path) -> list[str]:
    """Take back what a run that was cut off had written; the paths, or none if there was no such run.

    Raises:
        ToolError: The files have changed since, so that taking them back might lose work.
    """
    journal = git.folder(root) / JOURNAL
    try:
        noted = json.loads(journal.read_bytes())
    except FileNotFoundError:
        return []
    paths = list(noted["files"])
    _refuse_foreign(root, journal, noted)
    for path in paths:
        _remove(root / (path + NEIGHBOUR))
    old = dict(zip(paths, git.contents(root, [f"HEAD:{path}" for path in paths]), strict=True))
    for path in paths:
        if old[path] is None:
            _remove(root / path)
    work_tree.restore(root, [path for path in paths if old[path] is not None])
    journal.unlink()
    return paths


def _refuse_foreign(root: Path, journal: Path, noted: dict[str, Any]) -> None:
    remedy = f"look at git status, mend it by hand, then delete {journal}"
    if noted["head"] != git.head(root):
        raise ToolError(f"a run was cut off, and HEAD has moved since; {remedy}")
    hashes: dict[str, str | None] = noted["files"]
    before = git.contents(root, [f"HEAD:{path}" for path in hashes])
    for (path, new), old in zip(hashes.items(), before, strict=True):
        now = _read(root / path)
        if now != old and (_hash(now) if now is not None else None) != new:
            raise ToolError(f"a run was cut off, and {path} has been edited since; {remedy}")


def _write_neighbour(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(path.name + NEIGHBOUR)
    with neighbour.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        neighbour.chmod(path.stat().st_mode & 0o777)


def _settle(path: Path, *, removed: bool) -> None:
    if removed:
        path.unlink()
    else:
        path.with_name(path.name + NEIGHBOUR).replace(path)


def _replace(path: Path, content: bytes) -> None:
    _write_neighbour(path, content)
    _settle(path, removed=False)


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
