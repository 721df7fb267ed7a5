"""Servers that ask only whether an `Authorization` header came along, and never what is in it: anything will do."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, dotted, unwrapped
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below


def bare_headers(app: App) -> frozenset[str]:
    """The files in which that header is read, and every use of it is a condition. A view."""
    paths = {spot.path for spot in spots(app, form.Call) if _reads(spot.node)}
    return frozenset(path for path in paths if _is_only_tested(app.modules[path]))


def _reads(node: form.Node | None) -> bool:
    """`request.headers.get("Authorization")`."""
    return (
        isinstance(node, form.Call)
        and dotted(node.callee).endswith("headers.get")
        and [str(getattr(one, "value", "")).lower() for one in node.arguments] == ["authorization"]
    )


def _is_only_tested(module: form.Module) -> bool:
    names = {
        name
        for node in below(module.body)
        if isinstance(node, form.Define) and _reads(unwrapped(node.value))
        for name in bound(node.target)
    }
    given = {id(unwrapped(node.value)) for node in below(module.body) if isinstance(node, form.Define)}
    tested = {
        id(one) for node in below(module.body) if isinstance(node, form.If) for one in below((node.test,))
    }
    return all(id(one) in tested for one in _uses(module, names, given))


def _uses(module: form.Module, names: set[str], given: set[int]) -> Iterator[form.Node]:
    """What reads the header or one of its names, but for the definitions of these."""
    targets = {
        id(one)
        for node in below(module.body)
        if isinstance(node, form.Define)
        for one in below((node.target,))
    }
    for node in below(module.body):
        named = isinstance(node, form.Name) and node.name in names and id(node) not in targets
        if named or (_reads(node) and id(node) not in given):
            yield node


def without_header(endpoint: Endpoint) -> Endpoint:
    """The same with nothing asked about the `Authorization` header."""
    kept = [
        one
        for one in endpoint.answers
        if one.status not in (401, 403) or not any(map(_asks_for_header, one.facts))
    ]
    return structs.replace(
        endpoint,
        queries=tuple(structs.replace(one, facts=_others(one.facts)) for one in endpoint.queries),
        answers=tuple(structs.replace(one, facts=_others(one.facts)) for one in kept),
    )


def _others(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(one for one in facts if not _asks_for_header(one))


def _asks_for_header(fact: Fact) -> bool:
    return (
        fact.operator == "truthy"
        and fact.left.kind == "headers"
        and [part.lower() for part in fact.left.path] == ["authorization"]
    )
