"""Summary: what is in a table, computed by the engine in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.processing.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from acme.processing.pipeline import Fetch

__all__ = ["FIGURES", "ColumnSummary", "read_summary"]

_QUANTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
_WITHOUT_ORDER = (nw.Binary, nw.Object, nw.Unknown)

FIGURES = ("min", *_QUANTILES, "max")
"""What a column can have, in the order of size."""


@dataclass(frozen=True)
class ColumnSummary:
    """What is in a column.

    Attributes:
        name: The column's name.
        type: Its type, as flows call it.
        is_number: Whether its values are numbers.
        nulls: How many rows have no value.
        figures: Those of `FIGURES` that the type has, as text; None where there is no value.
    """

    name: str
    type: str
    is_number: bool
    nulls: int
    figures: Mapping[str, str | None]

    def value(self, label: str) -> int | float | str | None:
        """Return a figure as JSON has it: a number where it is one and JSON can write it."""
        text = self.figures[label]
        if text is None or not self.is_number:
            return text
        number = float(text)
        if number - number != 0:  # NaN and infinity, which JSON does not have
            return text
        return int(text) if text.lstrip("-").isdecimal() else number


def read_summary(frame: nw.LazyFrame[Any], fetch: Fetch) -> tuple[int, list[ColumnSummary]]:
    """Return how many rows a table has, and what is in its columns.

    Args:
        frame: The table.
        fetch: Computes a table of one row.
    """
    schema = frame.collect_schema()
    figures = {("", "rows"): nw.len()}
    for name, dtype in schema.items():
        figures |= {(name, label): figure for label, figure in _figures(nw.col(name), dtype)}
    # As text, because every type has one and JSON does not bend it.
    texts = [figure.cast(nw.String).alias(str(i)) for i, figure in enumerate(figures.values())]
    row = fetch(frame.select(*texts))
    found = {key: row[str(i)] for i, key in enumerate(figures)}
    columns = [_column(name, dtype, found) for name, dtype in schema.items()]
    return int(found["", "rows"]), columns


def _figures(column: nw.Expr, dtype: nw.dtypes.DType) -> Iterator[tuple[str, nw.Expr]]:
    yield "nulls", column.is_null().sum()
    if dtype.is_nested() or dtype in _WITHOUT_ORDER:
        return
    yield "min", column.min()
    yield "max", column.max()
    if dtype.is_numeric():
        for label, quantile in _QUANTILES.items():
            yield label, column.quantile(quantile, interpolation="linear")


def _column(
    name: str, dtype: nw.dtypes.DType, found: Mapping[tuple[str, str], str | None]
) -> ColumnSummary:
    return ColumnSummary(
        name=name,
        type=str(kind_of(dtype)),
        is_number=dtype.is_numeric(),
        nulls=int(found[name, "nulls"] or 0),
        figures={label: found[name, label] for label in FIGURES if (name, label) in found},
    )
