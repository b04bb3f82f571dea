"""Find commands: verbs of Make, scripts of hatch, programs of the tools, and the program of the packages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.documentation.practices import symbols
from tools.errors import ToolError
from tools.monorepo import settings

if TYPE_CHECKING:
    from pathlib import Path

    from tools.documentation.practices.checkout import Checkout

PROGRAM = re.compile(r"python -m tools\.(\w+)")


def source(command: str, checkout: Checkout) -> str | None:
    """The file, from the root, that defines a command; None for what is no command at all.

    Raises:
        ToolError: It looks like a command, and nothing defines it.
    """
    name, _, rest = command.partition(" ")
    root = checkout.root
    if name == "make":
        return _verb(rest, root)
    if command.startswith("hatch run "):
        return _script(command.removeprefix("hatch run "), root)
    if command.startswith("python -m tools."):
        return _program(command, root)
    if name == checkout.own.name:
        return _packages_program(rest, checkout)
    return None


def _verb(words: str, root: Path) -> str:
    """``make VERB``, or ``make check ARGS=CHECK`` for one of the checks."""
    verb, _, check = words.partition(" ARGS=")
    makefile = (root / "Makefile").read_text("utf-8")
    if not re.search(rf"^{re.escape(verb)}:.*## ", makefile, re.MULTILINE):
        raise ToolError(f"the Makefile has no verb {verb}")
    if not check:
        return "Makefile"
    if verb != "check" or check not in symbols.keys(root / "tools" / "check.py", "CHECKS"):
        raise ToolError(f"make {verb} has no part called {check}")
    return "tools/check.py"


def _script(words: str, root: Path) -> str:
    """``hatch run NAME``, ``hatch run ENVIRONMENT:NAME``; words may follow for a program of the tools."""
    script, _, rest = words.partition(" ")
    environment, _, name = script.rpartition(":")
    keys = ("envs", environment or "default", "scripts", name)
    found = settings.lookup(settings.read(root / "hatch.toml"), *keys)
    if found is None:
        raise ToolError(f"hatch.toml has no script {script}")
    program = PROGRAM.search(str(found))
    if not rest:
        return "hatch.toml"
    if not program:
        raise ToolError(f"what follows {script} cannot be looked up; leave it out")
    return _program(f"{program[0]} {rest}", root)


def _program(command: str, root: Path) -> str:
    """``python -m tools.NAME``; further words must be in its help, which is its docstring."""
    program, _, rest = command.removeprefix("python -m tools.").partition(" ")
    file = root / "tools" / f"{program}.py"
    if not file.is_file():
        raise ToolError(f"there is no tools/{program}.py")
    symbols.require(file, "main")
    if rest and command not in " ".join(symbols.docstring(file).split()):
        raise ToolError(f"the help of tools.{program} does not show: {command}")
    return f"tools/{program}.py"


def overview(checkout: Checkout) -> Path | None:
    """The module with the table of the packages' commands; None where no package has a program."""
    place = symbols.module_of(f"{checkout.own.module}.cli.overview", checkout.root)
    return place[0] if place and not place[1] else None


def _packages_program(command: str, checkout: Checkout) -> str:
    file = overview(checkout)
    if file is None or command not in symbols.keys(file, "COMMANDS"):
        raise ToolError(f"{checkout.own.name} has no command {command}")
    return file.relative_to(checkout.root).as_posix()
