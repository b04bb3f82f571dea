"""Summary: what is in a table, computed by the engine in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FIGURES", "ColumnSummary", "read_summary", "summary_frame"]

_QUANTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
FIGURES = ("min", *_QUANTILES, "max")
"""What a column can have, in the order of size."""


@dataclass(frozen=True)
class ColumnSummary:
    """What is in a column.

    Attributes:
        name: The column's name.
        type: Its type, as narwhals calls it.
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


def summary_frame(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a table of one row, all text, for `read_summary`."""
    figures = {"rows": nw.len()}
    for index, (name, dtype) in enumerate(frame.collect_schema().items()):
        figures[f"{index} nulls"] = nw.col(name).is_null().sum()
        for label, figure in _figures(nw.col(name), dtype):
            figures[f"{index} {label}"] = figure
    return frame.select(*(f.cast(nw.String).alias(label) for label, f in figures.items()))


def read_summary(
    schema: Mapping[str, nw.dtypes.DType], row: Mapping[str, str | None]
) -> tuple[int, list[ColumnSummary]]:
    """Return the number of rows, and the columns, from the row of a `summary_frame`."""
    columns = [
        ColumnSummary(
            name=name,
            type=str(dtype),
            is_number=dtype.is_numeric(),
            nulls=int(row[f"{index} nulls"] or 0),
            figures={label: row[key] for label in FIGURES if (key := f"{index} {label}") in row},
        )
        for index, (name, dtype) in enumerate(schema.items())
    ]
    return int(row["rows"] or 0), columns


def _figures(column: nw.Expr, dtype: nw.dtypes.DType) -> Iterator[tuple[str, nw.Expr]]:
    if dtype.is_nested() or dtype in _WITHOUT_ORDER:
        return
    yield "min", column.min()
    yield "max", column.max()
    if dtype.is_numeric():
        for label, quantile in _QUANTILES.items():
            yield label, column.quantile(quantile, interpolation="linear")


_WITHOUT_ORDER = (nw.Binary, nw.Object, nw.Unknown)
