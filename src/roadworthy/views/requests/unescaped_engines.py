"""Engines of templates that are told not to escape what they show."""

from __future__ import annotations

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.source.purpose import is_test


def switched_off(app: App) -> tuple[Location, ...]:
    """Where an engine of templates is told not to escape what it shows (`autoescape: false`)."""
    return app.view(_switched_off)


def _switched_off(app: App) -> tuple[Location, ...]:
    found = []
    for path, module in sorted(app.modules.items()):
        if is_test(path) or _has_engines(module):
            continue
        for node in form.walk(module.body, form.Record, form.Call):
            entries = (
                node.entries
                if isinstance(node, form.Record)
                else node.keywords
                if isinstance(node, form.Call)
                else ()
            )
            if any(map(_switches_off, entries)) and not _has_no_files(path, node):
                found.append(at(path, node))
    return tuple(found)


def _has_engines(module: form.Module) -> bool:
    """Whether a module of Django's settings names several engines of templates: the one that does not escape is asked for by its name,
    for texts that are no pages (Django's documentation, "Multiple engines")."""
    engines = [
        entry
        for node in form.walk(module.body, form.Record)
        if isinstance(node, form.Record)
        for entry in node.entries
        if isinstance(entry.key, form.Literal)
        and entry.key.value == "BACKEND"
        and isinstance(entry.value, form.Literal)
        and str(entry.value.value).startswith("django.template.backends.")
    ]
    return len(engines) > 1


def _has_no_files(path: str, node: form.Node) -> bool:
    """Whether it is an environment of Jinja's without a loader: no template that a page is made of is found by it (its documentation,
    "Loaders")."""
    return (
        path.endswith(".py")
        and isinstance(node, form.Call)
        and isinstance(node.callee, (form.Name, form.Member))
        and node.callee.name.endswith("Environment")
        and not any(
            isinstance(entry.key, form.Literal) and entry.key.value in ("loader", "directory", "env")
            for entry in node.keywords
        )
    )


def _switches_off(entry: form.Entry) -> bool:
    if not isinstance(entry.key, form.Literal) or not isinstance(entry.value, form.Literal):
        return False
    return (entry.key.value == "autoescape" and entry.value.value is False) or (
        entry.key.value == "noEscape" and entry.value.value is True
    )
