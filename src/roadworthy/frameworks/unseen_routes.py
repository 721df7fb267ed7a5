"""Says when an app's code brings in a server's library and no route of it was understood: such an app is not therefore without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import Unknown
from roadworthy.app.static_files import StaticFiles
from roadworthy.languages.form import Call, Import, Literal, Module, Name, Node, walk

_SERVERS = ("express", "fastify", "koa", "hono", "@nestjs/core", "@trpc/server")


def unseen_routes(
    endpoints: Sequence[Endpoint],
    statics: Sequence[StaticFiles],
    modules: Mapping[str, Module],
    said: Iterable[str],
) -> Iterator[Unknown]:
    """At most one entry; a server that only gives files out has no routes, and what was `said` of a library's own is enough."""
    if endpoints or statics or any(reason.startswith("the routes that") for reason in said):
        return
    for path, module in sorted(modules.items()):
        for node in walk(module.body, Import, Call):
            source = _brought(node)
            if source in _SERVERS:
                yield Unknown(
                    path, node.span.line, f"{source} is brought in, and no route of it was understood"
                )
                return


def _brought(node: Node) -> str:
    """The package of `import express from "express"` and `require("express")`."""
    if isinstance(node, Import):
        return node.source
    named = isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.name == "require"
    first = node.arguments[0] if isinstance(node, Call) and named and node.arguments else None
    return str(first.value) if isinstance(first, Literal) else ""
