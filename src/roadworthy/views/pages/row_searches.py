"""Searches in the scripts of pages that the server fills in: every row is there, and those without the word are hidden."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript
from roadworthy.views.code.dotted import last_name
from roadworthy.views.pages.template_files import inline_scripts, scripted_pages
from roadworthy.views.pages.template_routes import routes_of_file

_FOLDED = {"toLowerCase", "toLocaleLowerCase", "toUpperCase"}
_LOOKED_FOR = {"includes", "indexOf", "match", "search"}
_EACH = {"querySelectorAll", "getElementsByTagName", "getElementsByClassName", "each", "filter", "forEach"}
_HIDES = {"toggle", "hide", "show", "add", "remove"}


class RowSearch(Struct, frozen=True):
    """The function of a page's own script that looks for what is typed within the rows that stand there, and the endpoint that fills
    the page in."""

    endpoint: Endpoint
    location: Location


def row_searches(app: App) -> tuple[RowSearch, ...]:
    """Every such search, once for each endpoint whose page has it. A view."""
    return app.view(_row_searches)


def _row_searches(app: App) -> tuple[RowSearch, ...]:
    found: list[RowSearch] = []
    for template in scripted_pages(app):
        filled = _filling(app, template.path)
        for offset, script in inline_scripts(template) if filled else ():
            module = read_javascript("inline.js", script.encode())
            before = len(template.text[:offset].encode())
            line = template.text[:offset].count("\n")
            for node in _searching(module):
                span = node.span
                place = Location(
                    template.path,
                    span.line + line,
                    span.end_line + line,
                    span.start + before,
                    span.end + before,
                )
                found += [RowSearch(endpoint, place) for endpoint in filled]
    return tuple(found)


def _filling(app: App, path: str) -> list[Endpoint]:
    """The endpoints that answer with a template."""
    routes = {page.route for page in app.pages if page.file == path} | set(routes_of_file(app, path))
    return [one for one in app.endpoints if one.method == "GET" and one.path in routes]


def _searching(module: form.Module) -> Iterator[form.Function]:
    """The innermost functions that do all of it."""
    functions = [one for one in form.walk(module.body, form.Function) if isinstance(one, form.Function)]
    hiding = [one for one in functions if _hides_rows(one)]
    for one in hiding:
        inner = [other for other in hiding if other is not one and other.span.within(one.span)]
        if not inner:
            yield one


def _hides_rows(function: form.Function) -> bool:
    """Whether it goes through elements, looks for a typed text within each without regard to case, and hides those without it."""
    called = {
        last_name(one.callee) for one in form.walk(function.body, form.Call) if isinstance(one, form.Call)
    }
    members = {one.name for one in form.walk(function.body, form.Member) if isinstance(one, form.Member)}
    typed = "value" in members or "val" in called
    many = bool(called & _EACH) or bool(members & {"rows", "children"})
    hides = bool(members & {"display", "hidden"}) or bool(called & _HIDES and members & {"classList"})
    hides = hides or bool(called & {"toggle", "hide", "show"})
    return typed and many and hides and bool(called & _FOLDED) and bool(called & _LOOKED_FOR)
