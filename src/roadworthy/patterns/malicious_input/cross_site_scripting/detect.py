"""Looks for places where text that people write becomes markup or a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from roadworthy.app import App, Component, Endpoint, Origin
from roadworthy.app.use import Use
from roadworthy.catalogue import Verdict, clear, not_applicable
from roadworthy.patterns.malicious_input.cross_site_scripting.addresses import typed_address
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.patterns.malicious_input.cross_site_scripting.serialized import serialized
from roadworthy.patterns.malicious_input.cross_site_scripting.templates import judge_templates
from roadworthy.patterns.malicious_input.cross_site_scripting.wording import told
from roadworthy.patterns.malicious_input.cross_site_scripting.written import is_unseen, written
from roadworthy.regex import regex
from roadworthy.views.pages.screens import route_showing
from roadworthy.views.requests.markup_undone import markup_undone
from roadworthy.views.requests.taint import client_parts, is_tested
from roadworthy.views.requests.text_shape import before, chooses_host, pieces, ways

_SLUG = regex(r"(^|_)slug$|Slug$", re.I)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component, endpoint and template that makes markup of text."""
    for component in app.components:
        yield from _judge_component(app, component)
    for endpoint in app.endpoints:
        yield from _judge_endpoint(app, endpoint)
    yield from judge_templates(app)


# --- pages -------------------------------------------------------------------------------------------


def _judge_component(app: App, component: Component) -> Iterator[Verdict]:
    sinks = [
        use
        for use in component.uses
        if use.kind in ("html", "redirect", "link", "path")
        and use.arguments
        and not _router_refuses(app, use)
    ]
    if not sinks:
        yield not_applicable(component.name, "it shows everything as text")
        return
    found = next((gap for use in sinks if (gap := _shown(app, component, use)) is not None), None)
    found = found or typed_address(app, component)
    yield (
        told(structs.replace(found, route=route_showing(app, component.name)))
        if found is not None
        else clear(component.name, "the markup it sets is its own or was sanitised")
    )


# The first version of Next.js whose router refuses `javascript:` (read in the package: 16.1 goes there, 16.2 throws).
_REFUSES_SCRIPTS = (16, 2)
_VERSION = regex(r"(\d+)\.(\d+)")


def _router_refuses(app: App, use: Use) -> bool:
    """Whether Next.js's own router goes there, of a version that goes to no address that is a script."""
    version = _VERSION.search(app.deployment.package("next") or "")
    return (
        use.kind == "redirect"
        and "next/navigation" in use.api
        and version is not None
        and (int(version.group(1)), int(version.group(2))) >= _REFUSES_SCRIPTS
    )


def _shown(app: App, component: Component, use: Use) -> ScriptGap | None:
    if use.kind in ("link", "path"):
        return None
    value = use.arguments[0]
    if use.kind == "redirect":
        if component.side == "server":
            # An answer's Location with such an address is not followed by any browser.
            return None
        part = next((p for p in client_parts(value, ("query",)) if _is_whole_address(use, value, p)), None)
        if part is None:
            return None
        return ScriptGap(
            component.name, ".".join(part.path), use.api, "link", use.location, component.location
        )
    part = next(written(value), None)
    within = next(serialized(app, value), None) if part is None else None
    part = part or within
    if part is None:
        return None
    return ScriptGap(
        component.name,
        _named(part),
        use.api,
        "markup" if within is None else "serialized",
        use.location,
        component.location,
        guessed=part.kind == "props" or is_unseen(part),
    )


def _is_whole_address(use: Use, value: Origin, part: Origin) -> bool:
    """Whether the part begins the address, so that it may begin with `javascript:`."""
    if is_tested(use.facts, part) or not chooses_host(value, part):
        return False
    return any(before(way, part) == "" for way in ways(value))


def _named(origin: Origin) -> str:
    if origin.kind == "computed":
        return origin.operation.strip(".") or "what was loaded"
    return ".".join((origin.table, *origin.path)).strip(".") or origin.kind


# --- answers -----------------------------------------------------------------------------------------


def _judge_endpoint(app: App, endpoint: Endpoint) -> Iterator[Verdict]:
    undone = app.view(markup_undone)
    uses = [
        use
        for use in endpoint.uses
        if use.kind == "html" and use.arguments and use.location not in undone and not _is_xml(endpoint, use)
    ]
    for use in uses:
        part = next(
            (p for p in _unescaped(app, use) if not is_tested((*endpoint.facts, *use.facts), p)), None
        )
        if part is not None:
            yield told(
                ScriptGap(
                    endpoint.subject, _named(part), _through(use), "answer", use.location, endpoint.location
                )
            )
            return
    if uses:
        yield clear(endpoint.subject, "what it puts into its markup is escaped")


def _through(use: Use) -> str:
    return "the answer" if use.api == "answer" else use.api.rsplit(".", 1)[-1]


def _is_xml(endpoint: Endpoint, use: Use) -> bool:
    """Whether what is answered is a site map or a feed: browsers run nothing in it."""
    if re.search(r"\.(xml|rss|atom|txt)$|/(feed|rss|atom)$", endpoint.path):
        return True
    firsts = [next(iter(pieces(way)), None) for way in ways(use.arguments[0])]
    return any(
        one is not None and one.kind == "constant" and str(one.value).lstrip().startswith("<?xml")
        for one in firsts
    )


def _is_made_up(app: App, part: Origin) -> bool:
    """Whether a column holds addresses that the app made of other texts, letters and dashes only."""
    if not part.path or not _SLUG.search(part.path[-1]):
        return False
    written = (
        value
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.table == part.table and (value := query.written(part.path[-1])) is not None
    )
    return not any(value.kind in ("body", "query", "params", "parsed") for value in written)


def _unescaped(app: App, use: Use) -> Iterator[Origin]:
    for part in client_parts(
        use.arguments[0], ("body", "query", "params", "headers", "cookies", "parsed", "row")
    ):
        table = app.table(part.table) if part.kind == "row" else None
        column = table.column(part.path[-1]) if table is not None and part.path else None
        texts = column is None or column.type.partition("(")[0].strip() in (
            "text",
            "string",
            "varchar",
            "character varying",
        )
        # A number or a day that was counted up over rows of which no table is known is no text.
        written = part.table and part.path and texts and not _is_made_up(app, part)
        if part.kind != "row" or written:
            yield part
