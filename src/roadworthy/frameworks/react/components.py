"""Runs components and makes records of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from roadworthy.app import Component, Location, Page
from roadworthy.app.location import at
from roadworthy.app.origin import Fact
from roadworthy.frameworks import recording
from roadworthy.frameworks.flowing import handed, handlings, repeated
from roadworthy.frameworks.found import Entry, Found
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.react import shared
from roadworthy.frameworks.react.forms import forms_of
from roadworthy.frameworks.react.handed_over import handed_over
from roadworthy.frameworks.react.pages import pages_of
from roadworthy.frameworks.react.rendered import Rendered
from roadworthy.frameworks.react.state import Dispatch, Mutate
from roadworthy.frameworks.uses import uses
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Datum,
    Instance,
    Markup,
    Program,
    Run,
    Trace,
    Unknown,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget

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
        renders=tuple(
            sorted({_called(event.markup) for event in rendered if event.markup.tag[:1].isupper()})
        ),
        fetches=recording.fetches(trace, name),
        browser_calls=recording.browser_calls(trace, name),
        # Handlers name their events by their number in the whole run.
        forms=tuple(forms_of(program, run.trace, rendered)),
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


def _called(markup: Markup) -> str:
    """The component's own name, whatever the file that puts it in has imported it as."""
    own = markup.component.name if isinstance(markup.component, (Closure, ClassValue)) else ""
    return own if own[:1].isupper() else markup.tag


def _node(value: Value):  # type: ignore[no-untyped-def]
    return value.function if isinstance(value, Closure) else value.node  # type: ignore[attr-defined]


def _body(value: Value, path: str) -> Location:
    from roadworthy.frameworks.written import body_of

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
