"""A package index of our own on a free loopback port, for as long as a ``with`` block lasts.

It is pypiserver, the same simple API that pip and uv speak to any index (PEP 503), and it never
falls back to another.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_UP = 20.0
"""Seconds that the server may take to answer."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the distributions in ``folder``, take uploads into it, and yield the index's address.

    Raises:
        ToolError: The server ended or did not answer in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [
        sys.executable, "-m", "pypiserver", "run", "--interface", "127.0.0.1", "--port", str(port),
        "--authenticate", ".", "--passwords", ".", "--disable-fallback", "--hash-algo", "sha256",
        str(folder),
    ]  # fmt: skip
    log = folder.with_suffix(".log")
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as server,
    ):
        address = f"http://127.0.0.1:{port}/"
        try:
            _wait_until_it_answers(server, address, log)
            yield address
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_UP
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(address, timeout=1).close()  # noqa: S310 -- the address is our own
        except URLError:
            time.sleep(0.05)
        else:
            return
    message = f"the package index did not start: {log.read_text('utf-8', 'replace').strip() or 'no answer'}"
    raise ToolError(message)
