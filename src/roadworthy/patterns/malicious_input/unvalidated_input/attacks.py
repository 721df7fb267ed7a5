"""Values that make no sense, one after another, for the column or field that they are meant for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, structs

from roadworthy.app import App, Column, Table
from roadworthy.patterns.malicious_input.unvalidated_input.finding import Flaw, InputGap
from roadworthy.patterns.malicious_input.unvalidated_input.overlong import column_size
from roadworthy.patterns.malicious_input.unvalidated_input.placing import LONG
from roadworthy.proof.samples import OBJECT_ID
from roadworthy.trial import Trial
from roadworthy.views.people.people import owner_of, privileged, users_table
from roadworthy.views.people.rights import administrator

_HARMS = ("privilege", "range", "choice", "date", "length", "shape", "overlong")
NEGATIVE = -7
# Keys that no row has.
_KEYS = {"objectid": OBJECT_ID, "uuid": "5f1c0d9e-7a5f-4c0d-9e7a-5f1c0d9e7a5f"}
NONSENSE = "banana"
# Every language makes a date of it, and nothing that an app is about happened then.
LONG_AGO = "0001-01-01"


class Attack(Struct, frozen=True):
    """A value put in the place of a sound one: `path` in the body, the `column` where it would be found. `says` is
    how people call it; `crash` when only a failure of the server counts; `exact` when the column would hold it as it is; `named`
    when the endpoint writes this field into this column by its name; `grown` when a sound value is made as long as this one."""

    path: tuple[str, ...]
    value: Any
    table: Table
    column: Column
    says: str
    crash: bool = False
    exact: bool = True
    named: bool = False
    grown: bool = False

    def instead_of(self, sound: Any) -> Any:
        """What is sent where a sound value stood: a text that a validator looks at keeps its beginning."""
        if self.grown and isinstance(sound, str) and sound:
            return grown(sound, len(self.value))
        return str(self.value) if type(self.value) is int and isinstance(sound, str) else self.value


# The longest part of a domain's name (RFC 1035, 2.3.4).
_LABEL = 63


def grown(sound: str, size: int) -> str:
    """A text of the same form and more letters: an address of mail at a longer domain."""
    name, at, domain = sound.partition("@")
    missing = size - len(sound)
    if not at or missing <= 0:
        return sound + sound[-1] * max(missing, 0)
    labels = ["x" * min(_LABEL, missing - start - 1) for start in range(0, missing - 1, _LABEL + 1)]
    longer = ".".join([*filter(None, labels), domain])
    return f"{name}{'x' * (size - len(name) - 1 - len(longer))}@{longer}"


def attacks(app: App, trial: Trial, found: InputGap) -> Iterator[Attack]:
    table = app.table(found.spread.table) if found.spread is not None else None
    if table is not None:
        yield from _on_record(app, trial, found, table)
    flaws = sorted(found.flaws, key=lambda flaw: _HARMS.index(flaw.harm))
    # Where a column holds the value itself, it can be found there.
    flaws = sorted(flaws, key=lambda flaw: not flaw.field.exact)
    one_each = {flaw.field.name: flaw for flaw in reversed(flaws)}
    for flaw in sorted(one_each.values(), key=lambda flaw: _HARMS.index(flaw.harm))[:6]:
        yield from _on_field(app, flaw)


def _on_record(app: App, trial: Trial, found: InputGap, table: Table) -> Iterator[Attack]:
    """Columns that the form does not offer, the ones that give rights first."""
    for name in sorted(found.settable, key=lambda name: not privileged(name))[:3]:
        column = table.column(name)
        value = _forbidden(app, trial, table, column) if column is not None else None
        if column is not None and value is not None:
            yield Attack((column.field,), value, table, column, f"{column.field} {value!r}")
    for column in table.columns:
        if (
            column.numeric
            and not column.primary
            and column.references is None
            and column.name not in found.settable
        ):
            yield Attack((column.field,), NEGATIVE, table, column, f"{column.field} {NEGATIVE}")


def _forbidden(app: App, trial: Trial, table: Table, column: Column) -> Any:
    """A value of a column that the client must not decide; None where none is known that would fit."""
    admin = administrator(app)
    if admin is not None and (admin[0], admin[1]) == (table.name, column.name):
        return admin[2]
    head = column.type.partition("(")[0]
    if privileged(column.name):
        return {"boolean": True}.get(head, 1_000_000 if column.numeric else "forged")
    owner = owner_of(app, table.name)
    people = users_table(app)
    if owner is not None and column.name == owner.column and people is not None and people.primary_key:
        return trial.actors["bob"].identity.get(people.primary_key[0]) if "bob" in trial.actors else None
    if column.primary and (column.numeric or head in _KEYS):
        return 1_999_999_999 if column.numeric else _KEYS[head]
    if head.startswith(("text", "varchar")) and not column.primary and "email" not in column.name:
        return "forged"
    return None


def _on_field(app: App, flaw: Flaw) -> Iterator[Attack]:
    field = flaw.field
    shown = field.name.replace(".[]", "")

    def attack(value: Any, says: str, crash: bool = False) -> Attack:
        return Attack(field.path, value, field.table, field.column, says, crash, field.exact, named=True)

    if flaw.harm == "privilege":
        admin = administrator(app)
        value = admin[2] if admin is not None and admin[1] == field.column.name else "admin"
        yield attack(value, f"{shown} {value!r}")
    elif flaw.harm == "range":
        yield attack(NEGATIVE, f"{shown} {NEGATIVE}")
    elif flaw.harm == "choice":
        yield attack(NONSENSE, f"{shown} {NONSENSE!r}")
    elif flaw.harm == "date":
        yield attack(LONG_AGO, f"{shown} {LONG_AGO}")
        yield attack(NONSENSE, f"{shown} {NONSENSE!r}", crash=True)
    elif flaw.harm == "overlong":
        size = column_size(field) + 1
        says = f"{shown} of {size:,} characters"
        yield structs.replace(attack("x" * size, says, crash=True), grown=True)
        return
    else:
        if "(" not in field.column.type:
            yield attack("x" * LONG, f"{shown} of {LONG:,} characters")
        yield attack("sound \u202e txt", f"{shown} with a character that turns the writing direction")
        yield attack("nul \x00 character", f"{shown} with a NUL character", crash=True)
    yield attack({"not": ["this", "type"]}, f"an object as {shown}", crash=True)
