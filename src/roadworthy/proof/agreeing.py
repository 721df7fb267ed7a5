"""What must hold where a request is to get to, put into its body and into the rows that it meets: `if (quantity <= 0)` wants
a quantity of 0, `if (existing)` a row that the look-up before it finds."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from roadworthy.app import Column, Endpoint, Fact, Origin, Query, Table
from roadworthy.errors import RoadworthyError
from roadworthy.proof.actions import takes_body
from roadworthy.proof.body_places import leave_out, place_in_body, value_at
from roadworthy.proof.experiment import database_of
from roadworthy.proof.ownership import person_key
from roadworthy.regex import regex
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.people.people import users_table

if TYPE_CHECKING:
    from roadworthy.proof.arrangement import Arrangement

# What leaves a number the number that it was.
_SAME = regex(r"(Number|Number\.parse(Int|Float)|parse(Int|Float)|int|float|choice|or|\?\?)(\(\))?")
_LEFT_OUT = object()
# What a button without a value of its own is sent with, as a checkbox that is ticked.
_PRESSED = "on"
# How many look-ups stand behind each other: a basket, its item, what the item is part of.
_GENERATIONS = 3


def agreeing(body: dict[str, Any], facts: Sequence[Fact]) -> dict[str, Any]:
    """The body with the values that facts compare with constants on the right side of them."""
    changed = copy.deepcopy(body)
    for fact in _plain(facts):
        for path, value in _values(fact, changed):
            if value is _LEFT_OUT:
                leave_out(changed, path)
            else:
                _place(changed, path, value)
    return changed


def of_its_work(endpoint: Endpoint) -> tuple[Fact, ...]:
    """What holds where the endpoint first writes something; where it writes nothing and takes a body (a sign-in, a search), where it
    first looks something up by it."""
    work = next((query for query in endpoint.queries if query.operation not in ("select", "raw")), None)
    if work is None and takes_body(endpoint):
        work = next((query for query in endpoint.queries if _about_body(query)), None)
    return work.facts if work is not None else ()


def of_writing(endpoint: Endpoint, table: Table, column: Column) -> tuple[Fact, ...]:
    """What holds where the endpoint writes a column; of one that does several things, another may come first."""
    writes = (
        query
        for query in endpoint.queries
        if query.table == table.name and any(write.column == column.name for write in query.writes)
    )
    first = next(writes, None)
    return first.facts if first is not None else of_its_work(endpoint)


def pressed(endpoint: Endpoint) -> dict[str, str]:
    """The button that an endpoint wants to be pressed to do its work, as a form sends it: `if "save" in request.form`."""
    named = (next(_named(fact, {}), None) for fact in _plain(of_its_work(endpoint)) if fact.operator == "in")
    return {found[0][0]: found[1] for found in named if found is not None}


def rows_that_hold(
    arrangement: Arrangement, endpoint: Endpoint, facts: Sequence[Fact], body: dict[str, Any] | None
) -> None:
    """Sees to it that look-ups which facts say have found a row do find one; one that cannot be told is left as it is."""
    for fact in facts:
        found = _said_found(fact)
        if found is not None:
            query = next((one for one in endpoint.queries if one.number == found.query), None)
            if query is not None and _about_body(query):
                # Where it cannot be, or its column takes no such value, the request shows that it lacks the row.
                with contextlib.suppress(RoadworthyError, *REFUSED):
                    _found_row(arrangement, endpoint, query, body or {})


def stated(query: Query) -> dict[str, Any]:
    """What a look-up itself says of the row that it finds: `where id = ? and public`."""
    return {
        item.column: item.value.value
        for item in query.filters
        if item.operator == "=" and not item.optional and item.table in ("", query.table)
        if item.value.kind == "constant" and item.value.value is not None
    }


def row_looked_for(
    arrangement: Arrangement, endpoint: Endpoint, query: Query, body: dict[str, Any] | None
) -> None:
    """Sees to it that a look-up by several things that the request says finds its row: the stock of a product in a place. One that
    cannot be told is left as it is."""
    if query.operation == "select" and len(query.filters) > 1 and _about_body(query):
        with contextlib.suppress(RoadworthyError, *REFUSED):
            _found_row(arrangement, endpoint, query, body or {})


def _said_found(fact: Fact) -> Origin | None:
    """The row, or the list of rows, that a fact says was found: `if (loan)`, `if (loans.length === 0)` in its opposite."""
    if fact.operator == "truthy" and fact.holds:
        return fact.left if fact.left.kind == "row" and not fact.left.path else _counted(fact.left)
    none = fact.right is not None and fact.right.kind == "constant" and fact.right.value == 0
    if none and ((fact.operator == "==" and not fact.holds) or (fact.operator == "<=" and not fact.holds)):
        return _counted(fact.left)
    above = fact.left.kind == "constant" and fact.left.value == 0 and fact.operator == "<" and fact.holds
    return _counted(fact.right) if above and fact.right is not None else None


def _counted(origin: Origin) -> Origin | None:
    """The rows that a number counts, whichever of several ways it was come by."""
    if origin.operation == "choice" and origin.inputs:
        return _counted(origin.inputs[0])
    rows = origin.inputs[0] if origin.operation == "count" and origin.inputs else None
    return rows if rows is not None and rows.kind == "row" and rows.path in ((), ("[]",)) else None


def none_found(
    arrangement: Arrangement, endpoint: Endpoint, query: Query, body: dict[str, Any] | None
) -> None:
    """Takes away the rows that a look-up would find, so that the endpoint meets the first of its kind; of what it compares, as much
    as can be told. Rows that others hang on stay."""
    wanted = {
        item.column: _wanted(arrangement, endpoint, query, item.column, item.value, body or {}, _GENERATIONS)
        for item in query.filters
        if item.operator == "=" and item.table in ("", query.table)
    }
    fixed = {column: value for column, value in wanted.items() if value is not None}
    people = users_table(arrangement.app)
    if fixed and (people is None or query.table != people.name):
        database = database_of(arrangement.trial)
        where = " and ".join(f'"{column}" = %s' for column in fixed)
        with contextlib.suppress(*REFUSED):
            database.execute(
                f"delete from {database.quoted(query.table)} where {where}", tuple(fixed.values())
            )


# --- values ------------------------------------------------------------------------------------------


def _plain(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts one by one; of several ways the first."""
    for fact in facts:
        if fact.operator == "any" and fact.holds and fact.any_of:
            yield from _plain(fact.any_of[0])
        else:
            yield fact


def _values(fact: Fact, body: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    left, right = _field(fact.left), _field(fact.right)
    if fact.operator == "in":
        yield from _named(fact, body)
    elif fact.operator == "truthy" and left is not None and not fact.holds:
        if value_at(body, left):
            yield left, _LEFT_OUT
    elif fact.right is None:
        return
    elif left is not None and fact.right.kind == "constant":
        yield from _compared(left, fact.operator, fact.right.value, fact.holds, body)
    elif right is not None and fact.left.kind == "constant":
        turned = {"<": ("<=", not fact.holds), "<=": ("<", not fact.holds)}
        operator, holds = turned.get(fact.operator, (fact.operator, fact.holds))
        yield from _compared(right, operator, fact.left.value, holds, body)


def _named(fact: Fact, body: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """`if "save" in request.form`: one view for several buttons knows by its name which was pressed."""
    whole = fact.right is not None and fact.right.kind == "body" and not fact.right.path
    name = fact.left.value if whole and fact.left.kind == "constant" else None
    if not isinstance(name, str):
        return
    if fact.holds and name not in body:
        yield (name,), _PRESSED
    elif not fact.holds and name in body:
        yield (name,), _LEFT_OUT


def _compared(
    path: tuple[str, ...], operator: str, constant: Any, holds: bool, body: dict[str, Any]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """`field operator constant`, or its opposite."""
    present = value_at(body, path)
    if operator == "==" and holds and constant is not None and present != constant:
        yield path, constant
    if operator not in ("<", "<=") or type(constant) not in (int, float):
        return
    if type(present) in (int, float) and _holds(present, operator, constant) == holds:
        return
    nearest = {("<", True): -1, ("<=", True): 0, ("<", False): 0, ("<=", False): 1}
    yield path, constant + nearest[operator, holds]


def _holds(value: float, operator: str, constant: float) -> bool:
    return value < constant if operator == "<" else value <= constant


def _field(origin: Origin | None) -> tuple[str, ...] | None:
    """The place in the body that a value is taken from as it is."""
    if origin is None:
        return None
    place = place_in_body(origin)
    # The one element of a body that is a list stands for the body.
    place = place[1:] if place[:1] == ("[]",) else place
    if place and "[]" not in place:
        return place
    if origin.kind == "computed" and _SAME.fullmatch(origin.operation) and origin.inputs:
        return _field(origin.inputs[0])
    return None


def _place(body: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    here: Any = body
    for name in path[:-1]:
        here = here.setdefault(name, {})
        if not isinstance(here, dict):
            return
    here[path[-1]] = value


# --- rows --------------------------------------------------------------------------------------------


def _about_body(query: Query) -> bool:
    """Whether something of the body chooses the row: what the path chooses is arranged with the path."""
    leaves = [leaf for item in query.filters for leaf in item.value.sources()]
    return any(leaf.kind in ("body", "parsed") for leaf in leaves)


def _found_row(
    arrangement: Arrangement,
    endpoint: Endpoint,
    query: Query,
    body: dict[str, Any],
    depth: int = _GENERATIONS,
) -> dict[str, Any] | None:
    """The row that a look-up finds, made where there is none; None where what it asks for cannot be told."""
    people = users_table(arrangement.app)
    if depth == 0 or not query.filters or (people is not None and query.table == people.name):
        return None
    fixed = {}
    for item in query.filters:
        value = _wanted(arrangement, endpoint, query, item.column, item.value, body, depth)
        if item.operator != "=" or item.table not in ("", query.table) or value is None:
            return None
        fixed[item.column] = value
    return arrangement.row(query.table, **fixed)


def _wanted(
    arrangement: Arrangement,
    endpoint: Endpoint,
    query: Query,
    column: str,
    origin: Origin,
    body: dict[str, Any],
    depth: int,
) -> Any:
    """The value that a look-up compares a column with."""
    for leaf in origin.leaves():
        if leaf.kind == "constant" and leaf.value is not None:
            return leaf.value
        if place_in_body(leaf):
            return value_at(body, place_in_body(leaf))
        if leaf.kind == "session" and arrangement.actor:
            return person_key(arrangement.app, arrangement.trial, query.table, column, arrangement.actor)
        outer = next(
            (one for one in endpoint.queries if leaf.kind == "row" and one.number == leaf.query), None
        )
        if outer is not None and leaf.path:
            row = _found_row(arrangement, endpoint, outer, body, depth - 1)
            return row.get(leaf.path[-1]) if row is not None else None
    return None
