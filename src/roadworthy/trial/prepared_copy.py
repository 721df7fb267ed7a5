"""What is changed in a trial's copy of the app before anything is installed, so that it can run here at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roadworthy.trial.absent_files import fill_absent
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.django_copy import let_trial_in
from roadworthy.trial.letter_case import respell_imports
from roadworthy.trial.mongo_addresses import point_at_trial
from roadworthy.trial.next_copy import prepare_next
from roadworthy.trial.prisma_copy import prepare_prisma


def prepare_copy(app: Path, plan: BootPlan) -> tuple[str, ...]:
    """Changes files below `app`; what a person should know of it, a line each."""
    return tuple(_prepared(app, plan))


def _prepared(app: Path, plan: BootPlan) -> Iterator[str]:
    prepare_next(app / plan.cwd)
    yield from let_trial_in(app / plan.cwd)
    yield from _absent(fill_absent(app))
    for one in respell_imports(app):
        yield (
            f"{one.file} imports {one.written}, which is called {one.spelled}: no disk that tells capitals apart finds it; the trial's "
            "copy does"
        )
    if plan.prisma is not None:
        prepare_prisma(app, plan.prisma)
    for path in point_at_trial(app) if plan.database == "mongodb" else ():
        yield f"{path}: the address of MongoDB in it leads to the trial's"
    if plan.prisma is not None and plan.prisma.note:
        yield plan.prisma.note


def _absent(files: tuple[str, ...]) -> Iterator[str]:
    if files:
        more = f" and {len(files) - 1} more files are" if files[1:] else " is"
        yield f"{files[0]}{more} imported and not there: empty ones stand in"
