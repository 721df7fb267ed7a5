"""Runs components and makes records of them."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import Component, Form, Location, Page
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import FetchSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.react.pages import pages_of
from roadworthy.frameworks.react.rendered import Rendered
from roadworthy.frameworks.react.state import PENDING, Mutate, Mutation, State, StateSet
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
from roadworthy.interpret.run import OutOfBudget

_BASES = {"react.Component", "react.PureComponent", "react.React.Component"}
_BOUNDARY_METHODS = {"componentDidCatch", "getDerivedStateFromError"}


def on_render(run: Run, markup: Markup) -> None:
    """Runs the event handlers of an element, as a person using the page would."""
    handled = []
    for name, value in markup.attributes.items():
        if name.startswith("on") and isinstance(value, (Closure, Mutate)):
            begin = len(run.trace.events)
            with run.within(trigger=name), run.branch():
                run.call(value, Args([Datum("input", ("event",), markup.node)], spread=True), markup.node)
            handled.append((name, begin, len(run.trace.events)))
    run.emit(Rendered(markup, run.module, run.context, tuple(handled)))


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
    for path, name, value in list(component_values(program)):
        run = Run(program, path, side="server" if path in found.server_files else "client")
        component = _component(run, found, path, name, value)
        made.extend([component] if component is not None else [])
        for page in pages_of(run, [event for event in run.trace.events if isinstance(event, Rendered)]):
            pages.setdefault(page.route, page)
    return made, list(pages.values())


def _component(run: Run, found: Found, path: str, name: str, value: Value) -> Component | None:
    program = run.program
    try:
        result = _render(run, value)
    except OutOfBudget:
        program.note(path, _node(value), f"component {name} is too large to follow")
        result = Unknown()
    rendered = [event for event in run.trace.events if isinstance(event, Rendered)]
    boundary = isinstance(value, ClassValue) and any(value.find(m) for m in _BOUNDARY_METHODS)
    if not rendered and not boundary and not isinstance(result, Markup):
        return None
    name = name if name != "default" else path.rsplit("/", 1)[-1].split(".")[0]
    return Component(
        name=name,
        location=at(path, _node(value)),
        body=_body(value, path),
        renders=tuple(sorted({event.markup.tag for event in rendered if event.markup.tag[:1].isupper()})),
        fetches=recording.fetches(run.trace, name),
        browser_calls=recording.browser_calls(run.trace, name),
        forms=tuple(_forms(run.trace, rendered)),
        boundary=boundary,
        root=_root(found, value),
        side=run.side,
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
    )


def _node(value: Value):  # type: ignore[no-untyped-def]
    return value.function if isinstance(value, Closure) else value.node  # type: ignore[attr-defined]


def _body(value: Value, path: str) -> Location:
    from roadworthy.frameworks.express.router import body_of

    return body_of(value) if isinstance(value, Closure) else at(path, _node(value))


def _render(run: Run, value: Value) -> Value:
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
        return run.call(value, Args([Unknown(), Unknown()], spread=True), _node(value))


def _root(found: Found, value: Value) -> Location | None:
    for root, place in found.roots:
        if root is value:
            return place
    return None


def is_component_class(kind: ClassValue) -> bool:
    """Whether a class is a React component."""
    return any(isinstance(base, External) and base.path in _BASES for base in kind.ancestors())


# --- forms -------------------------------------------------------------------------------------------


def _forms(trace: Trace, rendered: list[Rendered]) -> Iterator[Form]:
    seen: set[Location] = set()
    inside: set[int] = set()
    for event in reversed(rendered):
        for name, begin, end in event.handled:
            fetches = [e for e in trace.events[begin:end] if isinstance(e, FetchSeen)]
            if not fetches or at(event.path, event.markup.node) in seen:
                continue
            seen.add(at(event.path, event.markup.node))
            yield _form(event, name, trace.events[begin:end], fetches, inside)


def _form(
    event: Rendered, trigger: str, events: list[object], fetches: list[FetchSeen], inside: set[int]
) -> Form:
    submits = trigger == "onSubmit"
    control = (_submit_button(event.markup) if submits else None) or event.markup
    disabled = control.attributes.get("disabled") or control.attributes.get("isLoading") or Constant(None)
    pairs = tuple(dict.fromkeys((fetch.method, fetch.url) for fetch in fetches))
    return Form(
        location=at(event.path, event.markup.node),
        control=at(event.path, control.node),
        label=_text(control),
        trigger=trigger,
        disabled_while_pending=_pending(disabled, events) or _guarded(fetches),
        fetches=pairs,
        fields=tuple(_fields(event.markup)),
    )


def _submit_button(markup: Markup) -> Markup | None:
    for inner in _inside(markup):
        kind = inner.attributes.get("type")
        plain = isinstance(kind, Constant) and kind.value == "button"
        if inner.tag.lower().endswith("button") and not plain:
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


def _pending(disabled: Value, events: list[object]) -> bool:
    """Whether `disabled` depends on a request under way: a mutation's state, or a state that the handler sets."""
    set_states = {id(event.state) for event in events if isinstance(event, StateSet)}
    for value in _leaves(disabled):
        if isinstance(value, State) and id(value) in set_states:
            return True
        if getattr(value, "operation", "") in (PENDING, ".isSubmitting", ".isPending", ".pending"):
            return True
        if isinstance(value, External) and value.path.endswith(
            ("isSubmitting", "isPending", "isLoading", ".pending")
        ):
            return True
    return False


def _leaves(value: Value, depth: int = 0) -> Iterator[Value]:
    yield value
    if depth < 8 and not isinstance(value, (State, Mutation)):
        for inner in value.inputs():
            yield from _leaves(inner, depth + 1)


def _guarded(fetches: list[FetchSeen]) -> bool:
    """Whether the handler itself leaves when a request is under way (`if (saving) return`)."""
    return all(
        any(
            not condition.truth
            and any(isinstance(leaf, State) for leaf in _leaves(condition.value))
            and _is_flag(condition.value)
            for condition in fetch.context.conditions
        )
        for fetch in fetches
    )


def _is_flag(value: Value) -> bool:
    return any(
        isinstance(leaf, State) and isinstance(leaf.initial, Constant) and leaf.initial.value is False
        for leaf in _leaves(value)
    )
