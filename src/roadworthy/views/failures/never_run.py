"""Functions of the app that Python begins only when somebody awaits them, called by a statement that does not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot


class NeverRun(Struct, frozen=True):
    """A call of the async function `name` that is a statement of its own: nothing of the function is carried out."""

    owner: Owner
    location: Location
    name: str


def never_run(app: App) -> tuple[NeverRun, ...]:
    """Each of them, once. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[NeverRun]:
    known = _coroutines(app)
    for spot in spots(app, form.Evaluate) if known else ():
        node = spot.node
        called = node.value if isinstance(node, form.Evaluate) else None
        if not isinstance(called, form.Call) or not spot.path.endswith(".py"):
            continue
        name = _called(app, known, spot, called.callee)
        if name:
            yield NeverRun(owner_of(app, spot), at(spot.path, called), name)


def _coroutines(app: App) -> dict[str, set[tuple[str, str]]]:
    """(class, name) of the async functions of each file that nothing decorates: what decorates one may begin it. The class
    is '' at the top of a module."""
    found: dict[str, set[tuple[str, str]]] = {}
    for spot in spots(app, form.Function):
        node = spot.node
        if not isinstance(node, form.Function) or not spot.path.endswith(".py"):
            continue
        if node.is_async and not node.generator and not node.decorators and not spot.functions:
            found.setdefault(spot.path, set()).add((_class_of(spot), node.name))
    return found


def _class_of(spot: Spot) -> str:
    return next((one.node.name for one in spot.around() if isinstance(one.node, form.Class)), "")


def _called(app: App, known: dict[str, set[tuple[str, str]]], spot: Spot, callee: form.Expr) -> str:
    """The name of the async function that is called; '' for any other call."""
    if isinstance(callee, form.Member) and isinstance(callee.object, form.Name):
        own = callee.object.name == "self" and (_class_of(spot), callee.name) in known.get(spot.path, ())
        return callee.name if own else ""
    if not isinstance(callee, form.Name) or _is_shadowed(spot, callee.name):
        return ""
    if ("", callee.name) in known.get(spot.path, ()):
        return callee.name
    return callee.name if _is_imported(app, known, spot.path, callee.name) else ""


def _is_shadowed(spot: Spot, name: str) -> bool:
    """Whether a parameter or a local name around the place is called the same."""
    return any(
        isinstance(target, form.Name) and target.name == name
        for function in spot.functions
        for target in (
            *(parameter.target for parameter in function.parameters),
            *(one.target for one in form.walk(function.body, form.Define) if isinstance(one, form.Define)),
        )
    )


def _is_imported(app: App, known: dict[str, set[tuple[str, str]]], path: str, name: str) -> bool:
    """Whether `from app.mail import name` brings in an async function of the one file that is called so."""
    for statement in app.modules[path].body:
        if not isinstance(statement, form.Import):
            continue
        for one in statement.names:
            if one.local == name and one.imported not in ("*", "default"):
                return ("", one.imported) in known.get(_file(app, statement.source), ())
    return False


def _file(app: App, source: str) -> str:
    """The one Python file that a dotted name leads to; '' for none or several."""
    tail = "/".join(part for part in source.split(".") if part)
    ends = (f"/{tail}.py", f"/{tail}/__init__.py")
    files = [path for path in app.modules if f"/{path}".endswith(ends)]
    return files[0] if len(files) == 1 and tail else ""
