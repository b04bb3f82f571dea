"""Any table round-trips through every format, or is refused; nothing is bent."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isnan
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acme.core.errors import DataError
from acme.io import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acme.io import Engine

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"))
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59))  # noqa: DTZ001
TYPES: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "boolean": ("BOOLEAN", st.booleans()),
    "int8": ("TINYINT", st.integers(-(2**7), 2**7 - 1)),
    "int32": ("INTEGER", st.integers(-(2**31), 2**31 - 1)),
    "int64": ("BIGINT", st.integers(-(2**63), 2**63 - 1)),
    "uint64": ("UBIGINT", st.integers(0, 2**64 - 1)),
    "float64": ("DOUBLE", st.floats()),
    "decimal(38, 9)": ("DECIMAL(38,9)", st.decimals(-(10**28), 10**28, places=9)),
    "decimal(9, 2)": ("DECIMAL(9,2)", st.decimals(-(10**6), 10**6, places=2)),
    "string": ("VARCHAR", texts),
    "date": ("DATE", st.dates()),
    "datetime": ("TIMESTAMP", moments),
    "datetime[utc]": ("TIMESTAMPTZ", moments.map(lambda moment: moment.replace(tzinfo=UTC))),
    "time": ("TIME", st.times()),
    "binary": ("BLOB", st.binary(max_size=8)),
}
FORMATS = ["csv", "tsv", "csv.gz", "csv.zst", "json", "jsonl", "jsonl.gz", "parquet"]


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
    """Make a schema and rows."""
    names = draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=5))
    schema = {f"{name}, {number}": name for number, name in enumerate(names)}
    values = [st.none() | TYPES[name][1] for name in names]
    return schema, draw(st.lists(st.tuples(*values), min_size=1, max_size=8))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine(threads=2) as engine:
        yield engine


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), suffix=st.sampled_from(FORMATS))
def test_a_table_comes_back_as_it_was_or_is_refused(
    engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[dict[str, str], list[tuple[Any, ...]]],
    suffix: str,
) -> None:
    schema, rows = table
    path = tmp_path_factory.mktemp("round") / f"table.{suffix}"
    frame = framed(engine, schema, rows)
    if suffix.startswith("json") and any(odd(value) for row in rows for value in row):
        with pytest.raises(DataError, match="NaN or infinity"):
            engine.sink(frame, path)
        return

    report = engine.sink(frame, path)
    copy = engine.scan(path, **({} if suffix == "parquet" else {"schema": schema}))

    assert report.written == len(rows)
    assert comparable(copy) == comparable(frame)
    assert copy.collect_schema() == frame.collect_schema()


def framed(engine: Any, schema: dict[str, str], rows: list[tuple[Any, ...]]) -> nw.LazyFrame[Any]:
    """Make a frame of the engine with the rows in it."""
    connection = engine._connection
    columns = ", ".join(f'"{name}" {TYPES[type_][0]}' for name, type_ in schema.items())
    connection.execute(f"CREATE OR REPLACE TABLE made ({columns})")
    places = ", ".join("?" for _ in schema)
    connection.executemany(f"INSERT INTO made VALUES ({places})", rows)  # noqa: S608  # no values
    return nw.from_native(connection.sql("FROM made"))


def comparable(frame: nw.LazyFrame[Any]) -> list[tuple[str, ...]]:
    """Return rows as text, in which NaN equals itself and -0.0 is not 0.0."""
    relation = frame.to_native()
    texts = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in relation.columns)
    return relation.project(texts).fetchall()


def odd(value: object) -> bool:
    return isinstance(value, float) and (isnan(value) or value in {float("inf"), -float("inf")})
