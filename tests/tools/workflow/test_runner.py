from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.workflow import runner

if TYPE_CHECKING:
    from pathlib import Path


def test_outputs_are_added_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "output"
    path.write_text("before=1\n", "utf-8")
    monkeypatch.setenv("GITHUB_OUTPUT", str(path))

    runner.write_outputs({"jobs": '["check"]', "tag": ""})

    assert path.read_text("utf-8") == 'before=1\njobs=["check"]\ntag=\n'


@pytest.mark.parametrize("value", ["core\ntag=core-v9", "core\rtag=core-v9"])
def test_a_value_cannot_pass_for_another_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))

    with pytest.raises(ToolError, match="the output package would hold a line break"):
        runner.write_outputs({"package": value})
    assert not (tmp_path / "output").exists()


def test_outside_of_a_workflow_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    runner.write_outputs({"tag": "core-v1.0.0"})
    runner.write_summary("Done.")

    assert list(tmp_path.iterdir()) == []


def test_a_summary_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))

    runner.write_summary("One.\n\n")
    runner.write_summary("Two.")

    assert (tmp_path / "summary").read_text("utf-8") == "One.\nTwo.\n"


def test_a_table_keeps_its_columns_whatever_is_in_a_cell() -> None:
    assert runner.table(("a", "b"), [("1|2", "3")]) == "| a | b |\n| --- | --- |\n| 1&#124;2 | 3 |"
