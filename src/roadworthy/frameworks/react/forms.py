"""The controls of a component that ask for a change, and whether they wait for the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app import Form, Location
from roadworthy.app.location import at
from roadworthy.frameworks.events import FetchSeen, QuerySeen
from roadworthy.frameworks.react.controls import disabled_by
from roadworthy.frameworks.react.rendered import Rendered
from roadworthy.frameworks.react.state import PENDING, Mutation, State, StateSet
from roadworthy.interpret import Closure, Constant, External, Markup, Program, Trace, Value
from roadworthy.interpret.context import Condition
from roadworthy.languages import form
from roadworthy.regex import regex


def forms_of(program: Program, trace: Trace, rendered: list[Rendered]) -> Iterator[Form]:
    """The forms and buttons of a component whose handlers ask for a change."""
    seen: set[Location] = set()
    for event in reversed(rendered):
        for name, begin, end in event.handled:
            sent = [e for e in trace.events[begin:end] if isinstance(e, FetchSeen) or _writes(e)]
            if not sent or at(event.path, event.markup.node) in seen:
                continue
            seen.add(at(event.path, event.markup.node))
            yield _form(program, event, name, trace.events[begin:end], sent, rendered)  # type: ignore[arg-type]


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
    rendered: list[Rendered],
) -> Form:
    submits = trigger in ("onSubmit", "action")
    control = (_submit_button(event.markup) if submits else None) or event.markup
    disabled = disabled_by(program, control) or Constant(None)
    pairs = tuple(dict.fromkeys((one.method, one.url) for one in sent if isinstance(one, FetchSeen)))
    written = tuple(dict.fromkeys((one.operation, one.table) for one in sent if isinstance(one, QuerySeen)))
    first = _set_before(events)
    handed = event.markup.component is not None and _waits_inside(event.markup, first)
    return Form(
        location=at(event.path, event.markup.node),
        control=at(event.path, control.node),
        label=_text(control),
        trigger=trigger,
        disabled_while_pending=handed
        or _pending(disabled, first)
        or _guarded(sent, events)
        or _taken_away(event.context.conditions, first)
        or any(_pending(value, first) for value in _around(event.markup, control, rendered)),
        fetches=pairs,
        fields=tuple(_fields(event.markup)),
        writes=written,
    )


def _around(markup: Markup, control: Markup, rendered: list[Rendered]) -> Iterator[Value]:
    """What disables a fieldset with the control in it, and so the control."""
    for event in rendered:
        disabled = event.markup.attributes.get("disabled")
        if event.markup.tag == "fieldset" and disabled is not None:
            held = list(_inside(event.markup))
            if any(one is markup or one is control for one in held):
                yield disabled


_WAITS = regex(r"disabled|loading|pending|busy|ing$", re.I)


def _waits_inside(markup: Markup, first: set[int]) -> bool:
    """Whether a component of the app that is handed the handler waits by itself: it is told that a request is under way, or
    keeps account of it."""
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
