"""Pipeline: transforms in order, applied to a lazy frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acme.core.errors import error_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import narwhals as nw

    from acme.processing.transform import Transform

__all__ = ["Pipeline", "Step"]


@dataclass(frozen=True)
class Step:
    """A transform in its place.

    Attributes:
        transform: What the step does.
        file: The flow file that the step stands in, if any.
        line: Line of the file where the step begins, from 1.
    """

    transform: Transform
    file: Path | None = None
    line: int | None = None

    @property
    def name(self) -> str:
        """The transform's name, as in a flow file."""
        return type(self.transform).__name__.lower()


class Pipeline:
    """Transforms in order. Immutable, so it can be shared between threads.

    Args:
        steps: Transforms, or steps that know where they stand.
    """

    def __init__(self, steps: Iterable[Transform | Step]) -> None:
        self.steps = tuple(s if isinstance(s, Step) else Step(s) for s in steps)

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]] | None = None
    ) -> nw.LazyFrame[Any]:
        """Return the frame that the last step gives; nothing is computed yet.

        Args:
            frame: The table that the first step takes.
            lookups: Tables to join, by name; of the same engine as `frame`.

        Raises:
            AcmeError: A step does not fit the columns; its number, name and place are in the text.
        """
        for number, step in enumerate(self.steps, start=1):
            with error_context(file=step.file, line=step.line, step=f"{number} ({step.name})"):
                frame = step.transform.apply(frame, lookups or {})
        return frame
