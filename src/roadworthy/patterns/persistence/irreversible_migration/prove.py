"""Goes back a step with rows in the database, and forward again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
from msgspec import Struct

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.persistence.irreversible_migration.finding import MigrationGap
from roadworthy.patterns.persistence.irreversible_migration.prove_by_hand import prove_by_hand
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.column_values import is_text
from roadworthy.proof.experiment import database_of
from roadworthy.regex import regex
from roadworthy.trial import Database, Trial
from roadworthy.trial.supabase.service import Supabase
from roadworthy.views.data.replay import Break, broken_replay
from roadworthy.views.data.schema_changes import by_hand, migrations, sql_files

_SECONDS = 120.0
_STEPS = 3
_TRIED = 4
_MARK = "rw kept"
# The tool that pushes, and what the same tool does with migrations.
_WITH_MIGRATIONS = (
    (regex(r"drizzle-kit push.*"), "drizzle-kit migrate"),
    (regex(r"prisma db push.*"), "prisma migrate deploy"),
)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Alembic's own way back, step by step; for a schema that is pushed, a release that drops a column and is taken back."""
    found: MigrationGap = gap.details
    experiment = Experiment(
        trial, "A change of the schema can be taken back, and what was there is there again"
    )
    database = database_of(trial)
    if trial.supabase is not None and found.replayed:
        return _replayed(experiment, app, trial.supabase)
    if database.kind != "postgres":
        raise TrialUnavailable(f"a schema of {database.kind} is not changed in a trial")
    alembic = next((one for one in trial.plan.schema if "alembic" in one and "upgrade head" in one), "")
    if not alembic and not found.pushed and _by_files_alone(app):
        return prove_by_hand(experiment, app)
    if not alembic and not found.pushed:
        return experiment.untestable("no command of the app goes back a step")
    trial.stop()
    try:
        return _back_and_forth(experiment, app, alembic) if alembic else _taken_back(experiment, app)
    finally:
        trial.start()


def _by_files_alone(app: App) -> bool:
    """Whether neither a tool nor the app itself makes tables, so that the SQL files are all there is."""
    return bool(sql_files(app)) and not (migrations(app) or by_hand(app))


# --- an empty project ---


def _replayed(experiment: Experiment, app: App, project: Supabase) -> Reproduction:
    """What the trial saw when it made the project's database from nothing, by the files in their order. Only what stops where the
    files themselves say so counts: a trial lacks some extensions of the service."""
    breaks = broken_replay(app)
    stopped = [one for one in project.broke if any(_stands_at(one, known) for known in breaks)]
    shows = "; ".join(stopped[:3]) or "nothing failed that needs one of the project's own tables"
    experiment.note("act", "the migrations run on an empty project, in the order of their names", shows=shows)
    if stopped:
        return experiment.proven(
            f"On an empty project {len(stopped)} statement(s) of the migrations fail: {stopped[0]}"
        )
    if breaks or project.broke:
        return experiment.untestable("what of the migrations fails needs more than the project's own tables")
    return experiment.cleared("The migrations make the database of an empty project, statement for statement")


def _stands_at(told: str, known: Break) -> bool:
    """Whether a failure, told as `PATH:LINE: REASON`, is this break."""
    found = re.match(r"(.+?):(\d+): ", told)
    place = known.location
    return (
        found is not None and found[1] == place.path and place.start_line <= int(found[2]) <= place.end_line
    )


# --- migrations --------------------------------------------------------------------------------------


def _back_and_forth(experiment: Experiment, app: App, forward: str) -> Reproduction:
    trial, database = experiment.trial, database_of(experiment.trial)
    for table in app.tables:
        if table.name in database.tables():
            Arrangement(app, trial).row(table.name)
    before = _schema(database)
    steps = min(_STEPS, max(1, len(migrations(app))))
    for number in range(1, steps + 1):
        failed = _run(
            experiment, forward.replace("upgrade head", f"downgrade -{number}"), f"{number} step(s) back"
        )
        if failed:
            return experiment.proven(f"The newest {number} migration(s) cannot be taken back: {failed}")
        failed = _run(experiment, forward, "and forward again")
        if failed:
            return experiment.proven(f"After {number} step(s) back the migrations do not run again: {failed}")
    after = _schema(database)
    if after != before:
        changed = sorted(set(before.items()) ^ set(after.items()))
        return experiment.proven(
            f"After {steps} step(s) back and forth the schema is another: {changed[0][0]}"
        )
    return experiment.cleared(
        f"{steps} step(s) back and forth, with rows in every table, gave the same schema"
    )


def _run(experiment: Experiment, command: str, says: str) -> str:
    """Runs a command of the app; the last words of one that fails, '' when it works."""
    code, output = experiment.trial.run(command, _SECONDS)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    experiment.note("act", says, command, f"exit code {code} {lines[-1] if lines else ''}")
    return "" if code == 0 else (lines[-1] if lines else f"exit code {code}")[:160]


def _schema(database: Database) -> dict[str, tuple[str, ...]]:
    return {
        table: tuple(sorted(f"{column.name} {column.type}" for column in database.columns(table)))
        for table in database.tables()
    }


# --- a schema that is pushed -------------------------------------------------------------------------


class Dropped(Struct, frozen=True):
    """A column whose line is taken out of the schema."""

    table: Table
    column: Column


def _taken_back(experiment: Experiment, app: App) -> Reproduction:
    commands = _own_commands(experiment, app)
    if not commands:
        return experiment.untestable("no command of the app changes its schema")
    reason = "no column could be left out of the schema"
    for found in list(_candidates(app, experiment.trial))[:_TRIED]:
        outcome = _leave_out(experiment, found, commands)
        if isinstance(outcome, Reproduction):
            return outcome
        reason = outcome
    return experiment.untestable(reason)


def _own_commands(experiment: Experiment, app: App) -> tuple[str, ...]:
    """How the app changes its schema: by migrations where it has them, from an empty database, as on a new machine."""
    plan = experiment.trial.plan.schema
    if not migrations(app):
        return plan
    commands = []
    for command in plan:
        for pushes, migrates in _WITH_MIGRATIONS:
            command = pushes.sub(migrates, command)
        commands.append(command)
    database = database_of(experiment.trial)
    for table in database.tables():
        database.execute(f"DROP TABLE IF EXISTS {database.quoted(table)} CASCADE")
    for command in commands:
        failed = _run(experiment, command, "the app's own migrations, on an empty database")
        if failed:
            raise TrialUnavailable(f"the app's own migrations fail on an empty database: {failed}")
    return tuple(commands)


def _candidates(app: App, trial: Trial) -> Iterator[Dropped]:
    """Columns on a line of their own, of text that may be missing."""
    known = database_of(trial).tables()
    for table in app.tables:
        for column in table.columns if table.name in known else ():
            place = column.location
            plain = not (column.primary or column.unique or column.references or column.values)
            optional = column.nullable or column.default
            if plain and optional and is_text(column.type) and place.start_line == place.end_line:
                yield Dropped(table, column)


def _leave_out(experiment: Experiment, found: Dropped, commands: tuple[str, ...]) -> Reproduction | str:
    """A release without the column, and the release before it again; in words why it could not be made."""
    trial, database = experiment.trial, database_of(experiment.trial)
    name = f"{found.table.name}.{found.column.name}"
    kept = _fill(experiment, found)
    if not kept:
        return f"{name} takes no text"
    file = trial.file(found.column.location.path)
    original = file.read_bytes()
    lines = original.split(b"\n")
    line = found.column.location.start_line - 1
    if found.column.name.encode() not in lines[line]:
        return f"{name} does not stand on a line of its own"
    try:
        file.write_bytes(b"\n".join([*lines[:line], *lines[line + 1 :]]))
        experiment.note(
            "arrange", f"a release leaves {name} out of the schema", shows=lines[line].decode().strip()
        )
        for command in commands:
            failed = _run(experiment, command, "its schema is deployed")
            if failed:
                return f"a schema without {name} was refused: {failed}"
        gone = found.column.name not in [one.name for one in database.columns(found.table.name)]
    finally:
        file.write_bytes(original)
    if not gone and any("push" in command for command in commands):
        # Such tools end with 0 after an error too.
        return f"the push did not take {name} out"
    if not gone:
        return experiment.cleared(f"A changed schema alone changes nothing: {name} keeps its {kept} value(s)")
    for command in commands:
        failed = _run(experiment, command, "the release is taken back: the schema as before")
        if failed:
            return experiment.proven(f"A release that dropped {name} cannot be taken back: {failed}")
    left = _count(database, found)
    experiment.note("observe", f"values of {name} that are left", shows=f"{left} of {kept}")
    if left < kept:
        return experiment.proven(
            f"A release dropped {name}; when it was taken back, {kept - left} of {kept} value(s) were gone"
        )
    return experiment.cleared(f"{name} was dropped and taken back, and has its {kept} value(s)")


def _fill(experiment: Experiment, found: Dropped) -> int:
    database = database_of(experiment.trial)
    try:
        database.fill(found.table.name, 3)
        sql = f'update {database.quoted(found.table.name)} set "{found.column.name}" = %s'
        database.execute(sql, (_MARK,))
    except (psycopg.Error, TrialUnavailable):
        # The column wants something else; another may be freer.
        return 0
    kept = _count(database, found)
    experiment.note("arrange", f"{found.table.name}.{found.column.name} holds values", shows=str(kept))
    return kept


def _count(database: Database, found: Dropped) -> int:
    sql = f'select count(*) as n from {database.quoted(found.table.name)} where "{found.column.name}" = %s'
    return int(database.query(sql, (_MARK,))[0]["n"])
