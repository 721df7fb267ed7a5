"""Looks for parts of a request that become part of a statement, a command, a path, an address or a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app import App, Endpoint, Location, Origin
from roadworthy.app.component import Component
from roadworthy.app.use import Use
from roadworthy.catalogue import Verdict, clear, not_applicable
from roadworthy.patterns.malicious_input.injection.file_names import asks_for_ending, is_content, names_a_file
from roadworthy.patterns.malicious_input.injection.finding import InjectionGap
from roadworthy.patterns.malicious_input.injection.stored import stored_paths, stored_templates
from roadworthy.patterns.malicious_input.injection.wording import WORST_FIRST, told
from roadworthy.views.pages.screens import route_showing
from roadworthy.views.people.access import ROLE, UNREAD, Access
from roadworthy.views.requests.operator_values import finds_its_own, operator_values
from roadworthy.views.requests.pattern_values import pattern_values, searched_by
from roadworthy.views.requests.signed import checks_signature
from roadworthy.views.requests.taint import client_parts, is_handed_by_page, is_tested, same_part
from roadworthy.views.requests.text_shape import chooses_host, chooses_path, is_kept_flat

_SINKS = (
    "sql",
    "command",
    "code",
    "deserialise",
    "path",
    "upload",
    "template",
    "request",
    "redirect",
    "mail",
)
_SENT = frozenset({"body", "params", "query", "headers", "cookies", "parsed"})
_LINKED = frozenset({"body", "params", "query", "parsed"})


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, and for each component that goes where its address says."""
    for endpoint in app.endpoints:
        yield _judge(app, endpoint)
    for component in app.components:
        yield from _judge_component(app, component)


def _judge(app: App, endpoint: Endpoint) -> Verdict:
    found = sorted(_found(app, endpoint), key=lambda one: WORST_FIRST.index(one.kind))
    if found:
        return told(found[0])
    sinks = [use for use in endpoint.uses if use.kind in _SINKS]
    if not sinks and not endpoint.queries:
        return not_applicable(endpoint.subject, "it runs nothing that could be told something else")
    return clear(endpoint.subject, "what it sends on is bound, checked or its own")


def _found(app: App, endpoint: Endpoint) -> Iterator[InjectionGap]:
    yield from stored_templates(app, endpoint)
    yield from stored_paths(app, endpoint)
    for use in endpoint.uses:
        part = _reaching(endpoint, use)
        # What only holders of the server's own key may tell it to ask, the app tells itself.
        asked = use.kind == "request"
        guards = Access(endpoint).guards((*endpoint.facts, *use.facts)) if part is not None else set()
        if part is not None and not (asked and ROLE in guards):
            within = asked and not chooses_host(address_of(use), part)
            # What was not read on the way may leave it to administrators.
            bound = (UNREAD in guards and use.kind in _BY_WHOM) or (use.kind == "path" and ROLE in guards)
            yield InjectionGap(use.kind, use.api, use.location, part, endpoint, within=within, bound=bound)
    if checks_signature(endpoint):
        return  # what another service signed holds what that service writes
    for query, part in operator_values(app, endpoint):
        yield InjectionGap(
            "nosql",
            query.library,
            query.location,
            part,
            endpoint,
            bound=finds_its_own(query, part),
        )
    for query, part in pattern_values(endpoint):
        yield InjectionGap("pattern", query.library, query.location, part, endpoint)
    for query, part in searched_by(endpoint):
        yield InjectionGap("search", query.library, query.location, part, endpoint)


# What does no more harm than its sender could do otherwise, where only some people get as far.
_BY_WHOM = ("request", "path", "upload", "redirect")


def _reaching(endpoint: Endpoint, use: Use) -> Origin | None:
    """The part of the request that a dangerous call is given unescaped and unchecked."""
    if use.kind not in _SINKS or not use.arguments:
        return None
    given = use.arguments if use.kind == "sql" and not use.api.count(".") else (address_of(use),)
    kinds = _LINKED if use.kind in ("redirect", "request", "path", "upload") else _SENT
    facts = (*endpoint.facts, *use.facts)
    if names_a_file(use):
        kinds, facts = kinds | {"files"}, tuple(fact for fact in facts if not asks_for_ending(fact))
    parts = [part for origin in given for part in client_parts(origin, kinds) if not is_content(part)]
    open_parts = [part for part in parts if not is_tested(facts, part) and _dangerous(endpoint, use, part)]
    return next((part for part in open_parts if not _names_a_row(endpoint, use, part)), None)


def _names_a_row(endpoint: Endpoint, use: Use, part: Origin) -> bool:
    """Whether a row was found by this very value before, so that it is one that the app itself once stored."""
    if use.kind not in ("request", "path", "mail"):
        return False
    found = {
        leaf.query
        for fact in (*endpoint.facts, *use.facts)
        if fact.holds and fact.right is None
        for leaf in fact.left.leaves()
        if leaf.kind == "row"
    }
    return any(
        query.number in found
        and any(
            f.operator == "=" and any(same_part(leaf, part) for leaf in f.value.sources())
            for f in query.filters
        )
        for query in endpoint.queries
    )


def address_of(use: Use) -> Origin:
    """What a call is about: its first argument; of an answer with messages beside it, where it leads."""
    first = use.arguments[0]
    return first.inputs[0] if first.operation == "page" and first.inputs else first


def _dangerous(endpoint: Endpoint, use: Use, part: Origin) -> bool:
    """Whether a part stands where it changes what is done."""
    first = address_of(use)
    if use.kind == "redirect":
        return chooses_host(first, part) and not is_handed_by_page(endpoint, part)
    if use.kind == "request":
        in_address = not _takes_slashes(endpoint.path, part) and (
            part.kind == "params"
            or any(
                re.search(rf"[:<{{\[.]{re.escape(name)}[\]}}>/]?", endpoint.path) for name in part.path[:1]
            )
        )
        return chooses_host(first, part) or (not in_address and chooses_path(first, part))
    if use.kind == "upload":
        return chooses_host(first, part)
    if use.kind == "command":
        shell = use.keyword("shell")
        return first.operation != "list" or (shell is not None and shell.value is not False)
    if use.kind == "path":
        if _is_one_segment(endpoint, use, part) or is_kept_flat(first, part):
            return False
        return _is_server_file(use.location) or use.api != "open"
    if use.kind in ("code", "deserialise") and use.api in ("exec", "compile", "eval"):
        return use.api == "eval" or _is_server_file(use.location)
    return True


def _is_one_segment(endpoint: Endpoint, use: Use, part: Origin) -> bool:
    """Whether a part of the address holds no slash, as Starlette and Werkzeug have it of every parameter that is not a `path`: no
    file of another folder is named by it. Folders still are, by `..`."""
    return (
        endpoint.framework in ("fastapi", "flask")
        and all(leaf.kind == "params" and not _takes_slashes(endpoint.path, leaf) for leaf in part.sources())
        and not use.api.endswith(("rmtree", "rmdir"))
    )


def _takes_slashes(address: str, part: Origin) -> bool:
    """`/files/{path:path}`: the part goes on to the end of the address, dots and slashes included."""
    return any(
        re.search(rf"\{{{re.escape(name)}:path\}}|<path:{re.escape(name)}>", address)
        for name in part.path[:1]
    )


def _is_server_file(place: Location) -> bool:
    return place.path.endswith(".py")


# --- pages -------------------------------------------------------------------------------------------


def _judge_component(app: App, component: Component) -> Iterator[Verdict]:
    uses = [use for use in component.uses if use.kind == "redirect" and use.arguments]
    for use in uses:
        for part in client_parts(use.arguments[0], ("query",)):
            if not is_tested(use.facts, part) and chooses_host(use.arguments[0], part):
                route = route_showing(app, component.name)
                found = InjectionGap(
                    "redirect", use.api, use.location, part, None, component.name, route=route
                )
                yield told(found, component.location)
                return
    if uses:
        yield clear(component.name, "it goes only to places it names itself")
