"""Times that are taken once by their meaning: an appointment of somebody, a table or a room that is booked, which no key keeps from
being given away twice."""

from __future__ import annotations

import re

from roadworthy.app import App, Column, Query, Table
from roadworthy.patterns.persistence.missing_constraint.adding import rows_added
from roadworthy.patterns.persistence.missing_constraint.finding import UNIQUE, MissingConstraint
from roadworthy.regex import regex
from roadworthy.views.data.slots import is_day, is_time, slot_look

_BOOKED = regex(r"(^|_)(appointments?|bookings?|reservations?|consultations?)$")
# Who or what is busy then.
_SERVES = regex(
    r"(^|_)(doctor|dentist|vet|therapist|trainer|coach|barber|stylist|hairdresser|artist|provider|staff|employee|worker|professional"
    r"|specialist|practitioner|counsell?or|tutor|mentor|lawyer|technician|mechanic|table|room|court|field|desk|chair|resource)(_?id)?$"
)
_MOMENT = regex(
    r"^(date|datetime|date_time|scheduled_(at|for)|starts?_(at|time)|(appointment|booking)_(date|time|date_?time))$"
)
_ENDS = regex(r"(^|_)(end|ends|until|to|check_?out|return)(_|$)")


def taken_times(app: App, table: Table) -> MissingConstraint | None:
    """The key over who serves and when that a table of bookings lacks; None where it has one, and where nothing tells that a time is given away once."""
    when = _when(table) if _BOOKED.search(table.words) else ()
    added = next(((one, query) for one, query in rows_added(app, table) if _writes(query, when)), None)
    if not when or added is None or _is_kept(table, when):
        return None
    endpoint, query = added
    serving = [
        column.name for column in table.columns if _SERVES.search(column.words) and not column.nullable
    ]
    if not serving and slot_look(endpoint, query, table) is None:
        return None
    return MissingConstraint(UNIQUE, table, None, (*serving[:1], *when), endpoint=endpoint, slot=True)


def _when(table: Table) -> tuple[str, ...]:
    """A day and a time of the day; else the one moment, unless what begins then lasts until another."""
    days = [column for column in table.columns if is_day(column) and not _is_made(column)]
    times = [column for column in table.columns if is_time(column) and column not in days]
    if days and times:
        return days[0].name, times[0].name
    if any(_ENDS.search(column.words) for column in table.columns):
        return ()
    moments = [one for one in table.columns if _MOMENT.match(one.words) and one.type.startswith("timestamp")]
    return (moments[0].name,) if len(moments) == 1 else ()


def _is_made(column: Column) -> bool:
    return re.search(r"(^|_)(birth|created|updated|issued)(_|$)", column.words) is not None


def _writes(query: Query, when: tuple[str, ...]) -> bool:
    return bool(query.spreads) or set(when) <= {write.column for write in query.writes}


def _is_kept(table: Table, when: tuple[str, ...]) -> bool:
    """Whether any unique key, or a check that says more than one column can, speaks of the time."""
    keyed = any(index.unique and set(index.columns) & set(when) for index in table.indexes)
    return keyed or any(
        re.search(rf"\b{re.escape(name)}\b", one.expression)
        for one in table.indexes
        for name in when
        if one.unique
    )
