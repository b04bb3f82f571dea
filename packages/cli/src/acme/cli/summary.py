"""Summary: what is in a table, computed by the engine in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.processing.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acme.processing.pipeline import Fetch

__all__ = ["FIGURES", "ColumnSummary", "read_summary"]

_QUANTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
_WITHOUT_ORDER = (nw.Binary, nw.Object, nw.Unknown)

FIGURES = ("nulls", "min", *_QUANTILES, "max")
"""What a column can have, in the order of size."""


@dataclass(frozen=True)
class ColumnSummary:
    """What is in a column.

    Attributes:
        name: The column's name.
        dtype: Its type.
        figures: Those of `FIGURES` that the type has, as text; None where there is no value.
    """

    name: str
    dtype: nw.dtypes.DType
    figures: dict[str, str | None]

    def as_row(self) -> tuple[str, ...]:
        """Return name, type and every figure, for people."""
        nulls, *others = (self.figures.get(label) or "" for label in FIGURES)
        figures = (figure.removesuffix(".0") for figure in others)
        return (self.name, kind_of(self.dtype), f"{int(nulls or 0):,}", *figures)

    def as_json(self) -> dict[str, int | float | str | None]:
        """Return name, type and the figures that there are, numbers as such if JSON has them."""
        figures = {label: self._value(label) for label in self.figures}
        return {"name": self.name, "type": kind_of(self.dtype), **figures}

    def _value(self, label: str) -> int | float | str | None:
        text = self.figures[label]
        if label == "nulls":
            return int(text or 0)
        if text is None or not self.dtype.is_numeric():
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
    columns = [ColumnSummary(name, dtype, {}) for name, dtype in frame.collect_schema().items()]
    wanted = [(column, *figure) for column in columns for figure in _figures(column)]
    # As text, because every type has one and JSON does not bend it.
    texts = [figure.cast(nw.String).alias(str(i)) for i, (*_, figure) in enumerate(wanted)]
    row = fetch(frame.select(nw.len().alias("rows"), *texts))
    for i, (column, label, _) in enumerate(wanted):
        column.figures[label] = row[str(i)]
    return row["rows"], columns


def _figures(summary: ColumnSummary) -> Iterator[tuple[str, nw.Expr]]:
    column, dtype = nw.col(summary.name), summary.dtype
    yield "nulls", column.is_null().sum()
    if dtype.is_nested() or dtype in _WITHOUT_ORDER:
        return
    yield "min", column.min()
    if dtype.is_numeric():
        for label, quantile in _QUANTILES.items():
            yield label, column.quantile(quantile, interpolation="linear")
    yield "max", column.max()
