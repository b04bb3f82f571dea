"""Settings: what the commands can be told by a file, the environment or arguments."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acme.core.config import load
from acme.core.validation import at_least, memory_size

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Settings", "State", "engine_options", "output_options"]

_CONFIG_VARIABLE = "ACME_CONFIG"


@dataclass(frozen=True)
class Settings:
    """What a run goes by: defaults < TOML file < `ACME_*` variables < arguments.

    Attributes:
        engine: Name of the engine that reads, computes and writes.
        threads: How many threads it may use; None for one per core.
        memory_limit: How much memory it may use before it spills to disk; None for its own default.
        json: Whether results and errors are JSON.
        quiet: Whether to tell nothing but results and errors.
        verbose: Whether to tell each step and an error's traceback.
        profile: Where to save a profile of the run.
        audit_log: Where to record each run, as JSON Lines.
        root: The folder that no file of a flow may leave; None to allow any.
    """

    engine: str = "duckdb"
    threads: int | None = field(default=None, metadata={"validate": at_least(1)})
    memory_limit: str | None = field(default=None, metadata={"validate": memory_size})
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    profile: Path | None = None
    audit_log: Path | None = None
    root: Path | None = None


@dataclass
class State:
    """What is known of the run, for whoever tells of its failure."""

    settings: Settings = field(default_factory=Settings)


def _memory_size(_context: click.Context, _option: click.Parameter, size: str | None) -> str | None:
    try:
        return None if size is None else memory_size(size)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_PATH: dict[str, Any] = {"type": click.Path()}
_OUTPUT = (
    click.option("--json", is_flag=True, default=None, help="Print results and errors as JSON."),
    click.option("-q", "--quiet", is_flag=True, default=None, help="Print nothing but results."),
    click.option("-v", "--verbose", is_flag=True, default=None, help="Tell more; tracebacks too."),
    click.option("--config", metavar="FILE", help="Read settings from this TOML file.", **_PATH),
)
_ENGINE = tuple(
    click.option(name, metavar=metavar, help=text, **more)
    for name, metavar, text, more in (
        ("--engine", "NAME", "Compute with this engine.  [default: duckdb]", {}),
        ("--threads", "N", "Use at most N threads.", {"type": click.IntRange(min=1)}),
        (
            "--memory-limit",
            "SIZE",
            "Spill to disk above SIZE, such as 1GB.",
            {"callback": _memory_size},
        ),
        ("--profile", "FILE", "Save a profile of the run, and tell its memory.", _PATH),
        ("--audit-log", "FILE", "Append a record of the run, as JSON Lines.", _PATH),
        ("--root", "FOLDER", "Refuse files outside FOLDER.", _PATH),
    )
)


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of its output; it is called with `Settings` first."""
    return _with_options(command, _OUTPUT)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of engine and output; it is called with `Settings` first."""
    return _with_options(command, _ENGINE + _OUTPUT)


def _with_options(command: Callable[..., Any], options: tuple[Any, ...]) -> Callable[..., Any]:
    names = Settings.__dataclass_fields__.keys()

    @functools.wraps(command)
    def load_and_call(config: str | None, **arguments: Any) -> Any:
        given = {name: arguments.pop(name) for name in names & arguments.keys()}
        settings = _load(config, given)
        click.get_current_context().find_object(State).settings = settings  # type: ignore[union-attr]
        return command(settings, **arguments)

    return functools.reduce(
        lambda function, option: option(function), reversed(options), load_and_call
    )


def _load(config: str | None, given: dict[str, Any]) -> Settings:
    environment = dict(os.environ)
    of_variable = environment.pop(_CONFIG_VARIABLE, None)
    of_user = Path(click.get_app_dir("acme"), "config.toml")
    file = config or of_variable or (of_user if of_user.is_file() else None)
    return load(Settings, file=file, environment=environment, arguments=given)
