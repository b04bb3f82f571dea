"""`acme describe`: what a table holds."""

from __future__ import annotations

from typing import Any

import click

from acme.cli.output import counted, show_json, show_table, tell
from acme.cli.settings import Settings, engine_options
from acme.cli.tables import source_options

__all__ = ["describe"]


@click.command()
@click.argument("source", metavar="TABLE", type=click.Path())
@source_options
@engine_options
def describe(settings: Settings, source: dict[str, Any]) -> None:
    """Show the columns of TABLE with types, nulls, extremes and quantiles, and count its rows.

    Example: acme describe flights.csv
    """
    from acme.cli.session import open_session
    from acme.cli.summary import FIGURES, read_summary

    location = source["location"]
    with open_session(settings, "describe", {"table": location}) as session:
        count, columns = read_summary(session.scan(source), session.row)
    if settings.json:
        show_json({"rows": count, "columns": [column.as_json() for column in columns]})
        return
    rows = [column.as_row() for column in columns]
    show_table(("column", "type", *FIGURES), rows, figures=FIGURES)
    tell(settings, f"{location}: {counted(count, 'row')}, {counted(len(columns), 'column')}")
