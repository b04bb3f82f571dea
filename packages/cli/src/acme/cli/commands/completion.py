"""`acme completion`: what makes a shell complete the command line."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

__all__ = ["COMPLETION_VARIABLE", "completion"]

COMPLETION_VARIABLE = "_ACME_COMPLETE"
"""The variable by which a shell asks for completions."""

_SHELLS = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands and options with the Tab key.

    Example: acme completion bash >> ~/.bashrc
    """
    from acme.cli.program import command

    click.echo(_SHELLS[shell](command, {}, "acme", COMPLETION_VARIABLE).source())
