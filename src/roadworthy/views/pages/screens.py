"""Which page shows what: from a component to a route that a browser can open."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from msgspec import structs

from roadworthy.app.component import Component, Page
from roadworthy.app.location import whole_file
from roadworthy.app.model import App


def page_showing(app: App, component: str) -> Page | None:
    """A page on which a component appears: its own, else one that renders it, else the plainest where it stands around all
    pages. None for a component that no page is known to show. A template goes by its name or by its file."""
    by_name = {one.name: one for one in app.components}
    pages = sorted(_pages(app), key=_plainest)
    template = app.view(_templates).get(component)
    component = template.name if template is not None else component
    for page in pages:
        if component in _shown_by(_seen_from(app, by_name, page), *_first_on(app, page)):
            return page
    framed = _framed(app, by_name, component)
    if framed:
        return next(page for page in pages if page.file.startswith(framed))
    root = root_component(app)
    around = root is not None and component in _shown_by(by_name, root.name)
    return pages[0] if around and pages else None


def _first_on(app: App, page: Page) -> tuple[str, ...]:
    """What a page begins with; where a template is the page, that."""
    template = app.view(_templates).get(page.file) if not page.component else None
    return (template.name if template is not None else page.component, *page.others)


def _templates(app: App) -> Mapping[str, Component]:
    """The templates that a server fills in, by their files."""
    return {one.location.path: one for one in app.components if one.location == whole_file(one.location.path)}


def _pages(app: App) -> tuple[Page, ...]:
    """The app's pages; of one that routes nothing the one that its root is (which of its views is shown, a state says)."""
    root = root_component(app) if not app.pages else None
    return app.pages if root is None else (Page("/", root.name, root.location.path, root.location),)


def _seen_from(app: App, by_name: Mapping[str, Component], page: Page) -> Mapping[str, Component]:
    """The components by name as a page names them: that of its own file goes by its name there, which other pages' may have as well."""
    own = component_of(app, page) if page.component else app.view(_templates).get(page.file)
    return by_name if own is None else {**by_name, own.name: own}


def component_of(app: App, page: Page) -> Component | None:
    """The component of a page: that of its file, where several pages call theirs alike (`Page`, `Home`)."""
    named = app.view(_namesakes).get(page.component, ())
    return next((one for one in named if one.location.path == page.file), named[0] if named else None)


def _namesakes(app: App) -> Mapping[str, list[Component]]:
    found: dict[str, list[Component]] = {}
    for one in app.components:
        found.setdefault(one.name, []).append(one)
    return found


def _framed(app: App, by_name: Mapping[str, Component], component: str) -> tuple[str, ...]:
    """The folders whose pages a layout stands around that puts a component in, where there are such pages."""
    frames = [one for one in app.components if posixpath.basename(one.location.path).startswith("layout.")]
    folders = [
        posixpath.dirname(one.location.path) + "/"
        for one in frames
        if component == one.name or component in _shown_by(by_name, one.name)
    ]
    return tuple(folder for folder in folders if any(page.file.startswith(folder) for page in app.pages))


def route_showing(app: App, component: str) -> str:
    """The route of that page; '' for none."""
    page = page_showing(app, component)
    return page.route if page is not None else ""


def _plainest(page: Page) -> tuple[bool, bool, int]:
    """Routes without parameters and guards are the easiest to open."""
    return (":" in page.route or "*" in page.route, page.guarded, len(page.route))


def _shown_by(components: Mapping[str, Component], *start: str) -> set[str]:
    return {*start, *(name for one in rendered_by(components, start) for name in one.renders)}


def rendered_by(components: Mapping[str, Component], start: Iterable[str]) -> Iterator[Component]:
    """The named components and all that they put in, each once, what stands nearest first."""
    seen, waiting = set[str](), deque(start)
    while waiting:
        name = waiting.popleft()
        component = components.get(name)
        if component is not None and name not in seen:
            seen.add(name)
            yield component
            waiting.extend(component.renders)


def root_component(app: App) -> Component | None:
    """The component that is put into the document."""
    return next((component for component in app.components if component.root is not None), None)


def plain_pages(app: App) -> list[Page]:
    """The pages whose route needs no value, the front page first. One that stands at an address and everywhere below it (`/*`) is the
    page of that address, unless it has another."""
    pages = _pages(app)
    taken = {page.route for page in pages}
    based = [page for page in pages if _base(page.route) and _base(page.route) not in taken]
    plain = [page for page in pages if not any(sign in page.route for sign in ":*[")]
    plain += [structs.replace(page, route=_base(page.route)) for page in based]
    return sorted(plain, key=lambda page: (page.route != "/", page.route))


def _base(route: str) -> str:
    """The address itself of a route that takes all below it as well; '' for others, and for what stands where nothing else does (`*`)."""
    base = route.removesuffix("*").rstrip("/") or "/" if route.endswith("/*") else ""
    return "" if any(sign in base for sign in ":*[") else base


def page_at(app: App, route: str) -> Page | None:
    """The page of a route, as `plain_pages` or the app itself calls it."""
    below = [f"{route.rstrip('/')}/*"]
    return next((one for name in (route, *below) for one in _pages(app) if one.route == name), None)


def components_on(app: App, route: str) -> list[Component]:
    """The page of a route and the components that it may put in, the page first; none where the page is not known."""
    page = page_at(app, route)
    return parts_of(app, page) if page is not None else []


def parts_of(app: App, page: Page) -> list[Component]:
    """The component of a page and those that it may put in, the page's first."""
    return list(rendered_by(_seen_from(app, app.view(_first_by_name), page), (page.component, *page.others)))


def _first_by_name(app: App) -> Mapping[str, Component]:
    return {one.name: one for one in reversed(app.components)}
