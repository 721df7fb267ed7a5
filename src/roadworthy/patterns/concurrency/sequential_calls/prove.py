"""Counts the questions of one request while the rows behind it grow, and those that are under way at the same moment."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import msgspec
from msgspec import Struct

from roadworthy.app import App, Endpoint, Query
from roadworthy.catalogue import Gap
from roadworthy.patterns.concurrency.sequential_calls.finding import SequenceGap
from roadworthy.patterns.concurrency.sequential_calls.longer_lists import lengthened
from roadworthy.patterns.concurrency.sequential_calls.on_page import prove_on_page
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads, takes_body
from roadworthy.proof.asked_by import asked_by
from roadworthy.proof.experiment import database_of
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.held_tables import ARRIVES, OTHERS, most_waiting, told_by
from roadworthy.proof.opened_list import opened
from roadworthy.proof.own_statements import forget_statements, only_reads, settled_statements
from roadworthy.proof.page_rows import rows_shown
from roadworthy.proof.page_text import said
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.valid_request import ValidRequest, send_valid, valid_request
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.trial.database import StoredStatement
from roadworthy.views.code.each import Each
from roadworthy.views.code.sequences import Row
from roadworthy.views.people.people import users_table

_SIZES = (1, 10, 100)
_LATER = 600
_FEW = 5
_ELEMENTS = (1, 5, 20)
_PLENTY = 1_000


class Point(Struct, frozen=True):
    """One request: the elements it went through, and the statements on the table that it led to."""

    elements: int
    statements: int


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """One experiment for what is asked per element, one for what is asked in turn; the first that fails decides."""
    found: SequenceGap = gap.details
    experiment = Experiment(
        trial, f"{gap.subject} asks what does not depend on each other at once, and related rows together"
    )
    if found.work.side == "client":
        return prove_on_page(experiment, app, trial, found)
    asked = _queries(found) if found.work.side == "server" else []
    endpoint = asked_by(app, gap.subject, asked)
    if endpoint is None or endpoint.kind not in ("http", "page", "action"):
        return experiment.untestable("no plain request leads to these calls")
    database_of(trial)
    shown: list[Reproduction] = []
    each = [one for one in found.each if not _changes_rows(one)]
    if found.each and not each and not found.rows:
        return experiment.untestable("changes of different rows may have to be made one after the other")
    for one in each[:2]:
        shown.append(_per_element(experiment, app, trial, endpoint, found, one))
    for row in found.rows[:2]:
        shown.append(_in_turn(experiment, app, trial, endpoint, row))
    order = {"proven": 0, "untestable": 1, "cleared": 2}
    return min(shown, key=lambda outcome: order.get(outcome.state, 1))


def _queries(found: SequenceGap) -> list[Query]:
    asked = [one.operation for one in found.each]
    asked += [operation for row in found.rows for operation in row.operations]
    return [one for one in asked if isinstance(one, Query)]


def _changes_rows(each: Each) -> bool:
    """Each row may need a condition and a value of its own, as stock that must not fall below zero does."""
    return isinstance(each.operation, Query) and each.operation.operation in ("update", "delete", "upsert")


# --- once per element --------------------------------------------------------------------------------


def _per_element(
    experiment: Experiment, app: App, trial: Trial, endpoint: Endpoint, found: SequenceGap, each: Each
) -> Reproduction:
    operation = each.operation
    turn = operation.flow.turns[-1] if operation.flow.turns else None
    if not isinstance(operation, Query) or turn is None or not operation.table:
        return experiment.untestable("what is asked per element is not a query of the database")
    outer = next((query for query in found.work.queries if query.flow.order in turn.rows), None)
    if reads(endpoint) and outer is not None:
        return _with_rows(experiment, app, trial, endpoint, outer, operation)
    if turn.of == "request" and takes_body(endpoint):
        return _with_elements(experiment, app, trial, endpoint, operation)
    if reads(endpoint) and turn.of != "request":
        return _as_it_is(experiment, app, trial, endpoint, operation)
    return experiment.untestable("what it goes through cannot be made longer from outside")


def _with_rows(
    experiment: Experiment, app: App, trial: Trial, endpoint: Endpoint, outer: Query, each: Query
) -> Reproduction:
    request, answer = opened(experiment, app, trial, endpoint, outer)
    if request is None:
        return experiment.untestable(f"it is not answered: {answer.status} {said(answer)[:120]}")
    rows = GrowingRows(app, trial, endpoint, outer, request)
    rows.fill_parents(max(_SIZES))
    already = rows.count()
    counts: list[Point] = []
    shown: list[int] = []
    for size in (*_SIZES, _LATER):
        if size == _LATER and not _begins_late(counts):
            break
        number = rows.grow(experiment, already + size)
        answer, statements = _counted(experiment, trial, request, each)
        if not answer.ok:
            return experiment.untestable(
                f"it is not answered with more rows: {answer.error or answer.status}"
            )
        counts.append(Point(number, statements))
        shown.append(rows_shown(answer))
    if shown[1] >= shown[0] + _FEW:
        points = [Point(elements, one.statements) for elements, one in zip(shown, counts, strict=True)]
        judged = _judge(experiment, each.table, points[-3:], "rows in the answer")
        if judged.state == "cleared" and _only_asks_who(app, trial, each.table):
            return experiment.untestable(
                f"{request.actor} is shown nothing of {each.table}: it is asked who they are, and no more"
            )
        return judged
    judged = _judge(experiment, each.table, counts[-3:], f"rows of {rows.table}")
    if judged.state == "cleared":
        # Whether the request goes through them at all is not known then.
        return experiment.untestable("the rows that were added do not appear in the answer")
    return judged


def _only_asks_who(app: App, trial: Trial, table: str) -> bool:
    """Whether the people are asked for one row alone, as any request asks who sends it: what the rows of an answer say of people may be
    shown to others than whoever asked."""
    people = users_table(app)
    if people is None or people.name != table or database_of(trial).kind == "mongodb":
        return False
    asked = [one.query for one in settled_statements(database_of(trial)) if _names(one.query, table)]
    return all(_ONE_ROW.search(one) and not _SEVERAL.search(one) for one in asked)


_ONE_ROW = regex(r"\bwhere\b[^=]*=", re.I)
_SEVERAL = regex(r"\bjoin\b|\bin\s*\(|=\s*any\b|\bunnest\b", re.I)


def _as_it_is(
    experiment: Experiment, app: App, trial: Trial, endpoint: Endpoint, each: Query
) -> Reproduction:
    """One request, for a loop that no rows make longer (the last twelve months): how often it asks the very same."""
    request, answer = opened(experiment, app, trial, endpoint, each)
    if request is None:
        return experiment.untestable(f"it is not answered: {answer.status} {said(answer)[:120]}")
    _, own = _asked(experiment, trial, request, each)
    most = max(own, key=lambda one: one.calls, default=None)
    if most is None:
        return experiment.untestable(f"no statement on {each.table} was seen")
    experiment.note(
        "observe", f"one statement on {each.table} reached the database {most.calls} times", shows=most.query
    )
    if most.calls >= _FEW:
        return experiment.proven(
            f"One request asks {each.table} {most.calls} times for the same, but for its values, one time after the other"
        )
    if any(query.table == each.table and query.flow.turns for query in endpoint.queries):
        return experiment.untestable(f"one request asks {each.table} {most.calls} times: so few may be meant")
    return experiment.cleared(f"one request asks {each.table} {most.calls} times, and in no loop")


def _begins_late(counts: list[Point]) -> bool:
    """Whether only the last step brought more statements: a list of what was sold often holds nothing at first."""
    first, middle, last = counts
    return middle.statements - first.statements < _FEW <= last.statements - middle.statements


def _with_elements(
    experiment: Experiment, app: App, trial: Trial, endpoint: Endpoint, each: Query
) -> Reproduction:
    request = valid_request(app, trial, endpoint)
    keys = _stocked(app, trial, endpoint, each.table)
    before = states(trial, written_tables(trial, endpoint))
    points = []
    for size in _ELEMENTS:
        body = lengthened(request.body, each, keys, size)
        if body is None:
            return experiment.untestable("the list in its body cannot be told")
        longer = msgspec.structs.replace(request, body=body)
        answer, statements = _counted(experiment, trial, longer, each)
        if not answer.ok:
            return experiment.untestable(
                f"{size} elements are not accepted: {answer.status} {said(answer)[:120]}"
            )
        points.append(Point(size, statements))
    judged = _judge(experiment, each.table, points, "elements of the request")
    if judged.state == "cleared" and before and not moved(trial, before):
        # Whether it came to the elements at all is not known then.
        return experiment.untestable("the request is answered, and changes nothing here")
    return judged


def _counted(
    experiment: Experiment, trial: Trial, request: ValidRequest, each: Query
) -> tuple[Response, int]:
    """The answer, and how many statements of the query's kind on its table it took. What is read per element can be read
    together; a change per element beside it may well have to be."""
    answer, own = _asked(experiment, trial, request, each)
    count = sum(one.calls for one in own)
    most = max(own, key=lambda one: one.calls).query if own else ""
    experiment.note("observe", f"{count} statements on {each.table} reached the database", shows=most)
    return answer, count


def _asked(
    experiment: Experiment, trial: Trial, request: ValidRequest, each: Query
) -> tuple[Response, list[StoredStatement]]:
    """The answer, and the statements of the query's kind that it took."""
    database = database_of(trial)
    forget_statements(database)
    answer = send_valid(experiment, request, f"{request.actor} sends the request")
    return answer, [one for one in settled_statements(database) if _is_like(one.query, each)]


def _is_like(sql: str, each: Query) -> bool:
    """Whether a statement does the same with the same table: a read (SELECT, also with locks) or a change."""
    return _names(sql, each.table) and only_reads(sql) == (each.operation == "select")


def _names(sql: str, table: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(table.split('.')[-1])}(?!\w)", sql) is not None


def _judge(experiment: Experiment, table: str, points: list[Point], what: str) -> Reproduction:
    first, middle, last = points
    curve = [(float(point.elements), float(point.statements)) for point in points]
    experiment.measure(f"statements on {table}, by {what}", last.statements, "statements", curve)
    told = ", ".join(f"{point.statements} for {point.elements}" for point in points)
    if not last.statements:
        # The request does not come to it, or the database tells nobody what it was asked (SQLite).
        return experiment.untestable(f"no statement on {table} was seen, however many the {what}")
    more = middle.elements - first.elements
    grows = middle.statements - first.statements >= more / 2 and last.statements > 2 * middle.statements
    if grows and last.statements - middle.statements >= (last.elements - middle.elements) / 2:
        return experiment.proven(f"The statements on {table} grow with the {what}: {told}")
    if last.statements - first.statements >= _FEW:
        # A page of a list, or rows that share what is asked for: one each all the same.
        return experiment.untestable(
            f"the statements on {table} grow, and not with each of the {what}: {told}"
        )
    return experiment.cleared(f"The statements on {table} do not grow with the {what}: {told}")


def _stocked(app: App, trial: Trial, endpoint: Endpoint, table: str) -> list[Any]:
    """The keys of new rows that there is plenty of."""
    database, known = database_of(trial), app.table(table)
    if known is None or len(known.primary_key) != 1:
        return []
    written = [write.column for query in endpoint.queries if query.table == table for write in query.writes]
    columns = [known.column(name) for name in dict.fromkeys(written)]
    fixed = {column.name: _PLENTY for column in columns if column is not None and column.numeric}
    database.fill(table, max(_ELEMENTS), fixed=fixed)
    key = known.primary_key[0]
    rows = database.query(
        f'select "{key}" as k from {database.quoted(table)} order by "{key}" desc limit {max(_ELEMENTS)}'
    )
    return [row["k"] for row in rows]


# --- in turn -----------------------------------------------------------------------------------------


def _in_turn(experiment: Experiment, app: App, trial: Trial, endpoint: Endpoint, row: Row) -> Reproduction:
    tables = _held(app, endpoint, row)
    if isinstance(tables, str):
        return experiment.untestable(tables)
    if not reads(endpoint):
        return experiment.untestable("a request that changes something cannot be held up without harm")
    database = database_of(trial)
    forget_statements(database)
    request, answer = opened(experiment, app, trial, endpoint)
    if request is None:
        return experiment.untestable(f"it is not answered: {answer.status} {said(answer)[:120]}")
    asked = [one.query for one in settled_statements(database)]
    if not all(any(_names(query, table) for query in asked) for table in tables):
        return experiment.untestable("the request does not lead to all of these calls")
    most, late = _under_way(experiment, trial, request, tables)
    if not late.ok or most == 0:
        return experiment.untestable(f"the calls could not be held up: {late.error or late.status}")
    experiment.measure("questions under way at once", most, "questions")
    if most == 1:
        return experiment.proven(
            f"While the first of {len(row.steps)} independent questions ({', '.join(tables)}) waits for its answer, "
            "none of the others is asked: their times add up"
        )
    return experiment.cleared(f"{most} of its questions are under way at the same moment")


def _held(app: App, endpoint: Endpoint, row: Row) -> list[str] | str:
    """The tables that the row asks, when holding them holds up nothing else; else why not."""
    queries = [one for one in row.operations if isinstance(one, Query) and one.table]
    people = users_table(app)
    tables = list(dict.fromkeys(query.table for query in queries))
    # By their number, since a repair moves them: more questions about a table than the row has are somebody else's.
    asked = Counter(name for query in (*endpoint.queries, *endpoint.ahead) for name in _read_by(query))
    own = Counter(name for query in queries for name in _read_by(query))
    others = {table for table in tables if asked[table] > own[table]}
    others |= {people.name} if people is not None else set()
    shared = set(tables) & (others | {"session", "sessions"})
    alone = [table for table in tables if table not in shared]
    # Two that nobody else asks tell as much: in turn, the second is asked only after the first.
    if len(alone) > 1:
        return alone
    if len(queries) != len(row.operations):
        return "not all of the calls are queries of the database"
    return f"{min(shared)} is asked by other parts of the request too" if shared else tables


def _read_by(query: Query) -> list[str]:
    """Its table, and those that it joins: a question waits for all of them."""
    return [query.table, *(table for table, _, _ in query.joins)]


def _under_way(
    experiment: Experiment, trial: Trial, request: ValidRequest, tables: list[str]
) -> tuple[int, Response]:
    """The most questions that wait for these tables at one moment while they are held, and the answer in the end."""
    answers: list[Response] = []

    def send() -> None:
        answers.append(
            trial.send(
                request.actor,
                request.method,
                request.path,
                json=request.body,
                timeout=ARRIVES + OTHERS + 10,
            )
        )

    experiment.note("arrange", f"{', '.join(tables)} are held, so that questions about them wait")
    most = most_waiting(database_of(trial), tables, send)
    experiment.note(
        "observe",
        f"{request.actor} asks {request.path} meanwhile; the questions that wait are counted",
        told_by(database_of(trial)),
        f"{most} at once; answered {answers[0].status} when the tables were let go",
    )
    return most, answers[0]
