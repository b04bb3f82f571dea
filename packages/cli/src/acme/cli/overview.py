"""The commands, and the help of the program as a whole.

The help is made without click, whose import takes longer than the answer may; click's own group
shows this same text.
"""

__all__ = ["COMMANDS", "COMMAND_GROUP", "help_text"]

COMMANDS = {
    "run": ("acme.cli.commands.run:run", "Read, transform and write as a flow file says."),
    "convert": ("acme.cli.commands.convert:convert", "Copy a table to another place or format."),
    "describe": ("acme.cli.commands.describe:describe", "Show what a table holds."),
    "check": ("acme.cli.commands.check:check", "Find what is wrong with a flow; write nothing."),
    "formats": ("acme.cli.commands.formats:formats", "List the formats of tables."),
    "transforms": ("acme.cli.commands.transforms:transforms", "List what a step can do."),
    "completion": ("acme.cli.commands.completion:completion", "Print a shell's completion."),
}
"""Name to where the command is and what it does, in the order of the help."""

COMMAND_GROUP = "acme.commands"
"""The entry-point group of commands that other distributions bring."""

_TEXT = """\
Usage: acme [OPTIONS] COMMAND [ARGS]...

  Read tables, transform them, write tables.

  acme convert flights.csv flights.parquet
  acme run flow.toml

Options:
  --version   Show the versions of the packages, the engine and Python.
  -h, --help  Show this help; after a command, the help of the command.

Commands:
{commands}

Exit status: 0 done, 1 found problems, 2 used wrongly, 130 interrupted."""


def help_text(plugins: dict[str, str] | None = None) -> str:
    """Return the help of the program.

    Args:
        plugins: Name to summary of commands that other distributions bring.
    """
    summaries = {name: summary for name, (_, summary) in COMMANDS.items()} | (plugins or {})
    width = max(map(len, summaries))
    lines = [f"  {name:{width}}  {summary}".rstrip() for name, summary in summaries.items()]
    return _TEXT.format(commands="\n".join(lines))
