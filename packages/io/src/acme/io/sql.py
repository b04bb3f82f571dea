"""SQL text: names and values quoted, so that none of them can be read as anything else."""

from __future__ import annotations

__all__ = ["identifier", "literal"]


def identifier(name: str) -> str:
    """Quote a name of a column or table as the SQL standard says."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Quote a value as a string of standard SQL, in which a backslash is nothing special."""
    return "'" + str(value).replace("'", "''") + "'"
