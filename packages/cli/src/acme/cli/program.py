"""The program: its commands, each imported when it is called, and what an error becomes."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from acme.cli.installed import version_lines
from acme.core.errors import AcmeError, ExitCode, exit_code

__all__ = ["acme", "run"]

_COMMANDS = {
    "run": "acme.cli.commands.run:run",
    "convert": "acme.cli.commands.convert:convert",
}


class _LazyGroup(click.Group):
    """A group that imports a command when it is called or its help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo("\n".join(version_lines()))
        ctx.exit()


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the versions of the packages, the engine and Python, and exit.",
)
def acme() -> None:
    """Read tables, transform them, write tables.

    `acme convert flights.csv flights.parquet` is the shortest form; `acme run flow.toml` reads,
    transforms and writes as a flow file says.
    """


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit status; errors become one sentence on stderr."""
    try:
        acme.main(arguments, prog_name="acme", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return ExitCode.INTERRUPTED
    except AcmeError as error:
        print(f"acme: {error}", file=sys.stderr)
        return exit_code(error)
    return ExitCode.DONE
