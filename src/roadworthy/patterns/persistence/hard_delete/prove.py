"""Deletes through the app, and looks whether anything of it is left anywhere in the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from roadworthy.app import App, Endpoint, Fact, Query
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.persistence.hard_delete.finding import DeleteGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.hosted_changes import hosted_change
from roadworthy.proof.ownership import person_key
from roadworthy.proof.plans import undone
from roadworthy.proof.routine_calls import routine_change
from roadworthy.proof.valid_request import valid_request
from roadworthy.regex import regex
from roadworthy.trial import Database, Trial
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.data.deletions import Deletion
from roadworthy.views.people.people import ACCOUNTS, users_table
from roadworthy.views.people.ties import Tie

_TEXT = ("text", "character varying", "varchar", "character", "json", "jsonb")
_MARK = "rwkept"
_SOFT = regex(r"^(deleted|archived|removed)_?(at|on)?$", re.I)
_ROWS = 2_000
_MORE = 3
# What says whose a row is, how it stands or where something of it lies.
_TELLING = regex(r"(^|_)u?id$|Id$|status|state|type|role|kind|mail|path|url|image|file|token|slug", re.I)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """One deletion as people make it; for records that go with a person, what the database does by itself."""
    found: DeleteGap = gap.details
    if found.deletion is None:
        return _with_a_person(
            Experiment(trial, "Records that others need outlive a person's row"), app, found
        )
    experiment = Experiment(
        trial, "What one click deletes can be brought back: the row or a copy of it is still there"
    )
    return _deleted(experiment, app, found.deletion)


def _deleted(experiment: Experiment, app: App, deletion: Deletion) -> Reproduction:
    database = database_of(experiment.trial)
    delete = _way(experiment, app, deletion)
    if delete is None:
        return experiment.untestable(f"{deletion.subject} is no request that can be sent")
    table, key = deletion.table, _key(app, deletion.table)
    if table not in database.tables() or not key:
        raise TrialUnavailable(f"the running database has no table {table}")
    _undeleted(database, table)
    marked = _mark(database, table, key)
    marked += _mark_more(app, database, deletion, key) if marked else ()
    before = _rows(database, table, key)
    along = {name: database.count(name) for name in deletion.along if name in database.tables()}
    experiment.note(
        "arrange", f"{table} has {len(before)} row(s), each with a mark of its own", shows=", ".join(marked)
    )
    refused = delete()
    if refused:
        return experiment.untestable(refused)
    after = _rows(database, table, key)
    gone = [before[one] for one in before if one not in after]
    if not gone:
        changed = [one for one in before if before[one] != after[one]]
        if not changed:
            return experiment.untestable("nothing in the table changed")
        experiment.note("observe", "the row afterwards", shows=str(after[changed[0]]))
        return experiment.cleared(f"The row of {table} is still there, and says that it is deleted")
    copies = {
        column: _copies(database, f"{_MARK}{number}-{gone[0][key]}-") for number, column in enumerate(marked)
    }
    kept = {column: found for column, found in copies.items() if found}
    if kept and (len(kept) > 1 or len(marked) == 1):
        places = dict.fromkeys(place for column in kept for place in kept[column])
        return experiment.cleared(f"What was in the row of {table} is kept in {', '.join(places)}")
    if not marked and any(database.count(name) > 0 for name in _archives(database, table)):
        return experiment.untestable(f"whether a copy of {table} is kept cannot be told: it holds no text")
    lost = [f"{n - database.count(name)} of {name}" for name, n in along.items() if database.count(name) < n]
    # A line of a log names what was deleted, which brings nothing back.
    named = "".join(f" but its {column}, which {places[0]} names" for column, places in kept.items())
    experiment.note("observe", "the marks anywhere in the database", shows=named.strip() or "nowhere")
    also = f", and with it {', '.join(lost)}" if lost else ""
    return experiment.proven(
        f"After {deletion.subject} nothing is left of {len(gone)} row(s) of {table}{named}{also}"
    )


def _way(experiment: Experiment, app: App, deletion: Deletion) -> Callable[[], str] | None:
    """What deletes a row as people do, everything that it needs made: it tells why it was refused, '' for done. None where
    there is no way."""
    endpoint = app.endpoint(deletion.subject)
    if endpoint is None:
        hosted = hosted_change(experiment, app, _as_it_stands(app, deletion))
        if hosted is not None:
            return hosted.make
        called = routine_change(experiment, app, deletion.subject, deletion.table)
        return called.make if called is not None else None
    request = valid_request(app, experiment.trial, endpoint, _deleting(endpoint, deletion.table))
    _hang(app, experiment.trial, endpoint, request.path, deletion.table)

    def send() -> str:
        answer = experiment.send(
            request.actor, request.method, request.path, says="somebody deletes", json=request.body
        )
        done = answer.ok or answer.status in (302, 303)
        return "" if done else f"the deletion was answered {answer.status}"

    return send


def _deleting(endpoint: Endpoint, table: str) -> Sequence[Fact]:
    """What holds where the endpoint deletes rows of the table, of several things that it does."""
    own = (query for query in endpoint.queries if query.operation == "delete" and query.table == table)
    return next((query.facts for query in own), ())


def _hang(app: App, trial: Trial, endpoint: Endpoint, path: str, table: str) -> None:
    """Makes a row of what is deleted by the key of the row that it hangs on: the messages of the group in the path."""
    names, given = endpoint.path.split("/"), path.partition("?")[0].split("/")
    told = {name: value for part, value in zip(names, given, strict=False) for name in parameters(part)}
    for query in endpoint.queries:
        if query.operation != "delete" or query.table != table:
            continue
        keys = {
            item.column: told[leaf.path[-1]]
            for item in query.filters
            for leaf in item.value.sources()
            if item.operator == "=" and leaf.kind == "params" and leaf.path and leaf.path[-1] in told
        }
        known = app.table(table)
        if keys and known is not None and not set(known.primary_key) & set(keys):
            Arrangement(app, trial).row(table, **keys)


def _as_it_stands(app: App, deletion: Deletion) -> Query | None:
    """What the page does with the table now: a repair hides the row in place of deleting it."""
    own = [
        query
        for work in app.works
        if work.subject == deletion.subject
        for query in work.queries
        if query.table == deletion.table and query.operation in ("delete", "update")
    ]
    return min(own, key=lambda query: query.operation != "delete", default=None)


def _key(app: App, table: str) -> str:
    known = app.table(table)
    return known.primary_key[0] if known is not None and len(known.primary_key) == 1 else ""


def _rows(database: Database, table: str, key: str) -> dict[Any, dict[str, Any]]:
    rows = database.query(f"select * from {database.quoted(table)} limit {_ROWS}")
    return {row[key]: row for row in rows}


def _undeleted(database: Database, table: str) -> None:
    """Rows that were made up may carry a time of deletion."""
    for column in database.columns(table):
        if _SOFT.match(column.name) and column.nullable:
            database.execute(f'update {database.quoted(table)} set "{column.name}" = null')


def _mark(database: Database, table: str, key: str) -> tuple[str, ...]:
    """Puts `rwkept0-KEY-` into a text of every row; the column, none where none takes it."""
    for column in database.columns(table):
        textual = column.type.split("(")[0] in _TEXT[:4] and not column.generated and column.name != key
        if textual and _put(database, table, key, column.name, 0):
            return (column.name,)
    return ()


def _mark_more(app: App, database: Database, deletion: Deletion, key: str) -> tuple[str, ...]:
    """The same, with a number each, for other texts that nothing is found or told apart by: what is kept of one alone is no copy."""
    known, marked = app.table(deletion.table), list[str]()
    endpoint = app.endpoint(deletion.subject)
    queries = endpoint.queries if endpoint is not None else ()
    compared = {item.column for query in queries for item in query.filters}
    for column in known.columns if known is not None else ():
        plain = column.type.split("(")[0] in ("text", "varchar", "string") and not (
            column.primary or column.unique or column.references or column.values
        )
        fit = plain and column.name not in compared and not _TELLING.search(column.name)
        free = fit and len(marked) < _MORE and not _holds_mark(database, deletion.table, column.name)
        if free and _put(database, deletion.table, key, column.name, len(marked) + 1):
            marked.append(column.name)
    return tuple(marked)


def _holds_mark(database: Database, table: str, column: str) -> bool:
    text = database.as_text(f'"{column}"')
    sql = f"select count(*) as n from {database.quoted(table)} where {text} like %s"
    return bool(database.query(sql, (f"{_MARK}0-%",))[0]["n"])


def _put(database: Database, table: str, key: str, column: str, number: int) -> bool:
    sql = f"""update {database.quoted(table)} set "{column}" = '{_MARK}{number}-' || "{key}" || '-'"""
    try:
        database.execute(sql)
    except REFUSED:
        # A check, a length or a key wants something else there.
        return False
    return True


def _copies(database: Database, mark: str) -> list[str]:
    found = []
    for table in database.tables():
        for column in database.columns(table):
            if column.type.split("(")[0] in _TEXT:
                text = database.as_text(f'"{column.name}"')
                sql = f"select count(*) as n from {database.quoted(table)} where {text} like %s"
                if database.query(sql, (f"%{mark}%",))[0]["n"]:
                    found.append(f"{table}.{column.name}")
    return found


def _archives(database: Database, table: str) -> list[str]:
    return [
        name
        for name in database.tables()
        if name != table and any(w in name for w in ("archiv", "deleted", "trash", "history"))
    ]


# --- with a person -----------------------------------------------------------------------------------


def _with_a_person(experiment: Experiment, app: App, found: DeleteGap) -> Reproduction:
    trial, database, people = experiment.trial, database_of(experiment.trial), users_table(app)
    if people is None or not people.primary_key or not database.keeps_session:
        return experiment.untestable("the rows of a person cannot be told")
    if any(endpoint.framework == "django" for endpoint in app.endpoints):
        # Its keys say CASCADE to itself alone: the database only keeps one row from being without the other.
        return experiment.untestable(
            "Django deletes what hangs on a person by itself, and the database does not show it"
        )
    held = []
    for tie in found.ties:
        known = person_key(app, trial, tie.table.name, tie.column.name, "alice")
        if known is not None and Arrangement(app, trial).row(tie.table.name, **{tie.column.name: known}):
            held.append(tie)
    if not held:
        return experiment.untestable("no record of a person could be made")
    name, key, person = _goes_first(app, trial, held)
    sql = f'DELETE FROM {database.quoted(name)} WHERE "{key}" = %s'
    before = {tie.table.name: database.count(tie.table.name) for tie in held}
    with undone(database):
        try:
            database.execute(sql, (person,))
        except REFUSED as refused:
            experiment.note(
                "act", f"alice's row of {name} is deleted", sql_line(sql, (person,)), str(refused)
            )
            return experiment.cleared("The database refuses to delete a person who has such records")
        experiment.note("act", f"alice's row of {name} is deleted", sql_line(sql, (person,)), "done")
        # Those that only lose their owner are still there.
        gone = [table for table, number in before.items() if database.count(table) < number]
    if gone:
        return experiment.proven(f"With one row of {name} went her rows of {', '.join(gone)}")
    return experiment.cleared(f"Her records outlive her row of {name}")


def _goes_first(app: App, trial: Trial, ties: Sequence[Tie]) -> tuple[str, str, Any]:
    """The row whose deletion takes a person away, as table, key column and key: of a Supabase project the account, where records hang on
    that and not on the app's own table of people, whose row goes with it."""
    identity = trial.actor("alice")
    of_accounts = any(tie.column.references and tie.column.references.table == ACCOUNTS for tie in ties)
    if of_accounts and trial.supabase is not None:
        return ACCOUNTS, "id", identity.credentials["id"]
    people = users_table(app)
    assert people is not None
    return people.name, people.primary_key[0], identity.identity.get(people.primary_key[0])
