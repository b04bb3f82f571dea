from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.workflow import engine as github
from tests.workflow.source import WORKFLOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.workflow.engine import Engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Engine]:
    """GitHub's engine with our workflow loaded; its packages are installed once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "workflow-engine"
    try:
        bundled = _bundle_once(folder)
    except github.MissingError as error:
        pytest.skip(f"waits for Node 20 and the npm registry: {error}")
    with github.start(bundled) as started:
        started.load(WORKFLOW)
        yield started


def _bundle_once(folder: Path) -> Path:
    bundled = folder / "engine.bundle.cjs"
    with FileLock(f"{folder}.lock"):
        if not bundled.exists():
            folder.mkdir(exist_ok=True)
            github.bundle(folder)
    return bundled
