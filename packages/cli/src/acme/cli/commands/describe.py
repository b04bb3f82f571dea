"""`acme describe`: what a table holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acme.cli.output import counted, show_json, show_table, tell
from acme.cli.settings import engine_options
from acme.cli.tables import source_options, table

if TYPE_CHECKING:
    from acme.cli.settings import Settings
    from acme.cli.summary import ColumnSummary

__all__ = ["describe"]


@click.command()
@click.argument("location", metavar="TABLE", type=click.Path())
@source_options
@engine_options
def describe(
    settings: Settings, location: str, read_format: str | None, read: dict[str, Any]
) -> None:
    """Show the columns of TABLE with types, nulls, extremes and quantiles, and count its rows.

    Example: acme describe flights.csv
    """
    from acme.cli.session import open_session
    from acme.cli.summary import FIGURES, read_summary

    with open_session(settings, "describe", {"table": location}) as session:
        frame = session.scan(table(location, read_format, read))
        count, columns = read_summary(frame, session.row)
    if settings.json:
        show_json({"rows": count, "columns": [_as_json(column) for column in columns]})
        return
    rows = [_as_row(column, FIGURES) for column in columns]
    show_table(("column", "type", "nulls", *FIGURES), rows, figures=("nulls", *FIGURES))
    tell(settings, f"{location}: {counted(count, 'row')}, {counted(len(columns), 'column')}")


def _as_json(column: ColumnSummary) -> dict[str, Any]:
    figures = {label: column.value(label) for label in column.figures}
    return {"name": column.name, "type": column.type, "nulls": column.nulls, **figures}


def _as_row(column: ColumnSummary, labels: tuple[str, ...]) -> tuple[str, ...]:
    figures = ((column.figures.get(label) or "").removesuffix(".0") for label in labels)
    return (column.name, column.type, f"{column.nulls:,}", *figures)
