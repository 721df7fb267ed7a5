"""Connections to the database that are tried once when the app starts."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.failures.outside_attempts import in_attempts
from roadworthy.views.failures.patience import nodes_around
from roadworthy.views.operations.hosting import callee_name

_BESIDE = regex(
    r"(^|/)(scripts?|tools?|bin|seeds?|migrations?|tests?|e2e|__tests__|examples?)/|\.(test|spec)\.|(^|/)(seed|migrate)\w*\.\w+$"
)


# Clients of databases as they are usually called.
_DATABASES = regex(
    r"^(db|pool|pg|pg(Pool|Client)|prisma(Client)?|database|conn|connection|(\w+)?DataSource|mongoClient)$",
    re.I,
)
# What is asked by code that connects when it is needed: whether it is connected already.
_CONNECTED = regex(r"^(readyState|states?|(is)?_?conn(ected|ection)?\w*|promise|cached\w*|db|client)$", re.I)


class FirstConnection(Struct, frozen=True):
    """`what` is the call as written. `ends` when a failure ends the process, `kept` when it is the answer to all who come later."""

    what: str
    location: Location
    ends: bool
    kept: bool = False


def first_connections(app: App) -> tuple[FirstConnection, ...]:
    """`mongoose.connect()`, `sequelize.authenticate()` and TypeORM's `dataSource.initialize()`, tried once and then forgotten."""
    return app.view(_first_connections)


def _first_connections(app: App) -> tuple[FirstConnection, ...]:
    packages = {name for name, _ in app.deployment.packages}
    found = []
    for path, module in sorted(app.modules.items()):
        if module.language == "python" or _BESIDE.search(path):
            continue
        content = app.read(path)
        if not any(word in content for word in (b"connect", b"authenticate", b"initialize")):
            continue
        for node in form.walk(module.body, form.Call):
            connects = _connects(node, packages)
            what = connects or _asks_first(node)
            if what:
                place = Location(path, node.span.line, node.span.end_line, node.span.start, node.span.end)
                around = nodes_around(app, place)
                if not connects and not _served_after(around, node):
                    continue
                if not in_attempts(around) and not _when_needed(around, node):
                    found.append(FirstConnection(what, place, not _survives(around)))
    return tuple(found)


def _connects(node: form.Node, packages: set[str]) -> str:
    if not isinstance(node, form.Call) or not isinstance(node.callee, form.Member):
        return ""
    owner = node.callee.object.name if isinstance(node.callee.object, (form.Name, form.Member)) else ""
    if node.callee.name == "connect" and owner == "mongoose":
        return "mongoose.connect"
    if node.callee.name == "initialize" and "typeorm" in packages and _DATABASES.match(owner):
        return f"{owner}.initialize"
    known = "sequelize" in packages and owner.lower() in ("db", "sequelize", "database", "connection")
    return f"{owner}.authenticate" if node.callee.name == "authenticate" and known else ""


def _asks_first(node: form.Node) -> str:
    """`pool.connect()`, `prisma.$connect()`, `dataSource.initialize()`: what a client can do without, if nobody waits for it."""
    if not isinstance(node, form.Call) or not isinstance(node.callee, form.Member):
        return ""
    owner = node.callee.object.name if isinstance(node.callee.object, (form.Name, form.Member)) else ""
    asks = node.callee.name in ("connect", "$connect", "initialize", "getConnection") and not node.arguments
    return f"{owner}.{node.callee.name}" if asks and _DATABASES.match(owner) else ""


def _served_after(around: list[form.Node], call: form.Node) -> bool:
    """Whether it is waited for, and the server listens only after it: `await pool.connect(); app.listen(port)`."""
    if not any(isinstance(node, form.Await) and node.span.end == call.span.end for node in around):
        return False
    block = next((node for node in reversed(around) if isinstance(node, (form.Try, form.Function))), None)
    body = block.body if isinstance(block, (form.Try, form.Function)) else ()
    return any(
        isinstance(node, form.Call) and callee_name(node) == "listen" and node.span.start > call.span.end
        for node in form.walk(body)
    )


def _when_needed(around: list[form.Node], call: form.Node) -> bool:
    """`if (!mongoose.connection.readyState) await mongoose.connect(...)`: the next request connects where this one failed."""
    function = next((node for node in reversed(around) if isinstance(node, form.Function)), None)
    if function is None:
        return False
    asked = (node.test for node in form.walk(function.body) if isinstance(node, form.If))
    return any(
        isinstance(part, (form.Name, form.Member)) and _CONNECTED.search(part.name)
        for test in asked
        if test.span.start < call.span.start
        for part in form.walk((test,))
    )


def _survives(around: list[form.Node]) -> bool:
    """Whether a failure is caught and nothing ends the process then."""
    for node in reversed(around[:-1]):
        if isinstance(node, form.Try) and node.handlers:
            return not _exits(node.handlers)
        if isinstance(node, form.Call) and callee_name(node) == "catch":
            return not _exits(node.arguments)
    return False


def _exits(nodes: tuple[object, ...]) -> bool:
    return any(
        (isinstance(node, form.Call) and callee_name(node) == "exit") or isinstance(node, form.Raise)
        for node in form.walk(nodes)
    )
