"""What a real resolver finds on one index, and waiting until it finds something.

The resolver is uv, asked afresh each time (an index may lag behind its own uploads, edge by edge),
with that index alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import stamina

from tools.errors import ToolError
from tools.execution import uv_error
from tools.execution.process import output_of, uv

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 20.0
"""Seconds between two questions."""

_STEERING = (
    "UV_CONSTRAINT", "UV_BUILD_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE_NEWER", "UV_RESOLUTION",
    "UV_PRERELEASE", "UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL",
    "UV_NO_INDEX", "UV_FIND_LINKS",
)  # fmt: skip
"""Variables that would give something else a say in what the index alone is to answer."""


class UnresolvedError(ToolError):
    """No versions on the index meet the requirements, or the index did not answer."""


def resolve(requirements: Iterable[str], simple: str, *, resolution: str = "highest") -> list[str]:
    """Pins such as ``acme-core==1.3.0`` that meet the requirements, from the wheels of one index.

    What the pinned wheels require themselves is not looked at.

    Args:
        requirements: What is asked for.
        simple: Address of the index's simple API.
        resolution: ``highest``, or ``lowest-direct`` for the lowest versions that will do.

    Raises:
        UnresolvedError: There are none.
        ToolError: There is no uv.
    """
    command = [
        uv(), "pip", "compile", "--quiet", "--no-config", "--no-cache", "--no-deps", "--no-header",
        "--no-annotate", "--only-binary", ":all:", "--python", sys.executable,
        "--default-index", simple, "--resolution", resolution, "-",
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name not in _STEERING}
    with tempfile.TemporaryDirectory() as elsewhere:
        try:
            printed = output_of(
                command,
                folder=Path(elsewhere),
                environment=environment,
                stdin="\n".join(requirements),
            )
        except ToolError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise
            raise UnresolvedError(uv_error.causes(str(error))[-1]) from None
    return printed.split()


def wait(requirements: Iterable[str], simple: str, deadline: float) -> list[str]:
    """As `resolve`, asked again and again until there is an answer.

    Args:
        requirements: What is asked for.
        simple: Address of the index's simple API.
        deadline: Seconds after which to give up; 0 asks once.

    Raises:
        UnresolvedError: There was none in time.
        ToolError: There is no uv.
    """
    wanted = list(requirements)
    if not wanted:
        return []
    patient = stamina.RetryingCaller(
        attempts=None if deadline else 1,
        timeout=deadline or None,
        wait_initial=FIRST_PAUSE,
        wait_max=LONGEST_PAUSE,
    )
    return patient.on(UnresolvedError)(resolve, wanted, simple)
