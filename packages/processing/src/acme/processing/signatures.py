"""Signatures: what a function of the expression language takes and gives."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import narwhals as nw

    from acme.processing.kinds import Kind

__all__ = ["Function", "Parameter"]


@dataclass(frozen=True)
class Parameter:
    """What an argument may be.

    Attributes:
        kinds: The kinds that are taken.
        is_constant: Whether it must be a constant; such arguments come last.
        choices: The texts there are to choose from, and what is made of them; empty for any.
    """

    kinds: tuple[Kind, ...]
    is_constant: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Function:
    """A function of the expression language.

    Attributes:
        name: As written in an expression.
        parameters: What each argument may be; the last one holds for further arguments too.
        result: Kind of the result; None when it is the kind that the arguments share.
        summary: What it returns.
        build: Makes the narwhals expression of expressions and constants; its parameters' names,
            defaults and star are the function's own. None for a cast to the kind of the result.
    """

    name: str
    parameters: tuple[Parameter, ...]
    result: Kind | None
    summary: str
    build: Callable[..., nw.Expr] | None = None

    @property
    def signature(self) -> str:
        """The function as users read it, such as `round(number, [digits])`."""
        return f"{self.name}({', '.join(map(_spelled, self._form.parameters.values()))})"

    def parameters_for(self, count: int) -> list[Parameter] | None:
        """Return what each of so many arguments may be; None if there cannot be so many."""
        try:
            self._form.bind(*range(count))
        except TypeError:
            return None
        return [self.parameters[min(i, len(self.parameters) - 1)] for i in range(count)]

    @property
    def _form(self) -> inspect.Signature:
        return inspect.signature(self.build or (lambda value: value))


def _spelled(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return f"{parameter.name}, ..."
    return parameter.name if parameter.default is parameter.empty else f"[{parameter.name}]"
