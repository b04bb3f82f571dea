"""The program finds its commands, plugins' too, and turns errors into sentences."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from acme.cli import program
from acme.cli.overview import COMMANDS
from acme.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import click
    from conftest import Result

    Invoke = Callable[..., Result]

PLUGIN = """
import click

@click.command()
def greet():
    "Say good day."
    click.echo("good day")

@click.command()
@click.argument("kind")
def fail(kind):
    raise {"os": PermissionError(13, "Permission denied", "out.csv"), "value": ValueError("odd"),
           "memory": MemoryError()}[kind]

@click.command()
@click.pass_context
def seven(context):
    context.exit(7)
"""

UNEXPECTED = (
    "acme: unexpected ValueError: odd; this is a fault of ours: run again with -v and report it\n"
)


@pytest.fixture
def plugins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution that brings commands, one of them broken."""
    info = folder / "acme_greeting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme_greeting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[acme.commands]\n"
        "greet = acme_greeting:greet\n"
        "fail = acme_greeting:fail\n"
        "seven = acme_greeting:seven\n"
        "broken = acme_greeting:nothing\n"
    )
    (folder / "acme_greeting.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "acme_greeting", raising=False)
    builtins = {name: reference for name, (reference, _) in COMMANDS.items()}
    fresh: Registry[click.Command] = Registry("command", "acme.commands", builtins)
    monkeypatch.setattr(program, "_commands", fresh)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(invoke: Invoke, name: str) -> None:
    result = invoke(name, "--help")

    assert (result.status, result.stderr) == (0, "")
    assert f"Example: acme {name}" in result.stdout


def test_unknown_command_is_wrong_use_and_near_ones_are_named(invoke: Invoke) -> None:
    result = invoke("convertt")

    assert result.status == 2
    assert 'unknown command "convertt" (did you mean "convert"?)' in result.stderr


@pytest.mark.parametrize("arguments", [["convert"], ["convert", "--frob"], ["run", "a", "b"]])
def test_wrong_use_exits_2_and_shows_the_usage(invoke: Invoke, arguments: list[str]) -> None:
    result = invoke(*arguments)

    assert result.status == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Usage: acme {arguments[0]}")


@pytest.mark.usefixtures("plugins")
def test_help_names_the_commands_of_plugins_and_what_is_wrong_with_them(invoke: Invoke) -> None:
    result = invoke("--help")

    assert result.status == 0
    assert "  greet       Say good day.\n" in result.stdout
    assert '(command "broken" of acme_greeting does not load: AttributeError' in result.stdout


@pytest.mark.usefixtures("plugins")
def test_command_of_a_plugin_runs(invoke: Invoke) -> None:
    assert invoke("greet").stdout == "good day\n"


@pytest.mark.usefixtures("plugins")
def test_status_of_a_plugin_is_the_program_s(invoke: Invoke) -> None:
    assert invoke("seven").status == 7


@pytest.mark.usefixtures("plugins")
@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("os", "acme: out.csv: Permission denied\n"),
        ("memory", "acme: there is not enough memory; set a lower --memory-limit\n"),
        ("value", UNEXPECTED),
    ],
)
def test_error_that_nobody_expects_is_one_sentence_too(
    invoke: Invoke, kind: str, sentence: str
) -> None:
    result = invoke("fail", kind)

    assert (result.status, result.stdout, result.stderr) == (1, "", sentence)


def test_error_of_ours_is_one_sentence(invoke: Invoke) -> None:
    result = invoke("run", "none.toml")

    assert result.status == 1
    assert result.stderr.startswith("acme: none.toml: ")
    assert result.stderr.count("\n") == 1


def test_verbose_shows_the_traceback_before_the_sentence(invoke: Invoke) -> None:
    result = invoke("run", "none.toml", "-v")

    assert result.status == 1
    assert result.stderr.startswith("Traceback (most recent call last):")
    assert result.stderr.splitlines()[-1].startswith("acme: none.toml: ")


def test_error_is_json_when_json_is_asked_for(invoke: Invoke) -> None:
    result = invoke("run", "none.toml", "--json")

    error = json.loads(result.stderr)["error"]
    assert result.status == 1
    assert (error["code"], error["file"]) == ("missing-file", "none.toml")
