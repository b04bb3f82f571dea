"""`acme check`: what is wrong with a flow, without running it."""

from __future__ import annotations

import click

from acme.cli.output import show_json, show_table, tell
from acme.cli.settings import Settings, engine_options

__all__ = ["check"]


@click.command()
@click.argument("flow", type=click.Path())
@engine_options
def check(settings: Settings, flow: str) -> None:
    """Find what is wrong with the file FLOW and show the columns that would come out.

    The tables are read as far as the flow's contracts need it, and nothing is written.

    Example: acme check flow.toml
    """
    from acme.cli.execution import Execution
    from acme.cli.session import open_session
    from acme.processing import load_flow
    from acme.processing.kinds import kind_of

    plan = load_flow(flow)
    with open_session(settings, "check", {"flow": flow}) as session:
        execution = Execution.prepare(session, plan)
        if breaches := list(execution.breaches()):
            raise ExceptionGroup("contracts are broken", breaches)
        schema = execution.result.collect_schema()
    columns = [(name, str(kind_of(dtype))) for name, dtype in schema.items()]
    if settings.json:
        show_json({"flow": flow, "steps": len(plan.pipeline.steps), "columns": dict(columns)})
    else:
        show_table(("column", "type"), columns)
        tell(settings, f"{flow} is fine: {len(plan.pipeline.steps)} steps")
