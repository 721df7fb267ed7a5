"""`roadworthy prove`: the app runs in isolation, suspicions become proof."""

from __future__ import annotations

from pathlib import Path

import click

from roadworthy.cli import options

MINUTES = 10.0
"""Minutes for the proofs of a typical app of 10,000 lines, its packages installed."""


@click.command()
@options.app_folder
@options.gaps
@click.option(
    "--budget",
    metavar="MINUTES",
    type=click.FloatRange(min=0.1),
    default=MINUTES,
    help="Stop proving after so many minutes; 10 when not given.",
)
@click.option(
    "--tests",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write what was proven as tests that run without Roadworthy.",
)
@options.reporting
@options.comparing
@options.debug
def prove(
    app: Path,
    gaps: tuple[str, ...],
    budget: float,
    tests: Path | None,
    shared: options.Shared,
    earlier: options.Earlier,
) -> int:
    """Run the app in isolation and turn suspicions into proof.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session, chosen_gaps

    session = Session("prove", app, shared, earlier)
    audit = session.audit()
    wanted = chosen_gaps(audit, gaps)
    if not wanted:
        return session.finish(audit)

    from roadworthy.cycle import prove_app

    proven = prove_app(
        session.root,
        audit,
        settings=session.settings,
        gap_ids=wanted,
        budget_minutes=budget,
        progress=session.progress,
    )
    if tests is not None:
        from roadworthy.cli.standalone import write_tests

        session.warn(write_tests(proven, tests))
    return session.finish(proven)
