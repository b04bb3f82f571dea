from __future__ import annotations

from pathlib import Path

import pytest

from acme.core.errors import ConfigurationError, MissingFileError, UnknownNameError
from acme.processing import load_flow

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
def write(tmp_path):
    """Return a function that writes a flow file."""

    def write(text):
        path = tmp_path / "flow.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_flow_file_does_what_it_says(write, flights, airlines, rows):
    flow = load_flow(write(FLOW))

    result = flow.pipeline.apply(flights, lookups={"airlines": airlines})

    assert rows(result) == [("United", 2, 6.5)]


def test_relative_locations_are_from_the_folder_of_the_flow_file(write, tmp_path):
    flow = load_flow(write(FLOW.replace('"airlines.csv"', '"https://example.org/airlines.csv"')))

    assert flow.source == {"location": str(tmp_path / "flights.csv")}
    assert flow.lookups == {"airlines": {"location": "https://example.org/airlines.csv"}}
    assert Path(flow.target["location"]) == tmp_path / "delays.parquet"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingFileError, match=r"nowhere\.toml: there is no such file"):
        load_flow(tmp_path / "nowhere.toml")


def test_broken_toml_is_told_with_its_line(write):
    path = write("[source]\nlocation = \n")

    with pytest.raises(ConfigurationError, match=r"flow\.toml: no TOML: Invalid value \(at line 2"):
        load_flow(path)


def test_an_unknown_transform_is_told_with_its_place_and_what_exists(write):
    path = write(FLOW.replace('"aggregate"', '"agregate"'))

    with pytest.raises(UnknownNameError) as caught:
        load_flow(path)

    assert str(caught.value).startswith(
        f'{path}:17: step 3 (agregate): unknown transform "agregate" (did you mean "aggregate"?)'
    )


def test_an_unknown_column_is_told_with_its_place_and_what_exists(write, flights):
    path = write(FLOW.replace("delay > 0", "dellay > 0"))

    with pytest.raises(UnknownNameError) as caught:
        load_flow(path).pipeline.apply(flights)

    assert str(caught.value).startswith(f"{path}:7: step 1 (filter): ")
    assert 'unknown column "dellay" (did you mean "delay"?)' in str(caught.value)
