"""The app's own functions that hand on what Supabase answers (`{ data, error }`, or False for an error), asked by who does not look
at it. supabase-js never throws: whoever drops the answer goes on as if all had gone well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name, names_in, unwrapped, without_functions
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.kept_errors import kept_error, use_of
from roadworthy.views.failures.own_results import BESIDE, says_no
from roadworthy.views.failures.unchecked import (
    changes,
    is_optional,
    missed,
    question,
    uses_supabase,
)
from roadworthy.views.failures.unchecked_answer import Unchecked, asked_for

# A function that tells people itself, or keeps the failure where a page reads it.
_TELLS = regex(r"toast|alert|notif|message|^set\w*err|snackbar|dispatch", re.I)


class _Handing(Struct, frozen=True):
    """What a function hands on: the `{ error }` itself (`pair`), or a word of its own for it. `question` is what it asks of Supabase."""

    pair: bool
    question: form.Call


def handed_results(app: App) -> tuple[Unchecked, ...]:
    """Every answer handed on by a function of the app's own that nobody looks at. A view."""
    known = _known(app) if uses_supabase(app) else {}
    return tuple(_unread(app, known)) if known else ()


# --- functions that hand on --------------------------------------------------------------------------


def _known(app: App) -> dict[str, _Handing]:
    """By name; a name that another function of the app has as well stands for neither."""
    found: dict[str, list[_Handing | None]] = {}
    handing: dict[int, _Handing | None] = {}
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        handing[id(function)] = handed = _handing(function) if function.name else None
        if function.name and function.kind not in ("method", "getter", "setter", "constructor"):
            found.setdefault(function.name, []).append(handed)
    for spot in spots(app, form.Define):
        for name, function in _members(spot.node):
            found.setdefault(name, []).append(handing.get(id(function)))
    return {name: one for name, [one, *more] in found.items() if one is not None and not more}


def _members(node: form.Node) -> Iterator[tuple[str, form.Function]]:
    """`noteService.rename` of `const noteService = { async rename() { ... } }`."""
    if (
        isinstance(node, form.Define)
        and isinstance(node.target, form.Name)
        and isinstance(node.value, form.Record)
    ):
        for entry in node.value.entries:
            if isinstance(entry.value, form.Function) and isinstance(entry.key, form.Literal):
                yield f"{node.target.name}.{entry.key.value}", entry.value


def _handing(function: form.Function) -> _Handing | None:
    inner = list(without_functions(function.body))
    if any(isinstance(one, form.Call) and _TELLS.search(last_name(one.callee)) for one in inner):
        return None
    for node in inner:
        if isinstance(node, form.Return) and (asked := question(unwrapped(node.value))) is not None:
            return _Handing(True, asked)
    for node in inner:
        asked = question(unwrapped(node.value)) if isinstance(node, form.Define) else None
        name = kept_error(node.target) if asked is not None and isinstance(node, form.Define) else None
        if asked is not None and name:
            return _told_of(inner, name, asked)
    return None


def _told_of(inner: list[form.Node], name: str, asked: form.Call) -> _Handing | None:
    """How a kept error is handed on, where it is."""
    returns = [one for one in inner if isinstance(one, form.Return)]
    if any(_holds(one.value, name) for one in returns):
        return _Handing(True, asked)
    if any(isinstance(one, form.Return) and _is_verdict(one.value, name) for one in inner):
        return _Handing(False, asked)
    looks = [one for one in inner if isinstance(one, form.If) and name in names_in(one.test)]
    if any(_answers_no(node) for one in looks for node in without_functions(one.then)):
        return _Handing(False, asked)
    return None


def _holds(value: form.Node | None, name: str) -> bool:
    """`{ data, error }`."""
    return isinstance(value, form.Record) and any(
        isinstance(entry.key, form.Literal)
        and entry.key.value == "error"
        and isinstance(entry.value, form.Name)
        and entry.value.name == name
        for entry in value.entries
    )


def _is_verdict(value: form.Node | None, name: str) -> bool:
    """`return !error`."""
    return isinstance(value, form.Operation) and value.operator == "not" and name in names_in(value)


def _answers_no(node: form.Node) -> bool:
    """`return false`, `return { success: false }`."""
    refused = (
        isinstance(node, form.Return) and isinstance(node.value, form.Literal) and node.value.value is False
    )
    return refused or says_no(node)


# --- who asks them -----------------------------------------------------------------------------------


def _unread(app: App, known: dict[str, _Handing]) -> Iterator[Unchecked]:
    for spot in (*spots(app, form.Define), *spots(app, form.Evaluate)):
        node = spot.node
        assert isinstance(node, (form.Define, form.Evaluate))
        call = unwrapped(node.value) if isinstance(node.value, form.Await) else None
        handed = known.get(dotted(call.callee)) if isinstance(call, form.Call) else None
        if handed is None or not isinstance(call, form.Call) or not spot.functions:
            continue
        found = Unchecked(
            owner_of(app, spot),
            "result",
            at(spot.path, call),
            changes(handed.question),
            target=asked_for(handed.question),
            optional=is_optional(spot),
        )
        if isinstance(node, form.Evaluate):
            if found.write and not BESIDE.search(dotted(call.callee)):
                yield structs.replace(found, dropped=True)
        elif handed.pair and _is_left_out(node, spot, call):
            yield found


def _is_left_out(node: form.Define, spot: Spot, call: form.Call) -> bool:
    """Whether the error is not taken out of the answer, or taken and not looked at."""
    name = kept_error(node.target)
    if name is None:
        return False
    if name:
        return use_of(name, spot, call) == "none"
    return not missed(bound(node.target), spot.functions[0], call)
