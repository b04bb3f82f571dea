"""Ask programs for their help, as a reader would: at 100 columns and without colour."""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tools.execution.process import output_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLAIN = {"COLUMNS": "100", "NO_COLOR": "1"}
_LISTED = re.compile(r"^(?:Commands:|  COMMAND)\n(( +)\S.*\n(?:\2 *\S.*\n)*)", re.MULTILINE)


def of_tool(name: str) -> dict[str, str]:
    """The help of ``python -m tools.NAME``, and of each command in it, by what one types for it.

    The program is imported and asked here: thirty interpreters would take longer than the site.
    """
    main = importlib.import_module(f"tools.{name}").main

    def ask(command: tuple[str, ...]) -> str:
        said = io.StringIO()
        with _plain(), contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            main([*command, "--help"])
        return said.getvalue()

    return _with_commands(f"python -m tools.{name}", ask)


def of_program(path: str) -> dict[str, str]:
    """The help of an installed program, and of each command in it, by what one types for it."""
    return _with_commands(Path(path).name, functools.partial(_answer, path))


@functools.cache
def _answer(path: str, command: tuple[str, ...]) -> str:
    return output_of([path, *command, "--help"], environment={**os.environ, **PLAIN})


def _with_commands(typed: str, ask: Callable[[tuple[str, ...]], str]) -> dict[str, str]:
    text = ask(())
    return {typed: text, **{f"{typed} {name}": ask((name,)) for name in listed(text)}}


def listed(text: str) -> list[str]:
    """The commands that a help lists, as argparse and click print them."""
    found = _LISTED.search(text)
    return re.findall(rf"^{found[2]}(\S+)", found[1], re.MULTILINE) if found else []


@contextlib.contextmanager
def _plain() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(PLAIN)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
