"""`roadworthy harden`: all of it in one go."""

from __future__ import annotations

from pathlib import Path

import click

from roadworthy.cli import options


@click.command()
@options.app_folder
@options.agent
@options.reporting
@options.debug
def harden(app: Path, agent: str, shared: options.Shared) -> int:
    """Audit, prove, fix, verify and hand over.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session

    session = Session("harden", app, shared)

    from roadworthy.cycle import harden_app

    hardened = harden_app(
        session.root, settings=session.settings, agent=agent or None, progress=session.progress
    )
    return session.finish(hardened.audit, hardened.certificate)
