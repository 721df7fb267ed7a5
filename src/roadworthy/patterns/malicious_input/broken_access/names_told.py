"""Which columns of its rows a query's answers tell, and which of those are nobody else's business."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.answer import Answer
from roadworthy.app.table import Table
from roadworthy.patterns.malicious_input.broken_access.shown import shown_in
from roadworthy.regex import regex
from roadworthy.views.pages.template_columns import shown_columns

PRIVATE = regex(
    r"mail|phone|mobile|address|street|zip|postal|birth|(^|_)age$|gender|ssn|passport|iban|card|password|token|secret|hash|lat(itude)?$"
    r"|lon(gitude)?$|salary|health|diagnos|(^|_)ip|balance|stripe|customer|last_?(login|seen)|location|notes?$",
    re.I,
)


def names_told(app: App, endpoint: Endpoint, query: Query, table: Table) -> set[str]:
    """The columns of a query's rows that successful answers show."""
    told: set[str] = set()
    for answer in endpoint.answers:
        for leaf in shown_in(answer.body) if answer.status < 300 else ():
            if leaf.kind == "row" and leaf.query == query.number:
                path = [part for part in leaf.path if part != "[]"]
                told |= {path[0]} if path else set(query.columns) or _of_whole_row(app, answer, table)
    return told


def _of_whole_row(app: App, answer: Answer, people: Table) -> set[str]:
    """What an answer that was given a whole row tells of it: all, or what its template shows."""
    shown = shown_columns(app, answer, people)
    return set(shown) if shown is not None else {column.name for column in people.columns}
