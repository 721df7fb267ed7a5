"""What each kind of person may do with a table's rows, found out by doing it: as the roles of the internet, through the table's
own policies, and taken back at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
from msgspec import Struct

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.plans import undone
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Actor, Trial

OPERATIONS = ("select", "insert", "update", "delete")
PEOPLE = ("anonymous", "alice", "bob")


class Cell(Struct, frozen=True):
    """What one person may do by one operation: `everyone's` rows, `own` ones, `others'` alone, or `none`. `said` is what the
    database said when it refused."""

    operation: str
    who: str
    rows: str
    said: str = ""


def access_matrix(app: App, trial: Trial, table: str) -> tuple[Cell, ...]:
    """A table's cells. Raises TrialUnavailable where no rows can be made."""
    rows = ProjectRows(app, trial, table)
    own = {name: rows.of(name) for name in ("alice", "bob")}
    if own["alice"] is None or own["bob"] is None:
        raise TrialUnavailable(f"no rows of {table} can be made")
    people = [name for name in PEOPLE if name in trial.actors]
    return tuple(_cell(rows, trial, operation, who, own) for operation in OPERATIONS for who in people)


def shown_matrix(experiment: Experiment, app: App, table: str) -> None:
    """Writes a table's matrix into an experiment, one line for each operation."""
    cells = access_matrix(app, experiment.trial, table)
    for operation in OPERATIONS:
        told = ", ".join(f"{cell.who} {cell.rows}" for cell in cells if cell.operation == operation)
        experiment.note("observe", f"whose rows of {table} may be reached by {operation}", shows=told)


def _cell(rows: ProjectRows, trial: Trial, operation: str, who: str, own: dict[str, Any]) -> Cell:
    done, said = set[str](), ""
    for owner, row in own.items():
        reached, reason = attempt(rows, trial.actor(who), operation, row)
        done |= {owner} if reached else set()
        said = said or reason
    return Cell(operation, who, _told(done, who), said)


def _told(done: set[str], who: str) -> str:
    if not done:
        return "none"
    if done == {who}:
        return "own"
    return "everyone's" if len(done) > 1 else "others'"


def attempt(rows: ProjectRows, actor: Actor, operation: str, row: Row) -> tuple[bool, str]:
    """Whether somebody reaches a row by an operation, and what the database said when it refused. Nothing of it stays."""
    database = rows.database
    with undone(database):
        try:
            for sql, params in as_person(actor):
                database.query(sql, params)
            sql, values = _statement(rows, operation, row)
            return database.execute(sql, values) > 0, ""
        except psycopg.IntegrityError:
            # Policies are asked first: whoever gets as far as a key or a constraint may do it.
            return True, ""
        except psycopg.Error as error:
            return False, str(error).splitlines()[0]


def as_person(actor: Actor) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What PostgREST does before each request."""
    role = "anon" if actor.name == "anonymous" else "authenticated"
    claims: dict[str, Any] = {"role": role}
    if role != "anon":
        claims |= {"sub": actor.credentials["id"], "email": actor.credentials["email"], "aud": role}
    yield "select set_config('request.jwt.claims', %s, true)", (json.dumps(claims),)
    yield f"set local role {role}", ()


def _statement(rows: ProjectRows, operation: str, row: Row) -> tuple[str, tuple[Any, ...]]:
    chosen = " and ".join(f'"{name}"::text = %s' for name in rows.key)
    keys = tuple(str(row[name]) for name in rows.key)
    if operation == "select":
        return f"select 1 from {rows.quoted} where {chosen}", keys
    if operation == "delete":
        return f"delete from {rows.quoted} where {chosen}", keys
    column = next((c.name for c in rows.columns if c.name not in rows.key and not c.generated), rows.key[0])
    if operation == "update":
        return f'update {rows.quoted} set "{column}" = "{column}" where {chosen}', keys
    return _insertion(rows, row)


def _insertion(rows: ProjectRows, row: Row) -> tuple[str, tuple[Any, ...]]:
    """Another row like this one, its key and what is given by the database left to the database."""
    given = [c.name for c in rows.columns if not (c.default or c.generated) and row[c.name] is not None]
    names = ", ".join(f'"{name}"' for name in given)
    values = tuple(json.dumps(row[n]) if isinstance(row[n], dict | list) else row[n] for n in given)
    return f"insert into {rows.quoted} ({names}) values ({', '.join('%s' for _ in given)})", values
