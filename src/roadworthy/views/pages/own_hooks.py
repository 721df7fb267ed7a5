"""The app's own hooks that hand on what a library's hook gives: `const useNotes = () => useQuery(...)`, and who takes what of it."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name, without_functions
from roadworthy.views.code.spots import spots

_HOOK = regex(r"^use[A-Z]")


def own_hooks(app: App) -> dict[str, form.Call]:
    """By name, the call whose result such a hook returns. A name that two hooks have tells nothing. A view."""
    found: dict[str, list[list[form.Call]]] = {}
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        if _HOOK.match(function.name):
            found.setdefault(function.name, []).append(list(_handed_on(function)))
    return {name: hooks[0][0] for name, hooks in found.items() if len(hooks) == len(hooks[0]) == 1}


def _handed_on(function: form.Function) -> Iterator[form.Call]:
    for node in without_functions(function.body):
        given = node.value if isinstance(node, form.Return) else None
        if isinstance(given, form.Call) and _HOOK.match(last_name(given.callee)):
            yield given


def untaken(app: App, function: form.Function, uses: list[form.Name]) -> bool:
    """Whether a hook only hands something on (`return { notes, error }`), and none of its callers takes it."""
    keys = [key for one in uses if (key := _returned_as(function, one))]
    takers = app.view(_takers).get(function.name, [])
    if not _HOOK.match(function.name) or len(keys) < len(uses) or not takers:
        return False
    return all(
        isinstance(target, form.RecordTarget)
        and target.rest is None
        and not any(field.key in keys for field in target.fields)
        for target in takers
    )


def _returned_as(function: form.Function, use: form.Name) -> str:
    for node in without_functions(function.body):
        given = node.value if isinstance(node, form.Return) else None
        for entry in given.entries if isinstance(given, form.Record) else ():
            if entry.value is use and isinstance(entry.key, form.Literal):
                return str(entry.key.value)
    return ""


def _takers(app: App) -> dict[str, list[form.Node | None]]:
    """By the name of a hook, what the results of its calls are bound to: None where they are used some other way."""
    found: dict[str, list[form.Node | None]] = {}
    bound_calls: set[int] = set()
    for spot in spots(app, form.Define):
        node = spot.node
        assert isinstance(node, form.Define)
        if isinstance(node.value, form.Call) and _HOOK.match(last_name(node.value.callee)):
            bound_calls.add(id(node.value))
            found.setdefault(last_name(node.value.callee), []).append(node.target)
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if _HOOK.match(last_name(call.callee)) and id(call) not in bound_calls:
            found.setdefault(last_name(call.callee), []).append(None)
    return found
