"""Shows the owner of a row writing into it what is not theirs to decide."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.project_api import SERVER, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Trial
from roadworthy.trial.database import StoredColumn
from roadworthy.views.people.parties import answerers, makers

# Columns of text that hold one word of a few, where no constraint says which.
_FEW = (
    "role",
    "status",
    "plan",
    "tier",
    "subscription_status",
    "payment_status",
    "account_type",
    "user_type",
)
_QUIET = {"Prefer": "return=minimal"}
_MOST_COLUMNS = 4
_ALLOWED = """
SELECT quote_literal(e.enumlabel) AS label FROM pg_enum e WHERE e.enumtypid = to_regtype(%s) ORDER BY e.enumsortorder"""
_CHECKS = """
SELECT pg_get_constraintdef(c.oid) AS definition FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
WHERE c.conrelid = to_regclass(%s) AND c.contype = 'c' AND a.attname = %s"""
# What makes the most of a column whose values are few, and what everybody's row begins with.
_BEST = ("admin", "owner", "premium", "pro", "active", "approved", "accepted", "confirmed", "paid", "verified", "completed",
         "published")  # fmt: skip
_PLAIN = (
    "pending",
    "new",
    "open",
    "draft",
    "requested",
    "submitted",
    "inactive",
    "free",
    "user",
    "customer",
    "member",
)


def prove_decided(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """Alice writes the columns of her own row; when there is none that she may change, she adds one with them. What another person
    said she changes in a row that bob made for her."""
    assert found.table is not None
    rows = ProjectRows(app, trial, found.table.name)
    said = found.kind == "words"
    whose = "what bob says to her" if said else f"{', '.join(found.columns[:3])} of her own row"
    experiment = Experiment(trial, f"alice cannot decide {whose} in {rows.table}")
    inserts = found.reach is not None and found.reach.operation == "insert"
    scene = _Scene(
        experiment, rows, tuple(c for c in rows.columns if c.name in found.columns)[:_MOST_COLUMNS]
    )
    if not scene.columns:
        return experiment.untestable(f"the running database has none of these columns in {rows.table}")
    row = _of_bob(rows, app) if said else rows.of("alice")
    return scene.adds() if inserts else scene.changes(row)


def _of_bob(rows: ProjectRows, app: App) -> Row | None:
    """A row that bob made and alice was sent."""
    made, sent = (
        next(iter(sorted(one)), "") for one in (makers(app, rows.table), answerers(app, rows.table))
    )
    return rows.new(**{made: rows.person("bob", made), sent: rows.person("alice", sent)})


class _Scene:
    def __init__(self, experiment: Experiment, rows: ProjectRows, columns: tuple[StoredColumn, ...]) -> None:
        self.experiment, self.rows, self.columns = experiment, rows, columns
        self.api = ProjectApi(experiment)

    # --- her own row --------------------------------------------------------------------------------

    def changes(self, row: Row | None) -> Reproduction:
        if row is None:
            return self.experiment.untestable(
                f"no row of {self.rows.table} can be made that belongs to alice"
            )
        self.experiment.note(
            "arrange", f"alice has a row in {self.rows.table}", shows=str(self.rows.where(row))
        )
        set_by_her = [told for column in self.columns if (told := self._set(row, column, "alice"))]
        if set_by_her:
            return self.experiment.proven(
                f"alice set {' and '.join(set_by_her)} in her own row of {self.rows.table}"
            )
        if not any(self._set(row, column, SERVER) for column in self.columns):
            return self.experiment.untestable("the app's own server cannot set them either")
        return self.experiment.cleared(
            f"alice's row of {self.rows.table} is as it was, the server may change it"
        )

    def _set(self, row: Row, column: StoredColumn, actor: str) -> str:
        """Tries values for one column; what was set, '' for nothing."""
        for value in self._values(column, row.get(column.name))[:3]:
            path = rows_path(self.rows.table, self.rows.where(row))
            says = (
                f"{called(actor)} sets {column.name} of her own row"
                if actor == "alice"
                else f"{called(actor)} sets it"
            )
            self.api.send(actor, "PATCH", path, says=says, json={column.name: value}, headers=_QUIET)
            after = self.rows.stored(row)
            self.experiment.note(
                "observe", f"{column.name} afterwards", shows=str(after and after.get(column.name))
            )
            if after is not None and after.get(column.name) != row.get(column.name):
                return f"{column.name} to {_short(after[column.name])}"
        return ""

    # --- a row of her own ---------------------------------------------------------------------------

    def adds(self) -> Reproduction:
        owner = self.rows.owner_column()
        fixed = {owner: self.rows.person("alice", owner)} if owner else {}
        for row in self.rows.find(fixed) if owner else []:
            self.rows.remove(row)
        plain = self.rows.body(**fixed)
        if plain is None or not owner:
            return self.experiment.untestable(
                f"no row of {self.rows.table} can be made that belongs to alice"
            )
        for column in self.columns:
            for value in self._given(column)[:3]:
                if self._added({**plain, column.name: value}, fixed, column.name, "alice"):
                    return self.experiment.proven(
                        f"alice added a row of her own to {self.rows.table} with {column.name} {_short(value)}"
                    )
        if not self._added(plain, fixed, "", SERVER):
            return self.experiment.untestable("the app's own server cannot add such a row either")
        for row in self.rows.find(fixed):
            self.rows.remove(row)
        if not self._added(plain, fixed, "", "alice"):
            return self.experiment.untestable(
                f"a row of {self.rows.table} that leaves them as they are is not taken from alice either"
            )
        return self.experiment.cleared(f"alice could not add a row with these columns to {self.rows.table}")

    def _added(self, body: Row, fixed: Row, column: str, actor: str) -> bool:
        says = f"{called(actor)} adds a row" + (f" with {column}" if column else "")
        self.api.send(actor, "POST", rows_path(self.rows.table), says=says, json=body, headers=_QUIET)
        found = self.rows.find(fixed)
        self.experiment.note("observe", f"her rows in {self.rows.table}", shows=str(found[:1]))
        return any(not column or str(row[column]) == str(body[column]) for row in found)

    # --- values -------------------------------------------------------------------------------------

    def _given(self, column: StoredColumn) -> list[Any]:
        """What a row may begin with and should not: neither the column's default nor what every row begins with."""
        plain = (column.default or "").split("::")[0].strip("'")
        values = self._values(column, None)
        return [value for value in values if value not in _PLAIN and str(value).lower() != plain.lower()]

    def _values(self, column: StoredColumn, present: Any) -> list[Any]:
        """Values that the column may have and does not have yet, the most telling first."""
        allowed = self._allowed(column)
        if allowed:
            best = sorted(allowed, key=lambda value: value not in _BEST)
            return [value for value in best if value != present]
        kind = column.type
        if kind == "boolean":
            return [True, False] if present is None else [not present]
        if kind.startswith(("integer", "bigint", "smallint", "numeric", "double", "real")):
            return [value for value in (1, 50, 1000) if value != present]
        if kind.startswith(("timestamp", "date")):
            return ["2031-05-06T00:00:00+00:00"]
        if kind.startswith("json"):
            return [{"set": "by alice"}]
        words = ("active", "admin") if column.name in _FEW else ()
        return [value for value in (*words, "rw-set-by-alice") if value != present]

    def _allowed(self, column: StoredColumn) -> list[str]:
        database = self.rows.database
        labels = [row["label"].strip("'") for row in database.query(_ALLOWED, (column.type,))]
        for row in database.query(_CHECKS, (self.rows.quoted, column.name)) if not labels else []:
            labels += _literals(row["definition"])
        return labels


def _literals(check: str) -> list[str]:
    """The texts in `CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))`."""
    return check.split("'")[1::2] if "ANY" in check else []


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
