"""`acme run`: what a flow file says."""

from __future__ import annotations

from typing import Any

import click

from acme.cli.output import show_report
from acme.cli.settings import Settings, engine_options

__all__ = ["run"]


@click.command()
@click.argument("flow", type=click.Path())
@engine_options
def run(settings: Settings, flow: str) -> None:
    """Read, transform and write as the file FLOW says.

    Locations in the file are from the file's folder.

    Example: acme run flow.toml
    """
    from acme.cli.execution import Execution
    from acme.cli.session import open_session
    from acme.processing import load_flow

    plan = load_flow(flow)
    details: dict[str, Any] = {"flow": flow, "target": plan.target["location"]}
    with open_session(settings, "run", details, may_write=True) as session:
        details |= Execution.prepare(session, plan).write()
    show_report(settings, details)
