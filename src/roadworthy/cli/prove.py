"""`roadworthy prove`: the app runs in isolation, suspicions become proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roadworthy.cli import options
from roadworthy.cli.options import CORES

NAME = "prove"
MINUTES = 10.0
"""Minutes for the proofs of a typical app of 10,000 lines, its packages installed."""

Budget = Annotated[
    float, typer.Option("--budget", metavar="MINUTES", min=0.1, help="Stop proving after so many minutes.")
]

Tests = Annotated[
    Path | None,
    typer.Option(
        "--tests", metavar="FOLDER", help="Write what was proven as tests that run without Roadworthy."
    ),
]


def command(
    app: options.AppFolder = Path(),
    gap: options.Gaps = None,
    budget: Budget = MINUTES,
    tests: Tests = None,
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
    """Run the app in isolation and turn suspicions into proof."""
    from roadworthy.cli.session import Earlier, Session, Shared, chosen_gaps

    session = Session(
        NAME,
        app,
        Shared(formats, output, select, ignore, fail_on, jobs, quiet, no_color, progress),
        Earlier(baseline, update_baseline, diff),
    )
    audit = session.audit()
    wanted = chosen_gaps(audit, gap)
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
