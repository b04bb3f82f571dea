"""The jobs of the workflow: when each runs, what it may, and what it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from tools.documentation import mermaid
from tools.documentation.markdown import code, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = ".github/workflows/ci.yml"
INTRODUCTION = f"""
There is one workflow, `{FILE}`. `python -m tools.jobs` decides which of its jobs run for an event;
every line that a job runs is one that a laptop runs too. The workflow itself has no permission;
each job says which it needs. An arrow points from a job to one that waits for it.
"""


def pages(root: Path) -> Mapping[str, str]:
    """One page of jobs, with their graph."""
    jobs = yaml.safe_load((root / FILE).read_text("utf-8"))["jobs"]
    sections = (_section(name, job) for name, job in jobs.items())
    return {
        "reference/workflow.md": page("Workflow", INTRODUCTION, _graph(jobs), *sections),
    }


def _graph(jobs: Mapping[str, Any]) -> str:
    """The jobs, each behind those that it waits for and that wait for no other it waits for."""
    edges = [(needed, name) for name, job in jobs.items() for needed in _direct(jobs, job)]
    waits = "; ".join(f"{end} waits for {start}" for start, end in edges)
    return mermaid.flowchart("The jobs of the workflow", waits, jobs, edges)


def _direct(jobs: Mapping[str, Any], job: Mapping[str, Any]) -> list[str]:
    needed = _needed(job)
    further = {name for direct in needed for name in _before(jobs, direct)}
    return [name for name in needed if name not in further]


def _before(jobs: Mapping[str, Any], name: str) -> set[str]:
    """Every job that comes before another, directly or not."""
    needed = _needed(jobs[name])
    return {*needed, *(first for direct in needed for first in _before(jobs, direct))}


def _needed(job: Mapping[str, Any]) -> list[str]:
    needed = job.get("needs", [])
    return [needed] if isinstance(needed, str) else needed


def _section(name: str, job: Mapping[str, Any]) -> str:
    facts = (f"- {title}: {value}" for title, value in _facts(job) if value)
    return f"## `{name}` {{ #{name} }}\n\n" + "\n".join(facts) + "\n"


def _facts(job: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "waits for", ", ".join(f"[`{name}`](#{name})" for name in _needed(job))
    yield "runs when", f"`{' '.join(job['if'].split())}`" if "if" in job else "always"
    yield "on", f"`{job.get('runs-on', '')}`"
    permissions = job.get("permissions", {})
    yield "may", code(f"{what}: {how}" for what, how in permissions.items()) or "nothing"
    environment = job.get("environment", "")
    yield (
        "environment",
        f"`{environment['name'] if isinstance(environment, dict) else environment}`"
        * bool(environment),
    )
    for step in job.get("steps", []):
        if "run" in step:
            yield "runs", f"`{' '.join(step['run'].split())}`"
        elif not step["uses"].startswith(("actions/checkout", "step-security/")):
            yield "uses", f"`{step['uses'].partition('@')[0]}`"
