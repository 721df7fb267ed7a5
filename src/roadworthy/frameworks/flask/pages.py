"""Pages of an application: routes that answer with a template, and the templates' forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app import Component, Page
from roadworthy.frameworks.flask.views import Application, Shown
from roadworthy.frameworks.templates.components import Templates, component_of
from roadworthy.interpret import Program
from roadworthy.regex import regex

if TYPE_CHECKING:
    from roadworthy.frameworks.flask.factories import Applications

_URL_FOR = regex(r"url_for\(\s*['\"]([\w.]+)['\"]")


class Pages:
    """What an application's templates show."""

    def __init__(self, applications: Applications) -> None:
        self.applications = applications
        self.routes: dict[str, list[str]] = {}

    def components(self, program: Program) -> list[Component]:
        """Every template that a view answers with, and what those put in."""
        templates = Templates(program)
        for shown in self._shown():
            path = templates.find(shown.template, shown.module)
            if path:
                self.routes.setdefault(path, []).append(shown.rule)
        whole = {inner.path: None for path in self.routes for inner in templates.whole(path)}
        return [
            component_of(templates, path, self._routes_of(templates, path), self._link, "jinja")
            for path in whole
        ]

    def _routes_of(self, templates: Templates, path: str) -> list[str]:
        """Where a template is seen: on its own pages, or on those that put it in."""
        own = self.routes.get(path)
        if own is not None:
            return list(dict.fromkeys(own))
        outer = [page for page in self.routes if any(inner.path == path for inner in templates.whole(page))]
        return list(dict.fromkeys(rule for page in outer for rule in self.routes[page]))

    def _shown(self) -> list[Shown]:
        return [shown for application in self.applications.applications for shown in application.shown]

    def _link(self, action: str, path: str) -> str:
        named = _URL_FOR.search(action)
        if named is None:
            return ""
        name = named.group(1)
        rules = {chain.name: chain.rule for app in self.applications.applications for chain in app.known}
        return rules.get(name, "")


def pages_of(applications: list[Application], program: Program) -> list[Page]:
    """The routes that answer a GET with a template."""
    templates = Templates(program)
    found: dict[str, Page] = {}
    for shown in (one for application in applications for one in application.shown):
        if shown.method == "GET":
            path = templates.find(shown.template, shown.module) or shown.module
            found[shown.rule] = Page(shown.rule, "", path, shown.location, shown.guarded, shown.caught)
    return list(found.values())
