"""`roadworthy verify`: everything again, against the first checklist."""

from __future__ import annotations

from pathlib import Path

import click

from roadworthy.cli import options


@click.command()
@options.app_folder
@options.reporting
@options.debug
def verify(app: Path, shared: options.Shared) -> int:
    """Check everything again after the repairs.

    Audits against the first checklist, replays every reproduction, then load test, security scan and Lighthouse.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session

    session = Session("verify", app, shared)

    from roadworthy.cycle import verify_app

    return session.finish(verify_app(session.root, settings=session.settings, progress=session.progress))
