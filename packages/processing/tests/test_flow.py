from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acme.core.errors import (
    AcmeError,
    ConfigurationError,
    MissingFileError,
    PluginError,
    UnknownNameError,
    ValidationError,
)
from acme.processing import TRANSFORMS, Contract, Rules, load_flow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Frame = nw.LazyFrame[Any]
Write = Any

FLOW = """\
[source]
location = "flights.csv"

[lookups.airlines]
location = "airlines.csv"

[[steps]]
transform = "filter"
where = "delay > 0"

[[steps]]
transform = "join"
lookup = "airlines"
on = ["carrier"]
how = "left"

[[steps]]
transform = "aggregate"
by = ["name"]
columns = { flights = "count()", mean_delay = "mean(delay)" }

[[steps]]
transform = "sort"
by = ["-mean_delay"]

[target]
location = "delays.parquet"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a flow file."""

    def write(text: str) -> Path:
        path = tmp_path / "flow.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def with_steps(steps: str) -> str:
    return f'[source]\nlocation = "a.csv"\n[target]\nlocation = "b.csv"\n{steps}'


def test_a_flow_file_does_what_it_says(
    write: Write, flights: Frame, airlines: Frame, rows: Callable[[Frame], Any]
) -> None:
    flow = load_flow(write(FLOW))

    result = flow.pipeline.apply(flights, lookups={"airlines": airlines})

    assert rows(result) == [("United", 2, 6.5)]


def test_relative_paths_are_from_the_folder_of_the_flow_file(write: Write, tmp_path: Path) -> None:
    flow = load_flow(write(FLOW.replace('flights.csv"', 'flights.csv"\nrejects = "bad.jsonl"')))

    assert flow.source == {
        "location": str(tmp_path / "flights.csv"),
        "rejects": str(tmp_path / "bad.jsonl"),
    }
    assert flow.lookups == {"airlines": {"location": str(tmp_path / "airlines.csv")}}
    assert flow.target == {"location": str(tmp_path / "delays.parquet")}


@pytest.mark.parametrize("location", ["https://example.org/a.csv", "-", "/data/a.csv"])
def test_what_is_no_relative_path_stays_as_it_is(write: Write, location: str) -> None:
    flow = load_flow(write(FLOW.replace("flights.csv", location)))

    assert flow.source == {"location": location}


def test_options_of_a_table_are_handed_on(write: Write) -> None:
    flow = load_flow(write(FLOW.replace('flights.csv"', 'flights.csv"\nnull_values = ["NA"]')))

    assert flow.source["null_values"] == ["NA"]


def test_contracts_are_read(write: Write) -> None:
    contracts = """
        [contract.input]
        carrier = { type = "text", nullable = false }
        [contract.output.flights]
        minimum = 1
    """

    flow = load_flow(write(FLOW + contracts))

    assert flow.input_contract == Contract({"carrier": Rules(type="text", nullable=False)})
    assert flow.output_contract == Contract({"flights": Rules(minimum=1)})


def test_a_flow_without_contracts_has_empty_ones(write: Write) -> None:
    assert load_flow(write(FLOW)).input_contract == Contract({})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"nowhere\.toml: there is no such file"):
        load_flow(tmp_path / "nowhere.toml")


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="this cannot be read"):
        load_flow(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "flow.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigurationError, match="this is no UTF-8 text"):
        load_flow(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[source]\nlocation = \n", ":2:12: this is no TOML: Invalid value"),
        ('a = """\n\n', ": this is no TOML: "),
    ],
)
def test_broken_toml_is_told_with_its_place(write: Write, text: str, message: str) -> None:
    path = write(text)

    with pytest.raises(ConfigurationError) as caught:
        load_flow(path)

    assert str(caught.value).startswith(f"{path}{message}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[source]", "[source_]", 'unknown section "source_" .*"source"'),
        ("[target]", "[contract.result]\n[target]", 'unknown contract "result"'),
        ("[target]", "[contract.input]\na = 1\n[target]", '"contract.input.a": this must be a'),
        ("[target]", "[contract.input.a]\nmin = 1\n[target]", 'a.min": unknown argument "min"'),
        ('location = "flights.csv"', "", 'key "source.location": a location is needed'),
        ('"flights.csv"', "1", 'key "source.location": a location is needed'),
        ("[lookups.airlines]", "[lookups]", 'key "lookups.location": this must be a table'),
    ],
)
def test_what_no_flow_can_mean_is_refused(write: Write, old: str, new: str, message: str) -> None:
    path = write(FLOW.replace(old, new))

    with pytest.raises(AcmeError, match=message):
        load_flow(path)


@pytest.mark.parametrize("steps", ["[steps]", "[steps.filter]", "[[steps.filter]]"])
def test_steps_are_an_array_of_tables(write: Write, steps: str) -> None:
    path = write(with_steps(steps))

    with pytest.raises(ConfigurationError, match=r"this must be tables, each headed \[\[steps\]\]"):
        load_flow(path)


@pytest.mark.parametrize(
    ("old", "new", "place", "error"),
    [
        (
            '"aggregate"',
            '"aggregate_"',
            ':18: step 3 (aggregate_): key "transform": ',
            UnknownNameError,
        ),
        ('transform = "sort"', "", ":22: step 4: ", ConfigurationError),
        ('"sort"', "1", ":23: step 4 (1): ", ConfigurationError),
        ('by = ["-', 'bye = ["-', ':24: step 4 (sort): key "bye": ', UnknownNameError),
        ('by = ["-mean_delay"]', "", ":22: step 4 (sort): ", ConfigurationError),
        ('by = ["-mean_delay"]', "by = 1", ':24: step 4 (sort): key "by": ', ValidationError),
        ('"delay > 0"', '"delay >"', ":9:17: step 1 (filter): ", ConfigurationError),
        ('"mean(delay)"', '"meen(delay)"', ":20:48: step 3 (aggregate): ", UnknownNameError),
        ('"mean(delay)"', '"""\nmean(\n a.b)"""', ":22:2: step 3 (aggr", ConfigurationError),
        (
            'columns = { flights = "count()", mean_delay = "mean(delay)" }',
            'columns.n = "count()"\ncolumns . "d" = "meen(delay)"',
            ":21:18: step 3 (aggregate): ",
            UnknownNameError,
        ),
    ],
)
def test_a_step_that_cannot_be_is_told_with_its_place(
    write: Write, old: str, new: str, place: str, error: type[AcmeError]
) -> None:
    path = write(FLOW.replace(old, new))

    with pytest.raises(error) as caught:
        load_flow(path)

    assert str(caught.value).startswith(f"{path}{place}")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("delay > 0", "distance > 0 or dlay > 1", ':9:26: step 1 (filter): key "where": '),
        ('"mean(delay)"', "'mean(dlay)'", ':20:53: step 3 (aggregate): key "columns.mean_delay": '),
        (
            '"mean(delay)"',
            '"mean(d\\u006cay)"',
            ':20: step 3 (aggregate): key "columns.mean_delay": ',
        ),
        ('["name"]', '["names"]', ':19: step 3 (aggregate): key "by": '),
        ('"airlines"', '"airline"', ':13: step 2 (join): key "lookup": '),
    ],
)
def test_a_step_that_does_not_fit_is_told_with_its_place(
    write: Write, flights: Frame, airlines: Frame, old: str, new: str, place: str
) -> None:
    path = write(FLOW.replace(old, new))

    with pytest.raises(UnknownNameError) as caught:
        load_flow(path).pipeline.apply(flights, {"airlines": airlines})

    assert str(caught.value).startswith(f"{path}{place}unknown ")


def test_a_header_inside_a_text_is_no_step(write: Write, flights: Frame) -> None:
    path = write(
        with_steps(
            '[[steps]]\ntransform = "derive"\ncolumns.note = """\'\'\'\n[[steps]]\n\'\'\'"""\n'
            ' [[ steps ]] # second\ntransform = "select"\ncolumns = ["dlay"]\n'
        )
    )

    with pytest.raises(UnknownNameError, match=r"flow\.toml:12: step 2 \(select\)"):
        load_flow(path).pipeline.apply(flights)


def test_steps_in_one_array_are_told_by_number(write: Write) -> None:
    path = write('steps = [{ transform = "limit", rows = 1 }, { transform = "limit", row = 2 }]\n')

    with pytest.raises(UnknownNameError) as caught:
        load_flow(write(path.read_text() + with_steps("")))

    assert str(caught.value).startswith(f'{path}: step 2 (limit): key "row": unknown argument')


def test_a_plugin_that_is_no_transform_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TRANSFORMS, "_components", {"odd": print})

    with pytest.raises(PluginError, match='transform "odd" is no subclass of Transform'):
        load_flow(write(with_steps('[[steps]]\ntransform = "odd"\n')))


PIECES = """
    [[steps]] [steps] [source] [contract.input] [lookups] = "x" 'x' 1 -1 1.5 true [] [1] ["a"] {}
    {a=1} 1979-05-27 nan location transform columns by where filter sort , . # \\ " \0 é
"""
pieces = st.sampled_from([*PIECES.split(), '"""', "\n", " "])


@settings(deadline=None, max_examples=300)
@given(
    start=st.integers(0, len(FLOW)),
    length=st.integers(0, 40),
    pieces=st.lists(pieces, max_size=4),
)
def test_a_damaged_flow_file_is_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, pieces: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.toml"
    path.write_text(FLOW[:start] + "".join(pieces) + FLOW[start + length :], encoding="utf-8")

    try:
        flow = load_flow(path)
    except AcmeError as error:
        assert str(error).startswith(str(path))  # noqa: PT017 -- one of two right answers
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert flow.path == path
