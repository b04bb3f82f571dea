"""Run the jobs of the workflow here, each in a clean clone, as GitHub's runner would.

Every `run:` line is executed for real, with the environment, outputs and files that a runner gives
it; conditions and values are evaluated by GitHub's own engine. What stands for an action is in
stand_ins.py: artefacts are kept in a folder, and what only GitHub can do is written down with the
inputs it would have got.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.workflow import repository, simulation, stand_ins
from tests.workflow.source import jobs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.workflow.engine import Engine

KEPT = ".setup"
"""What a job leaves to the next one, to save the time of making it again."""


class StepError(AssertionError):
    """A line failed; the message holds what it printed."""


@dataclass
class Setting:
    """What a run happens in.

    Attributes:
        engine: GitHub's, with the workflow loaded.
        origin: The repository to clone from.
        folder: Everything that the run makes.
        github: The context ``github``.
        variables: The repository's variables.
        overrides: Environment variables that differ from what the workflow says, such as the index.
        samples: By job, environment variables that have its lines do a part of their work.
        shortfalls: Jobs that cannot pass on samples, and the sentence that each must end with.
    """

    engine: Engine
    origin: Path
    folder: Path
    github: dict[str, Any]
    variables: dict[str, str]
    overrides: dict[str, str] = field(default_factory=dict)
    samples: dict[str, dict[str, str]] = field(default_factory=dict)
    shortfalls: dict[str, str] = field(default_factory=dict)


class LocalRunner:
    """A run of the workflow.

    Attributes:
        results: What became of each job.
        lines: Every line that was executed, by job.
        actions: What each action was given, by job.
        summaries: What each job told people.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.workspace = setting.folder / "workspace"
        self.temporary = setting.folder / "temporary"
        self.temporary.mkdir(parents=True, exist_ok=True)
        self.artifacts = stand_ins.Artifacts(setting.folder / "artifacts")
        self.results: dict[str, str] = {}
        self.outputs: dict[str, dict[str, str]] = {}
        self.lines: dict[str, list[str]] = {}
        self.actions: dict[str, list[tuple[str, dict[str, str]]]] = {}
        self.summaries: dict[str, str] = {}

    def run(self) -> None:
        """Run every job whose time comes, in order."""
        for name, job in jobs().items():
            contexts = self._contexts(job)
            status = simulation.status(name, self.results)
            if not self.setting.engine.condition(name, contexts, status):
                self.results[name] = "skipped"
                continue
            contexts |= self._cell(name, contexts)
            if name in self.setting.shortfalls:
                self._fall_short(name, job, contexts)
            else:
                self.outputs[name] = self._job(name, job, contexts)
            self.results[name] = "success"

    def _fall_short(self, name: str, job: Mapping[str, Any], contexts: dict[str, Any]) -> None:
        try:
            self._job(name, job, contexts)
        except StepError as error:
            if self.setting.shortfalls[name] not in str(error):
                raise
        else:
            raise AssertionError(f"{name} passed, though it saw samples alone")

    def _contexts(self, job: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "github": self.setting.github,
            "inputs": {},
            "vars": self.setting.variables,
            "runner": {"os": "Linux", "temp": str(self.temporary)},
            "needs": {
                name: {"result": self.results[name], "outputs": self.outputs.get(name, {})}
                for name in simulation.needs(job)
            },
        }

    def _cell(self, name: str, contexts: Mapping[str, Any]) -> dict[str, Any]:
        """One cell of a matrix: the last one that this system and its Pythons can serve."""
        found = self.setting.engine.value("jobs", name, "strategy", "matrix", contexts=contexts)
        if not found:
            return {}
        if "include" not in found:
            return {"matrix": {key: values[0] for key, values in found.items()}}
        here = [
            cell
            for cell in found["include"]
            if cell.get("os", "ubuntu").startswith("ubuntu")
            and stand_ins.interpreter(cell["python"])
        ]
        return {"matrix": here[-1] if here else found["include"][0]}

    def _job(self, name: str, job: Mapping[str, Any], contexts: dict[str, Any]) -> dict[str, str]:
        self._clean()
        environment = self._environment("env", contexts=contexts)
        environment |= self._environment("jobs", name, "env", contexts=contexts)
        steps: dict[str, Any] = {}
        for at, step in enumerate(job["steps"]):
            seen = {**contexts, "steps": steps, "env": environment}
            if not self.setting.engine.condition(name, seen, step=at):
                continue
            given = environment | self._environment("jobs", name, "steps", at, "env", contexts=seen)
            if "run" in step:
                outputs = self._line(name, step["run"], given)
            else:
                outputs = self._action(name, at, step["uses"], seen)
            if "id" in step:
                steps[step["id"]] = {"outputs": outputs}
        found = self.setting.engine.value(
            "jobs", name, "outputs", contexts={**contexts, "steps": steps}
        )
        return {key: text(value) for key, value in (found or {}).items()}

    def _environment(self, *at: str | int, contexts: Mapping[str, Any]) -> dict[str, str]:
        found = self.setting.engine.value(*at, contexts=contexts) or {}
        return {
            name: self.setting.overrides.get(name, text(value)) for name, value in found.items()
        }

    def _clean(self) -> None:
        """A new machine has nothing; what takes long to make again is put back."""
        kept = self.setting.folder / "kept"
        if (self.workspace / KEPT).exists():
            (self.workspace / KEPT).rename(kept)
        shutil.rmtree(self.workspace, ignore_errors=True)
        self.workspace.mkdir()
        if kept.exists():
            kept.rename(self.workspace / KEPT)

    def _line(self, job: str, line: str, environment: Mapping[str, str]) -> dict[str, str]:
        self.lines.setdefault(job, []).append(line)
        for name in ("output", "summary"):
            (self.temporary / name).write_text("")
        variables = repository.variables(self.setting.github, self.temporary)
        began = time.monotonic()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line],
            cwd=self.workspace,
            env={**self._machine(job), **variables, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        with (self.setting.folder / "log").open("a", encoding="utf-8") as log:
            log.write(f"\n[{job}] {line} ({time.monotonic() - began:.0f} s)\n{done.stdout}")
        self.summaries[job] = self.summaries.get(job, "") + (self.temporary / "summary").read_text()
        if done.returncode:
            raise StepError(f"[{job}] {line}\nended with {done.returncode}:\n{done.stdout[-6000:]}")
        lines = (self.temporary / "output").read_text().splitlines()
        return dict(found.split("=", 1) for found in lines)

    def _machine(self, job: str) -> dict[str, str]:
        """The variables of a runner: none of ours that say how to test or which hatch to take."""
        ours = (
            "ARGS",
            "COVERAGE_",
            "HATCH",
            "PYTEST",
            "UV_CONSTRAINT",
            "UV_BUILD",
            "VIRTUAL_ENV",
            "PYTHON",
        )
        plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        tools = str(self.setting.folder / "bin")
        plain["PATH"] = os.pathsep.join([str(self.temporary / "python"), tools, plain["PATH"]])
        return {**plain, **self.setting.overrides, **self.setting.samples.get(job, {})}

    def _action(self, job: str, at: int, uses: str, contexts: dict[str, Any]) -> dict[str, str]:
        found = self.setting.engine.value("jobs", job, "steps", at, "with", contexts=contexts) or {}
        given = {name: text(value) for name, value in found.items()}
        action = uses.partition("@")[0]
        self.actions.setdefault(job, []).append((action, given))
        return stand_ins.ACTIONS[action](self, given)


def text(value: Any) -> str:
    """A value as a runner hands it on."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)
