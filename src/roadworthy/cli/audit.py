"""`roadworthy audit`: read-only, nothing of the app runs."""

from __future__ import annotations

from pathlib import Path

import click

from roadworthy.cli import options


@click.command()
@options.app_folder
@options.reporting
@options.comparing
@options.debug
def audit(app: Path, shared: options.Shared, earlier: options.Earlier) -> int:
    """Find the gaps from the source alone.

    A checklist and a plan in seconds, without configuration, network or Node. Nothing of the app runs.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session
    from roadworthy.collection import stay_calm

    stay_calm()
    session = Session("audit", app, shared, earlier)
    return session.finish(session.audit())
