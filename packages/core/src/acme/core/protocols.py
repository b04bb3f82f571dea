"""Protocols: what the parts of a pipeline promise each other, whatever a table is made of.

`Frame` stands for a lazy table, such as a `narwhals.LazyFrame`; rows stay with the engine and
never pass through Python objects on the way.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Location", "Progress", "Reader", "Report", "Source", "Transform", "Writer"]

Location: TypeAlias = str | PathLike[str]
"""Where a table is: a path, a pattern of paths or a URL."""

Frame = TypeVar("Frame")
Frame_co = TypeVar("Frame_co", covariant=True)
Frame_contra = TypeVar("Frame_contra", contravariant=True)


class Report(NamedTuple):
    """What came of writing a table; `acme run --json` prints it.

    Attributes:
        read: Rows of the sources of the table, counted independently of what became of them.
        written: Rows in the target.
        rejected: Rows of the sources that did not fit and went to a file of rejects.
    """

    read: int
    written: int
    rejected: int = 0


class Progress(Protocol):
    """Is told how far a piece of work is; shows it, or raises to cancel the work."""

    def __call__(self, done: float, total: float | None) -> None:
        """Take what is done of what there is to do, if that is known, in whatever unit."""
        ...


class Reader(Protocol[Frame_co]):
    """Finds tables."""

    def scan(self, location: Location, **options: Any) -> Frame_co:
        """Return the table at a location, unread as yet.

        Raises:
            AcmeError: There is no table that fits.
        """
        ...


class Writer(Protocol[Frame_contra]):
    """Keeps tables."""

    def sink(
        self,
        frame: Frame_contra,
        location: Location,
        *,
        progress: Progress | None = None,
        **options: Any,
    ) -> Report:
        """Compute a table and write it to a location, whole or not at all.

        Raises:
            AcmeError: It cannot be computed or written.
        """
        ...


class Source(Reader[Frame_co], AbstractContextManager["Source[Frame_co]"], Protocol[Frame_co]):
    """A reader that holds a connection: entering connects, leaving disconnects.

    What it scanned is of use inside the block only.
    """


class Transform(Protocol[Frame]):
    """Makes one table of another; it keeps no state, so threads can share it."""

    def apply(self, frame: Frame, lookups: Mapping[str, Frame]) -> Frame:
        """Return the new table, not computed as yet; `lookups` are other tables by name.

        Raises:
            AcmeError: The table's columns do not fit.
        """
        ...
