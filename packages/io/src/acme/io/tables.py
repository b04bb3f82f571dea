"""Text tables: what a format of text files tells the checked reading, and how rows are judged."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from acme.io.sampling import kind
from acme.io.sql import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from acme.io.columns import Column
    from acme.io.files import File
    from acme.io.records import Dialect

__all__ = ["UNSURE", "TextTable", "read_csv"]

UNSURE = -1
"""The verdict on a row that only a reading of its text can judge."""


@dataclass(frozen=True)
class TextTable(ABC):
    """Text files that hold one table, how DuckDB is told to read them, and to judge each row.

    Attributes:
        files: The files.
        columns: The table's columns, as they are delivered.
        header: Whether each file begins with a record that is no row.
        refusal: The SQL condition that refuses a row as a whole, and the reason, if there is one.
    """

    files: Sequence[File]
    columns: Sequence[Column]
    header: bool = False
    refusal: ClassVar[tuple[str, str] | None] = None

    @property
    def blank_rows(self) -> bool:
        """Whether a blank line is a row."""
        return False

    def uncounted(self) -> int:
        """Return how many lines the reader counts that are no rows."""
        return 0

    @abstractmethod
    def source(self, files: Sequence[File], **reader: object) -> str:
        """Return the SQL that reads some of the files, with more settings for the reader."""

    @abstractmethod
    def dialect(self, file: File) -> Dialect:
        """Return how a file is written."""

    @abstractmethod
    def shown(self, raw: bytes, column: Column) -> str:
        """Return a column's value in a record, as the file has it."""

    def delivered(self, column: Column) -> str:
        """Return the SQL of what is delivered for a column."""
        return identifier(column.name)

    def refused(self, column: Column) -> str | None:
        """Return the SQL condition that refuses a column's value; None if nothing is refused."""
        return column.refused(self.delivered(column))

    def sampled(self, column: Column) -> str:
        """Return the SQL of what of a column is looked at in a sample."""
        return identifier(column.name)

    def kind(self, sampled: str) -> str:
        """Return the SQL of the kind of what is looked at, see `acme.io.sampling.kind`."""
        return kind(sampled)

    def as_text(self) -> Self:
        """Return the same table, all of whose columns are delivered as text."""
        return replace(self, columns=[replace(column, as_text=True) for column in self.columns])

    @property
    def values(self) -> str:
        """The select list of the columns' values."""
        return ", ".join(
            f"{column.value(self.delivered(column))} AS {identifier(column.name)}"
            for column in self.columns
        )

    @property
    def suspicion(self) -> str:
        """The condition that something is wrong with a row, or may be."""
        return " OR ".join(condition for condition, _ in self._verdicts())

    @property
    def verdict(self) -> str:
        """The number of the first fault of a row, for `fault`; 0 for none."""
        cases = " ".join(
            f"WHEN {condition} THEN {number}" for condition, number in self._verdicts()
        )
        return f"CAST(CASE {cases} ELSE 0 END AS SMALLINT)"

    def fault(self, verdict: int) -> tuple[Column | None, str]:
        """Return the column at fault, if it is one, and the reason."""
        if verdict <= len(self.columns):
            column = self.columns[verdict - 1]
            return column, column.reason
        assert self.refusal  # noqa: S101  # the verdict came from there
        return None, self.refusal[1]

    def _verdicts(self) -> Iterator[tuple[str, str]]:
        """Yield conditions in the order in which they count, and the SQL of their verdicts."""
        if self.refusal:
            yield self.refusal[0], str(len(self.columns) + 1)
        untouched = []
        for number, column in enumerate(self.columns, 1):
            delivered = self.delivered(column)
            if refused := self.refused(column):
                unsure = column.unsure(delivered) or "false"
                yield refused, f"CASE WHEN {unsure} THEN {UNSURE} ELSE {number} END"
            else:
                untouched.append(f"{delivered} IS NULL")
        if untouched:
            # Never true. It makes the reader deliver, and so check, columns that no query uses.
            yield f"({' AND '.join(untouched)} AND random() > 2)", str(UNSURE)


def read_csv(
    files: Sequence[File], columns: Mapping[str, str], delimiter: str, quote: str, **more: object
) -> str:
    """Return the SQL that reads plain files with DuckDB's `read_csv`, which guesses nothing."""
    given: dict[str, object] = {
        "columns": columns,
        "auto_detect": False,
        "header": False,
        "delim": delimiter,
        "quote": quote,
        "escape": quote,
        "compression": "none",
    }
    settings = ", ".join(f"{name} = {literal(value)}" for name, value in (given | more).items())
    return f"read_csv({literal([file.path for file in files])}, {settings})"
