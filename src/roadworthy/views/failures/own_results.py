"""Results of the app's own functions that say whether they worked (`{ success: false, error }`), taken for empty ones by who asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import (
    by_name,
    dotted,
    is_empty,
    is_log,
    names_in,
    unwrapped,
    without_functions,
)
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.failure_text import says_so

# By what such a result says that it worked, and by what it tells why not.
_FLAGS = ("success", "ok")
BESIDE = regex(r"log|view|visit|track|event|audit|sign_?out|heartbeat|presence|seen|mark_?as|_?read$", re.I)
# What Next.js asks beside the page, which tells a failure itself or does not.
_OF_NEXT = ("generateMetadata", "generateViewport", "generateStaticParams", "generateImageMetadata")
_WHY = ("error", "errors", "message", "msg", "reason", "code", "fieldErrors")
EMPTY, NOT_FOUND, SILENT, DROPPED = "empty", "not-found", "silent", "unchecked"


class OwnResult(Struct, frozen=True):
    """`name` is the function asked at `location`; `kind` is what its failure is shown as: empty, not-found, silent (nobody
    is told) or unchecked (nobody looks at the result of a change)."""

    owner: Owner
    location: Location
    name: str
    kind: str


def own_results(app: App) -> tuple[OwnResult, ...]:
    """Every such place of the app's pages. A view."""
    known = app.view(_answering)
    return (*_found(app, known), *_dropped(app, known)) if known else ()


def told_to_askers(app: App) -> frozenset[tuple[str, int]]:
    """Where such a function is asked and the reason that it gives is read, as (path, start): what the app knows to fail is told
    there. A view."""
    known = app.view(_answering)
    return frozenset(
        (spot.path, call.span.start)
        for spot in (spots(app, form.Define) if known else ())
        if isinstance(spot.node, form.Define) and isinstance(spot.node.target, form.Name) and spot.functions
        for call in _asked_in(spot.node.value, known)
        if _is_told(
            [one for one in below(spot.functions[0].body) if one.span.start > call.span.end],
            spot.node.target.name,
        )
    )


def _asked_in(value: form.Node | None, known: frozenset[str]) -> Iterator[form.Call]:
    """The calls of such functions that a value comes from: `id ? await change(id, note) : await add(note)`."""
    if isinstance(value, form.Conditional):
        yield from _asked_in(value.then, known)
        yield from _asked_in(value.otherwise, known)
    call = unwrapped(value) if isinstance(value, form.Await) else None
    if isinstance(call, form.Call) and dotted(call.callee) in known:
        yield call


def _answering(app: App) -> frozenset[str]:
    """The functions that answer a failure so: their catch, or their look at the error that a client puts aside, returns
    `{ success: false }` or `{ error }`."""
    found = {name for spot in spots(app, form.If) if (name := _puts_aside(spot))}
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        named = next((one.name for one in spot.functions if one.name), "")
        if named and any(map(says_no, without_functions(tuple(h.body for h in node.handlers)))):
            found.add(named)
    return frozenset(found)


def _puts_aside(spot: Spot) -> str:
    """The function in which `const { data, error } = await ...; if (error) return { success: false }` stands; '' elsewhere. Clients
    that never throw (supabase-js) are asked so."""
    node = spot.node
    assert isinstance(node, form.If)
    asked = names_in(node.test)
    if not asked or not spot.functions or not any(map(says_no, without_functions((node.then,)))):
        return ""
    kept = {
        name
        for one in below(spot.functions[-1].body)
        if isinstance(one, form.Define) and isinstance(one.value, form.Await)
        for name in _errors_of(one.target)
    }
    return next((one.name for one in spot.functions if one.name), "") if kept & set(asked) else ""


def _errors_of(target: object) -> Iterator[str]:
    """The names under which the `error` of a result is kept."""
    for field in target.fields if isinstance(target, form.RecordTarget) else ():
        if field.key == "error" and isinstance(field.target, form.Name):
            yield field.target.name


def says_no(node: form.Node) -> bool:
    """`return { success: false, ... }`, or `return { error }` and nothing beside it."""
    if not isinstance(node, form.Return) or not isinstance(node.value, form.Record):
        return False
    named = by_name(node.value.entries)
    flagged = any(isinstance(v, form.Literal) and v.value is False for k, v in named.items() if k in _FLAGS)
    why = named.get("error")
    alone = len(node.value.entries) == 1 and why is not None
    return flagged or (alone and not (isinstance(why, form.Literal) and not why.value))


def _found(app: App, known: frozenset[str]) -> Iterator[OwnResult]:
    for spot in spots(app, form.Define):
        owner = owner_of(app, spot)
        if owner.kind not in ("component", "function") or not spot.functions or owner.subject in _OF_NEXT:
            continue
        picked = _picked(spot, known)
        if picked is not None and not says_so(app, owner.location):
            yield OwnResult(owner, at(spot.path, picked), dotted(picked.callee), EMPTY)
        for name, call in _kept(spot, known):
            kind = _shown_as(spot.functions[0], name, call)
            if kind and not (kind != SILENT and says_so(app, owner.location)):
                yield OwnResult(owner, at(spot.path, call), dotted(call.callee), kind)


def _dropped(app: App, known: frozenset[str]) -> Iterator[OwnResult]:
    """`await removeNote(id)` of an action that would answer that it failed: the page goes on as if it had worked."""
    changing = {
        endpoint.path
        for endpoint in app.endpoints
        if endpoint.kind == "action" and any(query.operation != "select" for query in endpoint.queries)
    } & known
    for spot in spots(app, form.Evaluate) if changing else ():
        node = spot.node
        assert isinstance(node, form.Evaluate)
        call = unwrapped(node.value)
        if not isinstance(call, form.Call) or dotted(call.callee) not in changing:
            continue
        owner, begun = owner_of(app, spot), not isinstance(node.value, form.Await)
        if (owner.side == "client" or begun) and not BESIDE.search(dotted(call.callee)):
            yield OwnResult(owner, at(spot.path, call), dotted(call.callee), DROPPED)


def _picked(spot: Spot, known: frozenset[str]) -> form.Call | None:
    """The call of whose result only the data are taken: `const { item } = await getItem(id)`."""
    node = spot.node
    assert isinstance(node, form.Define)
    call = unwrapped(node.value) if isinstance(node.value, form.Await) else None
    if not isinstance(node.target, form.RecordTarget) or not isinstance(call, form.Call):
        return None
    taken = {one.key for one in node.target.fields}
    whole = node.target.rest is not None or taken & {*_FLAGS, *_WHY}
    return call if dotted(call.callee) in known and taken and not whole else None


def _kept(spot: Spot, known: frozenset[str]) -> Iterator[tuple[str, form.Call]]:
    """The names that results are kept under, each with the call that gave it."""
    node = spot.node
    assert isinstance(node, form.Define)
    if not isinstance(node.value, form.Await):
        return
    value = unwrapped(node.value)
    if not isinstance(value, form.Call):
        return
    pairs: list[tuple[form.Node | None, form.Node]] = [(node.target, value)]
    if dotted(value.callee) == "Promise.all" and value.arguments:
        given, kept = value.arguments[0], node.target
        items = given.items if isinstance(given, form.Sequence) else ()
        pairs = list(zip(kept.items, items, strict=False)) if isinstance(kept, form.SequenceTarget) else []
    for target, call in pairs:
        if isinstance(target, form.Name) and isinstance(call, form.Call) and dotted(call.callee) in known:
            yield target.name, call


def _shown_as(function: form.Function, name: str, call: form.Call) -> str:
    """What becomes of a failure in the function that asked; '' where it is told, or handed on whole."""
    after = [node for node in below(function.body) if node.span.start > call.span.end]
    if _is_handed_on(after, name) or _is_told(after, name):
        return ""
    kinds = [kind for node in after if (kind := _at(node, name)) is not None]
    return "" if not kinds or "" in kinds else min(kinds)


def _is_handed_on(after: list[form.Node], name: str) -> bool:
    """Whether the result is used whole: returned, or given to something else."""
    held = {id(node.object) for node in after if isinstance(node, (form.Member, form.Index))}
    return any(isinstance(node, form.Name) and node.name == name and id(node) not in held for node in after)


def _is_told(after: list[form.Node], name: str) -> bool:
    """Whether the reason is read, other than for the log."""
    logged = {
        id(inner) for node in after if isinstance(node, form.Call) and is_log(node) for inner in below(node)
    }
    return any(
        isinstance(node, form.Member)
        and node.name in _WHY
        and dotted(node.object) == name
        and id(node) not in logged
        for node in after
    )


def _at(node: form.Node, name: str) -> str | None:
    """What one look at the flag makes of a failure; '' where something is done about it, None where nothing is looked at."""
    if isinstance(node, form.Conditional) and _asks(node.test, name):
        return EMPTY if is_empty(node.otherwise) or _is_nothing(node.otherwise) else ""
    if not isinstance(node, form.If) or not _asks(node.test, name):
        return None
    failed = node.then if _is_turned(node.test, name) else node.otherwise
    deeds = Deeds(tuple(one for one in failed if not _puts_back(one)))
    if deeds.acts or deeds.outcome == "no":
        return ""
    if deeds.outcome == "not-found" or _takes_data(node, name):
        return NOT_FOUND if deeds.outcome == "not-found" else EMPTY
    if deeds.outcome:
        return EMPTY
    # What follows a success that ends here is about failures.
    ends = bool(node.then) and isinstance(node.then[-1], (form.Return, form.Raise))
    return SILENT if failed or not ends else ""


def _puts_back(statement: form.Statement) -> bool:
    """`setNotes(notes)`: the list is shown as it was before, without a word."""
    call = statement.value if isinstance(statement, form.Evaluate) else None
    if not isinstance(call, form.Call) or len(call.arguments) != 1:
        return False
    name, given = dotted(call.callee), call.arguments[0]
    return isinstance(given, form.Name) and name == f"set{given.name[:1].upper()}{given.name[1:]}"


def _is_nothing(node: form.Node) -> bool:
    return isinstance(node, form.Literal) and not node.value


def _takes_data(node: form.If, name: str) -> bool:
    """Whether what came is shown where it came: more is read of the result than that it worked."""
    return any(
        isinstance(one, form.Member) and dotted(one.object) == name and one.name not in _FLAGS
        for one in below(node.then)
    )


def _asks(test: form.Node, name: str) -> bool:
    return name in names_in(test) and any(
        isinstance(one, form.Member) and one.name in _FLAGS and dotted(one.object) == name
        for one in below((test,))
    )


def _is_turned(test: form.Node, name: str) -> bool:
    """`!result.success`, alone or beside others."""
    if isinstance(test, form.Operation) and test.operator in ("or", "and"):
        return any(_is_turned(one, name) for one in test.operands)
    return isinstance(test, form.Operation) and test.operator == "not" and name in names_in(test)
