from __future__ import annotations

from tools.documentation.help_text import listed

ARGPARSE = """usage: bump [-h] COMMAND ...

positional arguments:
  COMMAND
    plan      show what follows, and why; changes
              nothing
    tag       put annotated tags

options:
  -h, --help  show this help message and exit
"""
CLICK = """Usage: acme [OPTIONS] COMMAND

Commands:
  run      Read.
  convert  Copy.

Exit status: 0 done.
"""


def test_commands_are_listed_as_argparse_prints_them() -> None:
    assert listed(ARGPARSE) == ["plan", "tag"]


def test_commands_are_listed_as_click_prints_them() -> None:
    assert listed(CLICK) == ["run", "convert"]


def test_a_program_of_one_command_lists_none() -> None:
    assert listed("usage: audit [-h]\n") == []
