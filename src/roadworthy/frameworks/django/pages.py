"""Pages of a project: routes that answer a GET with a template, and the templates' forms."""

from __future__ import annotations

from roadworthy.app import Component, Page
from roadworthy.frameworks.django.views import Project
from roadworthy.frameworks.templates.components import Templates, component_of
from roadworthy.interpret import Program
from roadworthy.regex import regex

_URL_TAG = regex(r"\{%\s*url\s+['\"]([\w:.-]+)['\"]")


def pages_of(project: Project, program: Program) -> list[Page]:
    """The routes that answer a GET with a template."""
    templates = Templates(program)
    found: dict[str, Page] = {}
    caught = _failure_page(project, program)
    for shown in project.shown:
        if shown.method == "GET":
            path = templates.find(shown.template, shown.module) or shown.module
            found[shown.path] = Page(shown.path, "", path, shown.location, shown.guarded, caught)
    return list(found.values())


def _failure_page(project: Project, program: Program) -> str:
    """What is shown when a view fails: the project's 500.html or the handler that its URLs name, '' for neither."""
    own = [path for path in program.paths if path.endswith("templates/500.html")]
    if own:
        return own[0]
    settings = project.orm.settings
    urls = program.resolve(settings.text("ROOT_URLCONF"), settings.path) if settings.path else None
    return urls if urls is not None and program.offered(urls, "handler500") is not None else ""


def components_of(project: Project, program: Program) -> list[Component]:
    """Every template that a view answers with, and what those put in."""
    templates = Templates(program)
    routes: dict[str, list[str]] = {}
    for shown in project.shown:
        path = templates.find(shown.template, shown.module)
        if path:
            routes.setdefault(path, []).append(shown.path)
    whole = {inner.path: None for path in routes for inner in templates.whole(path)}
    names = {route.name: route.path for route in project.routes}

    def link(action: str, path: str) -> str:
        named = _URL_TAG.search(action)
        return names.get(named.group(1), "") if named is not None else ""

    return [component_of(templates, path, _routes(templates, routes, path), link, "django") for path in whole]


def _routes(templates: Templates, routes: dict[str, list[str]], path: str) -> list[str]:
    """Where a template is seen: on its own pages, or on those that put it in."""
    own = routes.get(path)
    if own is not None:
        return list(dict.fromkeys(own))
    outer = [page for page in routes if any(inner.path == path for inner in templates.whole(page))]
    return list(dict.fromkeys(one for page in outer for one in routes[page]))
