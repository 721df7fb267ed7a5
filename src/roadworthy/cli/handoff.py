"""`roadworthy handoff`: the documents and configuration an app leaves with."""

from __future__ import annotations

from pathlib import Path

from roadworthy.cli import options
from roadworthy.cli.options import CORES

NAME = "handoff"


def command(
    app: options.AppFolder = Path(),
    jobs: options.Jobs = CORES,
    quiet: options.Quiet = False,
    progress: options.ShowProgress = False,
    debug: options.Debug = False,
) -> int:
    """Write the documents the app leaves with.

    Architecture, data map, runbooks, dashboards, alerts, pipeline and drills; prints the path of each.
    """
    from roadworthy.cli.session import Session, Shared
    from roadworthy.source.visible import visible

    session = Session(NAME, app, Shared(jobs=jobs, quiet=quiet, progress=progress))
    audit = session.audit()

    from roadworthy.cycle import hand_over

    for path in hand_over(session.root, audit, progress=session.progress):
        print(visible(path))
    return 0
