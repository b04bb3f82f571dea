"""`acme convert`: one table from one place and format to another."""

from __future__ import annotations

import click

__all__ = ["convert"]


@click.command()
@click.argument("source")
@click.argument("target")
def convert(source: str, target: str) -> None:
    """Copy the table SOURCE to TARGET; the formats follow from the names.

    \b
    acme convert flights.csv flights.parquet
    """
    from acme.io import open_engine

    with open_engine() as engine:
        engine.sink(engine.scan(source), target)
