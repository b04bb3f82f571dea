"""GitHub's own parser and expression engine, in a process of Node for as long as a ``with`` block lasts."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).parent
ALL_WELL = {"success": True, "failure": False, "cancelled": False, "always": True}


class MissingError(Exception):
    """There is no Node here, or its packages cannot be had."""


def bundle(folder: Path) -> Path:
    """Install the pinned packages into ``folder`` and bundle the engine into one file.

    The packages import JSON in a way that not every Node takes as it is; esbuild takes it in.
    """
    if shutil.which("npm") is None:
        raise MissingError("there is no Node with npm on PATH")
    for name in ("package.json", "package-lock.json", "engine.mjs"):
        shutil.copy(HERE / name, folder)
    target = folder / "engine.bundle.cjs"
    for command in (
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
        ["npx", "--no-install", "esbuild", "engine.mjs", "--bundle", "--platform=node",
         "--format=cjs", "--log-level=warning", f"--outfile={target}"],
    ):  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MissingError(f"`{' '.join(command[:2])}` failed: {done.stderr.strip()[-300:]}")
    return target


class Engine:
    """One loaded workflow, whose conditions and values are evaluated on request."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def load(self, path: Path) -> list[str]:
        """Parse a workflow, and return what GitHub would complain about."""
        errors: list[str] = self._ask(verb="load", path=str(path))["errors"]
        return errors

    def condition(
        self,
        job: str,
        contexts: Mapping[str, Any],
        status: Mapping[str, bool] = ALL_WELL,
        step: int | None = None,
    ) -> bool:
        """Whether a job, or one of its steps, runs."""
        which = {} if step is None else {"step": step}
        answer = self._ask(verb="condition", job=job, contexts=contexts, status=status, **which)
        return bool(answer["value"])

    def value(self, *at: str | int, contexts: Mapping[str, Any]) -> Any:
        """What stands at a place of the workflow, its expressions evaluated; None for nothing."""
        return self._ask(verb="value", at=at, contexts=contexts, status=ALL_WELL)["value"]

    def _ask(self, **request: object) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(request)}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise ValueError(f"{request}: {answer['error']}")
        return answer


@contextmanager
def start(bundled: Path) -> Iterator[Engine]:
    """An engine, until the block ends."""
    with subprocess.Popen(
        ["node", str(bundled)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Engine(process)
        assert process.stdin
        process.stdin.close()
