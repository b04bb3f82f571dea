"""Finding an index, and asking it for its bytes."""

from __future__ import annotations

import http.server
import threading
from typing import TYPE_CHECKING, Any

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from tests.releasing.distributions import pair, wheel
from tools.distributions.archives import sha256
from tools.errors import ToolError, UsageError
from tools.publishing.package_index import PackageIndex, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.releasing.index_server import Index


@pytest.mark.parametrize(
    ("address", "simple", "upload"),
    [
        ("http://localhost:8080", "http://localhost:8080/simple/", "http://localhost:8080/"),
        ("http://localhost:8080/", "http://localhost:8080/simple/", "http://localhost:8080/"),
        ("http://h/simple", "http://h/simple/", "http://h/"),
        ("https://h/root/pypi/+simple/", "https://h/root/pypi/+simple/", "https://h/root/pypi/"),
        ("pypi", PYPI_SIMPLE_ENDPOINT, None),
        (PYPI_SIMPLE_ENDPOINT, PYPI_SIMPLE_ENDPOINT, None),
        (PYPI_SIMPLE_ENDPOINT.rstrip("/"), PYPI_SIMPLE_ENDPOINT, None),
    ],
)
def test_an_index_is_found_by_either_of_its_addresses(
    address: str, simple: str, upload: str | None
) -> None:
    assert locate(address) == PackageIndex(simple, upload)


@pytest.mark.parametrize("address", ["pypi", "http://h/", "http://h/simple/"])
def test_uploads_go_where_the_caller_says(address: str) -> None:
    assert locate(address, "https://h/legacy/").upload == "https://h/legacy/"


@pytest.mark.parametrize(
    "address", ["", "dist", "file:///srv", "https://", "http://[::1", "-v", "pypi; reboot"]
)
def test_what_is_no_address_is_wrong_usage(address: str) -> None:
    with pytest.raises(
        UsageError, match="is no index; give pypi, or an address beginning with https"
    ):
        locate(address)


@pytest.mark.parametrize("options", [("https://me:pw@h/",), ("pypi", "https://token@h/")])
def test_credentials_in_an_address_are_refused_and_not_repeated(options: Any) -> None:
    with pytest.raises(UsageError, match="must carry no credentials") as caught:
        locate(*options)

    assert "pw" not in str(caught.value)
    assert "token@" not in str(caught.value)


@pytest.mark.parametrize("stated", [True, False])
def test_digests_are_those_of_the_bytes_even_where_the_page_does_not_state_them(
    index: Index, stated: bool
) -> None:
    made = pair(index.folder, "acme-core", "1.0")
    wheel(index.folder, "acme-core", "1.1")
    index.states_digests = stated

    found = locate(index.address).digests("acme-core", [*(path.name for path in made), "other"])

    assert found == {path.name: sha256(path) for path in made}


def test_an_index_that_knows_no_such_project_has_none_of_its_files(index: Index) -> None:
    assert locate(index.address).digests("acme-core", ["acme_core-1.0.tar.gz"]) == {}


@pytest.fixture
def answering() -> Iterator[list[Any]]:
    """A web server's address, to be taken out of a list; what is then put in are its answers."""
    answers: list[Any] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind = answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    answers.append(f"http://127.0.0.1:{server.server_port}/")
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield answers
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((503, "text/html"), "simple/ cannot be read: it answered 503 Service Unavailable"),
        ((403, "text/html"), "simple/ cannot be read: it answered 403 Forbidden"),
        ((200, "image/png"), "simple/ does not answer like an index: .*image/png"),
    ],
)
def test_an_answer_that_is_no_indexs_is_told(
    answering: list[Any], answer: tuple[int, str], told: str
) -> None:
    index = locate(answering.pop())
    answering.append(answer)

    with pytest.raises(ToolError, match=told):
        index.digests("acme-core", ["acme_core-1.0.tar.gz"])


def test_an_index_that_is_down_is_asked_again_then_told(
    on_retry: list[Callable[..., None]],
) -> None:
    asked_again: list[object] = []
    on_retry.append(asked_again.append)

    with pytest.raises(ToolError, match="simple/ cannot be read: no connection"):
        locate("http://127.0.0.1:1/").digests("acme-core", ["acme_core-1.0.tar.gz"])

    assert len(asked_again) == 2
