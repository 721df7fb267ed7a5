"""Shows a stranger calling a function of the database that runs past every policy."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.project_api import ANONYMOUS, SERVER, ProjectApi, called
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.proof.samples import sample
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial

_SIGNATURE = """
SELECT p.proargnames::text[] AS names, p.pronargs AS count, p.pronargdefaults AS defaults,
       array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY u(t, place) ORDER BY place) AS types
FROM pg_proc p WHERE p.proname = %s AND p.pronamespace = 'public'::regnamespace ORDER BY abs(p.pronargs - %s) LIMIT 1"""
_PERSON = regex(
    r"(user|owner|profile|account|member|customer|client|person|employee|patient|auth)_?(id|uuid)?$", re.I
)
_NOBODY = "00000000-0000-4000-8000-000000000000"
_LONG_AGO, _TO_COME = "2020-01-01T00:00:00+00:00", "2035-01-01T00:00:00+00:00"
_FILE = "insert into storage.objects (bucket_id, name, owner, owner_id, metadata) values (%s, %s, %s::uuid, %s, %s)"
Contents = dict[str, dict[tuple[str, ...], str]]


class Parameter(Struct, frozen=True):
    """A parameter as the running database has it."""

    name: str
    type: str
    needed: bool


def prove_routine(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """Alice has rows that the function is about; a stranger calls it."""
    routine = found.routine
    assert routine is not None
    stranger = "bob" if routine.anyone or "anon" not in routine.function.executable else ANONYMOUS
    name = routine.function.name
    experiment = Experiment(trial, f"{called(stranger)} reaches nothing of alice's through {name}")
    parameters = _parameters(trial, name, len(routine.function.arguments))
    if parameters is None:
        return experiment.untestable(f"the running database has no function {name}")
    scene = _Scene(experiment, app, name, parameters)
    if routine.writes:
        return scene.writes([table for _verb, table in routine.writes], list(routine.reads), stranger)
    return scene.reads(list(routine.reads), stranger)


def _parameters(trial: Trial, name: str, count: int) -> list[Parameter] | None:
    rows = database_of(trial).query(_SIGNATURE, (name, count))
    if not rows:
        return None
    types, names = rows[0]["types"], rows[0]["names"] or []
    needed = rows[0]["count"] - rows[0]["defaults"]
    return [
        Parameter(names[place] if place < len(names) else "", kind, place < needed)
        for place, kind in enumerate(types)
    ]


class _Scene:
    def __init__(self, experiment: Experiment, app: App, name: str, parameters: list[Parameter]) -> None:
        self.experiment, self.app, self.trial = experiment, app, experiment.trial
        self.name, self.parameters = name, parameters
        self.api = ProjectApi(experiment)
        self.alice = self.trial.actor("alice").credentials
        self.rows: dict[str, Row] = {}
        self.markers: list[str] = []

    # --- changing -----------------------------------------------------------------------------------

    def writes(self, tables: list[str], others: list[str], stranger: str) -> Reproduction:
        self._arrange([*others, *tables])
        before = self._contents(tables)
        if not before:
            return self.experiment.untestable(f"the running database has none of {', '.join(tables)}")
        self._call(stranger, self.alice["id"])
        changed = _differences(before, self._contents(tables))
        self.experiment.note("observe", "what is different afterwards", shows="; ".join(changed) or "nothing")
        if changed:
            return self.experiment.proven(f"{called(stranger)} called {self.name}: {'; '.join(changed)}")
        self._call(SERVER, self.alice["id"], "observe")
        if not _differences(before, self._contents(tables)):
            return self.experiment.untestable(f"{self.name} changes nothing here, whoever calls it")
        return self.experiment.cleared(
            f"{called(stranger)} changed nothing through {self.name}, the app's own server did"
        )

    def _contents(self, tables: list[str]) -> Contents:
        """Every row of the tables by its key."""
        found: Contents = {}
        for table in dict.fromkeys(tables):
            rows = self._table(table)
            if rows is not None:
                found[table] = {tuple(str(row[k]) for k in rows.key): str(row) for row in rows.find({})}
        return found

    # --- reading ------------------------------------------------------------------------------------

    def reads(self, tables: list[str], stranger: str) -> Reproduction:
        self._arrange(tables)
        answer = self._call(stranger, self.alice["id"])
        told = [mark for mark in self.markers if mark in answer.text]
        if answer.ok and told:
            return self.experiment.proven(
                f"{called(stranger)} called {self.name} and was told of alice: {told[0]}"
            )
        true = self._call(SERVER, self.alice["id"], "observe")
        if not any(_PERSON.search(parameter.name) for parameter in self.parameters):
            if true.ok and any(mark in true.text for mark in self.markers):
                return self.experiment.cleared(f"{called(stranger)} was told nothing of alice by {self.name}")
            return self.experiment.untestable(
                f"{self.name} tells nothing of alice's rows here, whoever calls it"
            )
        nobody = self._call(SERVER, _NOBODY, "observe")
        if not true.ok or true.json() == nobody.json():
            return self.experiment.untestable(
                f"{self.name} says the same of alice as of somebody who does not exist"
            )
        if answer.ok and answer.json() == true.json():
            return self.experiment.proven(
                f"{called(stranger)} called {self.name} and was told what is true of alice alone"
            )
        return self.experiment.cleared(f"{called(stranger)} was told nothing of alice by {self.name}")

    # --- arranging ----------------------------------------------------------------------------------

    def _arrange(self, tables: list[str]) -> None:
        """Rows of alice's: one as it comes, one from long ago, one still to come."""
        for table in dict.fromkeys(tables):
            if table == "storage.objects":
                self._file()
                continue
            rows = self._table(table)
            if rows is None or "." in table:
                continue
            for moment in (None, _LONG_AGO, _TO_COME):
                row = self._row(rows, moment)
                if row is not None:
                    self.rows[table] = row
        self.experiment.note("arrange", "alice has rows that it is about", shows=", ".join(self.rows))

    def _row(self, rows: ProjectRows, moment: str | None) -> Row | None:
        times = [c.name for c in rows.columns if c.type.startswith("timestamp") and not c.generated]
        fixed: Row = {name: moment for name in times} if moment else {}
        owner = rows.owner_column()
        if not owner:
            fixed |= {c.name: self.alice["email"] for c in rows.columns if c.name in ("email", "user_email")}
        row = rows.of("alice", **fixed)
        if row is None and fixed:
            row = rows.of("alice")
        if row is not None and moment is None:
            row = rows.mark(row)
            self.markers += [rows.marker] if rows.marked else []
        return row

    def _file(self) -> None:
        database = database_of(self.trial)
        buckets = database.query("select id from storage.buckets limit 1")
        if buckets:
            owner = self.alice["id"]
            path = f"{owner}/rw-alice.png"
            database.execute(
                _FILE, (buckets[0]["id"], path, owner, owner, '{"size": 4711, "mimetype": "image/png"}')
            )
            self.markers.append(path)

    def _table(self, name: str) -> ProjectRows | None:
        try:
            return ProjectRows(self.app, self.trial, name)
        except TrialUnavailable:
            # Made by hand in the project, so that the trial does not have it; the other tables may tell enough.
            return None

    # --- calling ------------------------------------------------------------------------------------

    def _call(self, actor: str, person: str, kind: str = "act") -> Response:
        wanted = [p for p in self.parameters if p.name and (p.needed or _PERSON.search(p.name))]
        body = {parameter.name: self._value(parameter, person) for parameter in wanted}
        return self.api.send(
            actor,
            "POST",
            f"/rest/v1/rpc/{self.name}",
            says=f"{called(actor)} calls {self.name}",
            kind=kind,
            json=body,
        )

    def _value(self, parameter: Parameter, person: str) -> Any:
        if parameter.type == "uuid":
            return person if _PERSON.search(parameter.name) else self._key(parameter.name, person)
        if "email" in parameter.name and parameter.type in ("text", "character varying", "citext"):
            return self.alice["email"] if person == self.alice["id"] else "nobody@example.test"
        bound = self._bound(parameter.name)
        if bound is not None:
            return bound
        if parameter.type.endswith("[]"):
            return []
        if parameter.type.startswith(("timestamp", "date")):
            return _TO_COME[:10]
        rule = {
            "boolean": "boolean",
            "integer": "integer",
            "bigint": "integer",
            "numeric": "number",
            "jsonb": "json",
        }
        return (
            {}
            if parameter.type in ("json", "jsonb")
            else sample(parameter.name, rule.get(parameter.type, "string"))
        )

    def _bound(self, name: str) -> Any:
        """For a parameter that is named after a column of which not every value will do: what a row of alice's holds there."""
        bare = re.sub(r"^_?p_|^_", "", name.lower())
        for table, row in self.rows.items():
            rows = self._table(table)
            free = [column.name for column in rows.texts()] if rows is not None else []
            for column in (bare, bare.partition("_")[2]):
                known = self.app.table(table)
                told = known.column(column) if known is not None else None
                if column in row and column not in free and not (told is not None and told.unique):
                    return row[column]
        return None

    def _key(self, name: str, person: str) -> Any:
        """The key of the row that a parameter is named after, else of any of alice's."""
        word = re.sub(r"^_?p_|_?(id|uuid)$", "", name.lower())
        named = next(
            (table for table in self.rows if word and table.rstrip("s").endswith(word.rstrip("s"))), None
        )
        table = named or next(iter(self.rows), None)
        rows = self._table(table) if table is not None else None
        return self.rows[table][rows.key[0]] if rows is not None and table is not None else person


def _differences(before: Contents, after: Contents) -> list[str]:
    """What became of the rows, table by table."""
    told = []
    for table, rows in after.items():
        then = before.get(table, {})
        gone, new = len(then.keys() - rows.keys()), len(rows.keys() - then.keys())
        changed = sum(then[key] != rows[key] for key in then.keys() & rows.keys())
        parts = [
            f"{count} {word}"
            for count, word in ((gone, "deleted"), (changed, "changed"), (new, "added"))
            if count
        ]
        told += [f"rows of {table}: {', '.join(parts)}"] if parts else []
    return told
