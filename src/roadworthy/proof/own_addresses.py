"""Which variables of the pages hold the address of the server beside them, and what of its paths belongs to that address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from roadworthy.app import App

# A single short path may be found on any server.
_TELLING = 2


def own_addresses(app: App, pages: str) -> dict[str, str]:
    """`{"NEXT_PUBLIC_API_URL": "/api"}`: what code in the folder `pages` asks for by this variable, a server outside of it has under
    this path."""
    inside = f"{pages}/"
    served = [
        _steps(one.path)
        for one in app.endpoints
        if one.kind == "http" and not one.location.path.startswith(inside)
    ]
    asked: dict[str, set[tuple[str, ...]]] = {}
    names = {name.name for name in app.deployment.environment}
    for work in app.works:
        for call in work.services:
            if call.service in names and call.location.path.startswith(inside) and call.url:
                asked.setdefault(call.service, set()).add(_steps(call.url))
    found = {name: _place(paths, served) for name, paths in asked.items()}
    return {name: place for name, place in found.items() if place is not None}


def own_hosts(app: App) -> tuple[str, ...]:
    """Where the code of pages says that the app's own server is online."""
    return tuple(sorted({call.host for work in app.works for call in work.fetches if call.host}))


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.partition("?")[0].split("/") if step)


def _place(paths: Iterable[tuple[str, ...]], served: list[tuple[str, ...]]) -> str | None:
    """Where the server has most of these paths; None where that is not told."""
    known = [path for path in paths if path]
    places = Counter(
        place for path in known for place in {_before(path, one) for one in served} if place is not None
    )
    if not places or max(map(len, known)) + len(known) <= _TELLING:
        return None
    place, times = max(places.items(), key=lambda found: (found[1], -len(found[0])))
    return place if times * 2 >= len(known) else None


def _before(path: tuple[str, ...], served: tuple[str, ...]) -> str | None:
    """What stands before a path on the server; None where it is not the end of that one."""
    begins = len(served) - len(path)
    if begins < 0 or not all(map(_same, path, served[begins:])):
        return None
    return "".join(f"/{step}" for step in served[:begins])


def _same(one: str, other: str) -> bool:
    return one == other or other.startswith(":") or one.startswith(":")
