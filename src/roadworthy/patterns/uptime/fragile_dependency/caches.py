"""Clients of a Redis whose commands wait for an answer without a bound, in the way of requests."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.app.cache_client import CacheClient
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.edits import Brief
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap

# What opens, closes and watches a connection, or hands it on: no request waits for an answer to it.
_BESIDE = frozenset(
    (
        "on",
        "once",
        "off",
        "connect",
        "quit",
        "disconnect",
        "duplicate",
        "close",
        "aclose",
        "destroy",
        "add_listener",
    )
)
_WRITTEN = {"ioredis": "commandTimeout", "redis-py": "socket_timeout"}


def detect_caches(app: App) -> Iterator[Verdict]:
    """One verdict for the clients of a Redis that requests wait for."""
    asked = [client for client in app.caches if askers(app, client)]
    if not asked:
        return
    endless = tuple(client for client in asked if not client.bounded and not client.opaque)
    if not endless:
        yield clear("app", "commands to its Redis give up after a bounded time")
        return
    waiting = list(dict.fromkeys(subject for client in endless for subject in askers(app, client)))
    yield gap(
        "app",
        "With a Redis that hangs requests wait for ever",
        impact=f"Outage: while Redis takes commands and does not answer, {_counted(waiting)} gets no answer either",
        locations=tuple(client.location for client in endless),
        evidence=(
            *(
                f"the {client.library} client at {client.location} is given no {_WRITTEN.get(client.library, 'socketTimeout')}, and the library sets none"
                for client in endless
            ),
            f"{', '.join(waiting[:4])} wait{'s' if len(waiting) == 1 else ''} for it",
        ),
        severity=Severity.MEDIUM,
        details=FragileGap(caches=endless),
        anchor="redis",
        cwe="CWE-1088",
    )


def askers(app: App, client: CacheClient) -> list[str]:
    """The endpoints that send it commands."""
    return [
        endpoint.subject
        for endpoint in app.endpoints
        if any(
            call.startswith(client.path)
            and call.removeprefix(client.path).split(".")[0].split("(")[0] not in _BESIDE
            for call in endpoint.calls
        )
    ]


def _counted(subjects: list[str]) -> str:
    return subjects[0] if len(subjects) == 1 else f"whoever asks one of {len(subjects)} endpoints"


def caches_brief(message: str) -> Brief:
    """What is left to people: whether an answer without the cache is right is for them to say."""
    return Brief(
        title="Bound the wait for Redis",
        task=f"{message}. Give each client a limit for its answers (ioredis: `commandTimeout`; redis: `socket: {{ socketTimeout }}`; redis-py: "
        "`socket_timeout` and `socket_connect_timeout`), and answer without the cache where a command fails.",
        constraints=(
            "clients that block on purpose (BLPOP, subscriptions, a queue's connection) keep waiting without a limit",
            "what only Redis knows (a session, a limit) is not made up when it fails",
        ),
        acceptance=(
            "while Redis takes commands and does not answer, every request ends within some seconds",
        ),
    )
