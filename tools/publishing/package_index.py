"""An index as publishing sees it: where it is, and which bytes it has.

An index is named by the address that installers use, its simple API (PEP 503, PEP 691), or by the
part before ``/simple/``, which is where most take uploads. ``pypi`` is the Python Package Index.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import stamina
from pypi_simple import (
    PYPI_SIMPLE_ENDPOINT,
    NoSuchProjectError,
    PyPISimple,
    UnsupportedContentTypeError,
    UnsupportedRepoVersionError,
)
from requests import ConnectionError as NotConnected
from requests import RequestException, Timeout

from tools.distributions.archives import sha256
from tools.errors import ToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pypi_simple import DistributionPackage

PYPI = "pypi"
TRIES = 3
SECONDS = 30.0
"""How long an index may take to answer one question."""


@dataclass(frozen=True)
class PackageIndex:
    """An index.

    Attributes:
        simple: Where installers and we read.
        upload: Where uploads go; None for the uploading program's own default, which is PyPI.
    """

    simple: str
    upload: str | None

    def digests(self, distribution: str, wanted: Iterable[str]) -> dict[str, str]:
        """SHA-256 of those of the wanted files that the index has.

        A file that the index lists without its digest is fetched.

        Raises:
            ToolError: The index does not answer, or not as an index does.
        """
        names = set(wanted)
        try:
            return self._ask(distribution, names)
        except (UnsupportedContentTypeError, UnsupportedRepoVersionError) as error:
            raise ToolError(f"{self.simple} does not answer like an index: {error}") from None
        except RequestException as error:
            raise ToolError(f"{self.simple} cannot be read: {_reason(error)}") from None

    @stamina.retry(on=(NotConnected, Timeout), attempts=TRIES)
    def _ask(self, distribution: str, wanted: set[str]) -> dict[str, str]:
        with PyPISimple(self.simple) as client:
            try:
                page = client.get_project_page(distribution, timeout=SECONDS)
            except NoSuchProjectError:
                return {}
            return {
                listed.filename: listed.digests.get("sha256") or _fetched_digest(client, listed)
                for listed in page.packages
                if listed.filename in wanted
            }


def locate(address: str, upload: str | None = None) -> PackageIndex:
    """The index at an address as people write it.

    Raises:
        UsageError: It is no web address, or carries a name or password, which anybody on the
            machine could read.
    """
    if address != PYPI:
        _check(address)
    if upload is not None:
        _check(upload)
    if address == PYPI:
        return PackageIndex(PYPI_SIMPLE_ENDPOINT, upload)
    base = address.rstrip("/")
    before = base.removesuffix("/simple").removesuffix("/+simple")
    if before == base:
        return PackageIndex(f"{base}/simple/", upload or f"{base}/")
    at_pypi = f"{base}/" == PYPI_SIMPLE_ENDPOINT
    return PackageIndex(f"{base}/", upload or (None if at_pypi else f"{before}/"))


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.username or parts.password:
        raise UsageError(
            "an index address must carry no credentials; put them into UV_PUBLISH_TOKEN, or"
            " UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD, and those for reading into netrc"
        )
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(
            f"{address!a} is no index; give {PYPI}, or an address beginning with https://"
        )


def _fetched_digest(client: PyPISimple, listed: DistributionPackage) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "fetched")
        client.download_package(listed, path, verify=False, timeout=SECONDS)
        return sha256(path)


def _reason(error: RequestException) -> str:
    if error.response is not None:
        return f"it answered {error.response.status_code} {error.response.reason}"
    return "no connection"
