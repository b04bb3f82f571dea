"""`acme transforms`: what a step of a flow can do."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

import click

from acme.cli.listing import show_listing
from acme.cli.output import show_json, show_table
from acme.cli.settings import output_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acme.cli.settings import Settings

__all__ = ["transforms"]


@click.command()
@click.argument("name", required=False)
@output_options
def transforms(settings: Settings, name: str | None) -> None:
    """List what a step of a flow can do, or show the arguments and an example of NAME.

    Example: acme transforms join
    """
    from acme.processing import TRANSFORMS

    if name is None:
        show_listing(settings, TRANSFORMS)
        return
    transform = TRANSFORMS.get(name)
    text, arguments = inspect.getdoc(transform) or "", list(_arguments(transform))
    if settings.json:
        keys = ("name", "type", "default")
        listed = [dict(zip(keys, argument, strict=True)) for argument in arguments]
        show_json({"name": name, "description": text, "arguments": listed})
    else:
        click.echo(f"{text}\n")
        show_table(("argument", "type", "default"), arguments)


def _arguments(transform: Any) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and default of each argument; what has no default is needed."""
    for field in fields(transform):
        default = field.default if field.default_factory is MISSING else field.default_factory()
        yield field.name, str(field.type), "needed" if default is MISSING else repr(default)
