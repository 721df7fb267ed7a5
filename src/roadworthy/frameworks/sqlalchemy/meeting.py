"""Where statements that branches built differently meet again: one statement, some of whose filters are optional."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from roadworthy.frameworks.events import filter_key, sometimes
from roadworthy.frameworks.origins import origin_of

if TYPE_CHECKING:
    from roadworthy.frameworks.sqlalchemy.statements import Statement


def met(one: Statement, other: Statement) -> Statement | None:
    """One statement for two from the same start: what only one asks for is optional. None where they ask for different
    things, or where who asks decides between them."""
    if other.root is not one.root or _shape(one) != _shape(other):
        return None
    mine, theirs = ({filter_key(f): f for f in each.filters} for each in (one, other))
    every = {**mine, **theirs}
    apart = {key for key in every if key not in mine or key not in theirs}
    if any(origin_of(every[key].value).from_session for key in apart):
        return None
    made = copy.copy(one)
    made.filters = [sometimes(f) if key in apart else f for key, f in every.items()]
    made.joins = [*one.joins, *(join for join in other.joins if join not in one.joins)]
    made.eager = [name for name in one.eager if name in other.eager]
    made.order = one.order or other.order
    return made


def _shape(made: Statement) -> tuple[object, ...]:
    wrote = (tuple(map(id, made.writes)), tuple(map(id, made.spreads)), made.conflict)
    return (made.operation, made.columns, id(made.limit), made.lock, made.grouped, wrote)
