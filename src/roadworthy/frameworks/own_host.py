"""Pages that ask the app's own server by its whole address, where it is online: `https://my-shop.onrender.com/api/orders`."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import Endpoint
from roadworthy.interpret import Program
from roadworthy.regex import regex

_ADDRESS = regex(r"(?P<host>https?://[\w.-]+(?::\d+)?)(?P<path>/[^?#]*)")
# Where people put an app of their own under a name of its own.
_PLATFORM = regex(
    r"\.(onrender\.com|vercel\.app|herokuapp\.com|railway\.app|netlify\.app|fly\.dev|azurewebsites\.net|run\.app|workers\.dev"
    r"|replit\.app|repl\.co|glitch\.me|cyclic\.app|cyclic\.sh|koyeb\.app|ngrok-free\.app|ngrok\.io)(:\d+)?$"
)
# A single step may be found on any server.
_TELLING = 2
_ANY = ("ALL", "ANY", "*")


def learn_served(program: Program, endpoints: Iterable[Endpoint]) -> None:
    """Keeps what the app's own server answers."""
    program.served = frozenset((one.method, _steps(one.path)) for one in endpoints if one.kind == "http")


def own_host(program: Program, method: str, address: str) -> str:
    """The host of an address that the app's own server answers; '' for another's."""
    parts = _ADDRESS.match(address)
    if parts is None:
        return ""
    asked = _steps(parts["path"])
    if len(asked) < _TELLING and not _PLATFORM.search(parts["host"]):
        return ""
    answered = any(verb in (method, *_ANY) and _same(asked, steps) for verb, steps in program.served)
    return parts["host"] if answered else ""


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.split("/") if step)


def _same(asked: tuple[str, ...], served: tuple[str, ...]) -> bool:
    """Whether an address is one that is served: step by step, and by one step at least that is written in both."""
    pairs = list(zip(asked, served, strict=False))
    fits = all(one == other or other.startswith(":") or one.startswith(":") for one, other in pairs)
    return len(asked) == len(served) and fits and any(one == other for one, other in pairs if one[:1] != ":")
