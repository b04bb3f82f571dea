"""A real resolver on one index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import sdist, wheel
from tools.dependencies import resolver
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from tests.releasing.index_server import Index


@pytest.fixture(autouse=True)
def releases(index: Index) -> None:
    for version in ("1.0", "1.1", "2.0rc1"):
        wheel(index.folder, "acme-core", version)


@pytest.mark.parametrize(
    ("requirement", "resolution", "expected"),
    [
        ("acme-core>=1,<2", "highest", "acme-core==1.1"),
        ("acme-core>=1,<2", "lowest-direct", "acme-core==1.0"),
        ("acme-core>=2.0rc1", "highest", "acme-core==2.0rc1"),
    ],
)
def test_a_requirement_is_resolved_to_a_pin(
    index: Index, requirement: str, resolution: str, expected: Any
) -> None:
    assert resolver.resolve([requirement], index.simple, resolution=resolution) == [expected]


def test_what_the_pins_require_in_turn_is_not_looked_at(index: Index) -> None:
    wheel(index.folder, "acme-io", "1.0", ["no-such-thing"])

    pins = resolver.resolve(["acme-io", "acme-core==1.0"], index.simple)

    assert pins == ["acme-core==1.0", "acme-io==1.0"]


def test_a_release_without_its_wheel_is_not_out_yet(index: Index) -> None:
    sdist(index.folder, "acme-io", "1.0")

    with pytest.raises(resolver.UnresolvedError, match="acme-io"):
        resolver.resolve(["acme-io"], index.simple)


def test_only_that_index_is_asked(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the environment would have uv look at elsewhere, or leave out."""
    wheel(tmp_path / "elsewhere", "acme-core", "9.0")
    (tmp_path / "constraints.txt").write_text("acme-core==1.0\n")
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("UV_CONSTRAINT", str(tmp_path / "constraints.txt"))

    assert resolver.resolve(["acme-core"], index.simple) == ["acme-core==1.1"]


def test_what_is_missing_is_told_in_one_sentence(index: Index) -> None:
    with pytest.raises(resolver.UnresolvedError) as caught:
        resolver.resolve(["acme-core>=3"], index.simple)

    told = str(caught.value)
    assert told.startswith(
        "Because only acme-core<=2.0rc1 is available and you require acme-core>=3"
    )
    assert "\n" not in told


def test_waiting_asks_until_the_version_is_out(
    index: Index, on_retry: list[Callable[..., None]]
) -> None:
    """The sibling's own job publishes it while we wait."""
    on_retry.append(lambda _: wheel(index.folder, "acme-core", "3.0"))

    pins = resolver.wait(["acme-core>=3"], index.simple, deadline=60)

    assert pins == ["acme-core==3.0"]


def test_waiting_ends_at_the_deadline(index: Index) -> None:
    with pytest.raises(resolver.UnresolvedError, match="acme-core>=3"):
        resolver.wait(["acme-core>=3"], index.simple, deadline=0.01)


def test_no_deadline_asks_once(index: Index, on_retry: list[Callable[..., None]]) -> None:
    asked_again: list[object] = []
    on_retry.append(asked_again.append)

    with pytest.raises(resolver.UnresolvedError):
        resolver.wait(["acme-core>=3"], index.simple, deadline=0)

    assert asked_again == []


def test_nothing_to_wait_for_asks_nobody() -> None:
    assert resolver.wait([], "http://127.0.0.1:1/", deadline=60) == []


def test_a_missing_resolver_is_told_at_once(
    index: Index, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ToolError, match="uv is not on PATH"):
        resolver.wait(["acme-core"], index.simple, deadline=60)
