"""Plugins of Fastify that give its instances a database: `app.pg`, `app.mysql`, `app.mongo`."""

from __future__ import annotations

from roadworthy.interpret import Args, Closure, External, Model, Run, Unknown, Value
from roadworthy.languages import form

# What each puts on the instance, and what makes it.
_MAKERS = {
    "@fastify/postgres": ("pg", "pg.Pool"),
    "fastify-postgres": ("pg", "pg.Pool"),
    "@fastify/mysql": ("mysql", "mysql2.createPool"),
    "fastify-mysql": ("mysql", "mysql2.createPool"),
    "@fastify/mongodb": ("mongo", "mongodb.MongoClient"),
    "fastify-mongodb": ("mongo", "mongodb.MongoClient"),
}


def database_of(run: Run, plugin: Value, options: Value | None, node: form.Node) -> tuple[str, Value] | None:
    """What a plugin decorates the instance with, and under which name; None for other plugins."""
    path = plugin.path if isinstance(plugin, External) else ""
    known = _MAKERS.get(path.removesuffix(".default"))
    if known is None:
        return None
    name, maker = known
    made = run.call(External(maker), Args([options] if options is not None else []), node)
    return name, Mongo(made) if name == "mongo" else Pooled(made) if name == "pg" else made


class Pooled(Model):
    """`app.pg`: the pool, which also stands in its field `pool`, and `transact`."""

    __slots__ = ("pool",)

    def __init__(self, pool: Value) -> None:
        self.pool = pool

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.pool if name == "pool" else self.pool.member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "transact" and isinstance(first, Closure):
            with run.within(transaction=f"{run.module}:{node.span.start}"):
                return run.call(first, Args([self.pool]), node)
        return run.call_member(self.pool, name, args, node)


class Mongo(Model):
    """`app.mongo`: `client`, `db`, `ObjectId`."""

    __slots__ = ("client",)

    def __init__(self, client: Value) -> None:
        self.client = client

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "db":
            return run.call_member(self.client, "db", Args(), node)
        if name == "client":
            return self.client
        return External("mongodb.ObjectId", None, node) if name == "ObjectId" else Unknown()
