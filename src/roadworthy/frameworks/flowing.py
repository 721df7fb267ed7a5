"""Works out of a run's events how its operations depend on each other and where their rows go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from roadworthy.app.flow import Flow, Handed, Handling, Repeated, Turn
from roadworthy.app.location import at, of_span
from roadworthy.frameworks.computed_from import Reach
from roadworthy.frameworks.events import AnswerSeen, FetchSeen, QuerySeen, ServiceSeen
from roadworthy.frameworks.list_work import SECOND, is_spread_out, kind_of, kind_of_loop
from roadworthy.frameworks.lists import Found, Sources, collections_in, sources_of, spread_out
from roadworthy.frameworks.read_along import Part, handed_whole, parts_in, parts_of
from roadworthy.frameworks.searching import chooses, is_search
from roadworthy.frameworks.sharing import plain, together
from roadworthy.interpret import (
    Closure,
    Condition,
    Constant,
    Context,
    Derived,
    ListValue,
    Markup,
    Trace,
    Value,
)
from roadworthy.interpret import context as places
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

Operation = QuerySeen | ServiceSeen | FetchSeen
_TYPED = {"input", "props"}
_REQUEST = {"body", "params", "query", "headers", "cookies", "files"}
_PICKED = {"CommandItem", "Command.Item", "ComboboxOption", "Combobox.Option"}


def flow_of(trace: Trace, event: Operation) -> Flow:
    """How an operation hangs together with the others of its run."""
    return _flows(trace).flow(event)


def handlings(trace: Trace) -> tuple[Handling, ...]:
    """What a run does in the application with whole lists."""
    return tuple(_flows(trace).handlings)


def handed(trace: Trace) -> tuple[Handed, ...]:
    """The lists that a component hands to others."""
    return tuple(_flows(trace).handed())


def repeated(trace: Trace) -> tuple[Repeated, ...]:
    """The components that are put in once per element."""
    return tuple(_flows(trace).repeated())


def _flows(trace: Trace) -> Flows:
    known = trace.derived.get("flows")
    if not isinstance(known, Flows) or known.length != len(trace.events):
        known = trace.derived["flows"] = Flows(trace)
    return known


class Flows:
    """One run's operations, in order."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.length = len(trace.events)
        self.operations = [e for e in trace.events if isinstance(e, (QuerySeen, ServiceSeen, FetchSeen))]
        self.sources = Sources(trace)
        self.order = _orders(self.operations)
        self._conditions: dict[int, frozenset[int]] = {}
        self._failures: dict[int, bool] = {}
        self._turns: dict[int, tuple[tuple[int, ...], str]] = {}
        self.handlings, self._beside = [], []  # type: list[Handling], list[Handling]
        for found in self._handlings():
            (self._beside if found.part else self.handlings).append(found)
        self._answered = self._all_answered()
        self._given = self._parts_given()

    def flow(self, event: Operation) -> Flow:
        """The record of one operation."""
        context = event.context
        reach = Reach()
        reach.asked = list(_asks(event))
        for value in reach.asked:
            reach.add(value)
        own = self.order[id(event)]
        depends = self._orders_of(reach.events)
        for condition in context.conditions:
            depends |= self._of_condition(condition)
        return Flow(
            order=own,
            depends=plain(tuple(sorted(depends - {own}))),
            decided=together(
                tuple(
                    plain((c.path, c.span.start, c.truth))
                    for c in context.conditions
                    if not self._is_failure(c)
                )
            ),
            turns=tuple(self._turn(turn, reach) for turn in context.turns),
            waits=plain(tuple(site.waits for site in context.calls)),
            handled=tuple(h for h in self.handlings if own in h.rows),
            beside=tuple(self._done_beside(own)),
            answered=own in self._answered,
            later=context.trigger == "later",
        )

    def handed(self) -> Iterator[Handed]:
        """Lists in the attributes of components."""
        for event in self.trace.events:
            markup = getattr(event, "markup", None)
            if markup is None or not markup.tag[:1].isupper():
                continue
            for name, value in markup.attributes.items():
                rows, props = self._named(collections_in(self.sources, value))
                if rows or props:
                    yield Handed(markup.tag, name, rows, props, at(event.path, markup.node))  # type: ignore[attr-defined]

    def repeated(self) -> Iterator[Repeated]:
        """Components inside a loop."""
        for event in self.trace.events:
            markup = getattr(event, "markup", None)
            context = getattr(event, "context", None)
            if markup is None or context is None or not context.turns or not markup.tag[:1].isupper():
                continue
            rows, props = self._named(sources_of(self.sources, context.turns[-1].subject))
            yield Repeated(markup.tag, at(event.path, markup.node), rows, props)  # type: ignore[attr-defined]

    # --- the parts ----------------------------------------------------------------------------------

    def _orders_of(self, events: Iterable[int]) -> set[int]:
        return {self.order[key] for key in events if key in self.order}

    def _of_condition(self, condition: Condition) -> frozenset[int]:
        known = self._conditions.get(id(condition))
        if known is None:
            reach = Reach()
            # What runs because something failed needs to know that it did.
            reach.add(condition.value, failures=_failed(condition.value, condition.truth))
            known = self._conditions[id(condition)] = frozenset(self._orders_of(reach.events))
        return known

    def _is_failure(self, condition: Condition) -> bool:
        """Whether a condition only asks if an operation went well."""
        known = self._failures.get(id(condition))
        if known is None:
            known = self._failures[id(condition)] = self._only_failure(condition)
        return known

    def _only_failure(self, condition: Condition) -> bool:
        if self._of_condition(condition):
            return False
        reach = Reach()
        reach.add(condition.value)
        return bool(self._orders_of(reach.events))

    def _turn(self, turn: places.Turn, reach: Reach) -> Turn:
        known = self._turns.get(id(turn))
        if known is None:
            rows, props = self._named(sources_of(self.sources, turn.subject))
            known = self._turns[id(turn)] = (rows, "typed" if props else _of(turn.subject))
        rows, of = known
        each = reach.touches(turn) or not set(rows).isdisjoint(self._orders_of(reach.events))
        return Turn(of_span(turn.path, turn.span), turn.kind, rows, of, each)

    def _named(self, found: tuple[set[int], set[str]]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        events, props = found
        return tuple(sorted(self._orders_of(events))), tuple(sorted(props))

    def _handlings(self) -> Iterator[Handling]:
        tested = {id(e.node) for e in self.trace.events if isinstance(e, Called) and e.target == ".exists"}
        made: dict[object, Handling] = {}
        for event in self.trace.events:
            for found in self._handling(event, tested):
                alike = found.kind in ("render", "each") and not found.part
                place = None if alike else found.location
                made.setdefault((found.kind, place, found.rows, found.props, found.part), found)
        yield from made.values()

    def _handling(self, event: object, tested: set[int]) -> tuple[Handling, ...]:
        if isinstance(event, Called):
            kind = kind_of(event)
            subject: Value | None = event.args.get(1 if event.target in SECOND else 0)
            if not kind or subject is None or (kind == "end" and self._opens(event)):
                return ()
            if kind == "count" and id(event.node) in tested:
                kind = "exists"
            if event.target == "+=" or event.target.endswith(".set"):
                subject = event.context.turns[-1].subject if event.context.turns else None
            if kind == "filter" and is_search(event):
                kind = "search"
            found = (
                spread_out(self.sources, subject) if subject is not None and is_spread_out(event) else None
            )
            done = self._handled(kind, subject, event.path, event.node.span, event.context, found)
            if kind == "search" and chooses(event):
                return (*done, *(structs.replace(one, kind="filter") for one in done))
            loop = kind_of_loop(event)
            return (*done, *(structs.replace(one, kind=loop) for one in done)) if loop else done
        markup = getattr(event, "markup", None)
        context: Context | None = getattr(event, "context", None)
        if markup is None or context is None:
            return ()
        matching = _matching(markup)
        if matching is not None:
            return self._matched(markup, matching, context)
        kind = "search" if markup.tag in _PICKED else "render"
        if not context.turns:
            return ()
        return self._handled(kind, context.turns[-1].subject, event.path, markup.node.span, context)  # type: ignore[attr-defined]

    def _opens(self, event: Called) -> bool:
        """Whether what is taken from the end is the list itself: `const [rows] = await db.query(...)`."""
        return any(sources_of(self.sources, event.result)) or any(parts_of(self.sources, event.result))

    def _matched(self, markup: Markup, matching: Closure, context: Context) -> tuple[Handling, ...]:
        """A list and the function that searches it, both handed to a component that does so."""
        for name, value in markup.attributes.items():
            if isinstance(value, Closure) or name == "key":
                continue
            found = self._handled("search", value, matching.module, matching.function.span, context)
            if found:
                return found
        return ()

    def _handled(
        self,
        kind: str,
        subject: Value | None,
        path: str,
        span: form.Span,
        context: Context,
        found: Found | None = None,
    ) -> tuple[Handling, ...]:
        """What is done with the rows of a list, and with related rows that came along with those."""
        rows, props = self._named(sources_of(self.sources, subject) if found is None else found)
        parts = parts_of(self.sources, subject)
        if not (rows or props or parts):
            return ()
        name = next((site.function for site in reversed(context.calls) if site.function), "")
        calls = tuple(of_span(site.path, site.span) for site in context.calls)
        made = Handling(kind, of_span(path, span), rows, props, name, calls, context.trigger)
        beside = tuple(sorted(self._orders_of(part[0] for part in parts)))
        whole = (made,) if rows or props else ()
        if not beside:
            return whole
        return (*whole, structs.replace(made, rows=beside, part=min(table for _, table in parts)))

    def _done_beside(self, own: int) -> Iterator[Handling]:
        """What is done with related rows that came along with those of an operation; `given` where they are handed on."""
        for one in self._beside:
            if own in one.rows:
                yield one
                if self._given & {(own, ""), (own, one.part)}:
                    yield structs.replace(one, kind="given")

    def _parts_given(self) -> set[tuple[int, str]]:
        """The related rows that are answered or handed to a component, as the order of their query and their table ('' for all)."""
        found: set[Part] = set()
        for event in self.trace.events if self._beside else ():
            if isinstance(event, AnswerSeen) and event.status < 400:
                found |= parts_in(self.sources, event.body, page=event.page)
            markup = getattr(event, "markup", None)
            if markup is not None and markup.tag[:1].isupper():
                found |= handed_whole(self.sources, markup.attributes.values())
        for kept in self.sources.state.values() if self._beside else ():
            found |= handed_whole(self.sources, kept)
        return {(self.order[key], table) for key, table in found if key in self.order}

    def _all_answered(self) -> set[int]:
        found: set[int] = set()
        for event in self.trace.events:
            if isinstance(event, AnswerSeen) and event.status < 400:
                found |= self._orders_of(collections_in(self.sources, event.body)[0])
        return found


def _matching(markup: Markup) -> Closure | None:
    """A function among what a component is handed that looks for text within text without regard to case."""
    for value in markup.attributes.values():
        if isinstance(value, Closure) and len(value.function.parameters) > 1:
            names = {node.name for node in form.walk(value.function.body) if isinstance(node, form.Member)}
            if names & {"includes", "indexOf"} and names & {"toLowerCase", "toLocaleLowerCase"}:
                return value
    return None


def _failed(value: Value, truth: bool) -> bool:
    """Whether a condition says that an operation went wrong (`if (error) ...`, `if (!response.ok) ...`)."""
    if isinstance(value, Logical):
        return truth == (value.operation == "or") and any(_failed(one, truth) for one in value.operands)
    name = str(getattr(value, "operation", getattr(value, "path", "")))
    if name == "not" and isinstance(value, Derived):
        return _failed(value.operands[0], not truth)
    return (truth and name.endswith((".error", "caught"))) or (not truth and name.endswith(".ok"))


def _orders(operations: list[Operation]) -> dict[int, int]:
    """The place of each among all; one that is seen again in the same place is the same."""
    first: dict[object, int] = {}
    orders: dict[int, int] = {}
    for number, event in enumerate(operations):
        sites = tuple((site.path, site.span.start) for site in event.context.calls[-3:])
        what = event.table if isinstance(event, QuerySeen) else getattr(event, "url", "")
        key = (type(event), event.path, event.node.span.start, event.node.span.end, sites, what)
        orders[id(event)] = first.setdefault(key, number)
    return orders


def _asks(event: Operation) -> Iterator[Value]:
    """The values that an operation is asked with."""
    if isinstance(event, QuerySeen):
        yield from (one.value for one in event.filters)
        yield from (one.value for one in event.writes)
        yield from event.spreads
        if event.limit is not None:
            yield event.limit
    elif isinstance(event, ServiceSeen):
        yield from event.arguments
        if event.headers is not None:
            yield event.headers
    else:
        yield from event.asks
        if event.body is not None:
            yield event.body


def _of(subject: Value | None) -> str:
    """What a loop goes through, when it is no operation's rows."""
    if subject is None:
        return ""
    if isinstance(subject, ListValue) and subject.rest is None and subject.items:
        return "written"
    reach = Reach()
    reach.add(subject)
    kinds = {datum.kind for datum in reach.data}
    if kinds & _REQUEST:
        return "request"
    if kinds & _TYPED:
        return "typed"
    if not reach.data and not reach.external and not reach.events and isinstance(subject, Constant):
        return "written"
    return ""
