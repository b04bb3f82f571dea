"""Which jobs run, as GitHub decides it: needs first, then each job's condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.workflow.source import jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.workflow.engine import Engine


def needs(job: Mapping[str, Any]) -> list[str]:
    """The jobs that a job names."""
    named = job.get("needs", [])
    return [named] if isinstance(named, str) else list(named)


def ancestors(name: str) -> set[str]:
    """Every job that must have ended before."""
    direct = needs(jobs()[name])
    return set(direct).union(*(ancestors(other) for other in direct))


def status(name: str, results: Mapping[str, str]) -> dict[str, bool]:
    """What the status functions say at a job: a skip or failure of any ancestor is no success.

    See https://docs.github.com/en/actions/reference/workflows-and-actions/expressions, and for a
    skip further up `jobs.<job_id>.needs` in the workflow's syntax.
    """
    before = [results[other] for other in ancestors(name)]
    return {
        "success": all(result == "success" for result in before),
        "failure": "failure" in before,
        "cancelled": False,
        "always": True,
    }


def run(
    engine: Engine, contexts: Mapping[str, Any], outputs: Mapping[str, Any], broken: str = ""
) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """The results of all jobs, and the contexts that each of them saw.

    Args:
        engine: GitHub's, with the workflow loaded.
        contexts: ``github``, ``inputs``, ``vars``.
        outputs: What `plan` left; an empty mapping if it failed.
        broken: A job that fails once it runs.
    """
    results: dict[str, str] = {}
    seen: dict[str, dict[str, Any]] = {}
    for name, job in jobs().items():
        above = {
            other: {"result": results[other], "outputs": outputs if other == "plan" else {}}
            for other in needs(job)
        }
        seen[name] = {**contexts, "needs": above}
        if not engine.condition(name, seen[name], status(name, results)):
            results[name] = "skipped"
        elif (
            name == broken
            or (name == "plan" and not outputs)
            or (name == "gate" and not _holds(above))
        ):
            results[name] = "failure"
        else:
            results[name] = "success"
    return results, seen


def _holds(above: Mapping[str, Any]) -> bool:
    from tools import gate

    return not list(gate.problems(above))
