"""SQL text: names and values quoted, so that none of them can be read as anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["identifier", "literal"]


def identifier(name: str) -> str:
    """Quote a name of a column or table as the SQL standard says."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a value for DuckDB; in its strings a backslash is nothing special.

    Args:
        value: A truth value, or a sequence or mapping of such; anything else is text.
    """
    match value:
        case bool():
            return str(value).lower()
        case str():
            return "'" + value.replace("'", "''") + "'"
        case Mapping():
            return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(literal, value)) + "]"
    return literal(str(value))
