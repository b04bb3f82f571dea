"""The program: its commands, each imported when it is called, and what an error becomes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
from click.shell_completion import shell_complete

from acme.cli.commands.completion import COMPLETION_VARIABLE
from acme.cli.failures import report_failure
from acme.cli.installed import version_lines
from acme.cli.overview import COMMAND_GROUP, COMMANDS, help_text
from acme.cli.settings import State
from acme.core.errors import PluginError, UnknownNameError
from acme.core.exits import ExitCode
from acme.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["command", "run"]

_commands: Registry[click.Command] = Registry(
    "command", COMMAND_GROUP, {name: reference for name, (reference, _) in COMMANDS.items()}
)


class _Commands(click.Group):
    """The commands by name; one is imported when it is called, and plugins' for the help too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _commands.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        try:
            return _commands.get(cmd_name)
        except UnknownNameError as error:
            raise click.UsageError(str(error), ctx) from None

    def get_help(self, ctx: click.Context) -> str:
        plugins = set(_commands.names()) - set(COMMANDS)
        return help_text({name: _plugin_summary(name) for name in sorted(plugins)})


def _plugin_summary(name: str) -> str:
    try:
        return _commands.get(name).get_short_help_str(limit=60)
    except PluginError as error:
        return f"({error.message})"


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value:
        click.echo("\n".join(version_lines()))
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
def command() -> None:
    """Read tables, transform them, write tables."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status.

    Errors become one sentence on stderr; `KeyboardInterrupt` is left to the caller.
    """
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        return shell_complete(command, {}, "acme", COMPLETION_VARIABLE, instruction)
    state = State()
    try:
        # Not click's own `main`, which would end the process itself when the reader has gone.
        with command.make_context("acme", list(arguments), obj=state) as context:
            command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except Exception as error:  # noqa: BLE001  # this is where every error ends
        return report_failure(error, state.settings)
    return ExitCode.DONE
