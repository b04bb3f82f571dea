"""Tables on the command line: locations, with the formats and options that their names do not tell."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from acme.core.toml import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["source_options", "target_options"]


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what it reads; its `source` becomes as engines take it."""
    return _options(command, "source", "--from", "read")


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what it writes; its `target` becomes as engines take it."""
    return _options(command, "target", "--to", "write")


def _options(
    command: Callable[..., Any], argument: str, format_flag: str, verb: str
) -> Callable[..., Any]:
    format_help = f"{verb.capitalize()} this format, whatever the name tells."
    pairs_help = f'{verb.capitalize()} with this option of the format, such as "delimiter=;".'

    @click.option(format_flag, metavar="FORMAT", help=format_help)
    @click.option(f"--{verb}", metavar="KEY=VALUE", multiple=True, callback=_pairs, help=pairs_help)
    @functools.wraps(command)
    def call(*arguments: Any, **given: Any) -> Any:
        chosen = given.pop(format_flag.strip("-"))
        format_ = {} if chosen is None else {"format": chosen}
        given[argument] = {"location": given[argument], **format_, **given.pop(verb)}
        return command(*arguments, **given)

    return call


def _pairs(
    _context: click.Context, _parameter: click.Parameter, pairs: Iterable[str]
) -> dict[str, Any]:
    """Return what `KEY=VALUE` says; a value is TOML where it can be, and text else."""
    options = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator:
            raise click.BadParameter(f'"{pair}" is not of the form KEY=VALUE')
        options[key] = parse_value(value)
    return options
