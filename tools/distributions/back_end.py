"""Have a package's own back end build it, in the environment that runs us (PEP 517)."""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from build import BuildBackendException, BuildException, ProjectBuilder, check_dependency

from tools.distributions import archives
from tools.errors import ToolError
from tools.execution.process import output_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def build(package: Path, output: Path, environment: Mapping[str, str]) -> None:
    """Build the package's sdist into ``output``, and its wheel from that sdist.

    Raises:
        ToolError: The back end is not installed, refused, or the sdist is not whole.
    """
    try:
        sdist = Path(_builder(package, environment).build("sdist", output))
        with tempfile.TemporaryDirectory(prefix="sdist-") as scratch:
            with tarfile.open(sdist) as archive:
                archives.unpack(archive, Path(scratch))
            source = Path(scratch, sdist.name.removesuffix(".tar.gz"))
            _builder(source, environment).build("wheel", output)
    except BuildBackendException as error:
        reason = _without_traceback(str(error.exception))
        raise ToolError(f"packages/{package.name} cannot be built: {reason}") from error
    except (BuildException, ToolError) as error:
        raise ToolError(f"packages/{package.name} cannot be built: {error}") from error


def _without_traceback(said: str) -> str:
    """What a back end printed, and its last line where it broke off."""
    printed, broke_off, trace = said.partition("Traceback (most recent call last):\n")
    return printed + trace.rpartition("\n")[2] if broke_off else said


def _builder(source: Path, environment: Mapping[str, str]) -> ProjectBuilder:
    """A builder that starts each hook in a process of its own, as the back ends may expect."""

    def run(
        cmd: Sequence[str], cwd: str | None = None, extra_environ: Mapping[str, str] | None = None
    ) -> None:
        folder = Path(cwd) if cwd else None
        output_of(cmd, folder=folder, environment={**environment, **(extra_environ or {})})

    builder = ProjectBuilder(source, runner=run)
    missing = sorted(
        chain[0] for name in builder.build_system_requires for chain in check_dependency(name)
    )
    if missing:
        needed = ", ".join(missing)
        raise ToolError(f"{needed} is not installed for {sys.executable}; say `make build`")
    return builder
