"""`acme convert`: one table to another place or format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acme.cli.output import show_report
from acme.cli.settings import engine_options

if TYPE_CHECKING:
    from acme.cli.settings import Settings

__all__ = ["convert"]


@click.command()
@click.argument("source", type=click.Path())
@click.argument("target", type=click.Path())
@click.option(
    "--rejects",
    metavar="FILE",
    type=click.Path(),
    help="Put rows that do not fit into FILE and go on.",
)
@engine_options
def convert(settings: Settings, source: str, target: str, rejects: str | None) -> None:
    """Copy the table SOURCE to TARGET; the formats follow from the names.

    The first row that does not fit stops the command and nothing is written, unless --rejects
    names a file for such rows.

    Example: acme convert flights.csv flights.parquet
    """
    from acme.cli.session import open_session

    details: dict[str, Any] = {"source": source, "target": target}
    options = {"rejects": rejects} if rejects else {}
    with open_session(settings, "convert", details, may_write=True) as session:
        frame = session.scan({"location": source, **options})
        details |= session.sink(frame, {"location": target})
    show_report(settings, details)
