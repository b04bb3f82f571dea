"""Every verb, and the help of every program of this repository and of its packages."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.documentation import help_text
from tools.documentation.markdown import fence, page, table
from tools.documentation.verbs import verbs
from tools.monorepo import workspace
from tools.monorepo.tool_imports import is_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERBS = """
A verb is typed as `make VERB` or as `hatch run VERB`; both start the same program, in an
environment made for that job. Every program has `--help`, and exits 0 when it is done, 1 when it
found problems, 2 when it was used wrongly. What a program is to be told goes through `ARGS` with
Make, and stands behind the verb with hatch: `make test ARGS="-k registry"` is `hatch run test -k
registry`.

`hatch` itself stands in `.setup/`, pinned by hash, made by the first verb. A hatch of your own
works as well.
"""
PROGRAMS = """
The repository's own programs, as each tells of itself. [The verbs](commands.md) start them in the
environment that has what they need; `hatch run python -m tools.NAME` does for most.
"""
INSTALLED = "What the packages install, as each command tells of itself.\n"


def pages(root: Path) -> Mapping[str, str]:
    """One page of verbs, one of the repository's programs, one of what the packages install."""
    return {
        "reference/commands.md": page("Commands", VERBS, _verbs(root)),
        "reference/programs.md": page("Programs of the repository", PROGRAMS, *_programs(root)),
        "reference/installed.md": page("Installed commands", INSTALLED, *_installed(root)),
    }


def _verbs(root: Path) -> str:
    made_of = [
        (
            f"`make {verb.name}`" if verb.purpose else "",
            f"`hatch run {verb.name}`" if verb.environment else "",
            verb.purpose.replace("[", "\\[") or "see its program",  # a bracket would be a link
            f"[`{verb.environment}`](environments.md#{verb.environment})"
            if verb.environment
            else "",
            ", ".join(_linked(command) for command in verb.commands),
        )
        for verb in verbs(root)
    ]
    return table(["verb", "hatch script", "what it does", "environment", "what runs"], made_of)


def _linked(command: str) -> str:
    """A command, with a link to the help of our program where it starts one."""
    found = re.search(r"python -m tools\.(\w+)", command)
    return f"[`{command}`](programs.md#{found[1]})" if found else f"`{command}`"


def _programs(root: Path) -> Iterator[str]:
    names = [path.stem for path in sorted(root.glob("tools/*.py")) if is_program(path)]
    yield ", ".join(f"[`{name}`](#{name})" for name in names) + "\n"
    for name in names:
        texts = help_text.of_tool(name)
        yield _heading(f"python -m tools.{name}", name)
        yield from map(fence, texts.values())


def _installed(root: Path) -> Iterator[str]:
    folder = Path(sys.executable).parent
    for package in workspace.packages(root).values():
        for name in package.metadata["project"].get("scripts", {}):
            for typed, text in help_text.of_program(str(folder / name)).items():
                yield _heading(typed, typed.replace(" ", "-"))
                yield fence(text)


def _heading(title: str, anchor: str) -> str:
    return f"## `{title}` {{ #{anchor} }}\n"
