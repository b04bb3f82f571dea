from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pytest

from acme.core.errors import AcmeError, ProcessingError, UnknownNameError, ValidationError
from acme.processing import (
    Derive,
    Filter,
    Hooks,
    Join,
    Limit,
    Pipeline,
    Select,
    SingleTable,
    Sort,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Frame = nw.LazyFrame[Any]
Rows = Any


@dataclass(frozen=True)
class Broken(SingleTable):
    """A plugin with a fault."""

    def _change(self, frame: Frame) -> Frame:
        raise RuntimeError("the plugin broke\nand says much more")


LATE = Pipeline([Filter("delay > 0"), Sort(("-delay",))])


def test_steps_follow_one_another(flights: Frame, rows: Callable[[Frame], Rows]) -> None:
    assert rows(LATE.apply(flights).select("delay")) == [(11.0,), (2.0,)]


def test_a_pipeline_without_steps_changes_nothing(flights: Frame) -> None:
    assert Pipeline().apply(flights) is flights


def test_pipelines_compose_and_stay_what_they_are(
    flights: Frame, rows: Callable[[Frame], Rows]
) -> None:
    worst = LATE | Limit(1)

    assert rows(worst.apply(flights).select("delay")) == [(11.0,)]
    assert Pipeline([LATE, Limit(1)]) == worst
    assert len(LATE.steps) == 2


def test_a_pipeline_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LATE.steps = ()  # type: ignore[misc]


def test_a_pipeline_crosses_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(LATE)) == LATE  # noqa: S301 -- our own bytes


def test_only_transforms_are_steps() -> None:
    with pytest.raises(ValidationError, match="'filter' is no transform"):
        Pipeline(["filter"])  # type: ignore[list-item]


@pytest.mark.parametrize("frame", [None, [1, 2, 3]])
def test_what_is_no_frame_is_refused_as_a_value_error(frame: Any) -> None:
    with pytest.raises(ValueError, match=r"a lazy frame is needed, not (NoneType|list)"):
        LATE.apply(frame)


def test_an_error_names_the_step_by_number_and_name(flights: Frame) -> None:
    pipeline = LATE | Select(("dlay",))

    with pytest.raises(UnknownNameError) as caught:
        pipeline.apply(flights)

    assert str(caught.value).startswith(
        'step 3 (select): key "columns": unknown column "dlay" (did you mean "delay"?)'
    )


def test_a_fault_of_a_plugin_names_the_step(flights: Frame) -> None:
    with pytest.raises(ProcessingError) as caught:
        (LATE | Broken()).apply(flights)

    assert str(caught.value) == "step 3 (broken): the plugin broke"
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_an_error_without_words_is_told_by_its_type(
    flights: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Frame:
        raise RecursionError

    monkeypatch.setattr(Broken, "_change", fail)

    with pytest.raises(ProcessingError, match=r"step 1 \(broken\): RecursionError"):
        Pipeline([Broken()]).apply(flights)


def test_progress_is_told_after_each_step(flights: Frame) -> None:
    told: list[tuple[float, float | None]] = []

    LATE.apply(flights, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


def test_steps_are_logged_for_whoever_listens(
    flights: Frame, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="acme.processing")

    Pipeline([Limit(2), Select(["delay"])]).apply(flights)

    assert caplog.messages == ["step 1: limit rows=2", "step 2: select columns=('delay',)"]


def test_hooks_are_called_around_each_step(flights: Frame) -> None:
    told: list[Any] = []
    hooks = Hooks(
        before=lambda number, step: told.append(("before", number, step.name)),
        after=lambda number, step, frame: told.append(("after", number, step.name, type(frame))),
    )

    LATE.apply(flights, hooks=hooks)

    assert told == [
        ("before", 1, "filter"),
        ("after", 1, "filter", nw.LazyFrame),
        ("before", 2, "sort"),
        ("after", 2, "sort", nw.LazyFrame),
    ]


@pytest.mark.parametrize("broken", [Select(("dlay",)), Broken()])
def test_a_hook_sees_the_error_of_a_step_and_does_not_hide_it(
    flights: Frame, broken: SingleTable
) -> None:
    told: list[Any] = []
    hooks = Hooks(on_error=lambda number, step, error: told.append((number, step.name, error)))

    with pytest.raises(AcmeError) as caught:
        (LATE | broken).apply(flights, hooks=hooks)

    assert told == [(3, type(broken).__name__.lower(), caught.value)]


def test_cancelling_leaves_nothing(
    flights: Frame, connection: duckdb.DuckDBPyConnection, rows: Callable[[Frame], Rows]
) -> None:
    def cancel(done: float, total: float | None) -> None:
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        LATE.apply(flights, progress=cancel)

    assert connection.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
    assert connection.sql("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [
        (0,)
    ]
    assert len(rows(LATE.apply(flights))) == 2


def test_nothing_is_computed_before_it_is_asked_for(
    table: Callable[..., Frame], rows: Callable[[Frame], Rows]
) -> None:
    frame = table("SELECT error('computed') AS x", "x")

    result = Pipeline([Filter("x is not None")]).apply(frame)

    with pytest.raises(duckdb.Error, match="computed"):
        rows(result)


def test_a_stream_of_frames_is_transformed_one_at_a_time(flights: Frame) -> None:
    taken: list[int] = []

    def frames() -> Iterator[Frame]:
        for number in range(3):
            taken.append(number)
            yield flights

    stream = map(LATE.apply, frames())

    assert next(stream).collect_schema() == flights.collect_schema()
    assert taken == [0]


def test_a_failure_in_one_thread_is_its_own(flights: Frame) -> None:
    no_frame: Any = None

    with ThreadPoolExecutor(2) as pool:
        broken, sound = pool.submit(LATE.apply, no_frame), pool.submit(LATE.apply, flights)

    assert isinstance(broken.exception(), ValidationError)
    assert isinstance(sound.result(), nw.LazyFrame)


def test_threads_share_a_pipeline() -> None:
    def late(minutes: int) -> list[Any]:
        with duckdb.connect(config={"threads": 1}) as connection:
            frame = nw.from_native(connection.sql(f"SELECT unnest([-1, {minutes}]) AS delay"))
            late: list[Any] = LATE.apply(frame).to_native().fetchall()
            return late

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(late, range(1, 33)))

    assert results == [[(minutes,)] for minutes in range(1, 33)]


def test_explain_tells_the_steps() -> None:
    pipeline = LATE | Join("airlines", ("carrier",), "inner")

    assert pipeline.explain() == (
        "1. filter where='delay > 0'\n"
        "2. sort by=('-delay',)\n"
        "3. join lookup='airlines' on=('carrier',) how='inner'"
    )


def test_explain_tells_the_columns_too_when_they_are_known(flights: Frame, airlines: Frame) -> None:
    pipeline = Pipeline([Select(("carrier",)), Join("airlines", ("carrier",))])

    assert pipeline.explain(flights, {"airlines": airlines}) == (
        "   carrier text, origin text, delay number, distance integer, time datetime\n"
        "1. select columns=('carrier',)\n"
        "   carrier text\n"
        "2. join lookup='airlines' on=('carrier',)\n"
        "   carrier text, name text"
    )


FAILING = Pipeline(
    [
        Filter("i > 0"),
        Derive({"whole": "integer(text)"}),
        Sort(("whole",)),
    ]
)


def test_a_failure_while_computing_is_traced_to_its_step(
    table: Callable[..., Frame], fetch: Any
) -> None:
    frame = table("VALUES (1, '7'), (2, 'seven')", "i", "text")
    with pytest.raises(duckdb.Error) as caught:
        FAILING.apply(frame).to_native().fetchall()

    error = FAILING.locate(caught.value, frame, fetch=fetch)

    assert isinstance(error, ProcessingError)
    assert str(error).startswith("step 2 (derive): ")
    assert "no integer: seven" in str(error)


@pytest.mark.parametrize("query", ["SELECT 1, '7'", "SELECT 1, error('unreadable')::VARCHAR"])
def test_a_failure_of_no_step_stays_what_it_is(
    table: Callable[..., Frame], fetch: Any, query: str
) -> None:
    error = OSError("disk full")

    assert FAILING.locate(error, table(query, "i", "text"), fetch=fetch) is error


def test_steps_are_equal_wherever_they_stand() -> None:
    assert Step(Limit(1), "limit", origin=None) == Step(Limit(1), "limit", origin=object())  # type: ignore[arg-type]
