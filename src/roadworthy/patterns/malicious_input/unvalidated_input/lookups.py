"""Words that Django is asked to find a number, a date or a key by: it raises before it asks the database, and who catches nothing answers
500 (Django's documentation, "QuerySet API reference": a field's `get_prep_value` refuses what it cannot convert)."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Fact, Origin, Query
from roadworthy.app.origin import each_once
from roadworthy.catalogue import Severity, Verdict
from roadworthy.patterns.malicious_input.unvalidated_input.harmed import told
from roadworthy.regex import regex
from roadworthy.views.failures.tried import is_put_together_in_try
from roadworthy.views.requests.taint import is_tested

# Django's own converters see to the path (`<int:pk>`); texts are compared as they are.
_FORMED = regex(r"^(integer|bigint|smallint|numeric|decimal|real|double|float|date|timestamp|uuid)", re.I)
_COMPARED = ("=", "!=", "in", "<", "<=", ">", ">=")


def judge_lookups(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that looks rows up by what was sent, whatever it is; None for others."""
    for query in endpoint.queries:
        open_to_all = (
            query.library == "django" and not query.caught and not is_put_together_in_try(app, query)
        )
        part = _as_sent(app, endpoint, query) if open_to_all else None
        if part is None:
            continue
        name = ".".join(part.path)
        return told(
            endpoint,
            part,
            query.location,
            f"A {name} of another form than expected ends in a 500",
            "People see an error page for a typing mistake, and a script fills the log",
            f"rows of {query.table} are looked up by `{name}` at {query.location} as it comes, and what the field refuses is caught nowhere",
            Severity.LOW,
        )
    return None


def _as_sent(app: App, endpoint: Endpoint, query: Query) -> Origin | None:
    """The part of the request that a column of a strict form is compared with, untouched and unasked."""
    for item in query.filters:
        table = app.table(item.table or query.table)
        column = table.column(item.column) if table is not None else None
        if column is None or item.operator not in _COMPARED or not _FORMED.match(column.type):
            continue
        value = _sent(item.value)
        if value is not None and not _is_asked((*endpoint.facts, *query.facts), value):
            return value
    return None


def _is_asked(facts: tuple[Fact, ...], part: Origin) -> bool:
    """Whether a condition on the way asks of what form it is; where a default stands in for what was not sent, in one of its ways."""
    if is_tested(facts, part):
        return True
    within = (fact for fact in each_once(facts) if fact.operator != "any" and fact.left != part)
    return any(is_tested((fact,), part) for fact in within)


def _sent(origin: Origin) -> Origin | None:
    """The part of the request that a value is, or a default where nothing was sent."""
    if origin.kind in ("body", "query") and origin.path:
        return origin
    if origin.kind != "computed" or origin.operation not in ("choice", "or"):
        return None
    sent = [one for one in origin.inputs if one.kind != "constant"]
    return _sent(sent[0]) if len(sent) == 1 else None
