"""Settings come from a file, the environment and arguments, each beating the one before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Invoke = Callable[..., Result]


def is_json(result: Result) -> bool:
    """Tell whether a run's report is JSON."""
    return result.stdout.startswith("{")


def test_default_is_for_people(invoke: Invoke) -> None:
    assert not is_json(invoke("convert", "flights.csv", "out.jsonl"))


def test_variable_changes_a_setting(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_JSON", "yes")

    assert is_json(invoke("convert", "flights.csv", "out.jsonl"))


def test_file_of_the_user_changes_a_setting(invoke: Invoke) -> None:
    file = Path(click.get_app_dir("acme"), "config.toml")
    file.parent.mkdir(parents=True)
    file.write_text("json = true")

    assert is_json(invoke("convert", "flights.csv", "out.jsonl"))


def test_file_of_the_variable_and_of_the_argument_are_read(
    invoke: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "json.toml").write_text("json = true")
    (folder / "plain.toml").write_text("json = false")
    monkeypatch.setenv("ACME_CONFIG", "json.toml")

    by_variable = invoke("convert", "flights.csv", "out.jsonl")
    by_argument = invoke("convert", "flights.csv", "out.jsonl", "--config", "plain.toml")

    assert is_json(by_variable)
    assert not is_json(by_argument)


def test_argument_beats_variable_beats_file(
    invoke: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "acme.toml").write_text("engine = 'of the file'")

    by_file = invoke("describe", "flights.csv", "--config", "acme.toml")
    monkeypatch.setenv("ACME_ENGINE", "of the variable")
    by_variable = invoke("describe", "flights.csv", "--config", "acme.toml")
    by_argument = invoke("describe", "flights.csv", "--config", "acme.toml", "--engine", "argument")

    assert 'unknown engine "of the file"' in by_file.stderr
    assert 'unknown engine "of the variable"' in by_variable.stderr
    assert 'unknown engine "argument"' in by_argument.stderr


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ACME_THREADS", "0", 'key "ACME_THREADS": 0 is less than 1'),
        ("ACME_MEMORY_LIMIT", "much", 'key "ACME_MEMORY_LIMIT": "much" is no amount of memory'),
        ("ACME_THREDS", "1", 'unknown setting "ACME_THREDS" (did you mean "ACME_THREADS"?)'),
    ],
)
def test_wrong_setting_is_one_sentence(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)

    result = invoke("describe", "flights.csv")

    assert result.status == 1
    assert sentence in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--threads", "0", "0 is not in the range x>=1"),
        ("--memory-limit", "much", '"much" is no amount of memory, such as 1GB or 512MiB'),
    ],
)
def test_wrong_argument_is_wrong_use(
    invoke: Invoke, option: str, value: str, sentence: str
) -> None:
    result = invoke("describe", "flights.csv", option, value)

    assert result.status == 2
    assert sentence in result.stderr


def test_engine_is_given_its_limits(invoke: Invoke) -> None:
    result = invoke(
        "convert", "flights.csv", "out.jsonl", "--threads", "1", "--memory-limit", "200MB", "--json"
    )

    assert result.status == 0
    assert json.loads(result.stdout)["target"] == "out.jsonl"
