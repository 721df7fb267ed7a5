"""Decorators that put a request through a schema before the view: webargs, flask-smorest, APIFlask, flask-pydantic.

https://webargs.readthedocs.io (use_args, use_kwargs, parse), https://flask-smorest.readthedocs.io (arguments),
https://apiflask.com (input), https://github.com/bauerji/flask-pydantic (validate): what the schema refuses is answered with 422 or 400 and
never reaches the view.
"""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.exchange import part
from roadworthy.frameworks.guarding import Guarded
from roadworthy.frameworks.marshmallow import Loader, rules_of
from roadworthy.frameworks.pydantic import parse
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

# Where each place that a schema names stands in the request.
_PARTS = {
    "json": "body",
    "form": "body",
    "json_or_form": "body",
    "form_and_files": "body",
    "query": "query",
    "querystring": "query",
    "headers": "headers",
    "cookies": "cookies",
    "files": "files",
    "view_args": "params",
    "path": "params",
}
_PARSERS = ("webargs.flaskparser", "webargs.flaskparser.parser", "webargs.flaskparser.FlaskParser()")
_MODELS = {"body": "body", "form": "body", "query": "query"}


class Checks(Model):
    """`@use_args(schema, location="query")`: `named` when the view gets its fields by name, `argument` when it gets all under one name."""

    __slots__ = ("argument", "location", "named", "node", "schema")

    def __init__(
        self, schema: Schema, location: str, node: form.Node, *, named: bool = False, argument: str = ""
    ) -> None:
        self.schema, self.location, self.node = schema, location, node
        self.named, self.argument = named, argument

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        view = args.get(0)
        return CheckedView(self, view) if view is not None else Constant(None)

    def parsed(self, run: Run) -> Parsed:
        """What the schema lets through."""
        kind = _PARTS.get(self.location, "body")
        subject = part(run, kind, (), self.node, in_form="form" in self.location)
        run.emit(CheckSeen(subject, "marshmallow", run.module, self.node, self.schema.called(), False, True))
        return Parsed(self.schema, (), subject)


class BehindDecorator(Model):
    """A view, or a method of a class of views, that a decorator stands before."""

    __slots__ = ("inner",)
    decorates = True

    def __init__(self, inner: Value) -> None:
        self.inner = inner

    def bind(self, instance: Value) -> Value:
        """The same before the method of an instance."""
        if isinstance(self.inner, (Closure, BehindDecorator, Guarded)):
            return self.over(self.inner.bind(instance))
        return self.over(self.inner)

    def over(self, inner: Value) -> Value:
        """The same before something else."""
        raise NotImplementedError


def written_under(value: Value | None) -> Closure | None:
    """The function that stands under such decorators."""
    while isinstance(value, (BehindDecorator, Guarded)):
        value = value.inner
    return value if isinstance(value, Closure) else None


class CheckedView(BehindDecorator):
    """A view behind such a decorator."""

    __slots__ = ("checks",)

    def __init__(self, checks: Checks, inner: Value) -> None:
        super().__init__(inner)
        self.checks = checks

    def over(self, inner: Value) -> Value:
        return CheckedView(self.checks, inner)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        parsed = self.checks.parsed(run)
        if self.checks.named:
            fields = self.checks.schema.fields or {}
            given = {name: parsed.member(run, name, node) for name in fields}
            return run.call(self.inner, Args(list(args.positional), {**args.keywords, **given}), node)
        name = self.checks.argument or _asked(self.inner, f"{self.checks.location}_data")
        if name:
            return run.call(self.inner, Args(list(args.positional), {**args.keywords, name: parsed}), node)
        return run.call(self.inner, Args([*args.positional, parsed], dict(args.keywords)), node)


def _asked(view: Value, name: str) -> str:
    """The name, where the function at the bottom takes a parameter of it."""
    function = written_under(view)
    return name if function is not None and name in _parameters(function) else ""


def _parameters(view: Closure) -> dict[str, form.Parameter]:
    return {one.target.name: one for one in view.function.parameters if isinstance(one.target, form.Name)}


class ModelView(BehindDecorator):
    """A view behind flask-pydantic's `validate()`: its parameters `body`, `form` and `query` are models of what was sent."""

    __slots__ = ()

    def over(self, inner: Value) -> Value:
        return ModelView(inner)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = dict(self._models(run, node))
        return run.call(self.inner, Args(list(args.positional), {**args.keywords, **given}), node)

    def _models(self, run: Run, node: form.Node) -> Iterator[tuple[str, Value]]:
        function = written_under(self.inner)
        if function is None:
            return
        for name, parameter in _parameters(function).items():
            if name in _MODELS and parameter.annotation is not None:
                kind = run.evaluate(parameter.annotation, function.scope)
                if isinstance(kind, ClassValue):
                    subject = part(run, _MODELS[name], (), node, in_form=name == "form")
                    yield name, parse(run, kind, subject, run.module, node)


def schema_of(run: Run, value: Value | None, node: form.Node) -> Schema:
    """The schema that a decorator is given: a class, one made of it, or a record of fields."""
    if isinstance(value, ClassValue):
        value = run.construct(value, Args(), node)
    if isinstance(value, Loader):
        return value.schema()
    if isinstance(value, ObjectValue):
        fields = {
            name: Schema(rules_of(one)) for name, one in value.fields.items() if isinstance(one, External)
        }
        return Schema(("object",), fields, node)
    return Schema(("object",), None, node)


def checks(run: Run, args: Args, node: form.Node, *, named: bool = False) -> Checks:
    """The decorator of a call `(schema, ..., location="json")`."""
    place = args.keywords.get("location")
    location = str(place.value) if isinstance(place, Constant) and place.value else "json"
    argument = args.keywords.get("arg_name")
    by_name = args.keywords.get("as_kwargs")
    return Checks(
        schema_of(run, args.get(0, "schema"), node),
        location,
        node,
        named=named or (isinstance(by_name, Constant) and by_name.value is True),
        argument=str(argument.value) if isinstance(argument, Constant) and argument.value else "",
    )


def register_schemas(library: Library) -> None:
    """Tells what these decorators mean."""

    @library.on_call(*(f"{parser}.use_args" for parser in _PARSERS))
    def use_args(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return checks(run, args, node)

    @library.on_call(*(f"{parser}.use_kwargs" for parser in _PARSERS))
    def use_kwargs(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return checks(run, args, node, named=True)

    @library.on_call(*(f"{parser}.parse" for parser in _PARSERS[1:]))
    def parsed(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return checks(run, args, node).parsed(run)

    @library.on_call("flask_pydantic.validate")
    def validate(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Validates()


class Validates(Model):
    """`@validate()`."""

    __slots__ = ()

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        view = args.get(0)
        return (
            ModelView(view)
            if written_under(view) is not None and view is not None
            else view or Constant(None)
        )
