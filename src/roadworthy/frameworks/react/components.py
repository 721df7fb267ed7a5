"""Runs components and makes records of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from roadworthy.app import Component, Form, Location, Page
from roadworthy.app.location import at
from roadworthy.app.origin import Fact
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import FetchSeen, QuerySeen
from roadworthy.frameworks.flowing import handed, handlings, repeated
from roadworthy.frameworks.found import Entry, Found
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.react import shared
from roadworthy.frameworks.react.controls import disabled_by
from roadworthy.frameworks.react.handed_over import handed_over
from roadworthy.frameworks.react.pages import pages_of
from roadworthy.frameworks.react.rendered import Rendered
from roadworthy.frameworks.react.state import PENDING, Dispatch, Mutate, Mutation, State, StateSet
from roadworthy.frameworks.uses import uses
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Datum,
    External,
    Instance,
    Markup,
    Program,
    Run,
    Trace,
    Unknown,
    Value,
)
from roadworthy.interpret.context import Condition
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form
from roadworthy.regex import regex

_BASES = {"react.Component", "react.PureComponent", "react.React.Component"}
# React 19 runs what a form or a button is given as its action.
_ACTIONS = {"action", "formAction"}
_BOUNDARY_METHODS = {"componentDidCatch", "getDerivedStateFromError"}


def on_render(run: Run, markup: Markup) -> None:
    """Runs the event handlers of an element, as a person using the page would."""
    shared.on_render(run, markup)
    handled = []
    for name, value in markup.attributes.items():
        if (name.startswith("on") or name in _ACTIONS) and isinstance(value, (Closure, Mutate, Dispatch)):
            begin = len(run.trace.events)
            side, run.side = run.side, "client"
            with run.within(trigger=name, turns=()), run.branch():
                run.call(value, Args([Datum("input", ("event",), markup.node)], spread=True), markup.node)
            run.side = side
            handled.append((name, begin, len(run.trace.events)))
    run.emit(Rendered(markup, run.module, run.context, tuple(handled)))
    for shown in _shown_by(markup):
        with run.branch():
            run.call(shown, Args(spread=True), markup.node)


def _shown_by(markup: Markup) -> Iterator[Closure]:
    """Functions that an element is given to render a part of it (`render={({ field }) => ...}`)."""
    for name, value in markup.attributes.items():
        if name.startswith("render") and isinstance(value, Closure):
            yield value
    for child in markup.children:
        if isinstance(child, Closure) and markup.component is not None:
            yield child


def component_values(program: Program) -> Iterator[tuple[str, str, Value]]:
    """Every component the app defines: (module, name, value), by its capital letter and the JSX around it."""
    seen: set[int] = set()
    for path, scope in list(program.scopes()):
        if not path.endswith((".tsx", ".jsx", ".js")):
            continue
        for name, value in scope.names.items():
            inner = value
            if not isinstance(inner, (Closure, ClassValue)) or id(inner) in seen:
                continue
            if inner.module == path and (name[:1].isupper() or name == "default"):
                seen.add(id(inner))
                yield path, inner.name or name, inner


def build_components(program: Program, found: Found) -> tuple[list[Component], list[Page]]:
    """Runs every component once and records what it does and which pages it declares."""
    made: list[Component] = []
    pages: dict[str, Page] = {}
    components = list(component_values(program))
    shared.learn(program, components)
    for path, name, value in components:
        run = Run(program, path, side="server" if path in found.server_files else "client")
        component = _component(run, found, path, name, value)
        made.extend([component] if component is not None else [])
        for page in pages_of(run, [event for event in run.trace.events if isinstance(event, Rendered)]):
            _add(pages, page)
    for path, trace in list(program.traces.items()):
        # Routes that stand beside `createRoot(...).render(...)`, in no component.
        loose = [event for event in trace.events if isinstance(event, Rendered)]
        for page in pages_of(Run(program, path, side="client"), loose) if loose else ():
            _add(pages, page)
    return made, list(pages.values())


def _add(pages: dict[str, Page], page: Page) -> None:
    """`signedIn ? <Route path="/" .../> : <Route path="/" .../>`: one page, and the other component of its address."""
    first = pages.setdefault(page.route, page)
    if page.component not in (first.component, *first.others):
        pages[page.route] = structs.replace(first, others=(*first.others, page.component))


def _component(run: Run, found: Found, path: str, name: str, value: Value) -> Component | None:
    program = run.program
    entry = found.entries.get(id(value))
    begin = 0
    facts: tuple[Fact, ...] = ()
    try:
        if entry is not None:
            entry.ahead(run)
            begin, facts = len(run.trace.events), facts_of(run.context.conditions)
        result = _render(run, value, entry)
    except OutOfBudget:
        program.note(path, _node(value), f"component {name} is too large to follow")
        result = Unknown()
    trace = Trace(run.trace.events[begin:], run.trace.reads, tested=run.trace.tested) if begin else run.trace
    rendered = [event for event in trace.events if isinstance(event, Rendered)]
    boundary = path in found.boundary_files or (
        isinstance(value, ClassValue) and any(value.find(m) for m in _BOUNDARY_METHODS)
    )
    if not rendered and not boundary and not isinstance(result, Markup) and entry is None:
        return None
    name = name if name != "default" else path.rsplit("/", 1)[-1].split(".")[0]
    return Component(
        name=name,
        location=at(path, _node(value)),
        body=_body(value, path),
        renders=tuple(sorted({event.markup.tag for event in rendered if event.markup.tag[:1].isupper()})),
        fetches=recording.fetches(trace, name),
        browser_calls=recording.browser_calls(trace, name),
        # Handlers name their events by their number in the whole run.
        forms=tuple(_forms(program, run.trace, rendered)),
        boundary=boundary,
        root=_root(found, value),
        side=run.side,
        queries=recording.queries(trace),
        handlings=handlings(trace),
        hands=handed(trace),
        repeats=repeated(trace),
        services=recording.services(trace),
        uses=uses(trace),
        facts=facts,
        inputs=recording.inputs(trace) if entry is not None else (),
        checks=recording.checks(trace) if entry is not None else (),
        answers=recording.answers(run.trace) if entry is not None else (),
        ahead=recording.queries(Trace(run.trace.events[:begin])) if begin else (),
        remade=entry.remade(run) if entry is not None else "",
        over=handed_over(program, rendered) if run.side == "server" else (),
    )


def _node(value: Value):  # type: ignore[no-untyped-def]
    return value.function if isinstance(value, Closure) else value.node  # type: ignore[attr-defined]


def _body(value: Value, path: str) -> Location:
    from roadworthy.frameworks.express.router import body_of

    return body_of(value) if isinstance(value, Closure) else at(path, _node(value))


def _render(run: Run, value: Value, entry: Entry | None = None) -> Value:
    with run.within(trigger="render"):
        if isinstance(value, ClassValue):
            instance = run.construct(value, Args([Unknown()]), value.node)
            result: Value = Unknown()
            for method in ("render", "componentDidMount", "componentDidUpdate", "componentDidCatch"):
                found = instance.member(run, method, value.node) if isinstance(instance, Instance) else None
                if isinstance(found, Closure):
                    made = run.call(found, Args(spread=True), value.node)
                    result = made if method == "render" else result
            return result
        if entry is not None and isinstance(value, Closure):
            return run.call_closure(
                value,
                entry.arguments(run),
                _node(value),
                lambda shown, node: entry.returned(run, shown, node),
            )
        return run.call(value, Args([Datum("props"), Unknown()], spread=True), _node(value))


def _root(found: Found, value: Value) -> Location | None:
    for root, place in found.roots:
        if root is value:
            return place
    return None


# --- forms -------------------------------------------------------------------------------------------


def _forms(program: Program, trace: Trace, rendered: list[Rendered]) -> Iterator[Form]:
    seen: set[Location] = set()
    inside: set[int] = set()
    for event in reversed(rendered):
        for name, begin, end in event.handled:
            sent = [e for e in trace.events[begin:end] if isinstance(e, FetchSeen) or _writes(e)]
            if not sent or at(event.path, event.markup.node) in seen:
                continue
            seen.add(at(event.path, event.markup.node))
            yield _form(program, event, name, trace.events[begin:end], sent, inside)  # type: ignore[arg-type]


def _writes(event: object) -> bool:
    """Whether the page itself writes rows, with no server between."""
    return (
        isinstance(event, QuerySeen) and event.rights == "user" and event.operation not in ("select", "raw")
    )


def _form(
    program: Program,
    event: Rendered,
    trigger: str,
    events: list[object],
    sent: list[FetchSeen | QuerySeen],
    inside: set[int],
) -> Form:
    submits = trigger in ("onSubmit", "action")
    control = (_submit_button(event.markup) if submits else None) or event.markup
    disabled = disabled_by(program, control) or Constant(None)
    pairs = tuple(dict.fromkeys((one.method, one.url) for one in sent if isinstance(one, FetchSeen)))
    written = tuple(dict.fromkeys((one.operation, one.table) for one in sent if isinstance(one, QuerySeen)))
    handed = event.markup.component is not None and _waits_inside(event.markup, events)
    return Form(
        location=at(event.path, event.markup.node),
        control=at(event.path, control.node),
        label=_text(control),
        trigger=trigger,
        disabled_while_pending=handed or _waits(disabled, event.context.conditions, sent, events),
        fetches=pairs,
        fields=tuple(_fields(event.markup)),
        writes=written,
    )


_WAITS = regex(r"disabled|loading|pending|busy|ing$", re.I)


def _waits_inside(markup: Markup, events: list[object]) -> bool:
    """Whether a component of the app that is handed the handler waits by itself: it is told that a request is under way, or
    keeps account of it."""
    first = _set_before(events)
    for name, value in markup.attributes.items():
        if _WAITS.search(name) and _pending(value, first):
            return True
    component = markup.component
    if not isinstance(component, Closure):
        return False
    given = component.function.parameters[0].target if component.function.parameters else None
    handed = {field.key for field in given.fields} if isinstance(given, form.RecordTarget) else set()
    names = set()
    for node in form.walk(component.function.body):
        if isinstance(node, form.Element):
            for entry in node.attributes:
                if isinstance(entry.key, form.Literal) and entry.key.value == "disabled":
                    names |= {
                        n.name for n in form.walk((entry.value,)) if isinstance(n, (form.Name, form.Member))
                    }
        elif isinstance(node, form.Call) and isinstance(node.callee, form.Name) and _begins(node):
            return True
    return any(_WAITS.search(name) for name in names - handed)


def _begins(call: form.Call) -> bool:
    """`setImporting(true)`: the component keeps account of what is under way."""
    first = call.arguments[0] if call.arguments else None
    told = isinstance(first, form.Literal) and first.value is True
    return (
        told
        and isinstance(call.callee, form.Name)
        and call.callee.name.startswith("set")
        and bool(_WAITS.search(call.callee.name))
    )


def _submit_button(markup: Markup) -> Markup | None:
    for inner in _inside(markup):
        kind = inner.attributes.get("type")
        plain = isinstance(kind, Constant) and kind.value == "button"
        if (inner.tag.lower().endswith("button") or inner.tag.startswith("Submit")) and not plain:
            return inner
    return None


def _inside(value: Value) -> Iterator[Markup]:
    children = value.children if isinstance(value, Markup) else value.inputs()
    for child in children:
        if isinstance(child, Markup):
            yield child
        yield from _inside(child)


def _text(markup: Markup) -> str:
    words = [str(c.value) for c in _constants(markup) if isinstance(c.value, str)]
    return " ".join(" ".join(words).split())[:60]


def _constants(value: Value, depth: int = 0) -> Iterator[Constant]:
    children = value.children if isinstance(value, Markup) else value.inputs()
    for child in children:
        if isinstance(child, Constant):
            yield child
        elif depth < 4:
            yield from _constants(child, depth + 1)


def _fields(markup: Markup) -> Iterator[str]:
    for inner in _inside(markup):
        name = inner.attributes.get("name") or inner.attributes.get("id")
        if isinstance(name, Constant) and inner.tag.lower() in ("input", "select", "textarea"):
            yield str(name.value)


def _waits(
    disabled: Value, shown: Iterable[Condition], sent: list[FetchSeen | QuerySeen], events: list[object]
) -> bool:
    first = _set_before(events)
    return _pending(disabled, first) or _guarded(sent, events) or _taken_away(shown, first)


def _pending(disabled: Value, first: set[int]) -> bool:
    """Whether `disabled` depends on a request under way: a mutation's state, or a state that the handler sets `first`, before it
    asks for a change. What it sets when that is done (`setText("")`) holds nobody up meanwhile."""
    for value in _leaves(disabled):
        if isinstance(value, State) and id(value) in first:
            return True
        if getattr(value, "operation", "") in (PENDING, ".isSubmitting", ".isPending", ".pending"):
            return True
        if isinstance(value, External) and value.path.endswith(
            ("isSubmitting", "isPending", "isLoading", ".pending")
        ):
            return True
    return False


def _set_before(events: list[object]) -> set[int]:
    """The states that a handler sets before it asks for a change."""
    first = next((number for number, event in enumerate(events) if _changes(event)), len(events))
    return {id(event.state) for event in events[:first] if isinstance(event, StateSet)}


def _taken_away(shown: Iterable[Condition], first: set[int]) -> bool:
    """Whether the control is gone meanwhile: it stands under a state that the handler sets first (`step === "form" && <button>`)."""
    leaves = {id(leaf) for one in shown for leaf in _leaves(one.value) if isinstance(leaf, State)}
    return not leaves.isdisjoint(first)


def _changes(event: object) -> bool:
    if isinstance(event, FetchSeen):
        return event.method not in ("GET", "HEAD")
    return isinstance(event, QuerySeen) and event.operation != "select"


def _leaves(value: Value, depth: int = 0) -> Iterator[Value]:
    yield value
    if depth < 8 and not isinstance(value, (State, Mutation)):
        for inner in value.inputs():
            yield from _leaves(inner, depth + 1)


def _guarded(sent: list[FetchSeen | QuerySeen], events: list[object]) -> bool:
    """Whether the handler itself leaves when a request is under way (`if (saving) return; setSaving(true)`)."""
    set_states = {id(event.state) for event in events if isinstance(event, StateSet)}
    return all(
        any(
            not condition.truth and _is_flag(condition.value, set_states)
            for condition in one.context.conditions
        )
        for one in sent
    )


def _is_flag(value: Value, set_states: set[int]) -> bool:
    return any(
        isinstance(leaf, State)
        and id(leaf) in set_states
        and isinstance(leaf.initial, Constant)
        and leaf.initial.value is False
        for leaf in _leaves(value)
    )
