"""Where a virtual environment keeps its programs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def python_of(environment: Path) -> Path:
    """The Python of a virtual environment, there or still to be made."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
