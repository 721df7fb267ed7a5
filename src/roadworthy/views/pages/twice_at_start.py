"""What hangs on a sign-in and is asked for twice at each start: for the session that is read, and for the same one once more, of
which a watcher of Supabase is told as soon as it listens (INITIAL_SESSION,
https://supabase.com/docs/reference/javascript/auth-onauthstatechange)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name, names_in
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.loads import Load, loads

_WATCHES, _READS = "onAuthStateChange", ("getSession", "getUser")
_ASKS = regex(r"\.from\(\)\.select$|\.rpc$|\.functions\.invoke$")
# What a watcher is told of later than at the start.
_LATER = frozenset({"SIGNED_OUT", "PASSWORD_RECOVERY", "TOKEN_REFRESHED", "USER_UPDATED"})
# What says that nobody looks at the page any more, which holds for both ways alike.
_GONE = regex(r"mount|cancel|active|alive|ignore", re.I)


class Repeated(Struct, frozen=True):
    """A question that is asked at the first of `places` for the watcher and at the second for the session that was read."""

    owner: Owner
    places: tuple[Location, ...]
    fact: str


def twice_at_start(app: App) -> tuple[Repeated, ...]:
    """Every such question. A view."""
    return tuple(found for load in app.view(loads) for found in _of_load(load))


def _of_load(load: Load) -> Iterator[Repeated]:
    local = load.local
    for run in load.runs:
        watcher = _watcher(run, local)
        if watcher is None:
            continue
        told = dict(_asked(watcher, 0, local, bound_in(watcher) - _event(watcher)))
        read = {
            key: node
            for one in load.runs
            for key, node in _after_session(one, watcher, local)
        }  # fmt: skip
        for name, node in told.items():
            if name in read:
                first, second = at(load.path, node), at(load.path, read[name])
                inside = tuple(at(load.path, one) for one in _questions(local[name])) if name in local else ()
                fact = f"{name} is asked for at {second} with the session, and at {first} by the watcher, which is told of the same session at once"
                yield Repeated(load.owner, (second, first, *inside), fact)
                return


def _watcher(run: form.Function, local: dict[str, form.Function]) -> form.Function | None:
    for node in below(run.body):
        if isinstance(node, form.Call) and last_name(node.callee) == _WATCHES and node.arguments:
            given = node.arguments[0]
            return given if isinstance(given, form.Function) else local.get(dotted(given))
    return None


def _event(watcher: form.Function) -> set[str]:
    return bound(watcher.parameters[0].target) if watcher.parameters else set()


def bound_in(function: form.Function) -> set[str]:
    """The names that a function's parameters and its own definitions bind."""
    found = set().union(*(bound(one.target) for one in function.parameters))
    for node in below(function.body):
        if isinstance(node, form.Define):
            found |= bound(node.target)
        elif isinstance(node, form.Function):
            found |= set().union(*(bound(one.target) for one in node.parameters))
    return found


def _after_session(
    run: form.Function, watcher: form.Function, local: dict[str, form.Function]
) -> Iterator[tuple[str, form.Node]]:
    """What a function asks for once it has read the session."""
    for node in below(run.body):
        if isinstance(node, form.Call) and last_name(node.callee) in _READS and not _holds(watcher, node):
            for name, asked in _asked(run, node.span.end, local, bound_in(run)):
                if not _holds(watcher, asked):
                    yield name, asked
            return


def _holds(outer: form.Node, inner: form.Node) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _asked(
    function: form.Function, since: int, local: dict[str, form.Function], known: set[str]
) -> Iterator[tuple[str, form.Node]]:
    """The questions of a piece of code, by the name of the function or of the table that is asked. One that is asked only
    sometimes, for what nobody sees here, does not count."""
    tests = [node for node in below(function.body) if isinstance(node, (form.If, form.Conditional))]
    for node in below(function.body):
        if not isinstance(node, form.Call) or node.span.start < since:
            continue
        name = _asked_of(node, local)
        if name and not any(_decides(test, node, known) for test in tests):
            yield name, node


def _asked_of(call: form.Call, local: dict[str, form.Function]) -> str:
    called = local.get(dotted(call.callee))
    if called is not None:
        return dotted(call.callee) if any(_questions(called)) and not _remembers(called) else ""
    return _named(call) if _ASKS.search(dotted(call.callee)) else ""


def _named(call: form.Call) -> str:
    """The table or function that a question names: `profiles` of `.from("profiles").select()`."""
    for node in below((call,)):
        if isinstance(node, form.Call) and last_name(node.callee) in ("from", "rpc", "invoke"):
            first = node.arguments[0] if node.arguments else None
            return str(first.value) if isinstance(first, form.Literal) else ""
    return ""


def _questions(function: form.Function) -> list[form.Call]:
    return [
        node
        for node in below(function.body)
        if isinstance(node, form.Call) and _ASKS.search(dotted(node.callee))
    ]


def _remembers(function: form.Function) -> bool:
    """Whether a function may leave the question out for one that was asked before: `if (asked.current === id) return`."""
    return any(
        isinstance(node, form.If) and any(isinstance(one, form.Return) for one in node.then) and ".current" in _members(node.test)
        for node in below(function.body)
    )  # fmt: skip


def _members(node: form.Node) -> set[str]:
    return {f".{one.name}" for one in below((node,)) if isinstance(one, form.Member)}


def _decides(test: form.If | form.Conditional, call: form.Node, known: set[str]) -> bool:
    """Whether a test of something else than the session stands around a question, or leaves before it."""
    if test.span.start > call.span.start:
        return False
    around = _holds(test, call)
    leaves = isinstance(test, form.If) and any(isinstance(one, form.Return) for one in test.then)
    words = {one.value for one in below((test.test,)) if isinstance(one, form.Literal)}
    if not around and words and words <= _LATER:
        return False
    strange = {name for name in names_in(test.test) - known if not _GONE.search(name)}
    return bool(strange) and (around or leaves)
