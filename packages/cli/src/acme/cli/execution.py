"""Execution: a flow on an open engine, with its contracts and the step that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acme.core.errors import DataError
from acme.processing import ContractError, Flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import narwhals as nw

    from acme.cli.session import Session

__all__ = ["Execution"]


@dataclass(frozen=True)
class Execution:
    """A flow whose tables are open, and nothing computed as yet.

    Attributes:
        session: The open engine.
        flow: What is to be done.
        source: The table to start from.
        lookups: The tables to join.
        result: The table that comes out.
    """

    session: Session
    flow: Flow
    source: nw.LazyFrame[Any]
    lookups: Mapping[str, nw.LazyFrame[Any]]
    result: nw.LazyFrame[Any]

    @classmethod
    def prepare(cls, session: Session, flow: Flow) -> Execution:
        """Open the tables of a flow and apply its steps.

        Raises:
            AcmeError: A table is not there, or a step does not fit its columns.
        """
        source = session.scan(flow.source)
        lookups = {name: session.scan(table) for name, table in flow.lookups.items()}
        return cls(session, flow, source, lookups, flow.pipeline.apply(source, lookups))

    def breaches(self) -> Iterator[ContractError]:
        """Yield the contracts that the tables break, each with all that is broken."""
        for contract, frame, what in (
            (self.flow.input_contract, self.source, "the source"),
            (self.flow.output_contract, self.result, "the result"),
        ):
            try:
                contract.enforce(frame, self.session.row, what, file=self.flow.path)
            except ContractError as error:
                yield error

    def write(self) -> dict[str, Any]:
        """Compute the result, write it where the flow says, and return the report.

        Raises:
            ContractError: A table breaks its contract; nothing is written.
            DataError: A row of a source does not fit, or the target cannot hold the result.
            ProcessingError: A step fails on a value.
        """
        try:
            for breach in self.breaches():
                raise breach
            return self.session.sink(self.result, self.flow.target)
        except DataError as error:
            if error.line is not None or isinstance(error, ContractError):  # of a row, or known
                raise
            # Steps are lazy: the engine cannot tell which one it was, if it was one.
            raise self.flow.pipeline.locate(
                error, self.source, self.lookups, fetch=self.session.row
            ) from error
