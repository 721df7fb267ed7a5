"""Operations of one run that wait for each other without need."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.browser_call import ClientFetch
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.model_providers import MODELS

Operation = Query | ServiceCall | ClientFetch
# A handful of quick questions in one thread costs less than the machinery to ask them at once; these many do not.
MANY = 8
# What tells people something: one message has nothing to do with another.
_NOTICES = regex(
    r"smtp|mail|resend|sendgrid|postmark|twilio|brevo|vonage|slack|discord|telegram|whatsapp|onesignal|fcm",
    re.I,
)
_NOTIFYING = regex(r"/(send|notify)[-_]|[-_](email|mail|sms|notification)s?$", re.I)
_READING = regex(
    r"(^|\.)(get|list|retrieve|search|find|fetch|read|download|query|select|lookup|getUser|getSession)\w*$",
    re.I,
)


class Row(Struct, frozen=True):
    """Operations that are made one after another in `function` though none needs another's answer. `steps` are the places in that
    function where they are made or lead to, in order; `waits` when
    the function awaits each (else one thread asks them all)."""

    function: str
    steps: tuple[Location, ...]
    operations: tuple[Operation, ...]
    waits: bool


def name_of(operation: Operation) -> str:
    """What an operation asks, in a word or two."""
    if isinstance(operation, Query):
        return operation.table or "the database"
    return operation.service if isinstance(operation, ServiceCall) else operation.path


def reads(operation: Operation) -> bool:
    """Whether an operation changes nothing."""
    if isinstance(operation, Query):
        if operation.routine:
            return _READING.search(operation.routine) is not None
        return operation.operation == "select" or (
            operation.operation == "raw" and operation.sql.lstrip().lower().startswith(("select", "with"))
        )
    if isinstance(operation, ServiceCall) and MODELS.search(operation.service):
        # Models answer a question and change nothing, though they are asked by POST.
        return True
    if isinstance(operation, ClientFetch) or operation.method:
        return operation.method in ("GET", "HEAD")
    return _READING.search(operation.operation) is not None


def tells(operation: Operation) -> bool:
    """Whether it sends somebody a message and nothing else."""
    if not isinstance(operation, ServiceCall) or reads(operation):
        return False
    return bool(_NOTICES.search(operation.service) or _NOTIFYING.search(operation.operation))


def operations_of(work: Work) -> list[Operation]:
    """Everything that a work asks, in order, each once."""
    found: dict[tuple[int, Location], Operation] = {}
    everything: list[Operation] = [*work.queries, *work.services, *work.fetches]
    for operation in everything:
        if operation.flow.order >= 0:
            found.setdefault((operation.flow.order, operation.location), operation)
    return sorted(found.values(), key=lambda one: one.flow.order)


def rows_of(app: App, work: Work) -> list[Row]:
    """The rows of independent operations of a work, one for each function that holds one."""
    found = operations_of(work)
    needs = _needs(found)
    changes = [one for one in found if not (reads(one) or tells(one))]
    candidates = [one for one in found if (reads(one) or tells(one)) and not _excused(one)]
    either = _either_way(candidates)
    at_once = _asked_at_once(app, found)
    led_to = _led_to(found)
    rows: dict[tuple[str, int], _Growing] = {}
    for number, later in enumerate(candidates):
        for earlier in candidates[:number]:
            if earlier.flow.order in needs[later.flow.order] or earlier.flow.order == later.flow.order:
                continue
            if tells(earlier) != tells(later):
                continue
            if any(earlier.flow.order < change.flow.order < later.flow.order for change in changes):
                continue
            pair = _pair(app, earlier, later, either.get(earlier.flow.order, frozenset()))
            if pair is not None and not _bound(app, pair, earlier, later, at_once, led_to, needs):
                key = (earlier.location.path, pair.function.span.start)
                rows.setdefault(key, _Growing(pair.function, pair.waits)).add(earlier, later, pair)
    return [made for row in rows.values() if (made := row.row(needs, changes)) is not None]


def _asked_at_once(app: App, operations: list[Operation]) -> dict[tuple[str, int], set[int]]:
    """The operations that a `Promise.all` or `gather` waits for as one, by where that stands."""
    known = app.view(awaiting)
    found: dict[tuple[str, int], set[int]] = {}
    for operation in operations:
        for place in (*operation.calls, operation.location):
            around = known.together(place)
            if around is not None:
                found.setdefault((place.path, around.start), set()).add(operation.flow.order)
    return found


def _led_to(operations: list[Operation]) -> dict[Location, set[int]]:
    """The operations that a call leads to: whoever waits for it waits for all of them."""
    found: dict[Location, set[int]] = {}
    for operation in operations:
        for place in operation.calls:
            found.setdefault(place, set()).add(operation.flow.order)
    return found


def _bound(
    app: App,
    pair: _Pair,
    earlier: Operation,
    later: Operation,
    at_once: dict[tuple[str, int], set[int]],
    led_to: dict[Location, set[int]],
    needs: dict[int, set[int]],
) -> bool:
    """Whether the two cannot meet: something asked along with the later one needs something asked along with the earlier."""
    known = app.view(awaiting)
    groups = []
    for place, operation in ((pair.first, earlier), (pair.second, later)):
        around = known.together(place)
        companions = at_once.get((place.path, around.start), set()) if around is not None else set()
        groups.append(companions | led_to.get(place, set()) | {operation.flow.order})
    return any(groups[0] & needs[order] for order in groups[1])


class _Pair(Struct, frozen=True):
    function: form.Function
    first: Location
    second: Location
    waits: bool


class _Growing:
    """A row while its pairs are being found."""

    def __init__(self, function: form.Function, waits: bool) -> None:
        self.function, self.waits = function, waits
        self.steps: dict[Location, Operation] = {}
        self.all: dict[int, Operation] = {}

    def add(self, earlier: Operation, later: Operation, pair: _Pair) -> None:
        self.steps.setdefault(pair.first, earlier)
        self.steps.setdefault(pair.second, later)
        self.all |= {earlier.flow.order: earlier, later.flow.order: later}

    def _reads_back(self, changes: list[Operation]) -> bool:
        before = {name_of(one) for one in changes if one.flow.order < min(self.all)}
        return any(name_of(one) in before for one in self.all.values())

    def row(self, needs: dict[int, set[int]], changes: list[Operation]) -> Row | None:
        """The row, when it is long enough to matter."""
        steps = dict(sorted(self.steps.items(), key=lambda step: step[0].start))
        if not self.waits and _independent(list(filter(_is_number, self.all.values())), needs) < MANY:
            return None
        quick = all(map(_is_lookup, self.all.values())) and len(steps) == 2 and _are_two_lookups(steps)
        if self.waits and (quick or (len(steps) == 2 and self._reads_back(changes))):
            return None  # two quick questions for one row each, or what is read back after a change
        return Row(self.function.name, tuple(steps), tuple(steps.values()), self.waits)


def _independent(operations: list[Operation], needs: dict[int, set[int]]) -> int:
    chosen: list[int] = []
    for operation in operations:
        order = operation.flow.order
        if not any(one in needs[order] for one in chosen):
            chosen.append(order)
    return len(chosen)


def _needs(operations: list[Operation]) -> dict[int, set[int]]:
    """Everything that an operation waits for, directly or through others."""
    needs: dict[int, set[int]] = {}
    for operation in operations:
        known = needs.setdefault(operation.flow.order, set())
        for order in operation.flow.depends:
            known |= {order, *needs.get(order, ())}
    return needs


def _is_number(operation: Operation) -> bool:
    """Whether it asks the database for one number, of which one question could answer several."""
    return (
        isinstance(operation, Query)
        and any("(" in column for column in operation.columns)
        and not operation.grouped
    )


def _are_two_lookups(steps: dict[Location, Operation]) -> bool:
    """Whether two steps that each look a row up ask the app's own database. A hosted project is asked over the internet each time, and
    the same row twice in one function is once too often anywhere."""
    first, second = steps.values()
    again = _asked_of(first) == _asked_of(second) and all(
        one.location == place for place, one in steps.items()
    )
    return not (again or (_is_hosted(first) and _is_hosted(second)))


def _is_hosted(operation: Operation) -> bool:
    return isinstance(operation, Query) and operation.library.startswith("supabase")


def _asked_of(operation: Operation) -> tuple[str, frozenset[tuple[str, str, str]]]:
    """Which row a question is about."""
    filters = operation.filters if isinstance(operation, Query) else ()
    return name_of(operation), frozenset((one.column, one.operator, str(one.value)) for one in filters)


def _is_lookup(operation: Operation) -> bool:
    """Whether it asks for one row by its key. To count rows takes as long as there are many."""
    if not isinstance(operation, Query) or _is_number(operation):
        return False
    limit = operation.limit
    return operation.one or (limit is not None and limit.kind == "constant" and limit.value == 1)


def _excused(operation: Operation) -> bool:
    """What runs in a transaction, or once per element, or after everything else, has its own reasons."""
    return in_transaction(operation) or bool(operation.flow.turns) or operation.flow.later


def in_transaction(operation: Operation) -> bool:
    """Whether it is made in a transaction."""
    return not isinstance(operation, ClientFetch) and bool(operation.transaction)


def _either_way(operations: list[Operation]) -> dict[int, frozenset[tuple[str, int, bool]]]:
    """The conditions of a question that is put otherwise when they fail (`if (search) posts = find(...) else posts = find()`):
    what comes after meets one of the two."""
    found: dict[int, frozenset[tuple[str, int, bool]]] = {}
    for number, one in enumerate(operations):
        for other in operations[number + 1 :]:
            mine = set(one.flow.decided) - set(other.flow.decided)
            theirs = {
                (path, place, not value)
                for path, place, value in set(other.flow.decided) - set(one.flow.decided)
            }
            if len(mine) == 1 and mine == theirs and name_of(one) == name_of(other):
                found[one.flow.order] = frozenset(mine)
    return found


def _pair(
    app: App, earlier: Operation, later: Operation, either: frozenset[tuple[str, int, bool]]
) -> _Pair | None:
    """The function in which both are made or led to, when that waits for the first before it turns to the second."""
    known = app.view(awaiting)
    if earlier.location in later.calls:
        return _nested(app, earlier, later)
    first, second = _steps(earlier, later)
    if first is None or second is None or first.path != second.path or first.end > second.start:
        return None
    function = known.function_at(first)
    if function is None or known.function_at(second) is not function:
        return None
    if not (_same_way(earlier, later, function, first.path, either) or _both_told(earlier, later)):
        return None
    if _is_way_out(function, first, second):
        return None
    if not function.is_async:
        return _Pair(function, first, second, False) if first.path.endswith(".py") else None
    if not known.waits(first) or not (known.waits(second) or known.returned(second)):
        return None
    around = known.together(first)
    if (
        (around is not None and around == known.together(second))
        or known.detached(first)
        or known.detached(second)
    ):
        return None
    return _Pair(function, first, second, True)


def _nested(app: App, earlier: Operation, later: Operation) -> _Pair | None:
    """The outermost function around two of which the second is asked in what the first calls when it is done."""
    known = app.view(awaiting)
    function = outer = known.function_at(earlier.location)
    while outer is not None:
        function, outer = outer, known.function_at(at(earlier.location.path, outer))
    if function is None or earlier.location.path != later.location.path:
        return None
    return _Pair(function, earlier.location, later.location, True)


def _steps(earlier: Operation, later: Operation) -> tuple[Location | None, Location | None]:
    first, second = (*earlier.calls, earlier.location), (*later.calls, later.location)
    for one, other in zip(first, second, strict=False):
        if one != other:
            return one, other
    return None, None


def _both_told(earlier: Operation, later: Operation) -> bool:
    """Messages that may go out in one run, each under a condition of its own."""
    other = {(path, place, not value) for path, place, value in earlier.flow.decided}
    return tells(earlier) and tells(later) and not other & set(later.flow.decided)


def _same_way(
    earlier: Operation,
    later: Operation,
    function: form.Function,
    path: str,
    either: frozenset[tuple[str, int, bool]],
) -> bool:
    """Whether the second is reached whenever the first is: no condition of the function stands between them."""
    inside = range(function.span.start, function.span.end)
    had = {one for one in earlier.flow.decided if one[0] == path and one[1] in inside}
    has = {one for one in later.flow.decided if one[0] == path and one[1] in inside}
    return had - either <= has and not had & {(path, place, not value) for path, place, value in has}


def _is_way_out(function: form.Function, first: Location, second: Location) -> bool:
    """Whether the second is only asked when the first failed: it stands in the handler of what was tried."""
    for node in form.walk(function.body):
        if isinstance(node, form.Try) and any(
            one.span.start <= second.start < one.span.end for one in node.handlers
        ):
            tried = node.body
            if tried and tried[0].span.start <= first.start < tried[-1].span.end:
                return True
    return False
