"""Upload files to an index, and never tell its credentials."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.execution import uv_error
from tools.execution.process import output_of, uv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.publishing.package_index import PackageIndex

SECRETS = ("UV_PUBLISH_PASSWORD", "UV_PUBLISH_TOKEN")
REMEDY = (
    "; set UV_PUBLISH_TOKEN, or UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD, or name a keyring by"
    " UV_KEYRING_PROVIDER=subprocess and UV_PUBLISH_USERNAME"
)
"""What an upload that nothing vouches for needs."""


def upload(
    files: Sequence[Path], index: PackageIndex, credentials: Mapping[str, str] | None = None
) -> None:
    """Upload files; one that arrived meanwhile with the same bytes is left alone.

    Args:
        files: Wheels and sdists of one folder.
        index: Where to.
        credentials: Environment variables for ``uv publish`` beside our own.

    Raises:
        ToolError: The index refused one.
    """
    variables = {**os.environ, **(credentials or {})}
    # Only a CI service can vouch for us; elsewhere asking for its token costs a minute of retries.
    trusted = "automatic" if variables.get("CI") else "never"
    where = ["--publish-url", index.upload] if index.upload else []
    command = [
        uv(), "publish", "--quiet", "--no-config", "--trusted-publishing", trusted,
        "--check-url", index.simple, *where, "--", *(file.name for file in files),
    ]  # fmt: skip
    try:
        # From within the folder: uv reads paths as patterns, and a folder may be called anything.
        output_of(command, folder=files[0].parent, environment=variables)
    except ToolError as error:
        said = _without_secrets(uv_error.sentence(str(error)), variables)
        raise ToolError(said + REMEDY * ("Missing credentials" in said)) from None


def _without_secrets(said: str, variables: Mapping[str, str]) -> str:
    for name in SECRETS:
        if variables.get(name):
            said = said.replace(variables[name], "***")
    return said
