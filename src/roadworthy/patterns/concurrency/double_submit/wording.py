"""What is said of work that a repeat does again."""

from __future__ import annotations

import re

from roadworthy.app import App, Location, Origin, Table
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Write
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.concurrency.double_submit.counting import counted
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.regex import regex
from roadworthy.views.data.absences import absence_check
from roadworthy.views.data.embedded import added_records
from roadworthy.views.data.inserts import is_limiter, is_talk
from roadworthy.views.data.purchases import buys, is_purchase
from roadworthy.views.pages.submitting import Sender, path_shape
from roadworthy.views.people.access import ROLE, Access

_MONEY = regex(r"(^|_)(price|total|amount|cost|fee|balance|points|credits)(_|$)", re.I)
_GOODS = regex(r"stock|quantity|qty|on_hand|inventory", re.I)
_MISCOUNTED_GOODS = "The number says what nobody has: goods are sold that are not there, or lie unseen"
_MISCOUNTED_MONEY = "The number says what nobody has: what was given or taken once is booked twice"
# Counts of what was done, which a second row makes right and not wrong.
_STATISTICS = regex(
    r"(^|[_.a-z])(stats?|statistics?|usages?|metrics?|analytics|counters?|quotas?)([_.A-Z]|$)", re.I
)
_EXTERNAL = regex(r"stripe|external|provider")


def told(app: App, found: Repeat) -> Verdict:
    """The gap in words."""
    endpoint = found.endpoint
    message, impact = _words(app, found)
    places = [found.insert.location] if found.insert is not None else []
    places += [one.location for one in (found.charge, found.update) if one is not None]
    places += [
        place for sender in found.unguarded for place in (sender.form.control, *_requests(found, sender))
    ]
    return gap(
        endpoint.subject,
        message,
        impact=impact,
        locations=(endpoint.location, *places),
        evidence=tuple(_evidence(found)),
        severity=_severity(app, found),
        details=found,
    )


def _requests(found: Repeat, sender: Sender) -> list[Location]:
    """Where the component makes the request."""
    wanted = path_shape(found.endpoint.path)
    return [fetch.location for fetch in sender.component.fetches if path_shape(fetch.path) == wanted]


def _words(app: App, found: Repeat) -> tuple[str, str]:
    clicks = "A second click" if found.unguarded else "A repeated request"
    if found.update is not None and not _counted(found):
        lists = ", ".join(dict.fromkeys(write.column for write, _ in added_records(found.update)))
        return (
            f"{clicks} adds a second record to {found.update.table}.{lists}",
            "Money: what was paid or handed over once is booked twice",
        )
    if found.update is not None:
        return (
            f"{clicks} counts {_counted(found)} a second time",
            _MISCOUNTED_GOODS if _GOODS.search(_counted(found)) else _MISCOUNTED_MONEY,
        )
    if found.insert is None and _is_page(found):
        return (
            f"{clicks} opens a second payment page",
            "Money: both pages can be paid, and one purchase is charged twice",
        )
    if found.insert is None:
        return f"{clicks} starts a second payment", "Money: people are charged twice for one purchase"
    rows = found.insert.table
    if found.charge is not None and _is_page(found):
        return (
            f"{clicks} stores a second row in {rows} and opens a second payment page",
            "Money: both pages can be paid, and one purchase is charged and fulfilled twice",
        )
    if found.charge is not None:
        return (
            f"{clicks} stores a second row in {rows} and starts a second payment",
            "Money: one purchase is charged and fulfilled twice",
        )
    if found.key:
        return (
            f"{clicks} stores the same entry in {rows} twice",
            f"People see {rows} doubled, and what counts them counts wrong",
        )
    if _moves_value(app, found):
        return (
            f"{clicks} stores a second row in {rows}",
            f"One action of a person is carried out twice in {rows}",
        )
    return f"{clicks} stores a second row in {rows}", f"People find what they entered twice in {rows}"


def _counted(found: Repeat) -> str:
    write = counted(found.update) if found.update is not None else None
    return f"{found.update.table}.{write.column}" if found.update is not None and write is not None else ""


def _moves_value(app: App, found: Repeat) -> bool:
    """Whether the doubled row counts for money or goods."""
    if found.charge is not None and not _is_page(found):
        return True
    table = app.table(found.insert.table) if found.insert is not None else None
    priced = table is not None and any(
        c.numeric and _MONEY.search(c.words) and not _is_measured(table, c.name) for c in table.columns
    )
    return priced or _uses_up(app, found)


def _uses_up(app: App, found: Repeat) -> bool:
    """Whether a number of another table is reckoned anew with it: a stock, a balance."""
    return any(
        query.operation == "update"
        and found.insert is not None
        and query.table != found.insert.table
        and not is_limiter(query.table)
        and not _STATISTICS.search(query.table)
        and any(_counts(app.table(query.table), write) for write in query.writes)
        for query in found.endpoint.queries
    )


_PAID = regex(r"(^|_)(payments?|subscriptions?)$", re.I)


def _is_deal(found: Repeat) -> bool:
    """Whether the doubled row is one of money or goods between two sides."""
    rows = found.insert.table if found.insert is not None else ""
    return is_purchase(rows) or bool(_PAID.search(spelled(rows))) or buys(found.endpoint)


# How many rows there are, and the order they stand in: seen when it is wrong, and counted anew; how often somebody tried.
_TALLY = regex(
    r"(^|_)attempts?$|[a-z]Attempts?$|(^|_)(num|nb|count)_|_count(er)?$|[a-z]Count(er)?$|(^|_)order(ing)?$|[a-z]Order$"
)


def _counts(table: Table | None, write: Write) -> bool:
    """Whether a written number is reckoned from what was there, and is more than a tally of rows."""
    column = table.column(write.column) if table is not None else None
    number = column is None or column.numeric
    reckoned = write.arithmetic or _is_reckoned(write.value)
    return number and reckoned and not _TALLY.search(write.column)


_MEASURE = regex(r"(^|_)(weight_?)?units?(_id)?$|ingredient|(^|_)(dose|dosage|calories|grams)(_|$)", re.I)


def _is_measured(table: Table, column: str) -> bool:
    """Whether an amount is one of a unit (150 g of rice), and none of money."""
    return column.lower() == "amount" and any(_MEASURE.search(spelled(c.name)) for c in table.columns)


def _is_reckoned(value: Origin) -> bool:
    """Whether a written number is reckoned from what was there: a balance, a stock, a count. What is reckoned from now on is a moment
    (`expires: Date.now() + lifetime`)."""
    kinds = {leaf.kind for leaf in value.leaves()}
    return (
        value.kind == "computed"
        and value.operation in ("+", "-", "*")
        and "row" in kinds
        and "clock" not in kinds
    )


def _is_page(found: Repeat) -> bool:
    """Whether the payment service only makes a page on which people still have to pay."""
    return found.charge is not None and "sessions" in found.charge.operation


def _severity(app: App, found: Repeat) -> Severity:
    if found.update is not None:
        return Severity.MEDIUM
    if _moves_value(app, found):
        # What staff enter twice, or people about their own business, they see, and take one out.
        by_staff = ROLE in Access(found.endpoint).anywhere()
        if by_staff and found.charge is None and not found.unguarded:
            return Severity.LOW
        return (
            Severity.HIGH
            if found.charge is not None or ((_is_deal(found) or _uses_up(app, found)) and not by_staff)
            else Severity.MEDIUM
        )
    if _is_page(found):
        return Severity.MEDIUM
    insert = found.insert
    if insert is not None and is_talk(insert.table):
        return Severity.MEDIUM if found.unguarded else Severity.LOW
    if found.key or found.unguarded:
        return Severity.MEDIUM
    table = app.table(insert.table) if insert is not None else None
    external = table is not None and any(_EXTERNAL.search(c.name) for c in table.columns)
    return Severity.MEDIUM if external else Severity.LOW


def _evidence(found: Repeat) -> list[str]:
    facts = []
    if found.insert is not None:
        facts.append(
            f"the insert into {found.insert.table} at {found.insert.location} meets no unique key and no ON CONFLICT"
        )
        check = absence_check(found.endpoint, found.insert)
        if check is not None:
            facts.append(
                f"the look before it at {check.location} finds nothing in both of two simultaneous requests"
            )
    if found.update is not None and not _counted(found):
        facts.append(f"{found.update.location} adds to the list whatever it holds by then")
    elif found.update is not None:
        facts.append(
            f"{found.update.location} reckons with what {_counted(found)} holds by then, each time it is asked to"
        )
    if found.charge is not None:
        facts.append(
            f"{found.charge.operation} at {found.charge.location} is sent without an idempotency key"
        )
    facts.append("no Idempotency-Key of the request is read")
    facts += [_about(sender) for sender in found.unguarded]
    return facts


def _about(sender: Sender) -> str:
    label = f" “{sender.form.label}”" if sender.form.label else ""
    return f"the control{label} of {sender.component.name} at {sender.form.control} stays enabled while the request runs"
