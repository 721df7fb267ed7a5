"""Tells what Fastify's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.fastify.server import make, shared_plugin
from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, External, Library, Run, Value
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what Fastify's functions mean."""

    @library.on_call("fastify", "fastify.default", "fastify.fastify", "fastify.Fastify")
    def server(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return make(found)

    @library.on_call("fastify-plugin", "fastify-plugin.default")
    def plugin(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return shared_plugin(args.get(0))
