"""Origin: where a step stands in a flow file, so that its errors tell line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acme.core import toml
from acme.core.errors import AcmeError, ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Origin", "origins_of_steps"]


@dataclass(frozen=True)
class Origin:
    """Where a step stands: in which file, what is in it, and where in that its header begins."""

    path: Path
    text: str
    start: int | None  # None for a step without a header

    def place(self, error: AcmeError, arguments: Mapping[str, Any]) -> None:
        """Tell an error its file, and line and column as far as they are found.

        Args:
            error: An error whose key is that of an argument, and whose column is in its text.
            arguments: The step's arguments by name.
        """
        column = error.column if isinstance(error.column, int) else None
        error.file, error.line, error.column = str(self.path), None, None
        if self.start is None:
            return
        at = self.start
        if key := error.key and self._find(error.key):
            at = key.start()
            value = _argument(arguments, error.key or "")
            start = self.text.find(value.strip(), key.end()) if isinstance(value, str) else -1
            if column and start >= 0:
                at = start + column - 1
                error.column = at - self.text.rfind("\n", 0, at)
        error.line = self.text.count("\n", 0, at) + 1

    def _find(self, key: str) -> re.Match[str] | None:
        """Return where a key such as "columns.speed" has its value, dotted or in its table."""
        table, _, name = key.rpartition(".")
        dotted = rf"(?:{re.escape(table)}[ \t]*\.[ \t]*)?" if table else ""
        spelled = rf"(?<![\w.-]){dotted}[\"']?{re.escape(name)}[\"']?[ \t]*=(?!=)"
        return re.compile(spelled).search(self.text, self.start or 0)


def origins_of_steps(path: Path, text: str, count: int) -> list[Origin]:
    """Return where each of the steps in a flow file stands."""
    starts: list[int | None] = [*_headers(text)]
    if len(starts) != count:  # tables of an array in one place, steps = [{…}, {…}], have none
        starts = [None] * count
    return [Origin(path, text, start) for start in starts]


def _headers(text: str) -> Iterator[int]:
    """Yield where each `[[steps]]` begins; what stands before one is TOML of its own."""
    for header in re.finditer(r"^[ \t]*\[\[[ \t]*steps[ \t]*\]\]", text, re.MULTILINE):
        try:
            toml.parse(text[: header.start()])
        except ConfigurationError:
            continue  # it is inside a text of several lines
        yield header.start()


def _argument(arguments: Mapping[str, Any], key: str) -> object:
    """Return an argument by its key, such as "columns.speed"; None if there is none."""
    name, _, item = key.partition(".")
    value = arguments.get(name)
    return value.get(item) if isinstance(value, Mapping) else value
