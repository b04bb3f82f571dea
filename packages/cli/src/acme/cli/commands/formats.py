"""`acme formats`: the formats of tables that can be read and written."""

from __future__ import annotations

import click

from acme.cli.output import show_listing
from acme.cli.settings import Settings, output_options

__all__ = ["formats"]


@click.command()
@output_options
def formats(settings: Settings) -> None:
    """List the formats of tables; those that plugins bring too.

    Example: acme formats --json
    """
    from acme.io import formats as known

    show_listing(settings, known)
