"""Output: tables for people on a terminal, plain lines in a pipe, JSON for programs."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Any

import click

from acme.core.errors import PluginError
from acme.core.secret import redact, redact_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from acme.cli.settings import Settings
    from acme.core.registry import Registry

__all__ = ["counted", "show_json", "show_listing", "show_report", "show_table", "tell"]


def show_json(value: Any, *, err: bool = False) -> None:
    """Print a value as JSON, to stderr if stdout is not for it."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2), err=err)


def show_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, figures: Collection[str] = ()
) -> None:
    """Print a table that fits the terminal; in a pipe, lines with tabs between cells.

    Args:
        columns: Headings.
        rows: Cells.
        figures: The headings below which are figures.
    """
    if sys.stdout.isatty():
        _show_rich(columns, rows, figures)
    else:
        for row in (columns, *rows):
            click.echo("\t".join(" ".join(cell.split()) for cell in row))


def show_listing(settings: Settings, registry: Registry[Any]) -> None:
    """Print the name of each component, and the first line of its docstring or why there is none."""
    listed = {name: _summary(registry, name) for name in registry.names()}
    if settings.json:
        show_json([{"name": name, "summary": summary} for name, summary in listed.items()])
    else:
        show_table((registry.kind, "what it is"), list(listed.items()))


def _summary(registry: Registry[Any], name: str) -> str:
    try:
        return (inspect.getdoc(registry.get(name)) or "").partition("\n")[0]
    except PluginError as error:
        return f"({error.message})"


def show_report(settings: Settings, report: Mapping[str, Any]) -> None:
    """Print what came of writing a table: its `target` and the counts of rows."""
    is_streamed = report["target"] == "-"
    if settings.json:
        show_json(redact_fields(dict(report)), err=is_streamed)
    else:
        target = "standard output" if is_streamed else redact(report["target"])
        rejected = f", {report['rejected']:,} rejected" if report["rejected"] else ""
        tell(settings, f"wrote {counted(report['written'], 'row')} to {target}{rejected}")


def counted(number: int, noun: str) -> str:
    """Spell a number of things: `1 row`, `2,000 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def tell(settings: Settings, text: str) -> None:
    """Say on stderr what was done, unless nobody wants to know."""
    if not settings.quiet and not settings.json:
        click.echo(text, err=True)


def _show_rich(
    columns: Sequence[str], rows: Iterable[Sequence[str]], figures: Collection[str]
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:  # what does not fit goes on in the next line, and nothing is cut off
        table.add_column(column, justify="right" if column in figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))  # what a table holds is no markup
    Console().print(table)
