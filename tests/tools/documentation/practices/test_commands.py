from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.documentation.practices import commands
from tools.documentation.practices.checkout import at
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("make check", "Makefile"),
        ("make check ARGS=types", "tools/check.py"),
        ("hatch run fix", "hatch.toml"),
        ("hatch run test:all", "hatch.toml"),
        ("hatch run draw square --filled", "tools/draw.py"),
        ("python -m tools.draw", "tools/draw.py"),
        ("python -m tools.draw square", "tools/draw.py"),
        ("acme run", "packages/cli/src/acme/cli/overview.py"),
        ("packages/core", None),
    ],
)
def test_a_command_is_found_where_it_is_defined(
    furnished: House, command: str, file: str | None
) -> None:
    assert commands.source(command, at(furnished.root)) == file


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("make hidden", "the Makefile has no verb hidden"),
        ("make check ARGS=gone", "make check has no part called gone"),
        ("hatch run gone", "hatch.toml has no script gone"),
        ("hatch run test:gone", "hatch.toml has no script test:gone"),
        ("hatch run fix it", "what follows fix cannot be looked up; leave it out"),
        (
            "hatch run draw circle",
            "the help of tools.draw does not show: python -m tools.draw circle",
        ),
        ("python -m tools.gone", "there is no tools/gone.py"),
        ("acme gone", "acme has no command gone"),
    ],
)
def test_a_command_that_is_gone_is_told(furnished: House, command: str, sentence: str) -> None:
    with pytest.raises(ToolError) as failure:
        commands.source(command, at(furnished.root))

    assert str(failure.value) == sentence


def test_a_program_needs_something_to_start(furnished: House) -> None:
    furnished.write("tools/idle.py", '"""Nothing."""\n')

    with pytest.raises(ToolError, match=r"^idle.py does not define main$"):
        commands.source("python -m tools.idle", at(furnished.root))


def test_without_a_command_line_there_are_no_commands(furnished: House) -> None:
    (furnished.root / "packages/cli/src/acme/cli/overview.py").unlink()

    with pytest.raises(ToolError, match=r"^acme has no command run$"):
        commands.source("acme run", at(furnished.root))
