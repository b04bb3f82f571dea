"""Ask every check of every package side by side, so that none hides another."""

from __future__ import annotations

import os
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError
from tools.release_checks.table import CHECKS
from tools.release_checks.verdict import Verdict, WaitingError, failed, skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.release_checks.subject import Subject
    from tools.release_checks.table import Check


@dataclass(frozen=True)
class Outcome:
    """What one check said of one package, and how long it took in seconds."""

    package: str
    check: str
    verdict: Verdict
    seconds: float


def outcomes(
    subjects: list[Subject], *, fast: bool = False, unprepared: bool = False
) -> Iterator[Outcome]:
    """Ask every check of every package side by side; the answers come in the order of the table."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = [(subject, check) for subject in subjects for check in CHECKS]
        yield from pool.map(partial(_ask, fast=fast, unprepared=unprepared), asked)


def _ask(asked: tuple[Subject, Check], *, fast: bool, unprepared: bool) -> Outcome:
    subject, check = asked
    begin = time.perf_counter()
    if fast and not check.quick:
        verdict = skipped("left out by --fast")
    elif unprepared and check.prepared:
        verdict = skipped("left out by --unprepared")
    else:
        verdict = _verdict(subject, check)
    return Outcome(subject.name, check.name, verdict, time.perf_counter() - begin)


def _verdict(subject: Subject, check: Check) -> Verdict:
    try:
        return check.ask(subject)
    except WaitingError as error:
        return skipped(f"waits for the check `{error}`")
    except ToolError as error:
        sentence, _, detail = str(error).partition("\n")
        return failed(sentence, "mend what it says, and check again", detail)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return failed(f"a file cannot be read: {error}", "mend or restore it, and check again")


def as_json(found: list[Outcome]) -> dict[str, Any]:
    """All outcomes for machines, by package."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for outcome in found:
        told = {"check": outcome.check, **asdict(outcome.verdict), "seconds": outcome.seconds}
        packages.setdefault(outcome.package, []).append(told)
    return {
        "fit": not failures(found),
        "packages": [{"package": name, "checks": checks} for name, checks in packages.items()],
    }


def failures(found: list[Outcome]) -> list[Outcome]:
    """The outcomes that forbid a release."""
    return [outcome for outcome in found if outcome.verdict.state == "fail"]
