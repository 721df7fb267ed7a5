"""Disables a control of a React page while the request it starts is under way."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.pages.submitting import Sender, path_shape

_PATHS = regex(r"[\"'`](/[^\"'`\s]*)[\"'`]")


def disable_while_pending(app: App, endpoint: Endpoint, sender: Sender) -> list[Change]:
    """Ties a control's `disabled` to the component's own mutation of that endpoint; empty where it has none."""
    path = sender.form.control.path
    if path not in app.modules:
        # A control that stands in HTML has no state of a mutation to go by.
        return []
    source = SourceFile(app, path)
    name = _mutation(app, source, endpoint, sender)
    element = _element(app, sender)
    if not name or element is None or not element.tag:
        return []
    for attribute in element.attributes:
        if isinstance(attribute.key, form.Literal) and attribute.key.value == "disabled":
            inner = attribute.value.span
            already = isinstance(attribute.value, form.Literal)
            return [] if already else [source.insert(inner.start, f"{name} || ")]
    return [source.insert(element.span.start + 1 + len(element.tag), f" disabled={{{name}}}")]


def _mutation(app: App, source: SourceFile, endpoint: Endpoint, sender: Sender) -> str:
    """`orderMutation.isPending`: the state of the mutation whose function asks for the endpoint."""
    body = sender.component.body
    found = []
    for node in form.walk(app.modules[source.path].body):
        inside = body.start <= node.span.start and node.span.end <= body.end
        if not inside or not isinstance(node, form.Define) or not isinstance(node.target, form.Name):
            continue
        value = node.value
        named = (
            value.callee.name if isinstance(value, form.Call) and isinstance(value.callee, form.Name) else ""
        )
        text = source.content[node.span.start : node.span.end].decode()
        if named == "useMutation" and _asks(text, endpoint):
            found.append(node.target.name)
    if len(found) != 1:
        return ""
    version = re.search(r"(\d+)", app.deployment.package("@tanstack/react-query") or "")
    return f"{found[0]}.{'isPending' if version is not None and int(version[1]) >= 5 else 'isLoading'}"


def _asks(text: str, endpoint: Endpoint) -> bool:
    paths = {path_shape(re.sub(r"\$\{[^}]*\}", ":value", found)) for found in _PATHS.findall(text)}
    return (
        path_shape(endpoint.path) in paths and re.search(rf"[\"'`]{endpoint.method}[\"'`]", text) is not None
    )


def _element(app: App, sender: Sender) -> form.Element | None:
    place = sender.form.control
    for node in form.walk(app.modules[place.path].body):
        if isinstance(node, form.Element) and (node.span.start, node.span.end) == (place.start, place.end):
            return node
    return None
