"""Sampling: the types of columns that no schema declares, from the first rows of each file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from acme.core.errors import UnknownNameError, error_context
from acme.io.columns import Column, declared
from acme.io.failures import sentence
from acme.io.records import unreadable
from acme.io.sql import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acme.io.tables import TextTable

__all__ = ["kind", "typed"]

_ROWS = 10_000
_FILES = 8
_WHOLE = r"[+-]?(0|[1-9]\d*)"
_FRACTION = r"(?i)[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)(e[+-]?\d+)?|[+-]?(inf|infinity)|nan"

_TYPES = (
    ("BIGINT", ("whole", "large"), "fraction"),
    ("DOUBLE", ("whole", "fraction"), "large"),
    ("BOOLEAN", ("truth",), ""),
    ("DATE", ("day",), "moment"),
    ("TIMESTAMP", ("day", "moment"), ""),
    ("TIMESTAMPTZ", ("zoned",), ""),
    ("TIME", ("clock",), ""),
)
"""Types, the kinds of values that each holds, and a kind that asks for another type."""


def typed(
    connection: duckdb.DuckDBPyConnection,
    table: TextTable,
    names: Sequence[str],
    schema: Mapping[str, str] | None,
) -> list[Column]:
    """Return the columns of a table, with the types that a schema declares or that fit a sample.

    Raises:
        UnknownNameError: The table has no such column, or there is no such type.
        DataError: The sample cannot be read.
    """
    known: dict[str, Column] = {}
    for name, type_ in (schema or {}).items():
        if name not in names:
            raise UnknownNameError.among("column", name, names, file=table.files[0].label)
        known[name] = Column.declared(name, declared(str(type_)))
    unknown = [name for name in names if name not in known]
    for name, kinds in _kinds(connection, table, names, unknown).items():
        known[name] = _inferred(name, kinds)
    return [known[name] for name in names]


def _kinds(
    connection: duckdb.DuckDBPyConnection,
    table: TextTable,
    names: Sequence[str],
    wanted: Sequence[str],
) -> dict[str, Counter[str]]:
    """Return how many values of a sample are of which kind, by column."""
    counts = {name: Counter[str]() for name in wanted}
    table = replace(table, columns=[Column(name, "VARCHAR") for name in names])
    values = ", ".join(table.sampled(column) for column in table.columns if column.name in counts)
    files = table.files[:_FILES] if wanted else []
    for file in files:
        rows = f"FROM {table.source([file], ignore_errors=True)} LIMIT {_ROWS // len(files)}"
        # One value a row: planning the long expression once for each column would take longer.
        query = (
            f"SELECT place, {table.kind('value')}, count(*)"
            f" FROM (SELECT unnest([{values}]) AS value, unnest(range({len(wanted)})) AS place"
            f" FROM ({rows})) WHERE value IS NOT NULL GROUP BY ALL"
        )
        try:
            found = connection.execute(query).fetchall()
        except duckdb.InvalidInputException as error:
            with error_context(file=file.label):
                raise unreadable(file.path, table.dialect(file), sentence(error)) from error
        for place, kind_, number in found:
            counts[wanted[place]][kind_] += number
    return counts


def kind(text: str) -> str:
    """Return the SQL that sorts a text, no null, into one of the kinds that types are inferred from."""
    return (
        f"CASE WHEN regexp_full_match({text}, {literal(_WHOLE)}) THEN CASE WHEN strlen({text}) <= 15"
        f" THEN 'whole' WHEN TRY_CAST({text} AS BIGINT) IS NULL THEN 'code' ELSE 'large' END"
        rf" WHEN regexp_full_match({text}, '[+-]?\d+') THEN 'code'"
        f" WHEN regexp_full_match({text}, {literal(_FRACTION)}) THEN 'fraction'"
        # Words, which begin behind "9" in ASCII, are most of what is left and need no more tries.
        f" WHEN lower({text}) IN ('true', 'false') THEN 'truth' WHEN ascii({text}) > 57 THEN 'text'"
        f" WHEN NOT {Column('', 'DATE').refused(text)} THEN 'day'"
        f" WHEN NOT {Column('', 'TIMESTAMP').refused(text)} THEN 'moment'"
        f" WHEN NOT {Column('', 'TIMESTAMPTZ').refused(text)} THEN 'zoned'"
        f" WHEN NOT {Column('', 'TIME').refused(text)} THEN 'clock' ELSE 'text' END"
    )


def _inferred(name: str, count: Counter[str]) -> Column:
    """Return the column whose type fits more than half of a sample; text when none does.

    A column in which JSON is nested is kept as text of JSON. Digits with a leading zero, or too
    many for a whole number of 64 bits, are codes: text.
    """
    if count["nested"]:
        return Column(name, "JSON")
    for type_, kinds, forbidden in _TYPES:
        fitting = sum(count[kind] for kind in kinds)
        if fitting * 2 > count.total() and not (count[forbidden] or count["code"]):
            return Column(name, type_, as_text=type_ == "BIGINT" and count["large"] > 0)
    return Column(name, "VARCHAR")
