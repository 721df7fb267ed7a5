"""Values that do harm before anything is written: they end in an error, become operators, or are handed on as they come."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Origin
from roadworthy.catalogue import Severity, Verdict
from roadworthy.patterns.malicious_input.unvalidated_input.crashing import judge_crashing
from roadworthy.patterns.malicious_input.unvalidated_input.dropped import judge_dropped
from roadworthy.patterns.malicious_input.unvalidated_input.harmed import told
from roadworthy.patterns.malicious_input.unvalidated_input.listed import judge_listed
from roadworthy.patterns.malicious_input.unvalidated_input.lookups import judge_lookups
from roadworthy.patterns.malicious_input.unvalidated_input.passwords import judge_passwords
from roadworthy.patterns.malicious_input.unvalidated_input.sent_text import judge_sent
from roadworthy.views.people.people import privileged, users_table
from roadworthy.views.requests.operator_values import operator_values
from roadworthy.views.requests.taint import client_parts, is_tested


def judge_harms(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that uses a value as it comes in one of these ways; None for others."""
    return (
        _rights(app, endpoint)
        or _operators(app, endpoint)
        or _conversions(endpoint)
        or judge_dropped(app, endpoint)
        or _bare_bodies(app, endpoint)
        or judge_listed(app, endpoint)
        or judge_crashing(app, endpoint)
        or judge_lookups(app, endpoint)
        or judge_passwords(app, endpoint)
        or judge_sent(app, endpoint)
    )


def _rights(app: App, endpoint: Endpoint) -> Verdict | None:
    """`if 'admin' in body: user = User(..., admin=True)`: the sender decides by naming it."""
    people = users_table(app)
    for query in endpoint.queries:
        if (
            people is None
            or query.table != people.name
            or query.operation not in ("insert", "update", "upsert")
        ):
            continue
        for write in query.writes:
            given = any(leaf.kind == "constant" and leaf.value is True for leaf in write.value.leaves())
            read = any(
                item.part == "body" and item.name.split(".")[-1] == write.column for item in endpoint.inputs
            )
            either = {leaf.value for leaf in write.value.leaves() if leaf.kind == "constant"} == {True, False}
            if (
                given
                and privileged(write.column)
                and (_asked_for(query.facts, write.column) or (read and either))
            ):
                return told(
                    endpoint,
                    Origin("body", (write.column,)),
                    query.location,
                    f"The sender decides {write.column} of their own account",
                    f"Anyone can give themselves rights by sending {write.column}",
                    f"`{write.column}` becomes true where the request names it, and no role is asked for",
                    Severity.CRITICAL,
                    "CWE-915",
                )
    return None


def _asked_for(facts: tuple, column: str) -> bool:  # type: ignore[type-arg]
    for fact in facts:
        sides = [side for side in (fact.left, fact.right) if side is not None]
        named = any(
            leaf.kind == "constant" and leaf.value == column for side in sides for leaf in side.leaves()
        )
        sent = [leaf for side in sides for leaf in side.sources() if leaf.kind in ("body", "parsed")]
        if fact.holds and sent and (named or any(leaf.path[-1:] == (column,) for leaf in sent)):
            return True
    return False


def _operators(app: App, endpoint: Endpoint) -> Verdict | None:
    for query, part in operator_values(app, endpoint):
        if any(item.operator == "where" for item in query.filters):
            continue  # code in place of a word is told as an injection
        name = ".".join(part.path) or part.kind
        return told(
            endpoint,
            part,
            query.location,
            f"{name} may be a record or a list where a word is meant",
            f"Rows of {query.table} are matched without knowing the word, or the request ends in a 500",
            f"`{name}` reaches the filter at {query.location} and nothing makes sure that it is text",
            Severity.MEDIUM,
        )
    return None


def _bare_bodies(app: App, endpoint: Endpoint) -> Verdict | None:
    """`const status = await request.json()`: the body is the value of one column, of whatever type and length."""
    for query in endpoint.queries:
        table = app.table(query.table) if query.operation in ("insert", "update", "upsert") else None
        for write in query.writes if table is not None else ():
            column = table.column(write.column) if table is not None else None
            bare = write.value.kind == "body" and not write.value.path
            if column is None or not bare or column.type.startswith("json"):
                continue
            if is_tested((*endpoint.facts, *query.facts, *write.facts), write.value):
                continue
            return told(
                endpoint,
                write.value,
                query.location,
                f"The whole body is stored as {query.table}.{column.name}, whatever it is",
                "Unknown states and huge texts get into the records, and wrong types end in a 500",
                f"the body as it comes is written into {query.table}.{column.name} at {query.location}; no schema and no list of words is asked",
                Severity.MEDIUM,
            )
    return None


# What may be given to each kind of call as it came; a schema that says more than that it is a text lists the attributes there are.
_GIVEN = {"convert": ("body", "query", "parsed"), "attribute": ("body", "query", "params")}


def _conversions(endpoint: Endpoint) -> Verdict | None:
    for use in endpoint.uses:
        if use.kind not in _GIVEN or use.caught or not use.arguments:
            continue
        for part in client_parts(use.arguments[0], _GIVEN[use.kind]):
            if not is_tested((*endpoint.facts, *use.facts), part) or "RegExp" in use.api:
                name = ".".join(part.path) or part.kind
                return told(
                    endpoint,
                    part,
                    use.location,
                    f"A {name} of another form than expected ends in a 500",
                    "People see an error page for a typing mistake, and a script fills the log",
                    f"`{use.api}` at {use.location} is given `{name}` as it comes, and its failure is caught nowhere",
                    Severity.LOW if "RegExp" not in use.api else Severity.MEDIUM,
                )
    return None
