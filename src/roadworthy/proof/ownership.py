"""What to put into an owner's column: the key by which a person is known there."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Endpoint, Table
from roadworthy.proof.body_places import place_in_body
from roadworthy.trial import Trial
from roadworthy.views.people.people import ACCOUNTS, owner_of, users_table
from roadworthy.views.people.tenants import tenancy

# Shorter texts and numbers could be equal by chance: 1 is a key in every table.
_TELLING = 16


def person_key(app: App, trial: Trial, table: str, column_name: str, actor: str) -> Any:
    """The value that ties a row of a table to an actor by one of its columns; None when it is not known.

    It is the key of the actor's row in the table of people, or of the row in another table (profiles, customers) that
    stands for the same person."""
    identity, people = trial.actor(actor).identity, users_table(app)
    if people is None or not identity:
        return None
    own = identity.get(key_of_people(app, people))
    table_record = app.table(table)
    column = table_record.column(column_name) if table_record is not None else None
    reference = column.references if column is not None else None
    if reference is None:
        return own
    if reference.table == people.name:
        return identity.get(reference.column, own)
    tied = next((c for c in people.columns if c.references and c.references.table == reference.table), None)
    if tied is not None and identity.get(tied.name) is not None:
        return identity[tied.name]
    return _in_other_table(app, trial, reference.table, reference.column, identity, own)


def account_key(trial: Trial, endpoint: Endpoint, name: str, actor: str) -> Any:
    """The key of a person's account, where a field of the body is that by which the service that keeps the accounts is asked for one;
    None for other fields."""
    asked = (item.value for query in endpoint.queries if query.table == ACCOUNTS for item in query.filters)
    places = [place_in_body(leaf) for value in asked for leaf in value.sources()]
    who = actor if actor in trial.actors else "alice"
    if tuple(name.split(".")) not in places or who not in trial.actors:
        return None
    return trial.actor(who).credentials.get("id")


def key_of_people(app: App, people: Table) -> str:
    """The column by which the app knows people. MongoDB makes an `_id` for every document, beside which apps keep an `id` of
    their own making, and look people up by that alone."""
    primary = people.primary_key[0] if people.primary_key else "id"
    if primary != "_id" or people.column("id") is None:
        return primary
    asked = {
        one.column
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.table == people.name
        for one in query.filters
    }
    return "id" if "id" in asked and "_id" not in asked else primary


def firm_key(app: App, trial: Trial, table: str, actor: str) -> dict[str, Any]:
    """What makes a row of a table that of the actor's own firm; empty where rows are no firm's, or people of none."""
    firms = tenancy(app)
    if firms is None or firms.people is None or table not in firms.columns:
        return {}
    own = trial.actor(actor).identity.get(firms.people[1])
    return {firms.columns[table]: own} if own is not None else {}


def _in_other_table(app: App, trial: Trial, table: str, key: str, identity: dict[str, Any], own: Any) -> Any:
    """The key of the row that stands for the person: it names them, or has a key that their own row holds as well."""
    database = trial.database
    if database is None or table not in database.tables():
        return None
    quoted = database.quoted(table)
    owner = owner_of(app, table)
    if owner is not None and not owner.through:
        rows = database.query(f'select "{key}" as "key" from {quoted} where "{owner.column}" = %s', (own,))
        if rows:
            return rows[0]["key"]
    for value in (value for value in identity.values() if len(str(value)) >= _TELLING):
        rows = database.query(
            f'''select "{key}" as "key" from {quoted} where {database.as_text(f'"{key}"')} = %s''',
            (str(value),),
        )
        if rows:
            return rows[0]["key"]
    return None
