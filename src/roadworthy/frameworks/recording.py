"""Turns what a run saw into the App's records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from roadworthy.app import (
    Answer,
    BrowserCall,
    Check,
    ClientFetch,
    Fact,
    Filter,
    Input,
    Location,
    Origin,
    Query,
    ServiceCall,
    Write,
)
from roadworthy.app.location import at, of_span
from roadworthy.frameworks.events import (
    AnswerSeen,
    BrowserSeen,
    CheckSeen,
    FetchSeen,
    FilterSeen,
    QuerySeen,
    ServiceSeen,
    WriteSeen,
)
from roadworthy.frameworks.exchange import Fields
from roadworthy.frameworks.failures import is_checked
from roadworthy.frameworks.flowing import flow_of
from roadworthy.frameworks.origins import facts_of, in_one_reading, origin_of, without_raw
from roadworthy.frameworks.sharing import together
from roadworthy.frameworks.vouching import vouched
from roadworthy.interpret import Choice, Condition, Constant, Context, Trace, Value
from roadworthy.interpret.trace import Called
from roadworthy.interpret.values import Derived, is_nothing

INPUT_PARTS = {"body", "params", "query", "headers", "cookies", "files"}


def call_path(context: Context) -> tuple[Location, ...]:
    """The calls that led here, outermost first."""
    return together(tuple(of_span(site.path, site.span) for site in context.calls))


def function_name(context: Context) -> str:
    """The innermost named function."""
    return next((site.function for site in reversed(context.calls) if site.function), "")


@in_one_reading
def queries(trace: Trace) -> tuple[Query, ...]:
    """The queries of a run, each seen once: the same place under the same facts is the same query."""
    made: dict[object, Query] = {}
    checked: list[Check] = []
    for event in trace.events:
        if isinstance(event, CheckSeen) and (event.library != _ASKED_LATER or _is_answered(trace)):
            checked.append(_check(event))
        if isinstance(event, QuerySeen):
            query = vouched(_query(trace, event), checked)
            key = (query.location, query.operation, query.table, query.filters, query.calls[-3:], query.sql)
            first = made.setdefault(key, query)
            if first is not query:
                made[key] = replace(first, again=(*first.again, query.number))
    return _reachable(made.values())


Met = TypeVar("Met", Query, Answer)


def _reachable(found: Iterable[Met]) -> tuple[Met, ...]:
    """Without what a way leads to that nobody goes (`if creator:` of a decorator that was made with `creator=False`), where another
    way leads to the same place."""
    every = tuple(found)
    kept = [one for one in every if not any(map(_cannot_be, one.facts))]
    if len(kept) == len(every):
        return every
    reached = {one.location for one in kept}
    return tuple(one for one in every if one in kept or one.location not in reached)


def _cannot_be(fact: Fact) -> bool:
    """Whether a constant would have to be what it is not."""
    return (
        fact.operator == "truthy" and fact.left.kind == "constant" and bool(fact.left.value) is not fact.holds
    )


def _query(trace: Trace, event: QuerySeen) -> Query:
    context = event.context
    return Query(
        number=event.number,
        operation=event.operation,
        table=event.table,
        location=at(event.path, event.node),
        function=function_name(context),
        filters=_filters(event.filters),
        writes=tuple(Write(w.column, origin_of(w.value), w.arithmetic, _given_when(w)) for w in event.writes),
        spreads=without_raw(tuple(origin_of(value) for value in event.spreads)),
        columns=tuple(event.columns),
        left_out=tuple(event.left_out),
        order=tuple(event.order),
        limit=origin_of(event.limit) if event.limit is not None else None,
        joins=tuple(event.joins),
        one=event.one or _is_single(event.limit),
        lock=event.lock,
        conflict=event.conflict,
        transaction=context.transaction,
        loops=context.loops,
        parallel=context.parallel,
        caught=context.caught,
        facts=facts_of(context.conditions),
        calls=call_path(context),
        sql=event.sql,
        library=event.library,
        rights=event.rights,
        routine=event.routine,
        checked=is_checked(trace, event),
        trigger=context.trigger,
        grouped=event.grouped,
        groups=tuple(event.groups),
        parts=tuple(event.parts),
        along=tuple(event.along),
        validated=event.validated,
        flow=flow_of(trace, event),
    )


def _filters(seen: Sequence[FilterSeen]) -> tuple[Filter, ...]:
    """The filters with their either-ors numbered as they come."""
    numbers = {number: index for index, number in enumerate(dict.fromkeys([0, *(f.either for f in seen)]))}
    return tuple(
        Filter(
            f.column,
            f.operator,
            origin_of(f.value),
            f.table,
            f.optional,
            numbers[f.either],
            f.way,
            facts_of(f.conditions),
        )
        for f in seen
    )


def _given_when(write: WriteSeen) -> tuple[Fact, ...]:
    """What holds where a value is given that a branch put there: one of its ways. What the code gives by itself otherwise
    (`known.includes(kind) ? kind : "other"`) needs no reason."""
    given = [(one, ways) for one, ways in _ways(write.value) if not is_nothing(one)]
    told = [pair for pair in given if not isinstance(pair[0], Constant)]
    if told:
        given = told
    if len(given) > 1:
        either = Fact("any", Origin("unknown"), any_of=tuple(facts_of(ways) for _, ways in given))
        return (*facts_of(write.conditions), either)
    return facts_of((*write.conditions, *given[0][1]) if given else write.conditions)


def _ways(value: Value) -> tuple[tuple[Value, tuple[Condition, ...]], ...]:
    """The values that one is put together from, each with what leads to it; in a text, those of its only part of this kind."""
    if isinstance(value, Derived) and value.operation == "template":
        parts = [part for part in value.operands if isinstance(part, Choice)]
        value = parts[0] if len(parts) == 1 else value
    return value.alternatives if isinstance(value, Choice) else ()


def _is_single(limit: Value | None) -> bool:
    """`limit(1)`: at most one row, however the code takes it out of the list."""
    return isinstance(limit, Constant) and limit.value == 1


@in_one_reading
def services(trace: Trace) -> tuple[ServiceCall, ...]:
    """The calls to outside services."""
    made: dict[object, ServiceCall] = {}
    for event in trace.events:
        if isinstance(event, ServiceSeen):
            call = _service(trace, event)
            made.setdefault((call.location, call.operation, call.calls[-3:]), call)
    return tuple(made.values())


def _service(trace: Trace, event: ServiceSeen) -> ServiceCall:
    context = event.context
    return ServiceCall(
        service=event.service,
        operation=event.operation,
        client=event.client,
        location=at(event.path, event.node),
        number=event.number,
        method=event.method,
        url=event.url,
        timeout=origin_of(event.timeout) if event.timeout is not None else None,
        retries=origin_of(event.retries) if event.retries is not None else None,
        caught=context.caught,
        loops=context.loops,
        arguments=tuple(origin_of(value) for value in event.arguments),
        facts=facts_of(context.conditions),
        calls=call_path(context),
        setup=at(*event.setup) if event.setup is not None else None,
        function=function_name(context),
        transaction=context.transaction,
        flow=flow_of(trace, event),
        keyed=event.keyed,
    )


@in_one_reading
def answers(trace: Trace) -> tuple[Answer, ...]:
    """The answers, each with the number of queries and service calls before it."""
    made: dict[object, Answer] = {}
    before = 0
    for event in trace.events:
        if isinstance(event, (QuerySeen, ServiceSeen)):
            before += 1
        elif isinstance(event, AnswerSeen):
            place = at(event.path, event.node)
            facts = facts_of(event.context.conditions)
            body, handling = origin_of(event.body), event.context.handling
            answer = Answer(
                event.status,
                body,
                place,
                before,
                handling,
                facts,
                page=event.page,
                template=event.template,
            )
            made.setdefault((place, event.status, facts), answer)
    return _reachable(made.values())


@in_one_reading
def checks(trace: Trace) -> tuple[Check, ...]:
    """The schemas that request data was put through."""
    seen = [event for event in trace.events if isinstance(event, CheckSeen)]
    return tuple(_check(event) for event in seen if event.library != _ASKED_LATER or _is_answered(trace))


# Its chains let every request through: what they found is for `validationResult` to tell (the package's documentation, "Running
# validations imperatively").
_ASKED_LATER = "express-validator"


def _is_answered(trace: Trace) -> bool:
    """Whether somebody asks what the chains of express-validator found."""
    known = trace.derived.get("answered")
    if not isinstance(known, bool):
        known = trace.derived["answered"] = any(
            isinstance(event, Called)
            and event.target.startswith(_ASKED_LATER)
            and event.target.endswith("validationResult")
            for event in trace.events
        )
    return known


def _check(event: CheckSeen) -> Check:
    subject = origin_of(event.subject)
    place = at(event.path, event.node)
    return Check(subject, event.library, place, event.fields, event.strict, event.strips, event.whole)


@in_one_reading
def held_at_all(trace: Trace, contexts: Sequence[Context]) -> tuple[Fact, ...]:
    """What holds wherever a handler is entered."""
    shared = facts_of(contexts[0].conditions) if contexts else ()
    for context in contexts[1:]:
        held = set(map(str, facts_of(context.conditions)))
        shared = tuple(fact for fact in shared if str(fact) in held)
    return shared


def inputs(trace: Trace) -> tuple[Input, ...]:
    """The parts of the request that are read, the whole before its parts."""
    found: dict[tuple[str, str], Input] = {}
    for read in trace.reads:
        if read.datum.kind in INPUT_PARTS:
            name = ".".join(part for part in read.datum.path)
            in_form = isinstance(read.datum, Fields) and read.datum.in_form
            made = Input(read.datum.kind, name, at(read.path, read.node), in_form)
            found.setdefault((read.datum.kind, name), made)
    return tuple(found[key] for key in sorted(found))


@in_one_reading
def fetches(trace: Trace, component: str) -> tuple[ClientFetch, ...]:
    """The requests a page makes."""
    found: dict[object, ClientFetch] = {}
    for event in trace.events:
        if isinstance(event, FetchSeen):
            context = event.context
            fetch = ClientFetch(
                event.method,
                event.url,
                at(event.path, event.node),
                component,
                context.trigger,
                event.hook,
                origin_of(event.body) if event.body is not None else None,
                event.headers,
                facts_of(context.conditions),
                call_path(context),
                event.timeout,
                context.caught,
                flow_of(trace, event),
                event.host,
            )
            found.setdefault((fetch.location, fetch.method, fetch.path, fetch.trigger), fetch)
    return tuple(found.values())


@in_one_reading
def browser_calls(trace: Trace, component: str) -> tuple[BrowserCall, ...]:
    """The uses of browser interfaces."""
    found: dict[object, BrowserCall] = {}
    for event in trace.events:
        if isinstance(event, BrowserSeen):
            context = event.context
            call = BrowserCall(
                event.api,
                at(event.path, event.node),
                component,
                context.trigger or _started(event, context),
                context.caught,
                _tested(event, context),
                calls=call_path(context),
            )
            known = found.get((call.location, call.api))
            if not isinstance(known, BrowserCall) or (known.caught and not call.caught):
                found[(call.location, call.api)] = call
    return tuple(found.values())


def _started(event: BrowserSeen, context: Context) -> str:
    """What starts code outside of components: the script as it loads, or a library that was handed a function
    (`$(".copy").click(function () { ... })`): the place then lies within the call that was handed it."""
    span = event.node.span
    handed = any(
        site.path == event.path and site.span.start < span.start and span.end < site.span.end
        for site in context.calls
    )
    return "callback" if handed else "module"


def _tested(event: BrowserSeen, context: Context) -> bool:
    """Whether the interface, or the object it hangs on, was tested before it is used."""
    name = event.api.rsplit(".", 1)[0].rsplit(".", 1)[-1]
    last = event.api.rsplit(".", 1)[-1]
    facts = [str(fact) for fact in facts_of(context.conditions)]
    return any(name in fact or last in fact for fact in facts)
