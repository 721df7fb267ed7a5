"""What components do with the failure of a query or a mutation that a library runs for them (React Query, SWR, tRPC)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name, unwrapped
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.unshown_state import meant
from roadworthy.views.pages.own_hooks import own_hooks, untaken
from roadworthy.views.pages.put_back import puts_back
from roadworthy.views.pages.shown_data import goes_without, is_listed, is_read_blindly

QUERIES = frozenset({"useQuery", "useInfiniteQuery", "useSWR", "useSWRImmutable", "useSWRInfinite"})
MUTATIONS = frozenset({"useMutation", "useSWRMutation"})
# How many hooks of the app's own stand before the library's.
_DEPTH = 3
# What browsers call by themselves.
EVENTS = frozenset({"onClick", "onSubmit", "onChange", "onKeyDown", "onKeyPress", "onBlur", "onDrop"})
_OF_ENDPOINT = regex(r"use[A-Z]\w*(Query|Mutation)$")
_ERRORS = frozenset(
    {
        "error",
        "isError",
        "isLoadingError",
        "status",
        "failureReason",
        "isRefetchError",
        "isSuccess",
        "failureCount",
    }
)


class QueryHook(Struct, frozen=True):
    """`kind` is query or mutation; `errors` when its failure is read, handled or passed on; `polls` when it repeats by itself;
    `content` when a failure is certain to be taken for an answer: a loading sign or an empty value stands in for its data. `name` is
    what its parts are called in the component."""

    owner: Owner
    kind: str
    location: Location
    errors: bool
    name: str = ""
    polls: bool = False
    content: bool = False


def query_hooks(app: App) -> tuple[QueryHook, ...]:
    """Every use of a query or mutation hook in a component or in a hook of the app's own. A view."""
    everywhere = app.view(told_everywhere)
    found = []
    for spot in spots(app, form.Define):
        hook = _hook(app, spot, everywhere)
        if hook is not None:
            found.append(hook)
    return tuple(found)


def _hook(app: App, spot: Spot, everywhere: frozenset[str]) -> QueryHook | None:
    node = spot.node
    assert isinstance(node, form.Define)
    call = _asking(app, node.value) if isinstance(node.value, form.Call) and spot.functions else None
    if call is None:
        return None
    name = last_name(call.callee)
    kind = (
        "query"
        if name in QUERIES
        else "mutation"
        if name in MUTATIONS
        else app.view(_generated).get(name, "")
    )
    if not kind or kind in everywhere:
        return None
    options = [one for one in call.arguments if isinstance(one, form.Record)]
    told = _told_by_options(options, kind) or _told_by_use(app, node, spot.functions[-1], kind)
    polls = any(_option(one, "refetchInterval") is not None for one in options)
    return QueryHook(
        owner_of(app, spot),
        kind,
        at(spot.path, node),
        told,
        ", ".join(sorted(bound(node.target))),
        polls,
        (
            _is_content(node.target)
            and (
                call is node.value
                or kind == "mutation"
                or _is_needed(app, spot.path, node.target, spot.functions[-1])
            )
        )
        or (kind == "query" and goes_without(node.target, spot.functions[-1])),
    )


def _asking(app: App, call: form.Call) -> form.Call | None:
    """The library's hook that a call runs, itself or by hooks of the app's own that hand its result on."""
    for _ in range(_DEPTH):
        name = last_name(call.callee)
        if name in QUERIES | MUTATIONS or name in app.view(_generated):
            return call
        inner = app.view(own_hooks).get(call.callee.name) if isinstance(call.callee, form.Name) else None
        if inner is None:
            return None
        call = inner
    return None


def _is_content(target: form.Node) -> bool:
    if not isinstance(target, form.RecordTarget):
        return True
    keys = {field.key for field in target.fields}
    return bool(keys & {"isLoading", "isPending", "isFetching", "loading"}) or any(
        field.default is not None for field in target.fields
    )


def _is_needed(app: App, path: str, target: form.Node, function: form.Function) -> bool:
    """Whether the page cannot do without what it was given. What else a hook of the app's own gives may be told of where it is
    used."""
    return is_listed(target, function) or is_read_blindly(app, path, target, function)


def _option(record: form.Record, name: str) -> form.Expr | None:
    for entry in record.entries:
        if isinstance(entry.key, form.Literal) and entry.key.value == name:
            return entry.value
    return None


def _told_by_options(options: list[form.Record], kind: str) -> bool:
    wanted = (
        ("onError", "onSettled")
        if kind == "mutation"
        else ("onError", "throwOnError", "suspense", "useErrorBoundary")
    )
    for record in options:
        if any(entry.key is None for entry in record.entries):
            return True
        if any((given := _option(record, name)) is not None and not puts_back(given) for name in wanted):
            return True
    return False


def _told_by_use(app: App, node: form.Define, function: form.Function, kind: str) -> bool:
    if isinstance(node.target, form.RecordTarget):
        if node.target.rest is not None or _reads_error(app, node.target, function):
            return True
        if kind == "query":
            return False
        names = {field.target.name for field in node.target.fields if isinstance(field.target, form.Name)}
        return any(_awaited(name, function) for name in names) or _handed_on(node.target, function)
    if isinstance(node.target, form.SequenceTarget) and kind == "mutation":
        return _told_by_pair(app, node.target, function)
    if not isinstance(node.target, form.Name):
        return True
    return _told_by_name(node.target.name, node, function, kind)


def _told_by_pair(app: App, target: form.SequenceTarget, function: form.Function) -> bool:
    """`const [add, { isError }] = useAddNoteMutation()`, of Apollo and Redux Toolkit: what says that it failed is read, or what
    starts it is looked after where it is called."""
    items = target.items
    state = items[1] if len(items) > 1 else None
    if isinstance(state, form.Name) or target.rest is not None:
        return True
    if isinstance(state, form.RecordTarget) and (
        state.rest is not None or _reads_error(app, state, function)
    ):
        return True
    started = items[0].name if items and isinstance(items[0], form.Name) else ""
    return not started or _looked_after(started, function)


def _looked_after(name: str, function: form.Function) -> bool:
    """Whether a call of what starts a change is tried, chained to or kept, or it is handed to something else."""
    inner = list(below(function.body))
    tried = {id(one) for node in inner if isinstance(node, form.Try) for one in below(node.body)}
    callees = {id(node.callee) for node in inner if isinstance(node, form.Call)}
    chained = {id(node.object) for node in inner if isinstance(node, form.Member)}
    dropped = _returned_to_browser(inner)
    kept = {
        id(unwrapped(node.value)) for node in inner if isinstance(node, (form.Define, form.Return))
    } - dropped
    calls = [node for node in inner if isinstance(node, form.Call) and dotted(node.callee) == name]
    handed = any(
        isinstance(node, form.Name) and node.name == name and id(node) not in callees for node in inner
    )
    given = any(
        isinstance(one, form.Record) and _option(one, "onError") is not None
        for call in calls
        for one in call.arguments
    )
    # Its own definition names it as well.
    named = sum(isinstance(node, form.Name) and node.name == name for node in inner)
    return (
        given
        or (handed and named > len(calls) + 1)
        or any(id(call) in tried | chained | kept for call in calls)
    )


def _returned_to_browser(inner: list[form.Node]) -> set[int]:
    """What `onClick={() => add(note)}` gives back: the browser drops it."""
    return {
        id(unwrapped(given.value))
        for node in inner
        if isinstance(node, form.Element)
        for entry in node.attributes
        if isinstance(entry.key, form.Literal)
        and entry.key.value in EVENTS
        and isinstance(entry.value, form.Function)
        for given in entry.value.body
        if isinstance(given, form.Return)
    }


def _generated(app: App) -> dict[str, str]:
    """The hooks that Redux Toolkit makes of an API's endpoints (`useGetNotesQuery`), by name, with their kind. A view."""
    found: dict[str, str] = {}
    for spot in spots(app, form.Define):
        node = spot.node
        assert isinstance(node, form.Define)
        if (
            isinstance(node.target, form.RecordTarget)
            and not spot.functions
            and b"createApi" in app.read(spot.path)
        ):
            for field in node.target.fields:
                made = _OF_ENDPOINT.match(str(field.key))
                if made:
                    found[made[0]] = made[1].lower()
    return found


def _reads_error(app: App, target: form.RecordTarget, function: form.Function) -> bool:
    """Whether what says that it failed is taken out of the answer and looked at; `{ data, error }` alone shows nobody anything,
    nor does a hook that hands it on to nobody."""
    taken: set[str] = set()
    for field in target.fields:
        if field.key in _ERRORS:
            taken |= bound(field.target)
    uses = [inner for inner in meant(function, taken) if not inner.span.within(target.span)]
    return bool(uses) and not untaken(app, function, uses)


def _told_by_name(name: str, node: form.Define, function: form.Function, kind: str) -> bool:
    read = False
    for inner in below(function.body):
        if (
            isinstance(inner, form.Member)
            and isinstance(inner.object, form.Name)
            and inner.object.name == name
        ):
            read = True
            if inner.name in _ERRORS:
                return True
        elif (
            (isinstance(inner, form.Entry) and _is(inner.value, name))
            or (isinstance(inner, (form.Return, form.Spread)) and _is(inner.value, name))
            or (isinstance(inner, form.Call) and any(_is(argument, name) for argument in inner.arguments))
            or (isinstance(inner, form.Define) and inner is not node and _is(inner.value, name))
        ):
            return True
    if kind == "mutation":
        return not read or _awaited(name, function)
    return not read


def _is(node: form.Node | None, name: str) -> bool:
    return isinstance(node, form.Name) and node.name == name


def _awaited(name: str, function: form.Function) -> bool:
    """`await mutation.mutateAsync()` in a try, or `mutate(values, { onError })`."""
    tried = {
        id(inner)
        for node in form.walk(function.body, form.Try)
        if isinstance(node, form.Try) and node.handlers
        for inner in below(node.body)
    }
    for node in form.walk(function.body, form.Call):
        if not isinstance(node, form.Call) or not (
            dotted(node.callee) == name or dotted(node.callee).startswith(f"{name}.mutate")
        ):
            continue
        if id(node) in tried or any(
            isinstance(argument, form.Record) and _option(argument, "onError") is not None
            for argument in node.arguments
        ):
            return True
        if re.search(r"\.mutateAsync$", dotted(node.callee)):
            return True
    return False


def _handed_on(target: form.RecordTarget, function: form.Function) -> bool:
    """Whether a promise's maker is given to something else, which may catch what it throws (`onSubmit={addNote}`)."""
    names = {name for field in target.fields if field.key == "mutateAsync" for name in bound(field.target)}
    called = {id(node.callee) for node in below(function.body) if isinstance(node, form.Call)}
    own = {id(inner) for inner in below((target,))}
    return any(
        isinstance(node, form.Name) and node.name in names and id(node) not in called | own
        for node in below(function.body)
    )


def told_everywhere(app: App) -> frozenset[str]:
    """'query' and 'mutation' where the app tells of every failure in one place: a cache with onError, throwOnError. A view."""
    return frozenset(_everywhere(app))


def _everywhere(app: App) -> Iterator[str]:
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        name = last_name(call.callee)
        records = (
            [one for one in below(call.arguments) if isinstance(one, form.Record)] if name in _MAKERS else []
        )
        for kind in ("query", "mutation"):
            if name == _CACHES[kind] and any(_option(one, "onError") is not None for one in records):
                yield kind
        if name == "QueryClient" and not _is_unused(app, spot):
            yield from _defaults(records)


def _is_unused(app: App, spot: Spot) -> bool:
    """Whether a client is made under a name that nothing uses, as where the provider is handed another."""
    module = app.modules.get(spot.path)
    if module is None:
        return False
    for node in below(module.body):
        if isinstance(node, form.Define) and node.value is spot.node and isinstance(node.target, form.Name):
            name = node.target.name
            uses = [one for one in below(module.body) if isinstance(one, form.Name) and one.name == name]
            return len(uses) < 2 and not _is_exported(module, name)
    return False


def _is_exported(module: form.Module, name: str) -> bool:
    """`export const queryClient = ...`, `export { queryClient }`."""
    return any(
        isinstance(node, form.Export) and name in {one.local for one in node.names} for node in module.body
    )


_CACHES = {"query": "QueryCache", "mutation": "MutationCache"}
_MAKERS = frozenset({*_CACHES.values(), "QueryClient"})


def _defaults(records: list[form.Record]) -> Iterator[str]:
    for record in records:
        for kind, field in (("query", "queries"), ("mutation", "mutations")):
            options = _option(record, field)
            if isinstance(options, form.Record) and _told_by_options([options], kind):
                yield kind
