"""Measure what tests reach in installed packages, and write it down as lines of the sources.

`python -m tools.coverage_gate` combines such a file with those of other systems and Pythons.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.execution.process import output_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.monorepo.workspace import Package

TAKEN_OVER = ("branch", "parallel", "patch", "disable_warnings")
"""The settings of [tool.coverage.run] that hold for installed packages too."""


@contextmanager
def into(
    file: Path, root: Path, packages: Iterable[Package], python: Path, scratch: Path
) -> Iterator[Path]:
    """Yield coverage's settings for a run with ``python``; afterwards its data are in ``file``.

    Raises:
        ToolError: The run measured nothing.
    """
    settings, data = scratch / "coverage.toml", scratch / "coverage.data"
    settings.write_text(_settings(root, packages, _site_packages(python), data), "utf-8")
    yield settings
    output_of([str(python), "-m", "coverage", "combine", f"--rcfile={settings}"], folder=scratch)
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(data, file)


def _site_packages(python: Path) -> Path:
    command = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(output_of(command).strip())


def _settings(root: Path, packages: Iterable[Package], installed: Path, data: Path) -> str:
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    ours = declared["tool"]["coverage"]["run"]
    folders = [
        (package.path / "src" / folder, installed / folder)
        for package in packages
        for folder in import_folders(package.path / "src")
    ]
    run = {name: ours[name] for name in TAKEN_OVER if name in ours} | {
        "data_file": str(data),
        "source": [str(found) for _, found in folders],
    }
    # The first place of each is where the data are said to come from.
    paths = {f"p{at}": [str(place) for place in both] for at, both in enumerate(folders)}
    return "\n".join([*_table("run", run), *_table("paths", paths)])


def import_folders(src: Path) -> list[Path]:
    """The folders of import packages, relative to ``src``; those within a namespace one by one."""
    return sorted(
        path.relative_to(src)
        for top in src.iterdir()
        if top.is_dir()
        for path in ([top] if (top / "__init__.py").exists() else top.iterdir())
        if path.is_dir() and path.name != "__pycache__"
    )


def _table(name: str, values: dict[str, Any]) -> list[str]:
    """A table of coverage's TOML; strings, lists and booleans of JSON are TOML's too."""
    return [
        f"[tool.coverage.{name}]",
        *(f"{key} = {json.dumps(value)}" for key, value in values.items()),
    ]
