"""`roadworthy fix`: repairs on a branch, each one verified."""

from __future__ import annotations

from pathlib import Path

import click

from roadworthy.cli import options


@click.command()
@options.app_folder
@options.gaps
@options.agent
@options.reporting
@options.debug
def fix(app: Path, gaps: tuple[str, ...], agent: str, shared: options.Shared) -> int:
    """Repair gaps on a branch, each repair verified.

    In order of priority, one commit per gap. Your working tree stays as it is.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session, chosen_gaps

    session = Session("fix", app, shared)
    audit = session.audit()
    wanted = chosen_gaps(audit, gaps)
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
