"""A gate before a package index, where a test can break what a real network breaks."""

from __future__ import annotations

import base64
import http.client
import http.server
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "s3cret-pa55word"  # noqa: S105 - of an index that lives as long as a test
_FILE = re.compile(rb'filename="([^"]+)"')
_PASSED_ON = ("Accept", "Accept-Encoding", "Content-Type", "Range")
_OUR_OWN = ("content-length", "connection", "date", "server")


@dataclass
class Index:
    """An index behind a gate.

    Attributes:
        folder: Holds its files.
        address: Where it is; uploads go there, installers read at ``simple/`` below.
        uploads: Names of the files it was offered, in order.
        refuse: Called with each offered file's name; true has the index refuse it.
        closed: Whether uploads need the user ``tester`` with `PASSWORD`.
        states_digests: Whether its pages tell the digests of files.
    """

    folder: Path
    address: str = ""
    uploads: list[str] = field(default_factory=list)
    refuse: Callable[[str], object] = lambda _: False
    closed: bool = False
    states_digests: bool = True

    @property
    def simple(self) -> str:
        """Address of its simple API."""
        return f"{self.address}simple/"

    def admits(self, name: str, authorization: str) -> bool:
        """Whether it takes an upload."""
        known = base64.b64encode(f"tester:{PASSWORD}".encode()).decode()
        return not self.refuse(name) and (not self.closed or authorization == f"Basic {known}")


class _Handler(http.server.BaseHTTPRequestHandler):
    """Takes down what is uploaded, and passes on what the index admits."""

    protocol_version = "HTTP/1.1"
    index: Index
    behind: str

    def do_GET(self) -> None:
        self.pass_on(b"")

    def do_HEAD(self) -> None:
        self.pass_on(b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        match = _FILE.search(body)
        name = match[1].decode() if match else ""
        self.index.uploads.append(name)
        if self.index.admits(name, self.headers.get("Authorization", "")):
            self.pass_on(body)
        else:
            self.answer(403, [], b"")

    def pass_on(self, body: bytes) -> None:
        headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        connection = http.client.HTTPConnection(urlsplit(self.behind).netloc, timeout=30)
        connection.request(self.command, self.path, body, headers)
        given = connection.getresponse()
        content = given.read()
        connection.close()
        if not self.index.states_digests:
            content = re.sub(rb"#sha256=[0-9a-f]+", b"", content)
        self.answer(given.status, given.getheaders(), content)

    def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in _OUR_OWN:
                self.send_header(name, value)
        # A client that only asks how long a file is gets no content, and wants the true length.
        told = dict(headers).get("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", told or str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def gate(folder: Path, behind: str) -> Iterator[Index]:
    """An index behind a gate until the block ends.

    Args:
        folder: Holds the files of the index.
        behind: The address of the server that serves them.
    """
    index = Index(folder)
    handler = type("Handler", (_Handler,), {"index": index, "behind": behind})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    index.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
