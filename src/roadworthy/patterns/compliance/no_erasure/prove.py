"""Lets a person leave, and searches the whole database for them afterwards."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Gap
from roadworthy.patterns.compliance.no_erasure.finding import ErasureGap
from roadworthy.patterns.compliance.no_erasure.leave import ask, ways
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.account_in_use import uses_account
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.column_values import is_text
from roadworthy.proof.experiment import database_of
from roadworthy.proof.ownership import person_key
from roadworthy.proof.recorded_person import recorded_person
from roadworthy.trial import Trial
from roadworthy.trial.refusals import NOT_DONE, REFUSED
from roadworthy.views.people.people import is_password, users_table
from roadworthy.views.people.ties import Tie, telling_columns, ties

_FAILED = 500


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Alice's data is marked wherever she is tied to it; she asks to be deleted; whatever still names her is found."""
    found: ErasureGap = gap.details
    experiment = Experiment(
        trial, "After a person has deleted their account, nothing in the database names them"
    )
    with recorded_person(app, trial) as recorded:
        return _proved(experiment, app, found, recorded)


def _proved(experiment: Experiment, app: App, found: ErasureGap, recorded: bool) -> Reproduction:
    trial = experiment.trial
    search = Search(app, trial)
    if search.people is None or search.key is None:
        return experiment.untestable("alice's row of the table of people is not known")
    search.mark(experiment)
    before = search.traces()
    if not before:
        return experiment.untestable("alice's data could not be marked")
    experiment.note("arrange", "where the database names alice", shows=", ".join(before))
    if not (_is_shown(experiment, app, search) if recorded else uses_account(experiment, app)):
        return experiment.untestable(
            "alice is not seen to be in use of the app, so that nothing she asks for tells anything"
        )
    left = _leave(experiment, app, trial, found, search)
    after = search.traces()
    experiment.note("observe", "where the database names alice now", shows=", ".join(after) or "nowhere")
    used = left.way
    bare = _leaves_with_nothing(experiment, app, found) if left.failed else ""
    if bare:
        places = _listed([place for place in before if place in after])
        return experiment.proven(
            f"{bare} deletes alice while nothing else is kept of her; once there is, it fails, and she stays in {places}"
        )
    if left.refused:
        return experiment.untestable(
            f"what is there to delete an account did not delete alice in the trial: {', '.join(left.refused[:3])}"
        )
    if used == "" and recorded:
        return experiment.proven(f"Nothing that can be asked for deletes her: she stays in {_listed(after)}")
    if used == "":
        return experiment.proven(f"Nothing she can ask for deletes her: she stays in {_listed(after)}")
    if after:
        return experiment.proven(f"After {used} alice is still in {_listed(after)}")
    if search.unmade:
        return experiment.untestable(
            f"no row of hers could be made in {_listed(search.unmade)}, and the rest of her went with {used}"
        )
    return experiment.cleared(f"After {used} nothing in the database names alice")


def _listed(places: list[str]) -> str:
    return ", ".join(places[:8])


# --- leaving -----------------------------------------------------------------------------------------


def _is_shown(experiment: Experiment, app: App, search: Search) -> bool:
    """Whether something that anybody may ask for shows the records of her."""
    for endpoint in app.endpoints:
        if endpoint.method == "GET" and not parameters(endpoint.path):
            answer = experiment.trial.send("anonymous", "GET", endpoint.path)
            if answer.ok and search.marker in answer.text:
                experiment.note(
                    "arrange", f"{endpoint.subject} shows what is kept about alice", shows=answer.text
                )
                return True
    return False


class Left(Struct, frozen=True):
    """`way` deleted her, '' for none; `refused` are the app's own ways that did not, `failed` when the server failed on each."""

    way: str = ""
    refused: tuple[str, ...] = ()
    failed: bool = False


def _leave(experiment: Experiment, app: App, trial: Trial, found: ErasureGap, search: Search) -> Left:
    """Asks for deletion wherever it may be had. An answer of success alone tells nothing (a single-page app answers
    every address): her row must be gone or changed."""
    refused: dict[str, int] = {}
    for way in ways(app, trial, found, search.key):
        answer = ask(experiment, way, search.left)
        if search.left():
            return Left(str(way))
        if way.own:
            refused[str(way)] = answer.status
    told = tuple(f"{way} ({status})" for way, status in refused.items())
    return Left(refused=told, failed=bool(refused) and min(refused.values()) >= _FAILED)


def _leaves_with_nothing(experiment: Experiment, app: App, found: ErasureGap) -> str:
    """The app's own way that deletes an account of which nothing else is kept: then it was what is kept that it failed on."""
    trial = experiment.trial
    trial.reset()
    search = Search(app, trial)
    experiment.note("arrange", "alice as she was after she signed up")
    for way in ways(app, trial, found, search.key):
        if way.own:
            ask(experiment, way, search.left)
            if search.left():
                return str(way)
    return ""


# --- searching ---------------------------------------------------------------------------------------


class Search:
    """Alice in the database: her key and the marks put on her data."""

    def __init__(self, app: App, trial: Trial) -> None:
        self.app, self.trial = app, trial
        self.database = database_of(trial)
        self.people = users_table(app)
        # A model of a package may stand in the code and in no table.
        self.ties = [tie for tie in ties(app) if tie.table.name in self.database.tables()]
        identity = trial.actor("alice").identity
        primary = self.people.primary_key[0] if self.people is not None and self.people.primary_key else "id"
        self.primary, self.key = primary, identity.get(primary)
        # The same every time, so that the same run gives the same report.
        self.marker = f"rw-{uuid5(NAMESPACE_URL, str(trial.actor('alice').name)).hex[:12]}"
        self.mail = next((str(v) for n, v in identity.items() if "email" in n.lower() and v), "")
        if not self.mail and trial.supabase is not None:
            # A project keeps the address with the account.
            self.mail = str(trial.actor("alice").credentials["email"])
        self._named = False
        # Tables that take no row of hers: a column too short for her key, say.
        self.unmade: list[str] = []

    def mark(self, experiment: Experiment) -> None:
        """Puts the marker into her personal columns, and makes a row of hers in every table that people own."""
        assert self.people is not None
        experiment.note("arrange", f"alice is row {self.key} of {self.people.name}", shows=self.mail)
        self._mark_row(self.people, self.primary, self.key)
        self._named = any(self._names_her(value) for row in self._own() for value in row.values())
        for tie in self.ties:
            known = person_key(self.app, self.trial, tie.table.name, tie.column.name, "alice")
            if self._has_row(tie, known):
                self._mark_row(tie.table, tie.column.name, known)
            else:
                self.unmade.append(tie.table.name)
                experiment.note("arrange", f"{tie.table.name} takes no row of alice's")

    def _has_row(self, tie: Tie, known: Any) -> bool:
        try:
            row = Arrangement(self.app, self.trial).row(tie.table.name, **{tie.column.name: known})
        except NOT_DONE:
            return False
        return row is not None and known is not None

    def _mark_row(self, table: Table, key: str, known: Any) -> None:
        # By what she signs in with her session may know her, without a unique key, too.
        typed = {str(value) for value in self.trial.actor("alice").credentials.values()}
        own = self._own()[0] if table is self.people and self._own() else {}
        for name in [column.name for column in table.columns if self._markable(table, column)]:
            if own.get(name) in typed:
                continue
            # A check that wants something else there, as the form of a telephone number, refuses this column and no other.
            with suppress(*REFUSED):
                self.database.execute(
                    f'update {self.database.quoted(table.name)} set "{name}" = %s where "{key}" = %s',
                    (self.marker, known),
                )

    def _markable(self, table: Table, column: Column) -> bool:
        size = column.type.partition("(")[2].rstrip(")")
        return (
            column.name in telling_columns(self.app, table)
            and is_text(column.type)
            and not (column.primary or column.unique or column.values or column.references)
            and not is_password(column.name)
            and (not size.isdigit() or int(size) >= len(self.marker))
        )

    def left(self) -> bool:
        """Whether her own row is gone, or names her no longer where it did."""
        rows = self._own()
        return not rows or (self._named and not any(self._names_her(value) for value in rows[0].values()))

    def _own(self) -> list[dict[str, Any]]:
        assert self.people is not None
        return self.database.query(
            f'select * from {self.database.quoted(self.people.name)} where "{self.primary}" = %s', (self.key,)
        )

    def _names_her(self, value: Any) -> bool:
        return isinstance(value, str) and (value == self.mail or self.marker in value)

    def traces(self) -> list[str]:
        """Every column that names her; and the rows that hold her key, once her own row is gone and nothing
        is left that the key could lead to but the person it meant."""
        found: list[str] = []
        for name in self.database.tables():
            for column in self.database.columns(name):
                if self._count(name, column.name):
                    found.append(f"{name}.{column.name}")
        if self.left():
            found += [place for place in self._orphans() if place not in found]
        return found

    def _count(self, table: str, column: str) -> int:
        condition = f"""{self.database.as_text(f'"{column}"')} like %s"""
        patterns = [f"%{self.marker}%"] + ([f"%{self.mail}%"] if self.mail else [])
        rows = self.database.query(
            f"select count(*) as found from {self.database.quoted(table)} where {' or '.join([condition] * len(patterns))}",
            tuple(patterns),
        )
        return int(rows[0]["found"])

    def _orphans(self) -> list[str]:
        assert self.people is not None
        kept = self.database.query(
            f'select 1 as found from {self.database.quoted(self.people.name)} where "{self.primary}" = %s',
            (self.key,),
        )
        if kept:
            # Her row stays without a name in it: what points there points at nobody.
            return []
        places = []
        for tie in self.ties:
            rows = self.database.query(
                f"select count(*) as found from {self.database.quoted(tie.table.name)} "
                f'where "{tie.column.name}" = %s',
                (self.key,),
            )
            places += [f"{tie.table.name}.{tie.column.name}"] if int(rows[0]["found"]) else []
        return places
