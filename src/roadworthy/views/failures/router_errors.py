"""What a client-side router shows in place of a page that failed, wherever its routes are written."""

from __future__ import annotations

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import by_name
from roadworthy.views.code.syntax import everything

# TanStack Router wraps every route in a boundary of its own and shows these.
_ROOTS = {"createRootRoute", "createRootRouteWithContext", "createRouter"}
_SHOWN = {"errorComponent", "defaultErrorComponent"}
# React Router's data routers show what the nearest route above the failure names.
_OF_ROUTES = {"createBrowserRouter", "createHashRouter", "createMemoryRouter"}
_NAMED = {"errorElement", "ErrorBoundary"}


def router_boundary(app: App) -> Location | None:
    """Where the router of the whole app is given what it shows for errors; None where it is not. A view."""
    for spot in app.view(everything).of(form.Call):
        call = spot.node
        if isinstance(call, form.Call) and (_of_root(call) or _of_outermost_routes(call)):
            return at(spot.path, call)
    return _exported(app)


def _of_root(call: form.Call) -> bool:
    records = [one for one in call.arguments if isinstance(one, form.Record)]
    return _maker(call) in _ROOTS and any(by_name(record.entries).keys() & _SHOWN for record in records)


def _of_outermost_routes(call: form.Call) -> bool:
    """`createBrowserRouter([{ path: "/", errorElement: <Failed />, ... }])`: each of the outermost routes names one."""
    if _maker(call) not in _OF_ROUTES or not call.arguments:
        return False
    routes = call.arguments[0]
    if not isinstance(routes, form.Sequence) or not routes.items:
        return False
    return all(
        isinstance(route, form.Record) and bool(by_name(route.entries).keys() & _NAMED)
        for route in routes.items
    )


def _exported(app: App) -> Location | None:
    """`export function ErrorBoundary()` of a route module: what React Router and Remix show when it fails."""
    for spot in app.view(everything).of(form.Function):
        function = spot.node
        if isinstance(function, form.Function) and function.name == "ErrorBoundary" and _is_route(spot.path):
            return at(spot.path, function)
    return None


def _is_route(path: str) -> bool:
    """`app/root.tsx` and what lies under `app/routes`."""
    folders = path.split("/")
    return folders[-1].startswith("root.") or "routes" in folders[:-1]


def _maker(call: form.Call) -> str:
    """The function that is called; of `createRootRouteWithContext<T>()({...})` the first."""
    callee: object = call.callee
    while isinstance(callee, form.Call):
        callee = callee.callee
    return callee.name if isinstance(callee, form.Name) else ""
