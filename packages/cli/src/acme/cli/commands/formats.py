"""`acme formats`: the formats of tables that can be read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from acme.cli.listing import show_listing
from acme.cli.settings import output_options

if TYPE_CHECKING:
    from acme.cli.settings import Settings

__all__ = ["formats"]


@click.command()
@output_options
def formats(settings: Settings) -> None:
    """List the formats of tables; those that plugins bring too.

    Example: acme formats --json
    """
    from acme.io import formats as known

    show_listing(settings, known)
