"""A single connection that is opened while the app loads and that all requests share: nobody opens it again once it drops."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_tool
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.code.imported import source_of
from roadworthy.views.code.run_by_hand import run_by_hand
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

# What opens one connection, by the end of its written name, and the packages that such a call is of.
_OPENS = {
    "connect": (
        "mysql.connector",
        "pymysql",
        "MySQLdb",
        "mariadb",
        "psycopg2",
        "psycopg",
        "pyodbc",
        "oracledb",
    ),
    "createConnection": ("mysql", "mysql2", "mysql2/promise", "mariadb"),
    "Client": ("pg",),
}
# Options by which the driver keeps a pool itself.
_POOLED = {"pool_name", "pool_size"}
# Code that looks after its connection.
_LOOKED_AFTER = regex(
    rb"\.ping\(|reconnect|is_connected|isConnected|CONNECTION_LOST|handleDisconnect|\.closed\b"
)


def single_connections(app: App) -> tuple[tuple[str, Location], ...]:
    """Each as what opens it and where. A view."""
    return tuple(_found(app)) if app.endpoints else ()


def _found(app: App) -> Iterator[tuple[str, Location]]:
    by_hand = app.view(run_by_hand)
    for spot in spots(app, form.Call):
        assert isinstance(spot.node, form.Call)
        name = last_name(spot.node.callee)
        if name not in _OPENS or spot.path in by_hand or is_tool(spot.path):
            continue
        package = _package(app, spot.path, spot.node, name) if _serves(app, spot.path) else ""
        pooled = any(getattr(one.key, "value", "") in _POOLED for one in spot.node.keywords)
        if package and not pooled and not _LOOKED_AFTER.search(app.read(spot.path)) and _at_load(app, spot):
            yield package, at(spot.path, spot.node)


def _serves(app: App, path: str) -> bool:
    """Whether a file answers requests or is imported by another; a script beside the app has its connection for itself."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return stem in app.view(_brought_in) or any(one.handler.path == path for one in app.endpoints)


def _brought_in(app: App) -> frozenset[str]:
    """The last names of everything that is imported or required."""
    found: set[str] = set()
    for spot in (*spots(app, form.Import), *spots(app, form.Call)):
        source = source_of(spot.node)
        if source:
            found.add(source.rsplit("/", 1)[-1].removesuffix(".js").removesuffix(".ts").rsplit(".", 1)[-1])
            found.update(name.imported for name in getattr(spot.node, "names", ()))
    return frozenset(found)


def _package(app: App, path: str, call: form.Call, name: str) -> str:
    """The driver that a call is of, by what the file imports; '' for none."""
    imported = _imported(app.modules[path])
    written = dotted(call.callee)
    for package in _OPENS[name]:
        if package not in imported or (name == "Client" and not call.new):
            continue
        if name != "connect" or written in (f"{package}.connect", f"{imported[package]}.connect"):
            return package
    return ""


def _imported(module: form.Module) -> dict[str, str]:
    """The packages of a module, each with the name that it is known by there."""
    found: dict[str, str] = {}
    for node in form.walk(module.body, form.Import, form.Call):
        source = source_of(node)
        local = node.names[0].local if isinstance(node, form.Import) and node.names else ""
        if source:
            found[source] = local
    return found


def _at_load(app: App, spot: Spot) -> bool:
    """Whether it happens while modules load: outside every function, or in one that a module calls as it loads."""
    if not spot.functions:
        return not any(isinstance(one.node, form.If) for one in spot.around())
    if len(spot.functions) > 1:
        return False
    kind = next((one.node.name for one in spot.around() if isinstance(one.node, form.Class)), "")
    function = spot.functions[0].name
    if kind and function not in ("__init__", "constructor"):
        return False
    stem = spot.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return any(_calls(one.node, kind or function, stem) for one in spots(app, form.Call) if not one.functions)


def _calls(node: form.Node, name: str, stem: str) -> bool:
    """`Database()`, or `require("./config/db")()` of what the file `db.js` gives."""
    assert isinstance(node, form.Call)
    if isinstance(node.callee, form.Call):
        return (
            bool(source_of(node.callee)) and source_of(node.callee).rsplit("/", 1)[-1].split(".")[0] == stem
        )
    return bool(name) and last_name(node.callee) == name
