"""`acme run`: what a flow file says."""

from __future__ import annotations

import click

__all__ = ["run"]


@click.command()
@click.argument("flow")
def run(flow: str) -> None:
    """Read, transform and write as the file FLOW says.

    \b
    acme run flow.toml
    """
    from acme.io import open_engine
    from acme.processing import load_flow

    plan = load_flow(flow)
    with open_engine() as engine:
        lookups = {name: engine.scan(**table) for name, table in plan.lookups.items()}
        frame = plan.pipeline.apply(engine.scan(**plan.source), lookups=lookups)
        engine.sink(frame, **plan.target)
