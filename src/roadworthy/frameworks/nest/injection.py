"""Nest's dependency injection: what a constructor asks for by type is made, once."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.express.exchange import RequestModel
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.nest.graph import GraphContext
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

MAX_DEPTH = 12


class Injector:
    """Makes instances of the app's classes. `metadata` is what `SetMetadata` left on functions and classes; `found` knows what
    libraries hand in."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.made: dict[int, Value] = {}
        self.metadata: dict[int, dict[str, Value]] = {}
        self.under_way: list[int] = []
        self.providers: dict[str, dict[str, Value]] = {}
        """What modules provide under a token of their own, as they say it."""

    def provide(self, fields: dict[str, Value]) -> None:
        """`{ provide: "IUsersService", useClass: UsersService }`."""
        token = token_of(fields.get("provide"))
        if token:
            self.providers[token] = fields

    def provided(self, run: Run, token: Value | None) -> Value | None:
        """What `@Inject(token)` hands in; None where no module was seen to provide it."""
        fields = self.providers.get(token_of(token), {})
        if isinstance(token, ClassValue) and not fields:
            return self.instance(run, token)
        kind = fields.get("useClass") or fields.get("useExisting")
        if isinstance(kind, ClassValue):
            return self.instance(run, kind)
        if isinstance(kind, Constant) and kind is not token:
            return self.provided(run, kind)
        factory, key = fields.get("useFactory"), id(fields)
        if isinstance(factory, Closure) and key not in self.under_way:
            self.under_way.append(key)
            listed = fields.get("inject")
            asked = listed.items if isinstance(listed, ListValue) else []
            given = [self.provided(run, one) or Unknown() for one in asked]
            made = run.call(factory, Args(given), factory.function)
            self.under_way.pop()
            return made
        return fields.get("useValue")

    def instance(self, run: Run, kind: ClassValue) -> Value:
        """The one instance of a class, what its constructor asks for handed in."""
        key = id(kind.node)
        if key not in self.made:
            if key in self.under_way or len(self.under_way) > MAX_DEPTH:
                return Unknown()
            self.under_way.append(key)
            self.made[key] = made = run.construct(kind, Args(self._wanted(run, kind)), kind.node)
            self._fill(run, kind, made)
            self.under_way.pop()
        return self.made[key]

    def _wanted(self, run: Run, kind: ClassValue) -> list[Value]:
        constructor = kind.find("constructor")
        if not isinstance(constructor, Closure):
            return []
        return [self._parameter(run, p, constructor) for p in constructor.function.parameters]

    def _fill(self, run: Run, kind: ClassValue, made: Value) -> None:
        """Fields that are handed in: `@Inject() private readonly mail: MailService`."""
        for statement in kind.node.body:
            noted = statement.annotation if isinstance(statement, form.Define) else None
            if isinstance(noted, form.Other) and isinstance(statement, form.Define):
                given = self._given(run, noted, kind.scope)
                if given is not None and isinstance(statement.target, form.Name):
                    made.set_member(run, statement.target.name, given)

    def _given(self, run: Run, noted: form.Other, scope: Scope) -> Value | None:
        """What a library's decorator says is handed in; None where none says so."""
        for decorator in noted.children[1:] if noted.kind == "typed" else noted.children:
            value = run.evaluate(decorator, scope)
            path = value.path.removesuffix("()") if isinstance(value, External) else ""
            if path == _INJECT and isinstance(value, External):
                token = value.arguments.get(0) if value.arguments is not None else None
                return self.provided(run, _forwarded(run, token))
            make = self.found.by_decorator.get(path)
            if make is not None and isinstance(value, External):
                # `@Inject() users: Users` says it by the type alone.
                return make(run, value.arguments or Args()) or self._by_type(run, noted, scope)
        return None

    def _parameter(self, run: Run, parameter: form.Parameter, constructor: Closure) -> Value:
        noted = parameter.annotation
        if not isinstance(noted, form.Other):
            return Unknown()
        given = self._given(run, noted, constructor.scope)
        return given or self._by_type(run, noted, constructor.scope) or Unknown()

    def _by_type(self, run: Run, noted: form.Other, scope: Scope) -> Value | None:
        if noted.kind != "typed":
            return None
        kind = run.evaluate(noted.children[0], scope)
        if isinstance(kind, ClassValue):
            return self.provided(run, kind)
        if isinstance(kind, External):
            if kind.path.endswith(".Reflector"):
                return Reflector(self)
            known = self.found.by_type.get(kind.path)
            return known() if known is not None else External(f"{kind.path}()", None, noted)
        return None

    def note(self, target: Value | None, name: str, value: Value) -> None:
        """Leaves metadata on a function or a class."""
        self.metadata.setdefault(identity(target), {})[name] = value


_INJECT = "@nestjs/common.Inject"


def token_of(value: Value | None) -> str:
    """What a provider is known by: a text, a symbol, a class."""
    if isinstance(value, Constant):
        return str(value.value or "")
    if isinstance(value, ClassValue):
        return f"class {id(value.node)}"
    told = value.arguments.get(0) if isinstance(value, External) and value.arguments is not None else None
    return f"symbol {told.value}" if isinstance(told, Constant) else ""


def _forwarded(run: Run, value: Value | None) -> Value | None:
    """`forwardRef(() => UsersService)` is what its function gives."""
    if not isinstance(value, External) or not value.path.endswith(".forwardRef()"):
        return value
    inner = value.arguments.get(0) if value.arguments is not None else None
    return run.call(inner, Args(), inner.function) if isinstance(inner, Closure) else None


def identity(value: Value | None) -> int:
    """What stays the same of a function or class however often it is bound."""
    if isinstance(value, Closure):
        return id(value.function)
    return id(value.node) if isinstance(value, ClassValue) else 0


class MetadataDecorator(Model):
    """`const Roles = Reflector.createDecorator<Role[]>()`: a decorator that is asked for by itself (docs.nestjs.com/fundamentals/execution-context)."""

    __slots__ = ("injector", "label")

    def __init__(self, injector: Injector, label: str) -> None:
        self.injector, self.label = injector, label

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        # Where nothing is said the library leaves an empty record (https://github.com/nestjs/nest, reflector.service.ts).
        return Leaves(self, args.get(0) or ObjectValue(node=node))


class Leaves(Model):
    """`@Roles([Role.Admin])`: what it leaves on what it stands before."""

    __slots__ = ("decorator", "value")

    def __init__(self, decorator: MetadataDecorator, value: Value) -> None:
        self.decorator, self.value = decorator, value

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.decorator.injector.note(args.get(0), self.decorator.label, self.value)
        return Constant(None)


class Reflector(Model):
    """`this.reflector.getAllAndOverride(KEY, [handler, class])`: what was left on the handler that runs."""

    __slots__ = ("injector",)

    def __init__(self, injector: Injector) -> None:
        self.injector = injector

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key, places = args.get(0), args.get(1)
        label = str(key.value) if isinstance(key, Constant) else getattr(key, "label", "")
        listed = places.items if isinstance(places, ListValue) else [places]
        for place in listed:
            held = self.injector.metadata.get(getattr(place, "key", 0), {})
            if label in held:
                value = held[label]
                return Certain(value.value, node) if isinstance(value, Constant) else value
        return Certain(None, node)


class Place(Model):
    """`context.getHandler()`, `context.getClass()`."""

    __slots__ = ("key",)

    def __init__(self, key: int) -> None:
        self.key = key


class ExecutionContext(Model):
    """What a guard and a parameter's decorator are given."""

    __slots__ = ("handler", "kind", "request")

    def __init__(self, request: RequestModel, handler: int, kind: int) -> None:
        self.request, self.handler, self.kind = request, handler, kind

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("switchToHttp", "switchToWs", "switchToRpc"):
            return self
        if name in ("getRequest", "getClient"):
            return self.request
        if name == "getContext":
            return GraphContext(self.request)
        if name == "getHandler":
            return Place(self.handler)
        if name == "getClass":
            return Place(self.kind)
        return Derived(name, (), node)

    def origin(self, depth: int) -> Origin:
        """The whole request."""
        return Origin("headers")
