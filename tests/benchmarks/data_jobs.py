"""The same work done by acme and by its peers, each in a process of its own.

    python -m tests.benchmarks.data_jobs make FILE ROWS        a clean table and a dirty one
    python -m tests.benchmarks.data_jobs PEER JOB SOURCE TARGET

Prints seconds, seconds of CPU and peak memory in megabytes as JSON; imports are not counted.

The jobs: `group` filters, derives and aggregates, and uses every column; `narrow` uses three of
eight columns; `convert` writes Parquet; `sort` sorts under a memory limit of 1 GB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

ROW = """
    i AS id,
    TIMESTAMP '2013-01-01' + to_seconds(i) AS time,
    'C' || (hash(i) % 200) AS carrier,
    chr(65 + (hash(i + 1) % 26)::INT) || chr(65 + (hash(i + 2) % 26)::INT) AS origin,
    CASE WHEN i % 50 = 0 THEN NULL ELSE (hash(i + 4) % 300)::INT - 60 END AS delay,
    round((hash(i + 5) % 5000000) / 1000.0, 3)::DOUBLE AS distance,
    hash(i + 6) % 2 = 0 AS direct,
    'note ' || (hash(i + 7) % 100000) AS remark
"""
FAULTS = """
    CASE WHEN i > 20000 AND i % 300 = 11 THEN i || '.5' ELSE i::VARCHAR END AS id,
    CASE WHEN i > 20000 AND i % 300 = 111 THEN 'never' ELSE time::VARCHAR END AS time,
    * EXCLUDE (i, id, time, distance),
    CASE WHEN i > 20000 AND i % 300 = 211 THEN 'far' ELSE distance::VARCHAR END AS distance
"""
"""One row in a hundred of the dirty table does not fit, but none of those that types follow from."""
GROUP = """
    SELECT carrier, count(*) AS flights, avg(distance / delay) AS speed, max(id) AS last,
        max(time) AS at, max(origin) AS origin, max(remark) AS remark
    FROM {} WHERE delay > 0 AND direct GROUP BY carrier
"""
NARROW = """
    SELECT carrier, count(*) AS flights, avg(distance / delay) AS speed
    FROM {} WHERE delay > 0 GROUP BY carrier
"""


def make(file: str, rows: str) -> None:
    """Write a table of about 66 bytes a row, and `dirty-` the same with faults."""
    import duckdb

    path = Path(file)
    table = f"SELECT i, {ROW} FROM range({rows}) t(i)"
    duckdb.execute(f"COPY (SELECT * EXCLUDE i FROM ({table})) TO '{path}' (FORMAT csv)")
    parquet = path.with_suffix(".parquet")
    duckdb.execute(f"COPY (SELECT * EXCLUDE i FROM ({table})) TO '{parquet}' (FORMAT parquet)")
    dirty = path.with_name(f"dirty-{path.name}")
    duckdb.execute(f"COPY (SELECT {FAULTS} FROM ({table})) TO '{dirty}' (FORMAT csv)")


def duckdb_by_hand(job: str, source: str, target: str) -> None:
    """SQL on DuckDB's own reader, which checks what the query happens to use."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1GB"} if job == "sort" else {})
    query = {
        "group": GROUP.format(f"'{source}'"),
        "narrow": NARROW.format(f"'{source}'"),
        "convert": f"FROM '{source}'",
        "sort": f"FROM '{source}' ORDER BY remark, distance",
    }[job]
    kind = "csv" if job in {"group", "narrow"} else "parquet"
    connection.execute(f"COPY ({query}) TO '{target}' (FORMAT {kind})")


def transformed(frame: Any, job: str) -> Any:
    """Return what a job makes of a frame of narwhals."""
    import narwhals as nw

    if job == "convert":
        return frame
    if job == "sort":
        return frame.sort("remark", "distance")
    wanted = nw.col("delay") > 0
    figures = [nw.len().alias("flights"), nw.col("speed").mean()]
    if job == "group":
        wanted &= nw.col("direct")
        figures += [nw.col(name).max() for name in ("id", "time", "origin", "remark")]
    speed = (nw.col("distance") / nw.col("delay")).alias("speed")
    return frame.filter(wanted).with_columns(speed).group_by("carrier").agg(*figures)


def narwhals(job: str, source: str, target: str) -> None:
    """The same through narwhals, on DuckDB's own reader."""
    import duckdb
    import narwhals as nw

    result = transformed(nw.from_native(duckdb.sql(f"FROM '{source}'")), job).to_native()
    kind = "csv" if job in {"group", "narrow"} else "parquet"
    duckdb.execute(f"COPY ({result.sql_query()}) TO '{target}' (FORMAT {kind})")


def acme(job: str, source: str, target: str) -> None:
    """Acme as it is: strict."""
    from acme.io import open_engine

    with open_engine(memory_limit="1GB" if job == "sort" else None) as engine:
        engine.sink(transformed(engine.scan(source), job), target)


def acme_rejects(job: str, source: str, target: str) -> None:
    """Acme with a file of rejects, which stays empty."""
    from acme.io import open_engine

    with open_engine() as engine:
        frame = engine.scan(source, rejects=f"{target}.rejects")
        engine.sink(transformed(frame, job), target)


def acme_dirty(job: str, source: str, target: str) -> None:
    """Acme with a file of rejects, on the dirty table."""
    path = Path(source)
    acme_rejects(job, str(path.with_name(f"dirty-{path.name}")), target)


def polars(job: str, source: str, target: str) -> None:
    """Polars at its best: lazy, streaming, the format of times said."""
    import narwhals as nw
    import polars as pl

    text = pl.scan_csv(source, schema_overrides={"time": pl.String})
    frame = text.with_columns(pl.col("time").str.to_datetime("%Y-%m-%d %H:%M:%S"))
    result = transformed(nw.from_native(frame), job).to_native()
    result.sink_csv(target) if job in {"group", "narrow"} else result.sink_parquet(target)


def pyarrow(job: str, source: str, target: str) -> None:
    """Pyarrow's own reader and group-by."""
    import pyarrow.compute as pc
    from pyarrow import csv, parquet

    table = csv.read_csv(source)
    if job == "convert":
        parquet.write_table(table, target)
        return
    table = table.filter(pc.and_(pc.greater(table["delay"], 0), table["direct"]))
    speed = pc.divide(table["distance"], pc.cast(table["delay"], "double"))
    figures = [(name, "max") for name in ("id", "time", "origin", "remark")]
    table = table.append_column("speed", speed)
    csv.write_csv(
        table.group_by("carrier").aggregate([([], "count_all"), ("speed", "mean"), *figures]),
        target,
    )


def pandas(job: str, source: str, target: str) -> None:
    """Pandas on its fastest reader."""
    import pandas as pd

    table = pd.read_csv(source, engine="pyarrow", dtype_backend="pyarrow")
    if job == "convert":
        table.to_parquet(target)
        return
    table = table[(table["delay"] > 0) & table["direct"]]
    table = table.assign(speed=table["distance"] / table["delay"])
    figures = {name: (name, "max") for name in ("id", "time", "origin", "remark")}
    table.groupby("carrier").agg(
        flights=("id", "count"), speed=("speed", "mean"), **figures
    ).to_csv(target)


def miller(job: str, source: str, target: str) -> None:
    """Miller, which has no Parquet and no types to check."""
    steps = ["filter", '$delay > 0 && $direct == "true"', "then", "put"]
    steps += ["$speed = $distance / $delay", "then", "stats1", "-a", "count,mean,max"]
    steps += ["-f", "speed,id,time,origin,remark", "-g", "carrier"]
    with Path(target).open("wb") as out:
        subprocess.run(["mlr", "--icsv", "--ocsv", *steps, source], stdout=out, check=True)


PEERS = {
    "duckdb": duckdb_by_hand,
    "narwhals": narwhals,
    "acme": acme,
    "acme-rejects": acme_rejects,
    "acme-dirty": acme_dirty,
    "polars": polars,
    "pyarrow": pyarrow,
    "pandas": pandas,
    "miller": miller,
}
IMPORTS = {
    "duckdb": ["duckdb"],
    "narwhals": ["duckdb", "narwhals"],
    "acme": ["acme.io.duckdb_engine"],
    "acme-rejects": ["acme.io.duckdb_engine"],
    "acme-dirty": ["acme.io.duckdb_engine"],
    "polars": ["narwhals", "polars"],
    "pyarrow": ["pyarrow.compute", "pyarrow.csv", "pyarrow.parquet"],
    "pandas": ["pandas", "pyarrow.csv", "pyarrow.parquet"],
    "miller": [],
}


def main(peer: str, *arguments: str) -> None:
    """Do a job and print what it took."""
    if peer == "make":
        make(*arguments)
        return
    for module in IMPORTS[peer]:
        import_module(module)
    started, used = time.perf_counter(), _used()
    PEERS[peer](*arguments)
    seconds, cpu = time.perf_counter() - started, _used() - used
    peak = max(resource.getrusage(who).ru_maxrss for who in _WHOM) / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": peak}))


_WHOM = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _used() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in _WHOM)


if __name__ == "__main__":
    main(*sys.argv[1:])
