"""The last step of opening a trial: its people, by whichever way the app has for them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from roadworthy.trial.actors import ActorMaker
from roadworthy.trial.database import Database
from roadworthy.trial.encrypted import SEES_TLS, encrypted_connections
from roadworthy.trial.framework_people import FrameworkPeople
from roadworthy.trial.own_tables import await_tables
from roadworthy.trial.people import PEOPLE
from roadworthy.trial.supabase.own_accounts import own_administrator
from roadworthy.trial.supabase.people import make_people
from roadworthy.trial.supabase.service import Supabase
from roadworthy.trial.trial import Trial


def make_actors(trial: Trial, app: Path, supabase: Supabase | None, environment: dict[str, str]) -> None:
    """Makes the people of a trial whose app runs from the folder `app`, and has it remember the state that they are in. `environment` is
    what the app is started with the next time."""
    if supabase is not None and trial.database is not None:
        _of_project(trial, app, supabase, trial.database)
    else:
        if trial.database is not None:
            await_tables(trial.database, trial.plan.user_table)
        _by_doors(trial, app, environment)
    if trial.database is not None:
        trial.database.clear_statements()
    trial.remember()


def _of_project(trial: Trial, app: Path, supabase: Supabase, database: Database) -> None:
    actors, notes = make_people(supabase, trial.plan, database)
    trial.actors.update(actors)
    trial.notes.extend(notes)
    if "admin" not in actors:
        trial.actors |= own_administrator(supabase, database, app)


def _by_doors(trial: Trial, app: Path, environment: dict[str, str]) -> None:
    plan = trial.plan
    tools = FrameworkPeople(plan, trial.run, PEOPLE)
    maker = ActorMaker(plan, trial.send_written, trial.database, app, tools, trial.restart)
    actors = maker.make()
    if len(actors) == 1 and maker.without_session and plan.runtime == "node":
        before = environment.get("NODE_OPTIONS", "")
        environment["NODE_OPTIONS"] = f"{before} {encrypted_connections()}".strip()
        trial.restart()
        maker.notes.clear()
        actors = maker.make()
        if len(actors) > 1:
            trial.notes.append(SEES_TLS)
    if len(actors) == 1:
        actors |= maker.unasked()
    trial.actors.update(actors)
    trial.sessions.enter = maker.enter_again
    trial.notes.extend(maker.notes)
    # The app's pages may lead to other doors than its source names first.
    trial.plan = msgspec.structs.replace(plan, doors=maker.doors)
