"""Read the practices: ``docs/practices/chapters.toml``, and beside it one file for each chapter.

A row is a table named by its identifier. It says ``what`` the practice is and where it lives,
``here``, with ``tests`` that show it. A practice that something better stands in for has ``instead``,
the reason, and ``by``, where that lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import ToolError
from tools.monorepo import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "docs/practices"
INDEX = f"{FOLDER}/chapters.toml"
LIVING = {"what", "here"}
SUPERSEDED = {"what", "instead", "by"}
OPTIONAL = {"tests"}


class Row(NamedTuple):
    """One practice.

    Attributes:
        identifier: The letter of its chapter and its number there, such as ``A08``.
        what: The practice in one sentence.
        places: Where it lives or, where something else stands in for it, where that lives.
        tests: Tests that show it, as pytest names them.
        instead: Why something else stands in for it; empty for a practice that lives here.
        file: The file that says so, from the root.
    """

    identifier: str
    what: str
    places: tuple[str, ...]
    tests: tuple[str, ...]
    instead: str
    file: str


class Chapter(NamedTuple):
    """Practices that belong together."""

    letter: str
    title: str
    rows: tuple[Row, ...]


def read(root: Path) -> list[Chapter]:
    """Every chapter with its rows, in order.

    Raises:
        ToolError: A file cannot be read, a row is missing, or one is not as it should be; the
            sentences name all that is wrong.
    """
    index = settings.read(root / INDEX)
    problems = list(_index_problems(index))
    chapters = []
    for letter, entry in index.get("chapters", {}).items() if not problems else ():
        file = f"{FOLDER}/{entry['file']}"
        tables = settings.read(root / file)
        expected = [f"{letter}{number:02}" for number in range(1, entry["rows"] + 1)]
        problems += _chapter_problems(file, tables, expected)
        rows = tuple(_row(name, tables[name], file) for name in expected if not problems)
        chapters.append(Chapter(letter, entry["title"], rows))
    if problems:
        raise ToolError("\n".join(problems))
    return chapters


def _index_problems(index: dict[str, Any]) -> Iterator[str]:
    chapters = index.get("chapters", {})
    for letter, entry in chapters.items():
        kinds = {name: type(value) for name, value in entry.items()}
        if kinds != {"title": str, "file": str, "rows": int}:
            yield f"{INDEX}: chapter {letter} needs title, file and rows, and nothing else"
            return
    counted = sum(entry["rows"] for entry in chapters.values())
    if counted != index.get("rows"):
        yield (
            f"{INDEX}: the chapters have {counted} rows together and not {index.get('rows')};"
            " correct the one that is wrong"
        )


def _chapter_problems(file: str, tables: dict[str, Any], expected: list[str]) -> Iterator[str]:
    for name in expected:
        if name not in tables:
            yield f"{file}: {name} is missing; say what it is and where it lives"
    for name, table in tables.items():
        if name not in expected:
            yield f"{file}: {name} is none of {expected[0]} to {expected[-1]}; see {INDEX}"
        else:
            yield from (f"{file}: {name}: {fault}" for fault in _faults(table))


def _faults(table: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a row."""
    keys = table.keys() - OPTIONAL
    if keys not in (LIVING, SUPERSEDED):
        yield (
            f"has {', '.join(sorted(keys))}; a row has what and here, or what, instead and by,"
            " and perhaps tests"
        )
    for key, value in table.items():
        if key in {"what", "instead"}:
            if not isinstance(value, str) or not value.endswith("."):
                yield f"{key} is one sentence that ends with a full stop"
        elif not _are_names(value):
            yield f"{key} is a list of names, each of them once, and one at least"


def _are_names(value: object) -> bool:
    names = value if isinstance(value, list) else []
    return bool(names) and all(isinstance(name, str) for name in names) and _differ(names)


def _differ(names: list[str]) -> bool:
    return len(set(names)) == len(names)


def _row(name: str, table: dict[str, Any], file: str) -> Row:
    places = table.get("here") or table["by"]
    tests = tuple(table.get("tests", ()))
    return Row(name, table["what"], tuple(places), tests, table.get("instead", ""), file)
