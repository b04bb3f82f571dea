"""Tables on the command line: locations, with the formats and options that their names do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acme.core.toml import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["option_pairs", "source_options", "table", "target_options"]


def option_pairs(
    _context: click.Context, _parameter: click.Parameter, pairs: Iterable[str]
) -> dict[str, Any]:
    """Return what `KEY=VALUE` arguments say; a value is TOML where it can be, and text else."""
    options = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator:
            raise click.BadParameter(f'"{pair}" is not of the form KEY=VALUE')
        options[key] = parse_value(value)
    return options


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the table that it reads: `read_format` and `read`."""
    return _options(command, "--from", "--read", "read")


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the table that it writes: `write_format` and `write`."""
    return _options(command, "--to", "--write", "write")


def table(
    location: str, format: str | None, options: dict[str, Any]
) -> dict[str, Any]:  # as engines call it
    """Return a table as engines take it."""
    chosen = {} if format is None else {"format": format}
    return {"location": location, **chosen, **options}


def _options(
    command: Callable[..., Any], format_flag: str, option_flag: str, verb: str
) -> Callable[..., Any]:
    format_option = click.option(
        format_flag,
        f"{verb}_format",
        metavar="FORMAT",
        help=f"{verb.capitalize()} this format, whatever the name tells.",
    )
    pairs_option = click.option(
        option_flag,
        verb,
        metavar="KEY=VALUE",
        multiple=True,
        callback=option_pairs,
        help=f'{verb.capitalize()} with this option of the format, such as "delimiter=;".',
    )
    return format_option(pairs_option(command))
