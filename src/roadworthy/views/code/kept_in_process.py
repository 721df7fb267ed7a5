"""What people gave or were given that only the memory of one process holds: codes, sessions, drafts in a module's own table."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.containers import Container, held_containers

# Names of what is asked for again by somebody who waits for it.
_ASKED_FOR = regex(
    r"otp|codes?$|tokens?|reset|verif|sessions?|pending|challenge|nonce|users?$|accounts?$|orders?$|carts?$|bookings?$|messages?$|chats?$"
    r"|conversations?$|histor|jobs?$|tasks?$|games?$|scores?$|votes?$|stores?$|uploads?$|drafts?$|posts?$|items?$|notes?$|comments?$"
)
# What is made again by itself, or belongs to the connections of this process.
_MADE_AGAIN = regex(
    r"cache|memo|limit|attempt|rate|throttl|bucket|hits|count|socket|client|conn|listen|subscri|online|stream|timer|lock|flight|controller"
    r"|handler|loaded|known|seen|pool|metric|buffer|log|warn|schema|registry|factor|plugin|route|model|typing|presence|blacklist|revoked"
)
_CONNECTED = regex(rb"[sS]ocket|\bws\b|[wW]ebsocket")
_LOOKS = frozenset(
    {
        "get",
        "find",
        "filter",
        "has",
        "values",
        "some",
        "includes",
        "map",
        "forEach",
        "entries",
        "findIndex",
        "pop",
    }
)


def kept_in_process(app: App) -> tuple[Container, ...]:
    """Containers of modules that one request fills and another asks, and that nothing but the process keeps. A view."""
    return tuple(
        held.container
        for held in app.view(held_containers)
        if _is_asked_for(held.container.name)
        and _is_looked_up(app, held.container)
        and not _is_of_connections(app, held.container)
    )


def _is_asked_for(name: str) -> bool:
    small = name.lower()
    return bool(_ASKED_FOR.search(small)) and not _MADE_AGAIN.search(small)


def _is_of_connections(app: App, container: Container) -> bool:
    """Whether it holds who is connected to this very process: `users[socket.id] = name`."""
    return any(_CONNECTED.search(app.source(place)) for place in container.adds)


def _is_looked_up(app: App, container: Container) -> bool:
    return any(one == container.name for one in _looked_up(app.modules[container.location.path]))


def _looked_up(module: form.Module) -> Iterator[str]:
    """The names of what is looked into: `codes[email]`, `codes.get(email)`, `email in codes`."""
    written = {
        id(node.target)
        for node in form.walk(module.body, form.Assignment)
        if isinstance(node, form.Assignment)
    }
    for node in form.walk(module.body, form.Index, form.Call):
        owner: form.Expr | None = None
        if isinstance(node, form.Index) and id(node) not in written:
            owner = node.object
        elif (
            isinstance(node, form.Call)
            and isinstance(node.callee, form.Member)
            and node.callee.name in _LOOKS
        ):
            owner = node.callee.object
        if isinstance(owner, form.Name):
            yield owner.name
