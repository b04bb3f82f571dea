"""Columns of text files: what type each has, and how its text becomes a value or is refused.

Whole numbers may be written `5`, `5.0` or `5e0`, never `1.5`; a time has a zone when its type has
one and only then; nothing is rounded to fit. Numbers with a fraction are what IEEE 754 makes of
them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from acme.core.errors import UnknownNameError

__all__ = ["Column", "declared"]

_DECLARED = {
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "int128": "HUGEINT",
    "uint8": "UTINYINT",
    "uint16": "USMALLINT",
    "uint32": "UINTEGER",
    "uint64": "UBIGINT",
    "float32": "FLOAT",
    "float64": "DOUBLE",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "datetime[utc]": "TIMESTAMPTZ",
    "time": "TIME",
    "binary": "BLOB",
}
# From 2**53 on a double no longer holds every whole number.
_WHOLE_DOUBLES = (1 - 2**53, 2**53 - 1)
_INTEGERS = {
    "TINYINT": (-(2**7), 2**7 - 1),
    "SMALLINT": (-(2**15), 2**15 - 1),
    "INTEGER": (-(2**31), 2**31 - 1),
    "UTINYINT": (0, 2**8 - 1),
    "USMALLINT": (0, 2**16 - 1),
    "UINTEGER": (0, 2**32 - 1),
    "BIGINT": _WHOLE_DOUBLES,
    "UBIGINT": (0, 2**53 - 1),
    "HUGEINT": _WHOLE_DOUBLES,
}
_LARGE_INTEGERS = {"BIGINT", "UBIGINT", "HUGEINT"}
_DAY = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?"
_ZONE = r"(Z|[+-]\d{2}(:\d{2})?)"
_FORMATS = {
    "DATE": "'%Y-%m-%d'",
    "TIMESTAMP": "['%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%dT%H:%M:%S',"
    " '%Y-%m-%dT%H:%M:%S.%f', '%Y-%m-%d']",
}
_PATTERNS = {
    "TIMESTAMPTZ": f"{_DAY}[ T]{_CLOCK}{_ZONE}",
    "TIME": _CLOCK,
    "BLOB": r"(?s).*",
    "BOOLEAN": r"(?s).*",
    "DOUBLE": r"(?s).*",
    "FLOAT": r"(?s).*",
}
_REASONS = {
    "BOOLEAN": "is neither true nor false",
    "DATE": "is no date such as 2020-01-31",
    "TIMESTAMP": "is no time such as 2020-01-31 12:00:00, without a zone",
    "TIMESTAMPTZ": "is no time with a zone such as 2020-01-31 12:00:00+01",
    "TIME": "is no time of day such as 12:00:00",
    "VARCHAR": "is no text",
    "BLOB": r"is no text of bytes such as \x41",
}


@dataclass(frozen=True)
class Column:
    """A column of a text file.

    Attributes:
        name: Its name.
        type: Its type, in DuckDB's words.
        as_text: Whether the reader delivers its text. If not, it may convert the text to a double
            or a boolean, which is fast; whole numbers from 2**53 on are then refused wrongly.
    """

    name: str
    type: str
    as_text: bool = False

    @classmethod
    def declared(cls, name: str, type_: str) -> Column:
        """Make a column whose whole numbers may use all 64 or 128 bits of its type."""
        return cls(name, type_, as_text=type_ in _LARGE_INTEGERS)

    @property
    def delivered(self) -> str:
        """The type in which the reader delivers it."""
        if self.as_text:
            return "VARCHAR"
        if self.type in {"DOUBLE", "FLOAT", "BOOLEAN"}:
            return self.type
        return "DOUBLE" if self.type in _INTEGERS else "VARCHAR"

    @property
    def reason(self) -> str:
        """What is wrong with a value that does not fit."""
        if self.type in _INTEGERS:
            return f"is no whole number of type {self.type}"
        return _REASONS.get(self.type, f"is no number of type {self.type}")

    def value(self, delivered: str) -> str:
        """Return the SQL of the value that is not refused, given that of what is delivered."""
        if self.type in {self.delivered, "JSON"}:
            return delivered
        if self.type in _FORMATS:
            return f"CAST(try_strptime({delivered}, {_FORMATS[self.type]}) AS {self.type})"
        return f"TRY_CAST({delivered} AS {self.type})"

    def refused(self, delivered: str) -> str | None:
        """Return the SQL condition that refuses what the reader delivers; None if nothing is."""
        if self.type in {self.delivered, "JSON"}:
            return None
        if self.delivered == "DOUBLE":
            low, high = _INTEGERS[self.type]
            return f"(trunc({delivered}) <> {delivered} OR {delivered} < {low} OR {delivered} > {high})"
        value = self.value(delivered)
        misread = (
            f"{delivered} IS NOT NULL AND ({value} IS NULL OR NOT {self._well_written(delivered)})"
        )
        if self.type not in _FORMATS:
            return f"({misread})"
        # strptime takes "infinity" and "epoch" for 1900-01-01; only then need the text be looked at.
        default = f"{self.type} '1900-01-01'"
        return f"(coalesce({value}, {default}) = {default} AND {misread})"

    def unsure(self, delivered: str) -> str | None:
        """Return the SQL condition that a refused value needs its text to be judged, if any."""
        if self.delivered != "DOUBLE" or self.type not in _LARGE_INTEGERS:
            return None
        return f"isfinite({delivered}) AND abs({delivered}) >= {2**53}"

    def _well_written(self, text: str) -> str:
        if self.type in _FORMATS:
            return f"contains({text}, '1900')"
        if self.type in _INTEGERS:
            number = f"TRY_CAST({text} AS DOUBLE)"
            whole = f"coalesce(trunc({number}) = {number} AND abs({number}) < {2**53}, false)"
            return rf"(regexp_full_match({text}, '\s*[+-]?\d+\s*') OR {whole})"
        pattern = _PATTERNS.get(self.type) or _decimal(self.type)
        return rf"regexp_full_match({text}, '\s*({pattern})\s*')"


def declared(name: str) -> str:
    """Return DuckDB's word for a type that a schema names, such as `int64` or `decimal(9, 2)`.

    Raises:
        UnknownNameError: No type has that name.
    """
    word = name.lower().replace("datetime(time_unit='us', time_zone=none)", "datetime")
    if decimal := re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", word):
        return f"DECIMAL({decimal[1]},{decimal[2]})"
    if word not in _DECLARED:
        raise UnknownNameError.among("type", name, [*_DECLARED, "decimal(P, S)"])
    return _DECLARED[word]


def _decimal(type_: str) -> str:
    scale = type_.rstrip(")").rpartition(",")[2]
    return rf"[+-]?\d*(\.\d{{0,{scale}}}0*)?"
