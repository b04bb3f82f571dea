"""Remote files: fetched whole before the first row is read, with retry, size cap and time-out."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Any

from acme.core.errors import ConfigurationError, DataError, MissingFileError, ResourceError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["fetch", "is_remote"]

_PASSING = {408, 425, 429, 500, 502, 503, 504}


def is_remote(location: str) -> bool:
    """Return whether a location is a URL of a remote file."""
    scheme, separator, _ = location.partition("://")
    return bool(separator) and scheme.isalnum()


def fetch(
    url: str,
    scratch: Path,
    *,
    attempts: int = 3,
    timeout: float = 60.0,
    size_limit: int = 10 * 2**30,
) -> Path:
    """Return a copy of a remote file.

    Args:
        url: Any URL that fsspec knows, such as https://example.org/flights.csv.
        scratch: Where the copy goes.
        attempts: How often to try before giving up; only failures that may pass are tried again.
        timeout: Seconds that one attempt may take.
        size_limit: Bytes that the file may have at most.

    Raises:
        MissingFileError: There is no such file.
        ResourceError: fsspec, or what it needs for that kind of URL, is not installed; or the file
            did not arrive.
        DataError: The file is larger than the limit.
        ConfigurationError: An argument is no number above 0.
    """
    limits: dict[str, Any] = {"attempts": attempts, "timeout": timeout, "size_limit": size_limit}
    for key, value in limits.items():
        if not isinstance(value, (int, float)) or value <= 0:
            raise ConfigurationError(f"must be a number above 0, not {value!r}", key=key)
    try:
        import fsspec
        import stamina

        scheme = url.partition("://")[0]
        system = fsspec.filesystem(scheme, **_settings(scheme, timeout))
    except (ImportError, ValueError) as error:
        raise ResourceError(
            f"cannot read this kind of location: {error}",
            file=url,
            hint="install acme-io[remote], and what fsspec names for other than http",
        ) from error
    copy = scratch / token_hex(8)
    try:
        # The waits between attempts grow, with jitter, from 0.1 to 5 seconds.
        for attempt in stamina.retry_context(on=_may_pass, attempts=attempts, timeout=None):
            with attempt:
                _download(system, url, copy, size_limit)
    except FileNotFoundError as error:
        raise MissingFileError("no such file", file=url) from error
    except Exception as error:
        if not _is_failure(error):
            raise
        raise ResourceError(
            f"did not arrive: {type(error).__name__} {error}".rstrip(),
            file=url,
            hint=f"tried at most {attempts} times, {timeout:g} seconds each",
        ) from error
    return copy


def _settings(scheme: str, timeout: float) -> dict[str, Any]:
    if scheme not in {"http", "https"}:
        return {}
    from aiohttp import ClientTimeout

    return {"client_kwargs": {"timeout": ClientTimeout(total=timeout)}, "skip_instance_cache": True}


def _download(system: Any, url: str, copy: Path, size_limit: int) -> None:
    from fsspec.callbacks import Callback

    def cap(size: int | None, value: int, **_: object) -> None:  # noqa: ARG001  # fsspec's names
        # What has come is counted, for a server need not say the size, nor the truth.
        if value > size_limit:
            hint = "raise the option size_limit if it may be"
            raise DataError(f"larger than {size_limit} bytes", file=url, hint=hint)

    system.get_file(url, str(copy), callback=Callback(hooks={"cap": cap}))


def _is_failure(error: Exception) -> bool:
    """Tell failures of the network from errors of ours."""
    from aiohttp import ClientError

    return isinstance(error, (OSError, ClientError, TimeoutError))


def _may_pass(error: Exception) -> bool:
    if isinstance(error, (FileNotFoundError, PermissionError)):
        return False
    # An answer of HTTP's, https://www.rfc-editor.org/rfc/rfc9110#section-15
    status = getattr(error, "status", None)
    return _is_failure(error) and (status is None or status in _PASSING)
