"""Rows laid out for a request that may find more than it should: the sender's own, and one with a word that only it holds."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import Table
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof.experiment import database_of
from roadworthy.views.people.people import owner_of, users_table


def plant(scene: Scene, tables: Sequence[Table]) -> tuple[str, str]:
    """Rows of the sender's in `tables`, and one with a word of its own that an honest value does not find:
    bob's, or where rows have no owners anyone's. That word and whose row it is in, empty where there is none."""
    owned, common = ("", ""), ("", "")
    for table in tables:
        owner = owner_of(scene.app, table.name)
        people = users_table(scene.app)
        if owner is not None and not owner.through and people is not None and people.primary_key:
            owned = _of_bob(scene, table, owner.column, people.primary_key[0]) or owned
        elif table is not people:
            common = _of_nobody(scene, table) or common
    return owned if owned[0] else common


def _of_bob(scene: Scene, table: Table, owner: str, key: str) -> tuple[str, str] | None:
    database, bob = database_of(scene.trial), scene.trial.actors.get("bob")
    own = scene.trial.actor(scene.actor).identity.get(key)
    if own is not None:
        database.fill(table.name, 1, fixed={owner: own})
    column = _free_text(table)
    if bob is None or bob.identity.get(key) is None:
        return _of_nobody(scene, table)
    secret = f"{scene.mark}-bobs"
    database.fill(table.name, 1, fixed={owner: bob.identity[key], **({column: secret} if column else {})})
    if column is None:
        return None
    scene.experiment.note("arrange", f"a row of bob's in {table.name} has '{secret}' as its {column}")
    return secret, "a row of bob's"


def _of_nobody(scene: Scene, table: Table) -> tuple[str, str] | None:
    """Not the first row: MySQL takes text that begins with a number for that number."""
    database, column = database_of(scene.trial), _free_text(table)
    database.fill(table.name, 1)
    secret = f"{scene.mark}-other"
    if column is None or not database.fill(table.name, 1, fixed={column: secret}):
        return None
    scene.experiment.note("arrange", f"a row in {table.name} has '{secret}' as its {column}")
    return secret, f"a row of {table.name} that was not asked for"


def _free_text(table: Table) -> str | None:
    return next(
        (
            one.name
            for one in table.columns
            if _says(one.type) and not (one.unique or one.values or one.references)
        ),
        None,
    )


def _says(kind: str) -> bool:
    return kind.split("(")[0] in ("text", "varchar", "character varying")
