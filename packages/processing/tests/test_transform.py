from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import UnknownNameError
from acme.processing import TRANSFORMS, Pipeline, SingleTable, Transform, describe, load_flow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.core.protocols import Transform as TransformProtocol

Frame = nw.LazyFrame[Any]

EVERY = ["aggregate", "cast", "derive", "drop", "drop_nulls", "fill", "filter"]
EVERY += ["join", "limit", "rename", "select", "sort", "union", "unique"]


@dataclass(frozen=True)
class Double(SingleTable):
    """Double a column.

    Args:
        column: Its name.
    """

    example = 'column = "delay"'
    column: str

    def _change(self, frame: Frame) -> Frame:
        return frame.with_columns(nw.col(self.column) * 2)


@pytest.mark.parametrize("name", EVERY)
def test_every_transform_is_described_with_an_example_that_loads(name: str, tmp_path: Path) -> None:
    description = describe(name)

    flow = tmp_path / "flow.toml"
    ends = '[source]\nlocation = "a.csv"\n{}\n[target]\nlocation = "b.csv"\n'
    flow.write_text(ends.format(description.example))
    (step,) = load_flow(flow).pipeline.steps
    assert step.name == description.name == name
    assert description.summary.endswith(".")
    assert all(argument.summary for argument in description.arguments)
    known = {argument.name for argument in description.arguments}
    assert tomllib.loads(description.example)["steps"][0].keys() <= known | {"transform"}


def test_every_transform_is_there() -> None:
    assert set(EVERY) <= set(TRANSFORMS.names())


def test_an_unknown_transform_cannot_be_described() -> None:
    with pytest.raises(UnknownNameError, match='unknown transform "filtr"'):
        describe("filtr")


def test_a_transform_of_ones_own_is_described_and_applied(
    flights: Frame, rows: Callable[[Frame], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TRANSFORMS, "_components", {})
    TRANSFORMS.register("double", Double)

    result = Pipeline([TRANSFORMS.get("double")(column="delay")]).apply(flights)  # type: ignore[call-arg]

    assert rows(result.select("delay"))[0] == (4.0,)
    assert describe("double").summary == "Double a column."
    assert describe("double").example == '[[steps]]\ntransform = "double"\ncolumn = "delay"'


def test_transforms_keep_the_promise_of_core() -> None:
    transform: TransformProtocol[Frame] = Double("delay")

    assert isinstance(transform, Transform)


PLUGIN = """
from dataclasses import dataclass

from acme.processing import SingleTable


@dataclass(frozen=True)
class Reverse(SingleTable):
    column: str

    def _change(self, frame):
        return frame.sort(self.column, descending=True)
"""


def test_a_plugin_of_another_distribution_is_a_step_of_a_flow(
    flights: Frame,
    rows: Callable[[Frame], list[Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    metadata = tmp_path / "acme_reverse-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-reverse\nVersion: 1.0\n")
    entry_points = "[acme.transforms]\nreverse = acme_reverse:Reverse\n"
    (metadata / "entry_points.txt").write_text(entry_points)
    (tmp_path / "acme_reverse.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(TRANSFORMS, "_components", {})
    flow = tmp_path / "flow.toml"
    ends = '[source]\nlocation = "a.csv"\n[target]\nlocation = "b.csv"\n'
    flow.write_text(f'{ends}[[steps]]\ntransform = "reverse"\ncolumn = "distance"\n')

    result = load_flow(flow).pipeline.apply(flights.drop_nulls())

    assert rows(result.select("distance")) == [(1416,), (1400,), (1089,)]
