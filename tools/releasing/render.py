"""Changelog sections, rendered by towncrier from a release's notes.

Towncrier sees a copy of the notes, with a note of ours for what siblings force, and only prints; what
is written, and when, is for `tools.releasing.prepare` to say.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from tools.changelogs import notes
from tools.execution import process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.releasing.releases import Release

TOOLS = Path(__file__).parents[1]
"""Where towncrier finds the template, as a resource of this package."""


def sections(root: Path, releases: Sequence[Release], date: str) -> list[str]:
    """The changelog section of each release, dated ``date`` (ISO 8601).

    Raises:
        ToolError: Towncrier refused.
    """
    console = Console(stderr=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rendered = pool.map(lambda release: section(root, release, date), releases)
        progress = track(
            rendered,
            "Rendering changelogs",
            total=len(releases),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        return list(progress)


def section(root: Path, release: Release, date: str) -> str:
    """One release's section: its heading and its notes by kind.

    Raises:
        ToolError: Towncrier refused.
    """
    with tempfile.TemporaryDirectory() as folder:
        changes = Path(folder, notes.FOLDER)
        changes.mkdir()
        for name, text in _texts(release).items():
            (changes / name).write_text(text, encoding="utf-8")
        return _towncrier(root, folder, release, date).strip() + "\n"


def _texts(release: Release) -> dict[str, str]:
    told = [note for note in release.notes if note.type.level]
    texts = {Path(note.path).name: note.text for note in told}
    if release.first:
        return texts or {"+first.feature.md": "First release."}
    texts |= {f"+forced.misc.{turn}.md": text for turn, text in enumerate(release.forced, 1)}
    return texts or {"+only.misc.md": "No change but its version."}


def _towncrier(root: Path, folder: str, release: Release, date: str) -> str:
    command = [
        *(sys.executable, "-m", "towncrier", "build", "--draft"),
        *("--config", str(root / "pyproject.toml"), "--dir", folder),
        *("--name", release.distribution, "--version", str(release.next), "--date", date),
    ]
    path = os.pathsep.join([str(TOOLS.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    return process.output_of(command, folder=root, environment=environment)
