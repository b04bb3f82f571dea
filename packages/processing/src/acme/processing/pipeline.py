"""Pipeline: transforms in order, applied to a lazy frame."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw

from acme.core.errors import AcmeError, ProcessingError, ValidationError
from acme.processing.kinds import kind_of
from acme.processing.transform import Frame, Transform, name_of

if TYPE_CHECKING:
    from acme.core.protocols import Progress
    from acme.processing.origin import Origin

__all__ = ["Fetch", "Hooks", "Pipeline", "Step"]

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # who uses the library says where its log goes

Fetch: TypeAlias = Callable[[Frame], Mapping[str, Any]]
"""Computes a frame of one row and returns its values by column; who has an engine brings it."""
Lookups: TypeAlias = Mapping[str, Frame] | None
"""Further tables by name, of the same engine."""


@dataclass(frozen=True)
class Step:
    """A transform in its place.

    Attributes:
        transform: What the step does.
        name: The transform's name, as in a flow file.
        origin: Where the step was declared; None for Python.
    """

    transform: Transform
    name: str
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        """Return the step as in "filter where='delay > 0'"."""
        arguments = ((f, getattr(self.transform, f.name)) for f in fields(self.transform))
        given = [f"{f.name}={value!r}" for f, value in arguments if value != f.default]
        return " ".join([self.name, *given])


@dataclass(frozen=True)
class Hooks:
    """Callbacks around each step; they are told its number, from 1, and may raise to stop.

    Attributes:
        before: Called before a step is applied.
        after: Called with the frame that the step gives.
        on_error: Called with the error of a step, which is raised nevertheless.
    """

    before: Callable[[int, Step], object] = lambda _number, _step: None
    after: Callable[[int, Step, Frame], object] = lambda _number, _step, _frame: None
    on_error: Callable[[int, Step, AcmeError], object] = lambda _number, _step, _error: None


@dataclass(frozen=True, init=False)
class Pipeline:
    """Transforms, steps and other pipelines in order; immutable, so that threads can share it."""

    steps: tuple[Step, ...]

    def __init__(self, steps: Iterable[Transform | Step | Pipeline] = ()) -> None:
        object.__setattr__(self, "steps", tuple(_flat(steps)))

    def __or__(self, other: Transform | Pipeline) -> Pipeline:
        """Return a pipeline that does this and then the other."""
        return Pipeline([self, other])

    def apply(
        self,
        frame: Frame,
        lookups: Lookups = None,
        *,
        progress: Progress | None = None,
        hooks: Hooks | None = None,
    ) -> Frame:
        """Return the frame that the last step gives; nothing is computed yet.

        Args:
            frame: The table that the first step takes.
            lookups: Tables to join, by name.
            progress: Is told how many of how many steps are done; may raise to cancel.
            hooks: Callbacks around each step.

        Raises:
            AcmeError: A step does not fit; its number, name and place are in the text.
        """
        for number, step, result in self._frames(frame, lookups, hooks or Hooks()):
            _log.debug("step %d: %s", number, step)
            frame = result
            if progress:
                progress(number, len(self.steps))
        return frame

    def explain(self, frame: Frame | None = None, lookups: Lookups = None) -> str:
        """Return the steps as text, a line each; with a frame, also the columns that come out."""
        if frame is None:
            return "\n".join(f"{n}. {step}" for n, step in enumerate(self.steps, start=1))
        lines = [f"   {_columns(frame)}"]
        for number, step, result in self._frames(frame, lookups, Hooks()):
            lines += [f"{number}. {step}", f"   {_columns(result)}"]
        return "\n".join(lines)

    def locate(
        self, error: Exception, frame: Frame, lookups: Lookups = None, *, fetch: Fetch
    ) -> Exception:
        """Return the error with the step at which computing fails; as it is if none is to blame.

        Steps are lazy, so an engine cannot tell; what each step gives is computed until it fails.

        Args:
            error: What computing the whole failed with.
            frame: As for `apply`.
            lookups: As for `apply`.
            fetch: Computes a frame of one row; it fails where computing the whole failed.
        """
        if _fails(frame, fetch):
            return error
        for number, step, result in self._frames(frame, lookups, Hooks()):
            if _fails(result, fetch):
                return _placed(ProcessingError(_first_line(error)), number, step)
        return error

    def _frames(
        self, frame: Frame, lookups: Lookups, hooks: Hooks
    ) -> Iterator[tuple[int, Step, Frame]]:
        if not isinstance(frame, nw.LazyFrame):
            raise ValidationError(f"a lazy frame is needed, not {type(frame).__name__}")
        for number, step in enumerate(self.steps, start=1):
            hooks.before(number, step)
            try:
                frame = step.transform.apply(frame, lookups or {})
            except Exception as error:
                ours = _placed(error, number, step)
                hooks.on_error(number, step, ours)
                if ours is error:
                    raise
                raise ours from error
            hooks.after(number, step, frame)
            yield number, step, frame


def _flat(steps: Iterable[Transform | Step | Pipeline]) -> Iterator[Step]:
    for step in steps:
        match step:
            case Pipeline():
                yield from step.steps
            case Step():
                yield step
            case Transform():
                yield Step(step, name_of(step))
            case _:
                raise ValidationError(f"{step!r} is no transform")


def _placed(error: Exception, number: int, step: Step) -> AcmeError:
    """Return the error as one of ours, with where the step stands."""
    ours = error if isinstance(error, AcmeError) else ProcessingError(_first_line(error))
    ours.step = f"{number} ({step.name})"
    if step.origin:
        step.origin.place(ours, vars(step.transform))
    return ours


def _fails(frame: Frame, fetch: Fetch) -> bool:
    try:
        fetch(frame.select(nw.all().max().is_null()))  # every value is needed, few come back
    except Exception:  # noqa: BLE001 -- whatever the engine raises
        return True
    return False


def _columns(frame: Frame) -> str:
    return ", ".join(f"{name} {kind_of(dtype)}" for name, dtype in frame.collect_schema().items())


def _first_line(error: Exception) -> str:
    text = error.message if isinstance(error, AcmeError) else str(error)  # the place is the step's
    return text.partition("\n")[0] or type(error).__name__
