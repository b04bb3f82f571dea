"""The wheel of a release, built from the tag that names it.

While a tag's run is under way its siblings' releases may not have reached the index yet, and a fork
that does not publish never sends them there. The sources at the tag are the same either way.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.execution.process import environment_without_locks, output_of, uv

if TYPE_CHECKING:
    from tools.version_control.tags import ReleaseTag


def build(root: Path, tag: ReleaseTag, output: Path) -> Path:
    """Build the wheel of a release into ``output``, with today's locked back ends.

    Raises:
        ToolError: Git has no such tag, or what it holds cannot be built.
    """
    with tempfile.TemporaryDirectory(prefix="tagged-") as scratch:
        clone = Path(scratch).resolve() / "clone"
        _check_out(root, tag, clone)
        made = output / str(tag)
        output_of(
            [
                *(uv(), "build", "--quiet", "--wheel", "--python", sys.executable),
                *("--build-constraints", str(root / "locks" / "build.txt")),
                *("--out-dir", str(made), str(clone / "packages" / tag.package)),
            ],
            folder=clone,
            environment=environment_without_locks(),
        )
    (wheel,) = made.glob("*.whl")
    return wheel


def _check_out(root: Path, tag: ReleaseTag, clone: Path) -> None:
    command = ["git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--shared"]
    output_of([*command, "--branch", str(tag), str(root), str(clone)])
