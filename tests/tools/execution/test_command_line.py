from __future__ import annotations

import runpy
from typing import TYPE_CHECKING, NoReturn, TextIO

import pytest

from tests.releasing.repository import ROOT
from tools.errors import ToolError, UsageError
from tools.execution import command_line

if TYPE_CHECKING:
    from collections.abc import Callable

TOOLS = ROOT / "tools"
PROGRAMS = sorted(
    path.stem for path in TOOLS.glob("*.py") if "sys.exit(main())" in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_tool_teaches_its_use(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", [name, "--help"])

    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(TOOLS / f"{name}.py"), run_name="__main__")

    taught = capsys.readouterr().out
    assert end.value.code == 0
    assert f"python -m tools.{name}" in taught
    assert "Exit codes: 0" in taught


def test_what_was_typed_is_preferred_to_what_make_hands_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOOL_ARGS", "from make")
    monkeypatch.setattr("sys.argv", ["tool", "typed"])

    assert command_line.arguments("TOOL_ARGS") == ["typed"]


def test_nothing_typed_and_nothing_handed_over_are_no_arguments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TOOL_ARGS", raising=False)
    monkeypatch.setattr("sys.argv", ["tool"])

    assert command_line.arguments("TOOL_ARGS") == []


def test_an_open_quotation_from_make_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOL_ARGS", "add 'core")
    monkeypatch.setattr("sys.argv", ["tool"])

    with pytest.raises(UsageError, match="ARGS cannot be told apart into words: No closing quot"):
        command_line.arguments("TOOL_ARGS")


def raising(error: BaseException) -> Callable[[], int]:
    def act() -> NoReturn:
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ToolError("a.toml: broken; mend it"), 1, "tool: a.toml: broken; mend it"),
        (UsageError("there is no x"), 2, "tool: there is no x"),
        (
            OSError(28, "No space left on device", "dist/a"),
            1,
            "tool: dist/a: No space left on device",
        ),
        (OSError(5, "Input/output error"), 1, "tool: Input/output error"),
        (OSError("odd"), 1, "tool: odd"),
        (KeyboardInterrupt(), 130, "tool: interrupted; it can be run again"),
    ],
)
def test_what_a_user_can_mend_is_one_sentence_and_an_exit_code(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.exit_code("tool", raising(error)) == code
    assert capsys.readouterr().err == f"{said}\n"


def test_a_mistake_of_the_tool_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        command_line.exit_code("tool", raising(ZeroDivisionError()))


def test_a_tool_that_can_do_its_work_decides_its_exit_code() -> None:
    assert command_line.exit_code("tool", lambda: 7) == 7


@pytest.mark.parametrize("flush", [True, False])
def test_a_tool_whose_reader_has_gone_says_nothing(
    *,
    flush: bool,
    unread: TextIO,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def act() -> int:
        print("To nobody.", flush=flush)
        return 0

    monkeypatch.setattr("sys.stdout", unread)

    assert command_line.exit_code("tool", act) == 141
    assert capsys.readouterr().err == ""


def test_problems_are_all_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.report(iter(["one", "two"])) == 1
    assert capsys.readouterr().err == "one\ntwo\n"
    assert command_line.report([]) == 0


def test_no_name_means_all_and_a_name_counts_once() -> None:
    assert command_line.known([], ["core", "io"], "package") == ["core", "io"]
    assert command_line.known(["io", "io"], ["core", "io"], "package") == ["io"]


def test_unknown_names_are_told_with_what_exists() -> None:
    with pytest.raises(UsageError) as failure:
        command_line.known(["io", "c\x1b[0mre", "../x"], ["core", "io"], "package")

    assert str(failure.value) == r"there is no package c\x1b[0mre, ../x; there are core, io"
