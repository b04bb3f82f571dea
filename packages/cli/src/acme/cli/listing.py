"""Listing: the components of a registry, each with one line; plugins that do not load too."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from acme.cli.output import show_json, show_table
from acme.core.errors import PluginError

if TYPE_CHECKING:
    from acme.cli.settings import Settings
    from acme.core.registry import Registry

__all__ = ["show_listing"]


def show_listing(settings: Settings, registry: Registry[Any]) -> None:
    """Print every component's name and what it is, from the first line of its docstring."""
    listed = {name: _summary(registry, name) for name in registry.names()}
    if settings.json:
        show_json([{"name": name, "summary": summary} for name, summary in listed.items()])
    else:
        show_table((registry.kind, "what it is"), list(listed.items()))


def _summary(registry: Registry[Any], name: str) -> str:
    try:
        component = registry.get(name)
    except PluginError as error:
        return f"({error.message})"
    return (inspect.getdoc(component) or "").partition("\n")[0]
