"""A package index of our own on a free loopback port, for as long as a ``with`` block lasts.

It is pypiserver, the same simple API that pip and uv speak to any index (PEP 503), and it never
falls back to another. It runs in threads of this process, so that it ends when we do, however that
may be.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pypiserver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread that no open connection keeps alive."""

    daemon_threads = True


class _Handler(WSGIRequestHandler):
    """Logs no request, since a client that is refused says so itself."""

    def get_environ(self) -> dict[str, Any]:
        """As usual, but without a range: pypiserver leaves files open of which it sent a part."""
        environ: dict[str, Any] = super().get_environ()
        environ.pop("HTTP_RANGE", None)
        return environ

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the distributions in ``folder``, take uploads into it, and yield the index's address.

    A file that is there cannot be uploaded again, as on PyPI.
    """
    folder.mkdir(parents=True, exist_ok=True)
    application = pypiserver.app(
        roots=[folder],
        authenticate=[],
        auther=lambda _user, _password: True,  # only this machine can call
        disable_fallback=True,
        hash_algo="sha256",
        backend_arg="simple-dir",  # with watchdog installed it would remember files, and lag
    )
    with make_server("127.0.0.1", 0, application, _Server, _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
