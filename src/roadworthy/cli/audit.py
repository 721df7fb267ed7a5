"""`roadworthy audit`: read-only, nothing of the app runs."""

from __future__ import annotations

from pathlib import Path

from roadworthy.cli import options
from roadworthy.cli.options import CORES

NAME = "audit"


def command(
    app: options.AppFolder = Path(),
    formats: options.Formats = None,
    output: options.Outputs = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.Failing = None,
    baseline: options.Known = None,
    update_baseline: options.UpdateKnown = False,
    diff: options.Diff = "",
    jobs: options.Jobs = CORES,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
    progress: options.ShowProgress = False,
    debug: options.Debug = False,
) -> int:
    """Find the gaps from the source alone.

    A checklist and a plan in seconds, without configuration, network or Node. Nothing of the app runs.
    """
    from roadworthy.cli.session import Earlier, Session, Shared

    session = Session(
        NAME,
        app,
        Shared(formats, output, select, ignore, fail_on, jobs, quiet, no_color, progress),
        Earlier(baseline, update_baseline, diff),
    )
    return session.finish(session.audit())
