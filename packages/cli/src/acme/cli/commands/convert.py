"""`acme convert`: one table to another place or format."""

from __future__ import annotations

from typing import Any

import click

from acme.cli.output import show_report
from acme.cli.settings import Settings, engine_options
from acme.cli.tables import source_options, target_options

__all__ = ["convert"]


@click.command()
@click.argument("source", type=click.Path())
@click.argument("target", type=click.Path())
@source_options
@target_options
@click.option("--rejects", metavar="FILE", type=click.Path(), help="Put rows that do not fit here.")
@engine_options
def convert(
    settings: Settings, source: dict[str, Any], target: dict[str, Any], rejects: str | None
) -> None:
    """Copy the table SOURCE to TARGET; the formats follow from the names.

    "-" is standard input or output. The first row that does not fit stops the command and nothing
    is written, unless --rejects names a file for such rows.

    Example: acme convert flights.csv flights.parquet
    """
    from acme.cli.session import open_session

    if rejects:
        source["rejects"] = rejects
    details = {"source": source["location"], "target": target["location"]}
    with open_session(settings, "convert", details, may_write=True) as session:
        details |= session.sink(session.scan(source), target)
    show_report(settings, details)
