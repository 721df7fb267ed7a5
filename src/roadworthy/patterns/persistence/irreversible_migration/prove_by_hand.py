"""Runs the SQL files that somebody runs by hand: once more where they were run, and where there is nothing yet."""

from __future__ import annotations

import psycopg
from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.plans import undone
from roadworthy.trial import Database
from roadworthy.trial.postgres import APP_ROLE
from roadworthy.trial.schema import statements
from roadworthy.views.data.schema_changes import sql_files

# What a file meets that was run before, and what one meets before which another was to be run. All else may be the trial's doing.
_ALREADY: tuple[type[psycopg.Error], ...] = (
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateColumn,
    psycopg.errors.DuplicateFunction,
    psycopg.errors.UniqueViolation,
)
_LACKING: tuple[type[psycopg.Error], ...] = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn)

_OF_A_PROJECT = "postgres"


class Piece(Struct, frozen=True):
    """A statement of a file, and where it stands."""

    path: str
    line: int
    sql: str


def prove_by_hand(experiment: Experiment, app: App) -> Reproduction:
    """Nothing of it stays: both runs are taken back."""
    database, trial = database_of(experiment.trial), experiment.trial
    pieces = [piece for place in sql_files(app) for piece in _pieces(place.path, app.text(place.path))]
    paths = ", ".join(dict.fromkeys(piece.path for piece in pieces))
    role = APP_ROLE if trial.supabase is None else _OF_A_PROJECT
    trial.stop()
    try:
        with undone(database):
            _become(database, role)
            again = _refused(database, pieces, _ALREADY)
        experiment.note("act", f"{paths} run once more, where they were run", shows=again or "done")
        if again:
            return experiment.proven(
                f"Nothing in the database tells which of the SQL files were run: run again, {again}"
            )
        if trial.supabase is not None:
            # An empty project is more than an empty database.
            return experiment.untestable("the SQL files may be run again, and no command goes back a step")
        with undone(database):
            _become(database, role)
            _empty(database)
            _refused(database, pieces, _LACKING)
            # In whatever order: by now everything is there that any of the files makes.
            lacking = _refused(database, pieces, _LACKING)
        experiment.note(
            "act", f"{paths} run in an empty database, all of them twice", shows=lacking or "done"
        )
    finally:
        trial.start()
    if lacking:
        return experiment.proven(f"The SQL files do not make the database: in an empty one {lacking}")
    return experiment.untestable(
        "the SQL files make the database and may be run again, and no command goes back a step"
    )


def _pieces(path: str, text: str) -> list[Piece]:
    found, place = [], 0
    for sql in statements(text):
        start = text.find(sql, place)
        place = start + len(sql) if start >= 0 else place
        found.append(Piece(path, text.count("\n", 0, max(start, 0)) + 1, sql))
    return found


def _become(database: Database, role: str) -> None:
    """Whoever runs the files is the owner of the tables, and names them without a schema."""
    database.execute(f'SET LOCAL ROLE "{role}"')
    database.execute("SET LOCAL search_path = public, extensions")


def _empty(database: Database) -> None:
    for table in database.tables():
        database.execute(f"DROP TABLE IF EXISTS {database.quoted(table)} CASCADE")


def _refused(database: Database, pieces: list[Piece], reasons: tuple[type[psycopg.Error], ...]) -> str:
    """Where the first statement stands that is refused for one of these reasons, and why; '' where none is."""
    first = ""
    for piece in pieces:
        database.execute("SAVEPOINT roadworthy_piece")
        try:
            database.execute(piece.sql)
            database.execute("RELEASE SAVEPOINT roadworthy_piece")
        except psycopg.Error as error:
            database.execute("ROLLBACK TO SAVEPOINT roadworthy_piece")
            if isinstance(error, reasons) and not first:
                first = f"{piece.path}:{piece.line} fails: {str(error).splitlines()[0]}"
    return first
