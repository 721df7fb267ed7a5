"""What a gap says of itself: the message, who is hurt, the evidence, how bad it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import Flaw, InputGap
from roadworthy.regex import regex
from roadworthy.views.data.purchases import buys, is_purchase
from roadworthy.views.data.request_fields import RequestField
from roadworthy.views.people.people import is_password, privileged

_MONEY = regex(r"price|total|amount|cost|tax|fee|balance|discount|salary|credit|points", re.I)
# What a row is worth, and whether it counts.
_DECIDES = regex(
    rf"{_MONEY.pattern}|status|(^|_)state$|approved|verified|published|paid|plan|tier|stock|quota|limit", re.I
)
_QUANTITY = regex(r"quantity|qty|count|stock|seats|guests|number_of|units", re.I)


def as_gap(found: InputGap) -> Verdict:
    """The verdict for what was found."""
    endpoint = found.endpoint
    message, impact = _words(found)
    return gap(
        endpoint.subject,
        message,
        impact=impact,
        locations=_locations(found),
        evidence=tuple(_evidence(found)),
        severity=_severity(found),
        details=found,
        cwe="CWE-915" if found.spread is not None or _has(found, "privilege") else "CWE-20",
    )


def _has(found: InputGap, harm: str) -> bool:
    return any(flaw.harm == harm for flaw in found.flaws)


def _money(found: InputGap) -> list[str]:
    return [
        flaw.field.name
        for flaw in _worst_first(found)
        if flaw.harm == "range" and (_MONEY.search(flaw.field.name) or _QUANTITY.search(flaw.field.name))
    ]


def _severity(found: InputGap) -> Severity:
    if found.spread is None and all(is_mere_length(flaw) for flaw in found.flaws):
        return Severity.LOW
    if found.guarded:
        return Severity.MEDIUM
    # Whoever makes an account says its password anyway; of one that is there, the earlier one is passed over.
    made = found.spread is not None and found.spread.operation == "insert"
    rights = any(privileged(column) or (is_password(column) and not made) for column in found.settable)
    if rights or _has(found, "privilege"):
        return Severity.CRITICAL
    if found.spread is not None:
        return Severity.HIGH if any(map(_DECIDES.search, found.settable)) else Severity.MEDIUM
    # What people enter about their own business harms themselves; what they pay by harms the other side, and
    # what all prices are reckoned with cannot be taken back row by row.
    bought = any(
        flaw.harm == "range" and (is_purchase(flaw.field.table.name) or _reprices(flaw.field))
        for flaw in found.flaws
    )
    return Severity.HIGH if _money(found) and (bought or buys(found.endpoint)) else Severity.MEDIUM


def is_mere_length(flaw: Flaw) -> bool:
    """Whether a schema makes sure of all but how long a text is."""
    return flaw.harm == "overlong" or (flaw.harm == "length" and flaw.field.rules is not None)


def _reprices(field: RequestField) -> bool:
    """Whether many rows are reckoned anew with it."""
    return not field.exact and bool(field.query.loops)


def _words(found: InputGap) -> tuple[str, str]:
    who = "An administrator" if found.guarded else "Anyone who sends the request"
    if found.spread is not None:
        named = ", ".join(found.settable[:4])
        return (
            f"The whole body is written into {found.spread.table}: {named} can be set by the sender",
            f"{who} can set columns of {found.spread.table} that the form does not offer ({named})",
        )
    rights = [flaw.field.name for flaw in found.flaws if flaw.harm == "privilege"]
    if rights:
        return (
            f"The sender decides {rights[0]} of their own account",
            f"Anyone can give themselves rights by sending another {rights[0]}",
        )
    flaws = _worst_first(found)
    names = ", ".join(_plain(flaw.field.name) for flaw in flaws[:4])
    if all(flaw.harm == "overlong" for flaw in flaws):
        return (
            f"Text that is longer than its column ends in a 500: {names}",
            "People meet an error page for a long text, and a script fills the log",
        )
    what = {
        "range": "any number",
        "choice": "any word",
        "length": "text of any length",
        "date": "any text as a date",
        "shape": "whatever is sent",
        "overlong": "text of any length",
    }
    kinds = " and ".join(dict.fromkeys(what[flaw.harm] for flaw in flaws))
    return (
        f"{kinds[0].upper()}{kinds[1:]} is stored as {names}",
        "Negative amounts, unknown states and huge texts get into the records, and wrong types end in a 500"
        if not _money(found)
        else f"The client decides {', '.join(map(_plain, _money(found)))}: negative and invented numbers are taken",
    )


_WORST = ("privilege", "range", "choice", "date", "length", "shape", "overlong")


def _worst_first(found: InputGap) -> list[Flaw]:
    """Each field once, those first that do most harm."""
    ordered = sorted(found.flaws, key=lambda flaw: _WORST.index(flaw.harm))
    return list({flaw.field.name: flaw for flaw in reversed(ordered)}.values())[::-1]


def _plain(name: str) -> str:
    return name.replace(".[]", "")


def _locations(found: InputGap) -> tuple[Location, ...]:
    read = [item.location for item in found.endpoint.inputs if item.part == "body"]
    handler = found.endpoint.handler
    inside = [place for place in read if handler.holds(place)]
    query = found.spread if found.spread is not None else found.flaws[0].field.query
    first = min(inside, key=lambda place: place.start, default=found.endpoint.location)
    return (first, found.endpoint.location, query.location)


def _evidence(found: InputGap) -> Iterator[str]:
    if found.spread is not None:
        yield f"the body is spread into the {found.spread.operation} at {found.spread.location}; no schema lists its fields"
    for flaw in _worst_first(found)[:6]:
        field = flaw.field
        seen = "no schema sees it" if field.rules is None else f"its schema says only `{field.rules}`"
        yield f"`{_plain(field.name)}` is written into {field.table.name}.{field.column.name}; {seen}"
