"""Looks for an error boundary above the pages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from roadworthy.app import App, Location, Page
from roadworthy.catalogue import Verdict, clear, gap, not_applicable
from roadworthy.patterns.error_recovery.no_error_boundary.finding import BoundaryGap
from roadworthy.regex import regex
from roadworthy.views.failures.router_errors import router_boundary
from roadworthy.views.pages.screens import plain_pages, root_component

_TEMPLATES = (".html", ".htm", ".jinja", ".jinja2", ".j2")
# Packages whose components are error boundaries.
_READY_MADE = {"ErrorBoundary", "Sentry.ErrorBoundary", "QueryErrorResetBoundary", "CatchBoundary"}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    root = root_component(app)
    rendered = [page for page in app.pages if not page.component and page.file.endswith(_TEMPLATES)]
    if (root is None or root.root is None) and rendered:
        yield _templates(rendered)
        return
    if root is None or root.root is None:
        yield not_applicable("app", "it has no front end of components")
        return
    own = [component.name for component in app.components if component.boundary]
    shown = [component for component in app.components if not component.boundary]
    names = {name for component in shown for name in component.renders} | _roots(app)
    used = (set(own) | _READY_MADE) & names
    if used:
        yield clear("app", f"{sorted(used)[0]} catches errors of what it holds")
        return
    routed = app.view(router_boundary)
    if routed is not None:
        yield clear("app", f"the router shows a component of its own for errors ({routed})")
        return
    caught = [page for page in app.pages if page.caught]
    dead_end = bool(caught) and all(map(partial(_is_dead_end, app), {page.caught for page in caught}))
    if caught and len(caught) == len(app.pages) and not dead_end:
        yield clear("app", f"{caught[0].caught} is shown in place of a page that failed")
        return
    bare = tuple(page.route for page in app.pages if dead_end or not page.caught)
    yield gap(
        "app",
        _message(app),
        impact="Lost users: one unexpected value in one answer leaves a white page without a way on",
        locations=(root.root, root.location),
        evidence=(
            f"{root.name} is put into the document without a boundary at {root.root}",
            f"none of the {len(app.components)} components is an error boundary"
            if not own
            else f"{own[0]} is one, and nothing renders it"
            if not caught
            else f"{caught[0].caught} takes the place of every page and offers no way on"
            if dead_end
            else f"{caught[0].caught} covers {len(caught)} of {len(app.pages)} pages",
        ),
        details=BoundaryGap(root.root, root.name, _routes(app), _next_folder(root.root), bare),
    )


# What leads on from a page that failed: trying again, another page.
_WAY_ON = regex(r"\breset\b|reload|href|<Link|useRouter|router\.|navigate|<form|<button|<Button")


def _is_dead_end(app: App, path: str) -> bool:
    """Whether the only boundary is the one around everything and its page leads nowhere."""
    name = path.rsplit("/", 1)[-1]
    return name.startswith("global-error.") and not _WAY_ON.search(app.read(path).decode(errors="replace"))


def _templates(pages: list[Page]) -> Verdict:
    """Pages that the server renders: what their visitors see when a view fails."""
    if pages[0].caught:
        return clear("app", f"{pages[0].caught} answers when a view fails")
    first = pages[0]
    return gap(
        "app",
        "A view that fails or a wrong address leaves the framework's bare error page",
        impact="Lost users: an unexpected value ends in a page without explanation or a way back",
        locations=(first.location,),
        evidence=(
            f"{len(pages)} pages are rendered from templates",
            "no page of the app's own is registered for 404 or 500",
        ),
        details=BoundaryGap(first.location, "", tuple(page.route for page in pages), rendered_by_server=True),
    )


def _roots(app: App) -> set[str]:
    """The names of the components that stand in the root itself."""
    return {component.name for component in app.components if component.root is not None}


def _message(app: App) -> str:
    open_pages = [page.route for page in app.pages if not page.caught]
    if app.pages and not open_pages:
        return "An error in any page takes the whole app away, with no way back"
    if len(open_pages) < len(app.pages):
        return f"An error in {open_pages[0]} leaves a bare error page without a way on"
    return "An error in any component blanks the whole page"


def _routes(app: App) -> tuple[str, ...]:
    return tuple(page.route for page in plain_pages(app)) or ("/",)


def _next_folder(root: Location) -> str:
    """The folder of an app router whose outermost layout this is; '' for another root."""
    *folders, name = root.path.split("/")
    if not name.startswith("layout.") or "app" not in folders:
        return ""
    return "/".join(folders[: len(folders) - folders[::-1].index("app")])
