"""`roadworthy fix`: repairs on a branch, each one verified."""

from __future__ import annotations

from pathlib import Path

from roadworthy.cli import options
from roadworthy.cli.options import CORES

NAME = "fix"


def command(
    app: options.AppFolder = Path(),
    gap: options.Gaps = None,
    agent: options.Agent = "",
    formats: options.Formats = None,
    output: options.Outputs = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.Failing = None,
    jobs: options.Jobs = CORES,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
    progress: options.ShowProgress = False,
    debug: options.Debug = False,
) -> int:
    """Repair gaps on a branch, each repair verified.

    In order of priority, one commit per gap. Your working tree stays as it is.
    """
    from roadworthy.cli.session import Session, Shared, chosen_gaps

    session = Session(
        NAME, app, Shared(formats, output, select, ignore, fail_on, jobs, quiet, no_color, progress)
    )
    audit = session.audit()
    wanted = chosen_gaps(audit, gap)
    if not wanted:
        return session.finish(audit)

    from roadworthy.cycle import fix_app

    fixed = fix_app(
        session.root,
        audit,
        settings=session.settings,
        gap_ids=wanted,
        agent=agent or None,
        progress=session.progress,
    )
    return session.finish(fixed)
