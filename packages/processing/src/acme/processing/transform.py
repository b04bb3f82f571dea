"""What a transform is, and which there are."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import narwhals as nw

from acme.core.registry import Registry
from acme.processing.arguments import Argument, arguments_of, check_arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "TRANSFORMS",
    "Description",
    "Frame",
    "SingleTable",
    "Transform",
    "describe",
    "name_of",
]

Frame: TypeAlias = nw.LazyFrame[Any]
"""A table of any engine, not computed yet."""


@dataclass(frozen=True)
class Transform(ABC):
    """One step of a pipeline; a subclass is a frozen dataclass whose fields are its arguments.

    Fields are texts, whole numbers, booleans, constants, tuples or mappings of those, and are
    checked when a transform is made. The docstring's first line and `Args:` describe it to users.

    Attributes:
        example: A step of a flow file that uses it.
    """

    example: ClassVar[str] = ""

    def __post_init__(self) -> None:
        check_arguments(self)

    @abstractmethod
    def apply(self, frame: Frame, lookups: Mapping[str, Frame]) -> Frame:
        """Return the frame that follows; nothing is computed yet.

        Args:
            frame: What the step before gives.
            lookups: Further tables by name, of the same engine.

        Raises:
            AcmeError: The columns do not fit.
        """


class SingleTable(Transform):
    """A transform that needs no other table."""

    def apply(self, frame: Frame, lookups: Mapping[str, Frame]) -> Frame:
        """See `Transform.apply`."""
        return self._change(frame)

    @abstractmethod
    def _change(self, frame: Frame) -> Frame: ...


TRANSFORMS: Registry[type[Transform]] = Registry(
    "transform",
    "acme.transforms",
    {
        "aggregate": "acme.processing.tables:Aggregate",
        "cast": "acme.processing.columns:Cast",
        "derive": "acme.processing.columns:Derive",
        "drop": "acme.processing.columns:Drop",
        "drop_nulls": "acme.processing.rows:DropNulls",
        "fill": "acme.processing.columns:Fill",
        "filter": "acme.processing.rows:Filter",
        "join": "acme.processing.tables:Join",
        "limit": "acme.processing.rows:Limit",
        "rename": "acme.processing.columns:Rename",
        "select": "acme.processing.columns:Select",
        "sort": "acme.processing.rows:Sort",
        "union": "acme.processing.tables:Union",
        "unique": "acme.processing.rows:Unique",
    },
)
"""Transforms by name; a plugin is an entry point of the group `acme.transforms`."""


@dataclass(frozen=True)
class Description:
    """What users need to know of a transform.

    Attributes:
        name: As in a flow file.
        summary: What it does, in one sentence.
        arguments: What it takes.
        example: A step of a flow file that uses it.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    example: str


def describe(name: str) -> Description:
    """Describe a transform.

    Raises:
        UnknownNameError: There is no transform of that name.
        PluginError: A plugin has the name and does not load.
    """
    transform = TRANSFORMS.get(name)
    summary = (transform.__doc__ or "").partition("\n")[0]
    example = f'[[steps]]\ntransform = "{name}"\n{transform.example}'
    return Description(name, summary, tuple(arguments_of(transform)), example)


def name_of(transform: object) -> str:
    """Return the name of a transform as in a flow file, such as "drop_nulls" for DropNulls."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(transform).__name__).lower()
