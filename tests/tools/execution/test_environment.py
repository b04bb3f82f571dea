from __future__ import annotations

import os
import subprocess
import venv
from typing import TYPE_CHECKING

from tools.execution.environment import python_of

if TYPE_CHECKING:
    from pathlib import Path


def test_the_python_of_an_environment_is_found(tmp_path: Path) -> None:
    venv.create(tmp_path / "environment", symlinks=os.name != "nt")

    python = python_of(tmp_path / "environment")

    assert subprocess.run([python, "-c", ""], check=False).returncode == 0
