"""The data map: which personal data the app keeps, how it comes in and where it goes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App, Origin, ServiceCall, Table
from roadworthy.handoff.table import name, names, table
from roadworthy.report.inventory import inventory_of
from roadworthy.views.people.people import users_table
from roadworthy.views.people.personal import personal_data
from roadworthy.views.people.ties import ties

_TO_DECIDE = "to be decided"
_ON_LEAVING = {
    "cascade": "deleted with the person",
    "set null": "kept, without the person",
    "refuse": "stands in the way: a person with such rows cannot be deleted",
    "": "stays, with the person's key",
}


class Passing(Struct, frozen=True):
    """Personal data that an outside service receives: `data` as `users.email`, or as the request names it."""

    service: str
    operation: str
    subject: str
    data: tuple[str, ...]


def data_map(app: App) -> str:
    """The page as Markdown."""
    blocks = [
        "# Data map",
        "Which personal data the app keeps, how it comes in and where it goes. Told from the names of columns and the flow of "
        "values in the source; what a name does not show (free text, pictures) is for a person to add.",
        *_part("What is kept", _kept(app), "No column looks like personal data."),
        "How long each is kept is **to be decided** by whoever answers for the data: fill in the column, and delete on time.",
        *_part(
            "What goes to others", _passed_on(app), "No personal data was seen to go to an outside service."
        ),
        *_part("When a person leaves", _leaving(app), "No rows are tied to a person."),
        "A breach of any of these is told to the supervisory authority within 72 hours (Art. 33 GDPR).",
    ]
    return "\n\n".join(blocks) + "\n"


def _part(title: str, rows: str, otherwise: str) -> list[str]:
    return [f"## {title}", rows or otherwise]


def _kept(app: App) -> str:
    by_table = {flow.table: flow for flow in inventory_of(app).flows}
    rows = []
    for kept, columns in personal_data(app).items():
        flow = by_table[kept]
        rows.append((name(kept), names(columns), names(flow.enters), names(flow.leaves), _TO_DECIDE))
    return table(("table", "personal columns", "comes in by", "read by", "kept for"), rows)


# --- to others ---------------------------------------------------------------------------------------


def _passed_on(app: App) -> str:
    return table(
        ("service", "asked for", "by", "receives"),
        (
            (name(one.service), name(one.operation), name(one.subject), names(one.data))
            for one in passings(app)
        ),
    )


def passings(app: App) -> tuple[Passing, ...]:
    """Every call that hands personal data to an outside service, in the order of the endpoints."""
    found = []
    for endpoint in app.endpoints:
        for call in endpoint.services:
            data = tuple(sorted(set(_personal_in(app, call))))
            if data:
                found.append(Passing(call.service, call.operation, endpoint.subject, data))
    return tuple(dict.fromkeys(found))


def _personal_in(app: App, call: ServiceCall) -> Iterator[str]:
    people = users_table(app)
    personal = personal_data(app)
    known = {
        spelling
        for one in app.tables
        for column in personal.get(one.name, ())
        for spelling in _spellings(one, column)
    }
    for argument in call.arguments:
        for leaf in argument.leaves():
            last = _field(leaf)
            if leaf.kind in ("row", "session"):
                found = app.table(leaf.table) if leaf.kind == "row" else people
                yield from _of_row(found, last, personal) if found is not None else ()
            elif last in known:
                yield last


def _field(leaf: Origin) -> str:
    return next((part for part in reversed(leaf.path) if part != "[]"), "")


def _of_row(found: Table, field: str, personal: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """A personal column of a table; of a whole row all of them."""
    column = found.column(field)
    for known in personal.get(found.name, ()):
        if not field or (column is not None and column.name == known):
            yield f"{found.name}.{known}"


def _spellings(found: Table, column: str) -> set[str]:
    known = found.column(column)
    return {column, known.field if known is not None else column}


# --- when a person leaves ----------------------------------------------------------------------------


def _leaving(app: App) -> str:
    return table(
        ("rows of", "tied by", "when the person's row is deleted"),
        ((name(tie.table.name), name(tie.column.name), _ON_LEAVING[tie.on_delete]) for tie in ties(app)),
    )
