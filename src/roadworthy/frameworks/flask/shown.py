"""What leaves of a view's result: the schema of flask-smorest's `response` and APIFlask's `output`, and the fields of
Flask-RESTful's and Flask-RESTX's `marshal_with`.

https://flask-smorest.readthedocs.io/en/latest/response.html, https://apiflask.com/response-handling/,
https://flask-restful.readthedocs.io/en/latest/fields.html: what the schema does not name is left out; a response that the view made
itself goes as it is (emit_answers sees to that).
"""

from __future__ import annotations

from roadworthy.frameworks.flask.schemas import BehindDecorator
from roadworthy.frameworks.marshmallow import Loader, declared, each_of
from roadworthy.interpret import Args, ClassValue, Constant, Model, ObjectValue, Run, Unknown, Value
from roadworthy.languages import form

KEPT = "shown"
_DEEPEST = 4


class Shows(Model):
    """The decorator: `view` is handed on with what narrows its result."""

    __slots__ = ("shape",)

    def __init__(self, shape: Loader | Marshalled) -> None:
        self.shape = shape

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        view = args.get(0)
        return ShownView(self.shape, view) if view is not None else Constant(None)


class ShownView(BehindDecorator):
    """A view behind it. While it runs the run keeps what its results are narrowed by."""

    __slots__ = ("shape",)

    def __init__(self, shape: Loader | Marshalled, inner: Value) -> None:
        super().__init__(inner)
        self.shape = shape

    def over(self, inner: Value) -> Value:
        return ShownView(self.shape, inner)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        before = run.kept.get(KEPT)
        run.kept[KEPT] = self.shape
        try:
            return run.call(self.inner, args, node)
        finally:
            run.kept[KEPT] = before


class Unchanged(Model):
    """A decorator that documents."""

    __slots__ = ()

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return args.get(0) or Constant(None)


class Marshalled:
    """The fields that `marshal_with` names."""

    def __init__(self, fields: ObjectValue) -> None:
        self.fields = fields

    def dumped(self, run: Run, value: Value, node: form.Node, depth: int = 0) -> Value:
        """A row, or each of several, less what is not named."""
        return each_of(run, value, node, lambda one: self._one(run, one, node, depth))

    def _one(self, run: Run, value: Value, node: form.Node, depth: int) -> Value:
        return ObjectValue(
            {name: _field(run, value, name, one, node, depth) for name, one in self.fields.fields.items()},
            node=node,
        )


def _field(run: Run, value: Value, name: str, one: Value, node: form.Node, depth: int) -> Value:
    kind, attribute, inner = declared(one, name)
    held = value.member(run, attribute, node)
    if kind in ("Nested", "List") and isinstance(inner, ObjectValue) and depth < _DEEPEST:
        return Marshalled(inner).dumped(run, held, node, depth + 1)
    return Unknown() if kind in ("Nested", "List") or not kind else held


def leaves(run: Run, value: Value, node: form.Node) -> Value:
    """What leaves of a view's result."""
    shape = run.kept.get(KEPT)
    return value if shape is None else shape.dumped(run, value, node)


def shows(run: Run, args: Args, node: form.Node, *names: str) -> Value | None:
    """The decorator of `response(200, UserSchema(many=True))`; None where it is given no schema that is known."""
    for given in (*args.positional, *(args.keywords.get(name) for name in names)):
        if isinstance(given, ClassValue):
            given = run.construct(given, Args(), node)
        if isinstance(given, Loader):
            return Shows(given)
    return None


def marshals(args: Args) -> Value | None:
    """The decorator of `marshal_with({...})`."""
    fields = args.get(0, "fields")
    return Shows(Marshalled(fields)) if isinstance(fields, ObjectValue) else None
