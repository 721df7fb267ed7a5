"""`roadworthy handoff`: the documents and configuration an app leaves with."""

from __future__ import annotations

from pathlib import Path

import click

from roadworthy.cli import options


@click.command()
@options.app_folder
@options.working
@options.debug
def handoff(app: Path, shared: options.Shared) -> int:
    """Write the documents the app leaves with.

    Architecture, data map, runbooks, dashboards, alerts, pipeline and drills; prints the path of each.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session
    from roadworthy.source.visible import visible

    session = Session("handoff", app, shared)
    audit = session.audit()

    from roadworthy.cycle import hand_over

    for path in hand_over(session.root, audit, progress=session.progress):
        print(visible(path))
    return 0
