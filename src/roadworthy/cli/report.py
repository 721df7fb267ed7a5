"""`roadworthy report`: an earlier run again, in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roadworthy.cli import options

if TYPE_CHECKING:
    from roadworthy.store import Run

NAME = "report"

Number = Annotated[
    int | None, typer.Option("--run", help="The number of the run; the newest when not given.")
]
Listing = Annotated[bool, typer.Option("--list", help="List the runs.")]


def command(
    app: options.AppFolder = Path(),
    run: Number = None,
    listing: Listing = False,
    formats: options.Formats = None,
    output: options.Outputs = None,
    fail_on: options.Failing = None,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
    debug: options.Debug = False,
) -> int:
    """Write the report of an earlier run, in any format."""
    from roadworthy.cli.session import Session, Shared
    from roadworthy.errors import UsageError
    from roadworthy.store import open_store

    shared = Shared(formats, output, fail_on=fail_on, quiet=quiet, no_color=no_color)
    session = Session(NAME, app, shared)
    with open_store(session.root, session.warn) as store:
        runs = store.list_runs()
        if not runs:
            raise UsageError("has no run yet", where=str(session.root), remedy="`roadworthy audit` makes one")
        if listing:
            return _list(runs)
        found = store.load_run(run if run is not None else runs[0].id)
    return session.write(found)


def _list(runs: list[Run]) -> int:
    from roadworthy.source.visible import visible

    for run in runs:
        commit = visible(run.commit)[:10] or "no commit"
        print(f"{run.id:4}  {visible(run.started)}  {visible(run.command):8}  {commit}")
    return 0
