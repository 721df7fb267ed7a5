"""Endpoints of an application, each run from its first hook to its last answer."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from roadworthy.app import Endpoint, Middleware
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.exchange import Exchange, part
from roadworthy.frameworks.flask.answers import answer_to
from roadworthy.frameworks.flask.scaffold import (
    ClassMethod,
    Extension,
    Mounted,
    Route,
    Scaffold,
    ViewFunction,
)
from roadworthy.frameworks.flask.shown import leaves
from roadworthy.frameworks.found import Source
from roadworthy.frameworks.gates import gate
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.raised import raised_answers
from roadworthy.frameworks.replies import Reply, emit_answers, status_of
from roadworthy.frameworks.templates.shown import Shown
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of, decorators_beside, nothing, wrappers, written_function
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import Args, Closure, Constant, External, ObjectValue, Program, Run, Value
from roadworthy.interpret.frames import OutOfBudget, Watch
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex

MAX_DEPTH = 6
"""Blueprints within blueprints; one that registers itself goes no deeper."""
_PARAMETER = regex(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_FAILURES = {
    "Exception",
    "werkzeug.exceptions.HTTPException",
    "werkzeug.exceptions.InternalServerError",
}
_CONVERTED = {"int": "int", "float": "float", "uuid": "UUID"}


class Chain(Struct, frozen=True):
    """A route with its whole rule, the name it goes by, and everything around it, outermost first. `valued` are the functions that
    are given what the rule took from the address, before all hooks; `processors` those that give every template something."""

    rule: str
    name: str
    route: Route
    before: tuple[Value, ...] = ()
    valued: tuple[Value, ...] = ()
    processors: tuple[Value, ...] = ()
    handlers: tuple[tuple[Value, Value], ...] = ()
    extensions: tuple[Extension, ...] = ()


class Application(Source):
    """An application as a source of endpoints. `known` are its routes and `shown` the templates they answer with,
    once they were run."""

    def __init__(self, scaffold: Scaffold) -> None:
        self.scaffold = scaffold
        self.known: list[Chain] = []
        self.shown: list[Shown] = []

    def chains(self) -> list[Chain]:
        """Its routes with what surrounds them."""
        root = self.scaffold
        everywhere = [hook for inner in _scaffolds(root) for hook in inner.before_app]
        valued = [one for inner in _scaffolds(root) for one in inner.valued_app]
        processors = tuple(one for inner in _scaffolds(root) for one in inner.processors_app)
        extensions = tuple(root.extensions)
        outer = Chain("", "", _NOTHING, tuple(everywhere), tuple(valued), processors, extensions=extensions)
        return _chains(root, "", "", outer)

    def endpoints(self, program: Program) -> list[Endpoint]:
        self.known = self.chains()
        return [run_chain(program, self, chain) for chain in self.known]


_NOTHING = Route("", "", External(""), "", "", form.Literal(form.Span(0, 0, 1, 1), None))


def _scaffolds(scaffold: Scaffold, depth: int = 0) -> list[Scaffold]:
    inner = (
        [entry.scaffold for entry in scaffold.entries if isinstance(entry, Mounted)]
        if depth < MAX_DEPTH
        else []
    )
    return [scaffold, *(found for one in inner for found in _scaffolds(one, depth + 1))]


def _chains(scaffold: Scaffold, prefix: str, name: str, outer: Chain, depth: int = 0) -> list[Chain]:
    here = replace(
        outer,
        before=(*outer.before, *scaffold.before),
        valued=(*outer.valued, *scaffold.valued),
        processors=(*outer.processors, *scaffold.processors),
        handlers=(*scaffold.handlers, *outer.handlers),
    )
    found: list[Chain] = []
    for entry in scaffold.entries:
        if isinstance(entry, Route):
            rule = _joined(prefix, entry.rule)
            named = f"{name}{entry.endpoint}"
            found.append(replace(here, rule=rule, name=named, route=entry))
        elif depth < MAX_DEPTH:
            inner = entry.scaffold
            own = entry.prefix if entry.prefix is not None else inner.prefix
            label = f"{name}{inner.name}." if inner.name else name
            found += _chains(inner, _joined(prefix, own), label, here, depth + 1)
    return found


def _joined(prefix: str, rule: str) -> str:
    if not prefix:
        return rule
    return f"{prefix.rstrip('/')}/{rule.lstrip('/')}" if rule else prefix


# --- running one chain -------------------------------------------------------------------------------


def run_chain(program: Program, application: Application, chain: Chain) -> Endpoint:
    """The endpoint of a route, its hooks and its view run."""
    route = chain.route
    run = Run(program, route.module)
    run.kept["exchange"] = Exchange(route.method, application.scaffold, processors=chain.processors)
    named = getattr(route.view, "written", None)  # a view that a document names, not a decorator
    written = named(run) if named is not None else view_function(program, route)
    answered: set[int] = set()
    for wrapper in wrappers(route.view, written):
        run.watched[id(wrapper.function)] = Watch(
            nothing, lambda value, node: emit_answers(run, value, node, answered)
        )
    if written is not None:
        run.watched[id(written.function)] = Watch(
            lambda: run.emit(HandlerEntered(written.module, written.function, run.context, written.name)),
            lambda value, node: emit_answers(run, value, node, answered, leaves),
        )
    try:
        given = ObjectValue(_arguments(run, chain))
        for function in chain.valued:
            gate(run, function, route.node, Args([Constant(chain.name), given]))
        for hook in chain.before:
            gate(run, hook, route.node)
        # What a decorator answers instead of the view is what is left of its result.
        result = run.call(route.view, Args([], given.fields), route.node)
        emit_answers(run, result, route.node, answered)
    except OutOfBudget:
        program.note(route.module, route.node, f"{route.method} {chain.rule} is too large to follow")
    for finish in run.at_end:
        finish()
    run.trace.events = raised_answers(
        run.trace.events, lambda event, value: answer_to(program, event, value, chain.handlers)
    )
    endpoint = _endpoint(run, chain, written)
    template = _template(run.kept.get("answers", []))
    if template:
        guarded = any(fact.left.from_session for fact in endpoint.facts)
        application.shown.append(
            Shown(
                route.method,
                endpoint.path,
                template,
                route.module,
                endpoint.location,
                guarded,
                _caught(chain),
            )
        )
    return endpoint


def _caught(chain: Chain) -> str:
    """The handler that answers when the view fails, '' for none."""
    for wanted, handler in chain.handlers:
        general = isinstance(wanted, External) and wanted.path in _FAILURES
        if (status_of(wanted) == 500 or general) and isinstance(handler, Closure):
            return handler.module
    return ""


def _template(answers: list[Value]) -> str:
    """The template of the last answer that is one: those before it are for what went wrong."""
    named = [answer.template for answer in answers if isinstance(answer, Reply) and answer.template]
    return named[-1] if named else ""


def _arguments(run: Run, chain: Chain) -> dict[str, Value]:
    """What stands in the rule, by name; a converter is a check."""
    found: dict[str, Value] = {}
    for converter, name in _PARAMETER.findall(chain.rule):
        datum = part(run, "params", (name,), chain.route.node)
        rule = _CONVERTED.get(converter)
        found[name] = Parsed(Schema((rule,)), (name,), datum) if rule is not None else datum
    defaults = chain.route.options.get("defaults")
    for name, value in getattr(defaults, "fields", {}).items():
        found.setdefault(name, value)
    return found


def view_function(program: Program, route: Route) -> Closure | None:
    """The view as it is written, under whatever decorators."""
    if isinstance(route.view, ClassMethod):
        return route.view.closure
    decorated = written_function(program, route.module, route.node)
    return decorated if decorated is not None else _innermost(route.view)


def _innermost(view: Value | None, depth: int = 0) -> Closure | None:
    if isinstance(view, Closure) or depth > 8:
        return view if isinstance(view, Closure) else None
    if isinstance(view, ViewFunction):
        return None
    return _innermost(getattr(view, "inner", None), depth + 1) if view is not None else None


# --- the endpoint ------------------------------------------------------------------------------------


def _endpoint(run: Run, chain: Chain, written: Closure | None) -> Endpoint:
    route, events = chain.route, run.trace.events
    whole = at(written.module, written.function) if written is not None else at(route.module, route.node)
    decorated = written is not None and (
        any(d is route.node for d in written.function.decorators) or hasattr(route.view, "written")
    )
    beside = decorators_beside(run.program, written, route.node) if written is not None else []
    entered = [event for event in events if isinstance(event, HandlerEntered)]
    return Endpoint(
        method=route.method,
        path=chain.rule or "/",
        kind="http",
        framework="flask",
        location=whole if decorated else at(route.module, route.node),
        handler=whole,
        handler_body=body_of(written) if written is not None else whole,
        handler_name=written.name if written is not None else chain.name,
        middleware=(*_around(chain), *beside),
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=recording.answers(run.trace),
        facts=facts_of(entered[0].context.conditions) if entered else (),
        uses=uses(run.trace),
        calls=tuple(dict.fromkeys(event.target for event in events if isinstance(event, Called))),
    )


def _around(chain: Chain) -> list[Middleware]:
    extensions = [Middleware(e.name, e.library, at(e.module, e.node)) for e in chain.extensions]
    hooks = [
        Middleware(h.name, "", at(h.module, h.function))
        for h in (*chain.valued, *chain.before)
        if isinstance(h, Closure)
    ]
    return [*extensions, *hooks]
