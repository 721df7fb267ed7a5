"""What must happen to every table when a person leaves: what goes, what stays without them, and in which order."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.people import is_password, privileged, users_table
from roadworthy.views.people.ties import Tie, telling_columns, ties

_BOOKS = regex(
    r"(^|_)(orders?|payments?|invoices?|transactions?|purchases?|sales?|bookings?|donations?|payouts?|refunds?|transfers?)$"
)
_MONEY = regex(r"^(total|amount|total_\w+|amount_\w+|price_paid|paid\w*|subtotal|grand_total)$")
# What a person wrote beside a transaction is about them, and nothing for the books.
_REMARKS = regex(r"(^|_)(notes?|comments?|messages?|instructions?|special_\w+|remarks?|details)$")


class Step(Struct, frozen=True):
    """What happens to the rows of one table. `kind` is delete, keep (`blanked` columns lose what they say of the
    person), or anonymise (the person's own row stays, empty). `tie` is the column that holds the key, '' for the
    table of people; `through` when the rows are found by those of another table that go: (this table's column, that
    table, its key, its tie)."""

    kind: str
    table: Table
    tie: str
    blanked: tuple[Column, ...] = ()
    unlink: bool = False
    through: tuple[str, Table, str, str] | None = None


class ErasurePlan(Struct, frozen=True):
    """`steps` in an order that no foreign key minds; `kept` are the tables whose rows stay, with the reason."""

    people: Table
    steps: tuple[Step, ...]
    kept: tuple[tuple[str, str], ...] = ()
    keeps_row: bool = False


def erased_tables(plan: ErasurePlan) -> list[Table]:
    """The tables that the statements name."""
    named = [step.table for step in plan.steps]
    named += [step.through[1] for step in plan.steps if step.through is not None]
    return list({table.name: table for table in named}.values())


def erasure_plan(app: App) -> ErasurePlan | None:
    """The plan; None for an app without people."""
    people = users_table(app)
    if people is None or len(people.primary_key) != 1:
        return None
    found = ties(app)
    reasons = {tie.table.name: reason for tie in found if (reason := _kept_for(app, tie.table))}
    keeps_row = any(tie.table.name in reasons and not tie.column.nullable for tie in found)
    going = _in_order([tie for tie in found if tie.table.name not in reasons])
    steps: list[Step] = [step for tie in going for step in _going(app, tie, going)]
    steps += [_staying(app, tie) for tie in found if tie.table.name in reasons]
    steps = [
        step for step in steps if step.kind == "delete" or step.blanked or (step.unlink and not keeps_row)
    ]
    steps.append(_person(people, keeps_row))
    return ErasurePlan(people, tuple(steps), tuple(reasons.items()), keeps_row)


def _kept_for(app: App, table: Table) -> str:
    """Why rows of a table stay when the person goes; '' when they go too."""
    if is_record(table.name, table):
        return "the log stays complete"
    if re.search(r"cards?$|payment_methods?$|carts?$|baskets?$|favou?rites?$|wishlists?$", table.name):
        return ""
    if _BOOKS.search(table.words) or any(_MONEY.match(c.name) and c.numeric for c in table.columns):
        return "the books need it"
    others = [tie.table for tie in ties(app) if tie.table.name != table.name]
    if any(
        c.references is not None and c.references.table == table.name
        for other in others
        for c in other.columns
    ):
        return "rows of other people hang on it"
    return ""


def _in_order(going: list[Tie]) -> list[Tie]:
    """Tables that point at others first."""
    names = {tie.table.name for tie in going}
    ordered: list[Tie] = []
    pending = list(going)
    while pending:
        free = [tie for tie in pending if not _pointed_at(tie.table, [t.table for t in pending], names)]
        # Tables that point at each other in a circle are left in the order they have.
        ordered += free or pending
        pending = [tie for tie in pending if tie not in ordered]
    return ordered


def _pointed_at(table: Table, others: list[Table], names: set[str]) -> bool:
    return any(
        other.name != table.name and c.references is not None and c.references.table == table.name
        for other in others
        for c in other.columns
        if other.name in names
    )


def _going(app: App, tie: Tie, going: list[Tie]) -> list[Step]:
    """The rows themselves, after those of tables without a tie of their own that point at them."""
    steps = []
    own = {other.table.name for other in going}
    for table in app.tables:
        for column in table.columns:
            points = column.references is not None and column.references.table == tie.table.name
            held = points and column.references is not None and not column.references.on_delete
            if held and table.name not in own and len(tie.table.primary_key) == 1:
                through = (column.name, tie.table, tie.table.primary_key[0], tie.column.name)
                steps.append(Step("delete", table, "", through=through))
    return [*steps, Step("delete", tie.table, tie.column.name)]


def _staying(app: App, tie: Tie) -> Step:
    telling = telling_columns(app, tie.table)
    blanked = tuple(
        column
        for column in tie.table.columns
        if column.references is None
        and not column.primary
        and (column.name in telling or (_is_text(column) and _REMARKS.search(column.name)))
        and (column.nullable or _is_text(column))
        and not is_record(tie.table.name, tie.table)
    )
    return Step("keep", tie.table, tie.column.name, blanked, unlink=tie.column.nullable)


def _person(people: Table, keeps_row: bool) -> Step:
    if not keeps_row:
        return Step("delete", people, "")
    blanked = tuple(
        column
        for column in people.columns
        if not column.primary
        and column.references is None
        and not privileged(column.name)
        and not (column.type.startswith("timestamp") and not column.nullable)
        and (column.nullable or _is_text(column))
        and not re.fullmatch(r"(created|updated)_?at", column.name)
    )
    customer = tuple(c for c in people.columns if "stripe" in c.name and c.nullable and c not in blanked)
    return Step("anonymise", people, "", (*blanked, *customer))


def _is_text(column: Column) -> bool:
    head = column.type.partition("(")[0].strip()
    return head in ("text", "varchar", "character varying", "char", "string") and not column.values


def blank_of(column: Column, person: str) -> str | None:
    """What stands in a column of a person who is gone: None for null; `person` is how their key is put into text.
    Passwords get a value that is no hash, so that nobody signs in."""
    size = column.type.partition("(")[2].rstrip(")")
    longest = int(size) if size.isdigit() else 255
    if re.search(r"e?mail", column.name, re.I) and not column.nullable:
        return f"deleted-{person}@invalid"
    if column.nullable:
        return None
    if is_password(column.name):
        return "erased"[:longest]
    if column.unique:
        return f"deleted-{person}"
    return ("Deleted user" if re.search(r"name", column.name, re.I) else "(erased)")[:longest]
