"""`roadworthy harden`: all of it in one go."""

from __future__ import annotations

from pathlib import Path

from roadworthy.cli import options
from roadworthy.cli.options import CORES

NAME = "harden"


def command(
    app: options.AppFolder = Path(),
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
    """Audit, prove, fix, verify and hand over."""
    from roadworthy.cli.session import Session, Shared

    session = Session(
        NAME, app, Shared(formats, output, select, ignore, fail_on, jobs, quiet, no_color, progress)
    )

    from roadworthy.cycle import harden_app

    hardened = harden_app(
        session.root, settings=session.settings, agent=agent or None, progress=session.progress
    )
    return session.finish(hardened.audit, hardened.certificate)
