"""Pages of an application that shows Jinja's templates: routes that answer with one, and the templates' forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from roadworthy.app import Component, Page
from roadworthy.app.location import Location
from roadworthy.frameworks.templates.components import Templates, component_of
from roadworthy.interpret import Program
from roadworthy.regex import regex

_URL_FOR = regex(r"url_for\(\s*['\"]([\w.]+)['\"]")


class Shown(Struct, frozen=True):
    """A template that a route answers with."""

    method: str
    rule: str
    template: str
    module: str
    location: Location
    guarded: bool
    caught: str = ""


class ShownTemplates:
    """What the templates of applications show. `shown` tells which, `named` the routes by the names that `url_for` takes."""

    def __init__(self, shown: Callable[[], Iterable[Shown]], named: Callable[[], Mapping[str, str]]) -> None:
        self._shown, self._named = shown, named
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

    def _link(self, action: str, path: str) -> str:
        named = _URL_FOR.search(action)
        return self._named().get(named.group(1), "") if named is not None else ""


def pages_of(shown: Iterable[Shown], program: Program) -> list[Page]:
    """The routes that answer a GET with a template."""
    templates = Templates(program)
    found: dict[str, Page] = {}
    for one in shown:
        if one.method == "GET":
            path = templates.find(one.template, one.module) or one.module
            found[one.rule] = Page(one.rule, "", path, one.location, one.guarded, one.caught)
    return list(found.values())
