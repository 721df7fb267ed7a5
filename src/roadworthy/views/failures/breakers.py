"""Which outside services an app asks so often that a dead one drags it down, and what stops it from asking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.service import ServiceCall
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.data.public_reads import loaded_by
from roadworthy.views.failures.outside_attempts import only_in_attempts, own_machine
from roadworthy.views.failures.patience import waited_for
from roadworthy.views.operations.hosting import callee_name

_LIBRARIES = regex(
    r"^(?:npm:)?(opossum|cockatiel|mollitia|brakes|hystrixjs|levee|pybreaker|circuitbreaker|aiobreaker|purgatory|aiomisc|lasier)([/.@].*)?$"
)
_NAMED = regex(r"breaker|circuit", re.I)
_SMTP = regex(r"smtp|django\.core\.mail|flask_mail|nodemailer", re.I)
_BOOKS = regex(
    r"(^|_)(orders?|payments?|bookings?|purchases?|sales?|checkouts?|invoices?|transactions?)$", re.I
)
_BESIDE = regex(r"(^|/)(scripts?|tools?|tests?|e2e|seeds?|evals?|public|static)/|\.(test|spec)\.")

LOOP, READ, CORE, PAGE = "loop", "read", "core", "page"


class Hammered(Struct, frozen=True):
    """A call that is made again and again. `why` is loop (once an element or attempt), read (whenever somebody looks), core (with every order or
    payment) or page (a page that asks again as soon as it failed)."""

    subject: str
    service: str
    location: Location
    why: str


def hammered(app: App) -> tuple[Hammered, ...]:
    """The calls without a breaker that a dead service would keep busy, the worst first."""
    return app.view(_hammered)


def _hammered(app: App) -> tuple[Hammered, ...]:
    found = list(_of_endpoints(app)) + list(_of_pages(app)) + list(_passed_clients(app))
    order = (LOOP, PAGE, CORE, READ)
    unique = {one.location: one for one in sorted(found, key=lambda one: order.index(one.why), reverse=True)}
    return tuple(sorted(unique.values(), key=lambda one: (order.index(one.why), one.location)))


def _of_endpoints(app: App) -> Iterator[Hammered]:
    for endpoint in app.endpoints:
        for call in endpoint.services:
            why = _why(app, endpoint, call)
            if why and not broken_off(app, call) and not _BESIDE.search(call.location.path):
                yield Hammered(endpoint.subject, call.service, call.location, why)


def _why(app: App, endpoint: Endpoint, call: ServiceCall) -> str:
    if _SMTP.search(call.client) or _SMTP.search(call.service) or "supabase" in call.client:
        return ""
    if call.loops and not only_in_attempts(app, call):
        return LOOP
    if own_machine(call) or not waited_for(app, call):
        return ""
    if endpoint.method == "GET" and endpoint.kind == "http":
        return READ
    if endpoint.kind == "function" and call.method == "GET" and loaded_by(app, endpoint) is not None:
        return READ
    writes = {query.table for query in endpoint.queries if query.operation in ("insert", "update", "upsert")}
    core = any(_BOOKS.search(name) for name in writes) or re.search(
        r"/(pay|checkout|orders?|bookings?)\b", endpoint.path
    )
    return CORE if core or (call.method == "GET" and endpoint.kind == "http") else ""


def broken_off(app: App, call: ServiceCall) -> bool:
    """Whether a breaker stands on the way to a call."""
    paths = {call.location.path, *(place.path for place in call.calls[1:])}
    return any(path in breaker_files(app) for path in paths)


def breaker_files(app: App) -> frozenset[str]:
    """The files that put a breaker around something."""
    return app.view(_breaker_files)


def _breaker_files(app: App) -> frozenset[str]:
    found = set()
    for path, module in app.modules.items():
        for node in form.walk(module.body, form.Import, form.Call):
            named = isinstance(node, form.Import) and (
                _LIBRARIES.match(node.source) or _NAMED.search(node.source)
            )
            if named or (isinstance(node, form.Call) and _NAMED.search(callee_name(node))):
                found.add(path)
                break
    return frozenset(found)


# --- calls by a client that was handed in ------------------------------------------------------------

_HTTP = regex(r"^(http_?client|client|session|http|api|axios_?instance)$", re.I)
_VERBS = {"get", "post", "put", "request"}


def _passed_clients(app: App) -> Iterator[Hammered]:
    """A loop of attempts around a request of a client that the function was given, in a function that is called for each of many."""
    for path, module in sorted(app.modules.items()):
        if _BESIDE.search(path) or module.language != "python" or path in breaker_files(app):
            continue
        for function in form.walk(module.body, form.Function):
            if not isinstance(function, form.Function) or not function.is_async:
                continue
            for loop in form.walk(function.body):
                call = _request_in(loop, function) if isinstance(loop, form.Loop) else None
                if call is not None and _called_for_many(module, function.name):
                    yield Hammered(function.name, "another service", at(path, call), LOOP)
                    break


def _request_in(loop: form.Loop, function: form.Function) -> form.Call | None:
    given = {p.target.name for p in function.parameters if isinstance(p.target, form.Name)}
    for node in form.walk(loop.body):
        if (
            isinstance(node, form.Call)
            and isinstance(node.callee, form.Member)
            and node.callee.name in _VERBS
        ):
            owner = node.callee.object
            if isinstance(owner, form.Name) and owner.name in given and _HTTP.match(owner.name):
                return node
    return None


def _called_for_many(module: form.Module, name: str) -> bool:
    """Whether a function is called under a gather, a comprehension or a loop: `gather(*[send(x) for x in all])`, through one more function at most."""
    callers = {name}
    for node in form.walk(module.body, form.Function):
        if isinstance(node, form.Function) and any(
            isinstance(n, form.Call) and callee_name(n) == name for n in form.walk(node.body)
        ):
            callers.add(node.name)
    for node in form.walk(module.body, form.Comprehension, form.Loop):
        if isinstance(node, (form.Comprehension, form.Loop)) and any(
            isinstance(n, form.Call) and callee_name(n) in callers for n in form.walk((node,))
        ):
            return True
    return False


# --- pages that ask again at once --------------------------------------------------------------------


def _of_pages(app: App) -> Iterator[Hammered]:
    """An effect that loads while a list is empty and nothing is loading, and runs again when the loading ends: if it failed, or there is nothing, for ever."""
    for component in app.components:
        module = app.modules.get(component.location.path)
        if module is None:
            continue
        for node in form.walk(module.body, form.Call):
            inside = component.body.start <= node.span.start and node.span.end <= component.body.end
            if (
                inside
                and isinstance(node, form.Call)
                and callee_name(node) == "useEffect"
                and _asks_again(node)
            ):
                yield Hammered(component.name, "its server", at(component.location.path, node), PAGE)


def _asks_again(effect: form.Call) -> bool:
    if (
        len(effect.arguments) < 2
        or not isinstance(effect.arguments[0], form.Function)
        or not isinstance(effect.arguments[1], form.Sequence)
    ):
        return False
    listed = {_text(item) for item in effect.arguments[1].items}
    for node in effect.arguments[0].body:
        if isinstance(node, form.If):
            empty = {
                _text(n.operands[0])
                for n in form.walk((node.test,))
                if isinstance(n, form.Operation) and n.operator == "==" and _is_zero(n)
            }
            idle = {
                _text(n.operands[0])
                for n in form.walk((node.test,))
                if isinstance(n, form.Operation) and n.operator == "not"
            }
            emptied = any(
                text.endswith(".length") and (text in listed or text.removesuffix(".length") in listed)
                for text in empty
            )
            if (
                emptied
                and idle & listed
                and any(isinstance(n, form.Await) for n in form.walk(node.then))
                and _resets(node.then, idle & listed)
            ):
                return True
    return False


def _is_zero(node: form.Operation) -> bool:
    return any(isinstance(operand, form.Literal) and operand.value == 0 for operand in node.operands)


def _resets(statements: tuple[form.Statement, ...], flags: set[str]) -> bool:
    """Whether the loading flag falls again whatever came of it: `setLoading(false)`."""
    setters = {f"set{flag[:1].upper()}{flag[1:]}" for flag in flags}
    return any(
        isinstance(n, form.Call)
        and callee_name(n) in setters
        and any(isinstance(a, form.Literal) and a.value is False for a in n.arguments)
        for n in form.walk(statements)
    )


def _text(node: object) -> str:
    if isinstance(node, form.Name):
        return node.name
    return f"{_text(node.object)}.{node.name}" if isinstance(node, form.Member) else ""
