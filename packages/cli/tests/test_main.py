"""The program answers the quick questions quickly, and ends as shells expect."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import acme.cli
from acme.cli.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Invoke = Callable[..., Result]
    AcmeProcess = Callable[..., subprocess.Popen[str]]


def test_version_names_every_package_the_engine_and_python(invoke: Invoke) -> None:
    result = invoke("--version")

    *packages, engine, python = result.stdout.splitlines()
    assert result.status == 0
    assert [engine, python] == [f"duckdb {version('duckdb')}", f"Python {sys.version.split()[0]}"]
    for name in ("acme-cli", "acme-core", "acme-io", "acme-processing"):
        assert f"{name} {version(name)}" in packages
    assert packages == sorted(packages)


def test_version_is_the_same_when_asked_for_among_other_options(invoke: Invoke) -> None:
    assert invoke("--version", "run") == invoke("--version")


def test_help_is_the_same_by_each_way_to_it(invoke: Invoke) -> None:
    quick = invoke("--help")

    assert quick.status == 0
    assert quick == invoke("-h") == invoke("--help", "run")


def test_no_command_shows_the_help_as_wrong_use(invoke: Invoke) -> None:
    result = invoke()

    assert result.status == 2
    assert "Commands:" in result.stderr


@pytest.mark.parametrize("question", ["--version", "--help"])
def test_quick_answers_import_nothing_dear(question: str) -> None:
    code = (
        "import sys; from acme.cli.__main__ import main\n"
        f"main([{question!r}]); print('modules', *sys.modules)"
    )
    # coverage would import some of them before us.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}

    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    modules = run.stdout.rpartition("modules ")[2].split()
    dear = {"click", "rich", "duckdb", "narwhals", "re", "typing", "importlib.metadata", "pathlib"}
    assert not dear & set(modules)


def test_console_script_runs_the_program() -> None:
    script = subprocess.run(
        [shutil.which("acme", path=Path(sys.executable).parent) or "acme", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert script.stdout.startswith("acme-cli ")


def test_module_runs_the_program(acme_process: AcmeProcess) -> None:
    process = acme_process("--version")

    stdout, stderr = process.communicate()

    assert (process.returncode, stderr) == (0, "")
    assert stdout.startswith("acme-cli ")


@pytest.mark.skipif(os.name == "nt", reason="needs signals as POSIX has them")
def test_interruption_exits_130_and_leaves_nothing(folder: Path, acme_process: AcmeProcess) -> None:
    many = "\n".join(f"1,{number}" for number in range(400_000))
    (folder / "many.csv").write_text(f"key,value\n{many}\n")
    flow = """
        source.location = "many.csv"
        lookups.again.location = "many.csv"
        target.location = "out.csv"
        [[steps]]
        transform = "join"
        lookup = "again"
        on = ["key"]
        how = "left"
        [[steps]]
        transform = "aggregate"
        by = ["key"]
        columns = { pairs = "count()" }
    """
    (folder / "endless.toml").write_text(flow)
    before = sorted(folder.iterdir())

    process = acme_process("run", "endless.toml", "-v")
    assert process.stderr is not None
    for line in process.stderr:
        if "writing" in line:
            break
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert stderr.endswith("acme: interrupted\n")
    assert sorted(folder.iterdir()) == before


def test_interruption_while_starting_exits_130(
    monkeypatch: pytest.MonkeyPatch, invoke: Invoke
) -> None:
    def interrupt(_group: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("acme.cli.installed.declares_entry_points", interrupt)

    result = invoke("--help")

    assert (result.status, result.stderr) == (130, "acme: interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="needs pipes as POSIX has them")
def test_reader_that_goes_away_ends_the_program_quietly() -> None:
    command = f"'{sys.executable}' -m acme.cli formats; echo status $? >&2"
    read, write = os.pipe()
    os.close(read)

    run = subprocess.run(
        ["sh", "-c", command], stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )

    os.close(write)
    assert run.stderr == "status 141\n"


def test_arguments_are_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["acme", "--version"])

    status = main()

    assert status == 0
    assert capsys.readouterr().out.startswith("acme-cli ")


def test_package_has_the_version_of_its_distribution() -> None:
    assert acme.cli.__version__ == version("acme-cli")


def test_other_attributes_are_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match=r"module 'acme.cli' has no attribute 'frobnicate'"):
        _ = acme.cli.frobnicate
