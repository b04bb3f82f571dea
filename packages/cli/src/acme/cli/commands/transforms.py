"""`acme transforms`: what a step of a flow can do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from acme.cli.output import show_json, show_listing, show_table
from acme.cli.settings import Settings, output_options

if TYPE_CHECKING:
    from acme.processing import Description

__all__ = ["transforms"]


def _matching(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from acme.processing import TRANSFORMS

    return [name for name in TRANSFORMS.names() if name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_matching)
@output_options
def transforms(settings: Settings, name: str | None) -> None:
    """List what a step of a flow can do, or show the arguments and an example of NAME.

    Example: acme transforms join
    """
    from acme.processing import TRANSFORMS, describe

    if name is None:
        show_listing(settings, TRANSFORMS)
    elif settings.json:
        show_json(asdict(describe(name)))
    else:
        _show(describe(name))


def _show(transform: Description) -> None:
    click.echo(f"{transform.summary}\n")
    rows = [
        (argument.name, "yes" if argument.required else "no", argument.takes, argument.summary)
        for argument in transform.arguments
    ]
    show_table(("argument", "needed", "takes", "what it is for"), rows)
    click.echo(f"\n{transform.example}")
