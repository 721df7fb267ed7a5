"""`roadworthy verify`: everything again, against the first checklist."""

from __future__ import annotations

from pathlib import Path

from roadworthy.cli import options
from roadworthy.cli.options import CORES

NAME = "verify"


def command(
    app: options.AppFolder = Path(),
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
    """Check everything again after the repairs.

    Audits against the first checklist, replays every reproduction, then load test, security scan and Lighthouse.
    """
    from roadworthy.cli.session import Session, Shared

    session = Session(
        NAME, app, Shared(formats, output, select, ignore, fail_on, jobs, quiet, no_color, progress)
    )

    from roadworthy.cycle import verify_app

    return session.finish(verify_app(session.root, settings=session.settings, progress=session.progress))
