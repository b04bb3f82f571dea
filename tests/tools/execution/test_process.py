from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.execution.process import environment_without_locks, exit_code_of, output_of, run, uv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_only_standard_output_is_returned() -> None:
    code = "import sys; print('answer'); print('warning', file=sys.stderr)"

    assert output_of(python(code)) == "answer\n"


def test_a_command_runs_where_and_with_what_it_is_told(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd(), os.environ.get('WORD'), sys.stdin.read())"
    environment = {**os.environ, "WORD": "given"}

    printed = output_of(python(code), folder=tmp_path, environment=environment, stdin="text")

    assert printed == f"{tmp_path} given text\n"


def test_a_command_never_waits_for_the_keyboard() -> None:
    assert output_of(python("import sys; print(repr(sys.stdin.read()))")) == "''\n"


def test_a_failure_tells_the_command_its_code_and_all_it_said() -> None:
    code = "import sys; print('one'); print('two', file=sys.stderr); sys.exit(3)"

    with pytest.raises(ToolError) as failure:
        output_of(python(code))

    assert str(failure.value) == f"`{sys.executable} -c {code}` ended with 3: one\ntwo"


def test_a_silent_failure_says_so() -> None:
    with pytest.raises(ToolError, match=r"ended with 1: it said nothing"):
        output_of(python("raise SystemExit(1)"))


def test_bytes_that_are_no_text_are_shown_and_do_not_matter() -> None:
    assert output_of(python(r"import os; os.write(1, b'a\xffb')")) == r"a\xffb"


@pytest.mark.parametrize("start", [output_of, exit_code_of, run])
def test_a_missing_program_is_told_with_the_way_to_have_it(
    start: Callable[[list[str]], object],
) -> None:
    with pytest.raises(ToolError, match=r"no-such-program is not on PATH; run this through `make`"):
        start(["no-such-program"])


def test_a_missing_folder_is_not_taken_for_a_missing_program(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"cannot be started: .*nowhere: No such file"):
        output_of(python(""), folder=tmp_path / "nowhere")


def test_a_program_that_cannot_run_is_told(programs: Callable[[str, str], Path]) -> None:
    programs("broken", "").write_bytes(b"\x7fELF nonsense")

    with pytest.raises(ToolError, match=r"broken cannot be started: .*Exec format error"):
        output_of(["broken"])


def test_an_exit_code_is_an_answer_where_it_is_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "import os; print(os.getcwd()); raise SystemExit(4)"

    assert exit_code_of(python(code), folder=tmp_path) == 4
    assert capfd.readouterr().out == f"{tmp_path}\n"
    assert run(python(code)).returncode == 4


def test_the_constraints_of_an_environment_bind_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_CONSTRAINT", "locks/test.txt")
    monkeypatch.setenv("UV_BUILD_CONSTRAINT", "locks/build.txt")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://example.org/simple")

    environment = environment_without_locks()

    assert environment["UV_DEFAULT_INDEX"] == "https://example.org/simple"
    assert not {"UV_CONSTRAINT", "UV_BUILD_CONSTRAINT"} & environment.keys()


@pytest.mark.parametrize(("given", "expected"), [("/opt/uv", "/opt/uv"), ("", "uv"), (None, "uv")])
def test_hatch_says_which_uv_to_call(
    given: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HATCH_UV", raising=False)
    if given is not None:
        monkeypatch.setenv("HATCH_UV", given)

    assert uv() == expected
