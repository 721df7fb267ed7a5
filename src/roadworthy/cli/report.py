"""`roadworthy report`: an earlier run again, in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadworthy.cli import options

if TYPE_CHECKING:
    from roadworthy.store import Run


@click.command()
@options.app_folder
@click.option("--run", type=int, metavar="N", help="The number of the run; the newest when not given.")
@click.option("--list", "listing", is_flag=True, help="List the runs.")
@options.rewriting
@options.debug
def report(app: Path, run: int | None, listing: bool, shared: options.Shared) -> int:
    """Write the report of an earlier run, in any format.

    APP is its folder; the current one when not given.
    """
    from roadworthy.cli.session import Session
    from roadworthy.errors import UsageError
    from roadworthy.store import open_store

    session = Session("report", app, shared)
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
