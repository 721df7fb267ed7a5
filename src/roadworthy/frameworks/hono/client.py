"""Hono's own client: `hc<AppType>(url).api.orders[":id"].$patch({ param, json })` is a request of that path."""

from __future__ import annotations

from roadworthy.frameworks.services import request
from roadworthy.interpret import Args, Constant, External, Library, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_METHODS = ("$get", "$post", "$put", "$patch", "$delete")
_BODIES = ("json", "form")


def register(library: Library) -> None:
    """`hc(url)`."""

    @library.on_call("hono/client.hc", "hono.hc")
    def client(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return RpcClient()


class RpcClient(Model):
    """The client, or a part of a path that is asked for by it. `index` of the client is the path's end."""

    __slots__ = ("path",)

    def __init__(self, path: tuple[str, ...] = ()) -> None:
        self.path = path

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return RpcClient((*self.path, name))

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        part = str(key.value) if isinstance(key, Constant) else ":value"
        return RpcClient((*self.path, part))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self._asked(run, self.path, name, args, node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """`client.orders["$post"]({ json })`."""
        asked = self._asked(run, self.path[:-1], self.path[-1] if self.path else "", args, node)
        return asked if asked is not None else self

    def _asked(self, run: Run, path: tuple[str, ...], name: str, args: Args, node: form.Node) -> Value | None:
        if name not in _METHODS:
            return None
        given = args.get(0)
        fields = given.fields if isinstance(given, ObjectValue) else {}
        body = next((fields[one] for one in _BODIES if one in fields), None)
        url = Constant("/" + "/".join(part for part in path if part != "index"))
        more = args.get(1)
        options = more.fields if isinstance(more, ObjectValue) else {}
        request(run, node, name[1:], url, body, options, "hono")
        return External("fetch()", args, node)
