"""`acme formats` and `acme transforms` list what there is; `acme completion` helps to type it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acme.cli.output import show_listing
from acme.cli.settings import Settings
from acme.core.registry import Registry
from acme.io import formats
from acme.processing import TRANSFORMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Invoke = Callable[..., Result]


@pytest.mark.parametrize(
    ("command", "registry"), [("formats", formats), ("transforms", TRANSFORMS)]
)
def test_everything_is_listed_with_what_it_is(
    invoke: Invoke, command: str, registry: Registry[object]
) -> None:
    lines = invoke(command).stdout.splitlines()
    listed = json.loads(invoke(command, "--json").stdout)

    assert [line.partition("\t")[0] for line in lines[1:]] == registry.names()
    assert [entry["name"] for entry in listed] == registry.names()
    assert all(entry["summary"] for entry in listed)


@pytest.mark.parametrize("name", TRANSFORMS.names())
def test_transform_is_shown_with_its_arguments_and_an_example(invoke: Invoke, name: str) -> None:
    plain = invoke("transforms", name)
    shown = json.loads(invoke("transforms", name, "--json").stdout)

    assert (plain.status, shown["name"]) == (0, name)
    assert shown["summary"] in plain.stdout
    assert plain.stdout.endswith(f"\n{shown['example']}\n")
    for argument in shown["arguments"]:
        needed = "yes" if argument["required"] else "no"
        assert f"\n{argument['name']}\t{needed}\t" in plain.stdout


def test_unknown_transform_is_told_with_near_ones(invoke: Invoke) -> None:
    result = invoke("transforms", "aggregat")

    assert result.status == 1
    assert 'unknown transform "aggregat" (did you mean "aggregate"?)' in result.stderr


def test_broken_plugin_is_listed_as_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    info = folder / "acme_orc-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-orc\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[acme.shapes]\norc = acme_orc:nothing\n")
    monkeypatch.syspath_prepend(str(folder))

    show_listing(Settings(), Registry("shape", "acme.shapes"))

    assert 'orc\t(shape "orc" of acme-orc does not load: Module' in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_completion_is_printed_for_each_shell(invoke: Invoke, shell: str) -> None:
    result = invoke("completion", shell)

    assert result.status == 0
    assert "_ACME_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("acme con", ["plain,convert"]),
        ("acme run --memory", ["plain,--memory-limit"]),
        ("acme run fl", ["file,fl"]),
        ("acme transforms se", ["plain,select"]),
    ],
)
def test_shell_is_given_what_completes_the_last_word(words: str, completions: list[str]) -> None:
    shell = {
        "_ACME_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }

    run = subprocess.run(
        [sys.executable, "-m", "acme.cli"],
        env=os.environ | shell,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.splitlines() == completions
