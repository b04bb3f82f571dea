"""Contract: what a table promises of its columns, and every promise that it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence  # noqa: TC003 -- read at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import narwhals as nw

from acme.core.errors import DataError, error_context
from acme.core.types import Scalar  # noqa: TC001 -- as above
from acme.processing.arguments import check_arguments
from acme.processing.functions import count_distinct
from acme.processing.kinds import Kind, fitted, kind_of, name_of, type_named

if TYPE_CHECKING:
    from acme.core.place import Place
    from acme.processing.pipeline import Fetch
    from acme.processing.transform import Frame

__all__ = ["Contract", "ContractError", "Rules", "Violation"]


@dataclass(frozen=True)
class Rules:
    """What one column promises.

    Args:
        type: boolean, integer, number, text, date, datetime, or such as int32.
        nullable: Whether it may be null.
        unique: Whether no value comes twice; null may.
        minimum: The least value.
        maximum: The largest value.
        allowed: The only values; null may come too.
    """

    type: str | None = None
    nullable: bool = True
    unique: bool = False
    minimum: Scalar | None = None
    maximum: Scalar | None = None
    allowed: tuple[Scalar, ...] | None = None

    def __post_init__(self) -> None:
        check_arguments(self)
        if self.type is not None:
            type_named(self.type)

    def misfit(self, dtype: nw.dtypes.DType | None) -> str | None:
        """Return what is wrong with a column as a whole, by its type; None if nothing is."""
        if dtype is None:
            return "missing"
        fits = self.type in (None, kind_of(dtype), name_of(dtype))
        return None if fits else f"{kind_of(dtype)}, not {self.type}"

    def breaches(self, column: nw.Expr, kind: Kind) -> Iterator[tuple[str, nw.Expr]]:
        """Yield each rule on the values of a column and the number of rows that break it.

        Raises:
            ConfigurationError: A rule names a value that a column of this kind cannot hold.
        """
        if not self.nullable:
            yield "null", column.is_null().sum()
        if self.unique:
            yield "a duplicate", column.count() - count_distinct(column)
        if self.minimum is not None:
            yield f"below {self.minimum}", (column < fitted(self.minimum, kind)).sum()
        if self.maximum is not None:
            yield f"above {self.maximum}", (column > fitted(self.maximum, kind)).sum()
        if self.allowed is not None:
            allowed = [fitted(value, kind) for value in self.allowed]
            yield "not allowed", (~column.is_in(allowed)).sum()


@dataclass(frozen=True)
class Violation:
    """A rule that a table breaks.

    Attributes:
        column: The column's name.
        problem: What is wrong, such as "null" or "below 0".
        count: Rows that break the rule; None where the whole column does.
        total: Rows of the table.
    """

    column: str
    problem: str
    count: int | None = None
    total: int | None = None

    def __str__(self) -> str:
        """Return it as part of a sentence."""
        rows = "" if self.count is None else f" in {self.count} of {self.total} rows"
        return f'column "{self.column}" is {self.problem}{rows}'


class ContractError(DataError):
    """A table breaks its contract; `violations` has every rule that it breaks."""

    code = "contract"

    def __init__(
        self, message: str, violations: tuple[Violation, ...] = (), **place: Unpack[Place]
    ) -> None:
        super().__init__(message, **place)
        self.violations = violations


@dataclass(frozen=True)
class Contract:
    """What a table promises.

    Args:
        columns: Name to rules; the table may have other columns too.
    """

    columns: Mapping[str, Rules]

    def violations(self, frame: Frame, fetch: Fetch) -> tuple[Violation, ...]:
        """Return every rule that a table breaks; values are counted in one pass.

        Args:
            frame: The table.
            fetch: Computes a frame of one row.

        Raises:
            ConfigurationError: A rule names a value that the column cannot hold.
        """
        schema = frame.collect_schema()
        broken, breaches = [], []
        for name, rules in self.columns.items():
            if misfit := rules.misfit(schema.get(name)):
                broken.append(Violation(name, misfit))
                continue
            with error_context(key=name):
                found = rules.breaches(nw.col(name), kind_of(schema[name]))
                breaches += [(name, problem, count) for problem, count in found]
        return (*broken, *_counted(breaches, frame, fetch))

    def enforce(
        self, frame: Frame, fetch: Fetch, what: str = "the table", **place: Unpack[Place]
    ) -> None:
        """Stop if a table breaks a rule.

        Args:
            frame: The table.
            fetch: Computes a frame of one row.
            what: What the table is, for the message.
            place: Where the contract stands.

        Raises:
            ContractError: It breaks some; each is in the message.
        """
        violations = self.violations(frame, fetch)
        if violations:
            broken = "; ".join(map(str, violations))
            raise ContractError(f"{what} breaks its contract: {broken}", violations, **place)


def _counted(
    breaches: Sequence[tuple[str, str, nw.Expr]], frame: Frame, fetch: Fetch
) -> Iterator[Violation]:
    if not breaches:
        return
    counts = [count.cast(nw.Int64).alias(str(i)) for i, (*_, count) in enumerate(breaches)]
    found = fetch(frame.select(nw.len().alias("total"), *counts))
    for i, (name, problem, _) in enumerate(breaches):
        if count := found[str(i)]:
            yield Violation(name, problem, count, found["total"])
