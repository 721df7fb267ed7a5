"""RTK Query: `createApi({ baseQuery, endpoints })` makes a hook of each endpoint, which asks what the endpoint says through the base query
(https://redux-toolkit.js.org/rtk-query/overview)."""

from __future__ import annotations

from roadworthy.frameworks.react.state import PENDING, QueryResult
from roadworthy.frameworks.services import request, url_of
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import settle
from roadworthy.languages import form

_PACKAGES = ("@reduxjs/toolkit/query/react", "@reduxjs/toolkit/query", "@rtk-incubator/rtk-query/react")


def register(library: Library) -> None:
    """Tells what makes an API slice and its base query."""
    library.on_call(*(f"{package}.createApi" for package in _PACKAGES))(_make)
    library.on_call(*(f"{package}.fetchBaseQuery" for package in _PACKAGES))(_base)


def _make(run: Run, target: External, args: Args, node: form.Node) -> Value:
    options = args.get(0)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    slice_ = Slice(fields.get("baseQuery") or Unknown())
    slice_.add(run, fields.get("endpoints"), node)
    return slice_


def _base(run: Run, target: External, args: Args, node: form.Node) -> Value:
    options = args.get(0)
    return BaseQuery(options.fields if isinstance(options, ObjectValue) else {})


class BaseQuery(Model):
    """`fetchBaseQuery({ baseUrl, timeout })`: asks with fetch, and gives an answer that is no success as an error."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Value]) -> None:
        self.fields = fields

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        asked = args.get(0)
        fields = self.fields | (asked.fields if isinstance(asked, ObjectValue) else {})
        url = fields.get("url") if isinstance(asked, ObjectValue) else asked
        base, path, method = self.fields.get("baseUrl"), url_of(url), fields.get("method")
        if base is not None and url is not None and not path.startswith(("http://", "https://")):
            # The two are put together with one stroke between them (`joinUrls` of the library).
            between = "" if path.startswith("/") or url_of(base).endswith("/") else "/"
            url = Derived("template", (base, Constant(between), url), node)
        verb = str(method.value) if isinstance(method, Constant) else "GET"
        data = request(run, node, verb, url or base, fields.get("body"), fields, "fetchBaseQuery")
        return ObjectValue({"data": data or Unknown()}, node=node)


class Slice(Model):
    """An API slice; `endpoints` by the names that the app gives them."""

    __slots__ = ("base", "endpoints")

    def __init__(self, base: Value) -> None:
        self.base = base
        self.endpoints: dict[str, Asked] = {}

    def add(self, run: Run, endpoints: Value | None, node: form.Node) -> None:
        """`endpoints: (build) => ({ getNotes: build.query({...}) })`."""
        made = run.call(endpoints, Args([Builder()]), node) if isinstance(endpoints, Closure) else endpoints
        for name, value in made.fields.items() if isinstance(made, ObjectValue) else ():
            if isinstance(value, Asked):
                self.endpoints[name.lower()] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        options = args.get(0)
        if name == "injectEndpoints" and isinstance(options, ObjectValue):
            self.add(run, options.fields.get("endpoints"), node)
        if name in ("injectEndpoints", "enhanceEndpoints"):
            return self
        hook = self.member(run, name, node)
        return hook.call(run, args, node) if isinstance(hook, Hook) else None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "endpoints":
            return self
        for lead, lazy in (("useLazy", True), ("use", False)):
            for kind in ("Query", "Mutation"):
                asked = name.removeprefix(lead).removesuffix(kind).lower()
                if name.startswith(lead) and name.endswith(kind) and asked in self.endpoints:
                    return Hook(self, self.endpoints[asked], lazy=lazy)
        return Derived(f".{name}", (self,), node)


class Builder(Model):
    """`build` of `endpoints: (build) => ...`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        options = args.get(0)
        return Asked(name, options.fields if isinstance(options, ObjectValue) else {})


class Asked(Model):
    """`build.query({ query: (id) => `/notes/${id}` })`."""

    __slots__ = ("fields", "kind")

    def __init__(self, kind: str, fields: dict[str, Value]) -> None:
        self.kind, self.fields = kind, fields


class Hook(Model):
    """`useGetNotesQuery` asks when its component is shown; what a lazy one or a mutation gives asks when it is called."""

    __slots__ = ("asked", "lazy", "owner")

    def __init__(self, owner: Slice, asked: Asked, *, lazy: bool) -> None:
        self.owner, self.asked, self.lazy = owner, asked, lazy

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        if self.lazy or self.asked.kind == "mutation":
            state = ObjectValue({"isLoading": Derived(PENDING, (self,), node)}, [Unknown()], node)
            return ListValue([Trigger(self), state], node=node)
        with run.within(trigger="query"):
            return QueryResult(self.ask(run, args, node))

    def ask(self, run: Run, args: Args, node: form.Node) -> Value:
        """Runs the endpoint's own function, or the base query with what its `query` gives."""
        own, said = self.asked.fields.get("queryFn"), self.asked.fields.get("query")
        with run.within(caught=True), run.branch():
            if own is not None:
                more = [Unknown(), Unknown(), self.owner.base]
                return settle(run, run.call(own, Args([args.get(0) or Constant(None), *more]), node), node)
            wanted = run.call(said, Args(args.positional[:1]), node) if said is not None else Unknown()
            given = Args([wanted, Unknown(), Unknown()])
            return settle(run, run.call(self.owner.base, given, node), node).member(run, "data", node)


class Trigger(Model):
    """`createNote` of `const [createNote] = useCreateNoteMutation()`."""

    __slots__ = ("hook",)

    def __init__(self, hook: Hook) -> None:
        self.hook = hook

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return Derived("answer", (self.hook.ask(run, args, node),), node)
