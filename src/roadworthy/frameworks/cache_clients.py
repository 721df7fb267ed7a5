"""Clients of Redis: ioredis and redis in JavaScript, redis-py in Python."""

from __future__ import annotations

from roadworthy.app.cache_client import CacheClient
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Datum,
    Derived,
    External,
    Library,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

# What bounds the wait for an answer, from each library's documentation. Without it a command waits for as long as the connection
# stands: ioredis `commandTimeout` and redis-py `socket_timeout` have no default, redis has `socket.socketTimeout` (5.0) and
# `commandOptions.timeout`. A limit for connecting alone does not end a command that was sent.
_LIMITS = ("commandTimeout", "socketTimeout", "timeout", "socket_timeout")
_WITHIN = ("redisOptions", "socket", "commandOptions")
_NODE = ("ioredis", "ioredis.Redis", "ioredis.default", "ioredis.Cluster", "ioredis.Redis.Cluster",
         "redis.createClient", "redis.createCluster", "@redis/client.createClient")  # fmt: skip
_PYTHON = tuple(
    f"{package}{name}"
    for package in ("redis.", "redis.asyncio.", "redis.client.", "redis.asyncio.client.")
    for name in ("Redis", "StrictRedis", "from_url", "Redis.from_url", "StrictRedis.from_url")
)


def register(library: Library, found: Found) -> None:
    """Tells what makes a client."""

    def client(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        python = run.program.language(run.module) == "python"
        if not python and target.path.startswith("redis.") and target.path not in _NODE:
            return None
        made = CacheClient(
            library="redis-py" if python else target.path.split(".")[0],
            path=f"{target.path}().",
            location=at(run.module, node),
            bounded=_limited(args.keywords) or any(_limited_record(one) for one in args.positional),
            opaque=args.spread
            or "connection_pool" in args.keywords
            or (not python and any(map(_is_opaque, args.positional))),
        )
        if made not in found.caches:
            found.caches.append(made)
        return None

    library.on_call(*_NODE, *_PYTHON)(client)


def _limited(fields: dict[str, Value]) -> bool:
    return any(name in fields and not _is_none(fields[name]) for name in _LIMITS) or any(
        _limited_record(fields[name]) for name in _WITHIN if name in fields
    )


def _limited_record(value: Value) -> bool:
    return isinstance(value, ObjectValue) and _limited(value.fields)


def _is_none(value: Value) -> bool:
    return is_nothing(value) or (isinstance(value, Constant) and not value.value)


def _is_opaque(value: Value) -> bool:
    """Whether something was given that could hold options that are not seen here."""
    if isinstance(value, ObjectValue):
        inner = (value.fields[name] for name in _WITHIN if name in value.fields)
        return bool(value.spreads) or any(map(_is_opaque, inner))
    if isinstance(value, (Choice, Logical)):
        return any(map(_is_opaque, value.inputs()))
    text = isinstance(value, Derived) and value.operation in ("template", "+")
    return isinstance(value, (Derived, Datum)) and not text
