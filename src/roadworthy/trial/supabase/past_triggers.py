"""People whom the project's own triggers keep from registering: a default that a check refuses, a column that is not there any more.

What they may do and see is asked all the same; that nobody can register is told beside it."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import Database
from roadworthy.trial.exchange import Response
from roadworthy.trial.ordinary_roles import plainest
from roadworthy.trial.people import Person, role_of

# What Supabase Auth answers when a trigger on its accounts fails.
TRIGGER_FAILED = 500
# The columns by which a row of the app's own is an account's, the surest first.
OWNERS = ("user_id", "auth_id", "auth_user_id", "account_id", "id")
_OF_A_PERSON = ("email", "username", "name", "first_name", "last_name", "phone")


def past_triggers(
    database: Database, plan: BootPlan, tables: list[str], person: Person, sign_up: Callable[[], Response]
) -> Response:
    """The answer to a sign-up while the triggers on accounts rest; the person has a row in the first of `tables` that is there, with no rights that
    not everybody has."""
    database.execute("ALTER TABLE auth.users DISABLE TRIGGER USER")
    try:
        answer = sign_up()
    finally:
        database.execute("ALTER TABLE auth.users ENABLE TRIGGER USER")
    session = answer.json()
    table = next((one for one in tables if database.columns(one)), None)
    if answer.ok and isinstance(session, dict) and table is not None:
        _put_in(database, plan, table, person, str(session["user"]["id"]))
    return answer


def _put_in(database: Database, plan: BootPlan, table: str, person: Person, key: str) -> None:
    columns = {column.name: column for column in database.columns(table)}
    owner = next((name for name in OWNERS if name in columns), None)
    if owner is None:
        return
    plain = {name: plainest(words) for name, words in plan.rights.items() if table == plan.user_table}
    rights = {name: word for name, word in plain.items() if word is not None and name in columns}
    said = {
        name: person.value(role)
        for name, column in columns.items()
        if (role := role_of(name)) in _OF_A_PERSON and column.type.startswith(("text", "character", "citext"))
    }
    try:
        database.fill(table, 1, fixed={**said, **rights, owner: key})
    except (TrialUnavailable, psycopg.Error):
        # The account alone lets them in.
        return
