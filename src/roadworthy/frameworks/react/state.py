"""State, mutations and queries: what hooks give a component."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import settle
from roadworthy.languages import form

PENDING = "pending"


class State(Model):
    """A state variable. It is whatever was put there first, or what a person did since."""

    __slots__ = ("initial", "node")

    def __init__(self, initial: Value, node: form.Node) -> None:
        self.initial, self.node = initial, node

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.interpret import methods

        return methods.call_method(run, self, name, args, node)

    def element(self, run: Run) -> Value:
        return Derived("[]", (self,))

    def truth(self) -> bool | None:
        return None


class StateSet(Struct, frozen=True):
    """A state was set to a value, by code that `trigger` runs."""

    state: State
    value: Value
    trigger: str


class Setter(Model):
    """`setCount`."""

    __slots__ = ("state",)

    def __init__(self, state: State) -> None:
        self.state = state

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        value = args.get(0) or Constant(None)
        if isinstance(value, Closure):
            with run.branch():
                value = run.call(value, Args([self.state]), node)
        run.emit(StateSet(self.state, value, run.context.trigger))
        return Constant(None)


class Ref(Model):
    """What `useRef(callback)` gives, to have the newest function or options at hand: `current` is what was put there last."""

    __slots__ = ("current",)

    def __init__(self, current: Value) -> None:
        self.current = current

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.current if name == "current" else Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name == "current" and isinstance(value, (Closure, ObjectValue)):
            self.current = value


class Mutation(Model):
    """What `useMutation` gives: `mutate` runs its function with what it is handed."""

    __slots__ = ("function", "options")

    def __init__(self, function: Value | None, options: ObjectValue | None) -> None:
        self.function, self.options = function, options

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("mutate", "mutateAsync"):
            return Mutate(self)
        if name in ("isPending", "isLoading", "status"):
            return Derived(PENDING, (self,), node)
        return Derived(f".{name}", (self,), node)

    def start(self, run: Run, args: Args, node: form.Node) -> Value:
        """Runs the mutation, then what it does on success and failure."""
        result: Value = Unknown()
        with run.branch():
            if self.function is not None:
                with run.within(caught=True):
                    result = settle(run, run.call(self.function, args, node), node)
            for name in ("onMutate", "onSuccess", "onError", "onSettled"):
                callback = self.options.fields.get(name) if self.options is not None else None
                if callback is not None:
                    with run.within(handling=name == "onError"):
                        run.call_back([callback], node, result)
            run.call_back(args.positional[1:], node, result)
        return result


class Mutate(Model):
    """`mutation.mutate`."""

    __slots__ = ("mutation",)

    def __init__(self, mutation: Mutation) -> None:
        self.mutation = mutation

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.mutation.start(run, args, node)


class Dispatch(Model):
    """What `useActionState` gives to call: the action runs with the state and what it is handed."""

    __slots__ = ("action", "state")

    def __init__(self, action: Value, state: Value) -> None:
        self.action, self.state = action, state

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return run.call(self.action, Args([self.state, *args.positional], args.keywords, args.spread), node)


class QueryResult(Model):
    """What `useQuery` gives."""

    __slots__ = ("data",)

    def __init__(self, data: Value) -> None:
        self.data = data

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "data":
            return Fetched(self.data, node)
        return Derived(f".{name}", (self,), node)


class Fetched(Derived):
    """What a query's function gave, or nothing yet; a field of a record that it made is what was put there."""

    __slots__ = ()

    def __init__(self, data: Value, node: form.Node) -> None:
        super().__init__("query data", (data,), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        data = self.operands[0]
        if not isinstance(data, ObjectValue) or name not in data.fields:
            return super().member(run, name, node)
        value = data.member(run, name, node)
        return value if isinstance(value, Closure) else Fetched(value, node)


def use_state(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useState(initial)`."""
    initial = args.get(0) or Constant(None)
    if isinstance(initial, Closure):
        initial = run.call(initial, Args(), node)
    state = State(initial, node)
    return ListValue([state, Setter(state)], node=node)


def use_ref(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`useRef(callback)`; what holds an element of the page is left to what is known of those."""
    initial = args.get(0)
    return Ref(initial) if isinstance(initial, (Closure, ObjectValue)) else None


def use_reducer(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useReducer(reducer, initial, init)`; the reducer runs for some action."""
    run.call_back(args.positional[2:], node)
    state = State(args.get(1) or Unknown(), node)
    with run.within(trigger="action"):
        run.call_back(args.positional[:1], node, state, Datum("input", (), node))
    return ListValue([state, Setter(state)], node=node)


def use_effect(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useEffect(callback)`; what it returns cleans up."""
    if args.positional:
        with run.within(trigger="effect"), run.branch():
            cleanup = run.call(args.positional[0], Args(), node)
            with run.within(trigger="cleanup"):
                run.call_back([cleanup], node)
    return Constant(None)


def use_memo(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useMemo(make)`."""
    return run.call(args.positional[0], Args(), node) if args.positional else Unknown()


def first_argument(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useCallback(f)`, `memo(C)`, `forwardRef(C)`, `form.handleSubmit(f)`: the function itself."""
    return args.positional[0] if args.positional else Unknown()


def lazy(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`lazy(() => import("./Page"))`."""
    if not args.positional:
        return Unknown()
    module = run.call(args.positional[0], Args(), node)
    return module.member(run, "default", node)


def use_query(found: Found) -> object:
    """`useQuery({ queryKey, queryFn })`, with the client's default function where none is given."""

    def model(run: Run, target: External, args: Args, node: form.Node) -> Value:
        options = args.get(0)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        function = fields.get("queryFn") or args.get(1) or found.defaults.get("queryFn")
        key = fields.get("queryKey") or options or Unknown()
        data: Value = Unknown()
        if function is not None and not isinstance(function, ObjectValue):
            with run.within(trigger="query", caught=True), run.branch():
                data = settle(run, run.call(function, Args([ObjectValue({"queryKey": key})]), node), node)
        return QueryResult(data)

    return model


def use_swr(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useSWR(key, fetcher)`: the fetcher is handed the key."""
    key, function = args.get(0) or Unknown(), args.get(1)
    if isinstance(key, Closure):
        key = run.call(key, Args(), node)
    data: Value = Unknown()
    if isinstance(function, Closure):
        with run.within(trigger="query", caught=True), run.branch():
            data = settle(run, run.call(function, Args([key]), node), node)
    return QueryResult(data)


def use_mutation(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useMutation({ mutationFn, ... })`."""
    options = args.get(0)
    if isinstance(options, ObjectValue):
        return Mutation(options.fields.get("mutationFn"), options)
    return Mutation(options, None)


def query_client(found: Found) -> object:
    """`new QueryClient({ defaultOptions: { queries: { queryFn } } })`."""

    def model(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        value: Value | None = args.get(0)
        for name in ("defaultOptions", "queries", "queryFn"):
            value = value.fields.get(name) if isinstance(value, ObjectValue) else None
        if value is not None:
            found.defaults["queryFn"] = value
        return External("query client", None, node)

    return model


def use_transition(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useTransition()`: [pending, start]."""
    return ListValue([Derived(PENDING, (), node), External("startTransition", None, node)], node=node)


def use_action_state(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useActionState(action, initial)`, `useFormState` before: [state, dispatch, pending]."""
    state = State(args.get(1) or Constant(None), node)
    dispatch = Dispatch(args.get(0) or Unknown(), state)
    return ListValue([state, dispatch, Derived(PENDING, (), node)], node=node)


def use_form_status(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`useFormStatus()`: whether the form around is being sent."""
    return ObjectValue({"pending": Derived(PENDING, (), node)}, node=node)
