"""A registry finds components among ours, registered ones and real plugins, under threads too."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from acme.core.errors import DuplicateNameError, PluginError, UnknownNameError
from acme.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Install a distribution with one module and one entry point in the group acme.shapes."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(name: str, entry: str, code: str) -> None:
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[acme.shapes]\n{entry} = {name}:shape\n")
        (tmp_path / f"{name}.py").write_text(code)
        monkeypatch.delitem(sys.modules, name, raising=False)

    return install


def test_registered_component_is_found() -> None:
    shapes: Registry[str] = Registry("shape")

    shapes.register("square", "four sides")

    assert shapes.get("square") == "four sides"


def test_built_in_is_imported_when_asked_for() -> None:
    codecs: Registry[object] = Registry("codec", builtins={"json": "json:loads"})

    assert codecs.get("json") is json.loads


@pytest.mark.parametrize("builtins", [{}, {"square": "json:loads"}])
def test_taken_name_is_refused(builtins: dict[str, str]) -> None:
    shapes: Registry[object] = Registry("shape", builtins=builtins)
    if not builtins:
        shapes.register("square", "four sides")

    with pytest.raises(DuplicateNameError, match='shape "square" is registered already'):
        shapes.register("square", "another")


def test_taken_name_can_be_replaced_on_purpose() -> None:
    shapes: Registry[object] = Registry("shape", builtins={"square": "json:loads"})

    shapes.register("square", "mine", replace=True)

    assert shapes.get("square") == "mine"


def test_unknown_name_is_answered_with_near_matches() -> None:
    shapes: Registry[str] = Registry("shape")
    shapes.register("square", "four sides")

    with pytest.raises(UnknownNameError, match=r'unknown shape "squar" \(did you mean "square"'):
        shapes.get("squar")


def test_plugin_is_listed_and_loaded_once(install: Callable[[str, str, str], None]) -> None:
    install("acme_round", "circle", "shape = object()")
    shapes: Registry[object] = Registry("shape", "acme.shapes")

    names = shapes.names()

    assert names == ["circle"]
    assert shapes.get("circle") is shapes.get("circle")


def test_plugin_does_not_hide_what_is_built_in(install: Callable[[str, str, str], None]) -> None:
    install("acme_round", "square", "shape = object()")
    shapes: Registry[object] = Registry("shape", "acme.shapes", {"square": "json:loads"})

    assert shapes.get("square") is json.loads


def test_broken_plugin_troubles_only_who_asks_for_it(
    install: Callable[[str, str, str], None],
) -> None:
    install("acme_broken", "triangle", "raise RuntimeError('no third side')")
    install("acme_round", "circle", "shape = 'no sides'")
    shapes: Registry[str] = Registry("shape", "acme.shapes")

    with pytest.raises(PluginError) as caught:
        shapes.get("triangle")

    assert str(caught.value) == (
        'shape "triangle" of acme_broken does not load: RuntimeError: no third side; '
        "repair or uninstall acme_broken"
    )
    assert shapes.get("circle") == "no sides"
    assert shapes.names() == ["circle", "triangle"]


def test_loading_of_a_plugin_is_logged_with_who_brings_it(
    install: Callable[[str, str, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    install("acme_round", "circle", "shape = 1")
    caplog.set_level("DEBUG", logger="acme.core")

    Registry("shape", "acme.shapes").get("circle")

    assert caplog.messages == ["acme_round loads acme_round:shape"]


def test_two_plugins_of_one_name_are_refused(install: Callable[[str, str, str], None]) -> None:
    install("acme_round", "circle", "shape = 1")
    install("acme_rounder", "circle", "shape = 2")
    shapes: Registry[int] = Registry("shape", "acme.shapes")

    with pytest.raises(PluginError, match="acme_round") as caught:
        shapes.get("circle")

    assert "acme_rounder" in str(caught.value)


def test_threads_get_the_same_component_and_one_of_them_registers() -> None:
    shapes: Registry[object] = Registry("shape", builtins={"square": "json:JSONDecoder"})
    refused = []

    def register_and_get(number: int) -> object:
        try:
            shapes.register("circle", number)
        except DuplicateNameError as error:
            refused.append(error)
        return shapes.get("square"), shapes.get("circle")

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(register_and_get, range(100)))

    assert (len(found), len(refused)) == (1, 99)
