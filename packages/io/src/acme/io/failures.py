"""Failures of DuckDB and of the system, as errors of ours in one sentence."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from acme.core.errors import AcmeError, CancelledError, DataError, ResourceError, error_context

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["may_be_data", "sentence", "translated"]

_STARVED = (duckdb.IOException, duckdb.OutOfMemoryException)


def sentence(error: duckdb.Error) -> str:
    """Return what DuckDB says, without the name of its error and without its advice."""
    first = str(error).partition("\n")[0]
    name, separator, rest = first.partition(": ")
    return rest if separator and name.endswith("Error") else first


def may_be_data(error: AcmeError) -> bool:
    """Return whether a look at the rows may tell more about a failure."""
    return not isinstance(error.__cause__, (*_STARVED, OSError))


@contextmanager
def translated(label: str) -> Iterator[None]:
    """Turn errors of DuckDB and of the system into ours, about what the user named so.

    Raises:
        CancelledError: The query was interrupted.
        ResourceError: The system or the memory limit stood in the way.
        DataError: The data did.
        BrokenPipeError: Who read standard output has gone, which is no failure.
    """
    try:
        with error_context(file=label):
            yield
    except (AcmeError, BrokenPipeError):
        raise
    except duckdb.InterruptException as error:
        raise CancelledError("the work was stopped", file=label) from error
    except _STARVED as error:
        raise ResourceError(sentence(error), file=label) from error
    except duckdb.Error as error:
        raise DataError(sentence(error), file=label) from error
    except OSError as error:
        raise ResourceError(error.strerror or str(error), file=label) from error
