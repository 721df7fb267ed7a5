"""A change that a function of a hosted database makes when it is called: by pages, with whatever it asks for."""

from __future__ import annotations

import re
import secrets
from typing import Any

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof.experiment import Experiment, database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.project_api import ProjectApi
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.proof.samples import sample
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.trial.supabase.own_accounts import never_ending

_SIGNATURE = """
SELECT p.proargnames::text[] AS names, p.pronargs AS count, p.pronargdefaults AS defaults, p.prosrc AS source,
       array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY u(t, place) ORDER BY place) AS types
FROM pg_proc p WHERE p.proname = %s AND p.pronamespace = 'public'::regnamespace ORDER BY p.oid DESC LIMIT 1"""
_WHO = ("alice", "admin", "anonymous")
_KEY = regex(r"(^|_)(id|uuid|key)$", re.I)
_KEYS = ("uuid", "integer", "bigint", "smallint", "text", "character varying")
# What is shown by whoever has signed in by a function of the project's own.
_TOKEN = regex(r"(^|_)(token|session(_(id|key|token))?)$", re.I)
_PLAIN = {"boolean": "boolean", "integer": "integer", "bigint": "integer", "numeric": "number"}


class Parameter(Struct, frozen=True):
    """A parameter as the running database has it."""

    name: str
    type: str
    needed: bool


def routine_change(experiment: Experiment, app: App, name: str, table: str) -> RoutineChange | None:
    """The call of a function that changes rows of a table, with a row for it; None where there is no such function, or no row can be
    made."""
    trial = experiment.trial
    if trial.supabase is None:
        return None
    found = database_of(trial).query(_SIGNATURE, (name,))
    rows = ProjectRows(app, trial, table) if found else None
    row = rows.of("alice") if rows is not None else None
    if rows is None or row is None:
        return None
    return RoutineChange(experiment, name, rows, row, _parameters(found[0]), str(found[0]["source"]))


def body_of(trial: Trial, name: str) -> dict[str, Any] | None:
    """What a function that is about no row in particular is called with; None where there is none of this name."""
    found = database_of(trial).query(_SIGNATURE, (name,))
    if not found:
        return None
    return {one.name: _plain(one) for one in _parameters(found[0]) if one.name and one.needed}


def _plain(parameter: Parameter) -> Any:
    if parameter.type.endswith("[]"):
        return []
    if parameter.type in ("json", "jsonb"):
        return {}
    return sample(parameter.name, _PLAIN.get(parameter.type, "string"))


def _parameters(found: dict[str, Any]) -> list[Parameter]:
    names, needed = found["names"] or [], found["count"] - found["defaults"]
    return [
        Parameter(names[place] if place < len(names) else "", kind, place < needed)
        for place, kind in enumerate(found["types"])
    ]


class RoutineChange:
    """`row` is what the function is called for; `actor` who could call it, once somebody could."""

    def __init__(
        self,
        experiment: Experiment,
        name: str,
        rows: ProjectRows,
        row: Row,
        parameters: list[Parameter],
        source: str,
    ) -> None:
        self.experiment, self.name, self.rows, self.row = experiment, name, rows, row
        self.parameters, self.source = parameters, source
        self.actor, self.tables = "", {rows.table}

    def make(self) -> str:
        """Called by one after the other until the row is another; why it is for nobody, '' where it was done."""
        why = "nobody is there to do it"
        body = self._body()
        for name in (one for one in _WHO if one in self.experiment.trial.actors):
            before = self.rows.stored(self.row)
            answer = ProjectApi(self.experiment).send(
                name, "POST", f"/rest/v1/rpc/{self.name}", says=f"{name} calls {self.name}", json=body
            )
            if self.rows.stored(self.row) != before:
                self.actor = name
                return ""
            why = f"{self.name} left {self.rows.table} as it was when {name} called it: {answer.status} {said(answer)[:80]}"
        return why

    def _body(self) -> dict[str, Any]:
        return {one.name: self._value(one) for one in self.parameters if one.name and one.needed}

    def _value(self, parameter: Parameter) -> Any:
        if _TOKEN.search(parameter.name):
            token = _session(self.experiment.trial, self.source)
            if token:
                self.experiment.note(
                    "arrange", "somebody is signed in, as the function asks", shows=parameter.name
                )
                return token
        if _KEY.search(parameter.name) and parameter.type in _KEYS:
            return self.row[self.rows.key[0]]
        return _plain(parameter)


def _session(trial: Trial, source: str) -> str:
    """The token of a session that was put into the table that a function looks for one in; '' where it looks in none."""
    database, token = database_of(trial), secrets.token_hex(32)
    for table in database.tables():
        if "." in table or not re.search(rf"\b{re.escape(table)}\b", source):
            continue
        columns = [column.name for column in database.columns(table)]
        held = next((name for name in columns if _TOKEN.search(name)), "")
        later = never_ending(columns)
        if not held or not later:
            continue
        try:
            if database.fill(table, 1, fixed={held: token, **later}):
                return token
        except NOT_DONE:
            continue
    return ""
