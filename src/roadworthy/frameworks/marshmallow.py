"""marshmallow's schemas, Flask-Marshmallow's and those of marshmallow-sqlalchemy: what `load` lets through of what was sent.

https://marshmallow.readthedocs.io: fields that a schema does not name are refused, or left out with `unknown = EXCLUDE`; those that are
`dump_only` or excluded are never loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
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
from roadworthy.interpret.context import Turn
from roadworthy.interpret.values import is_nothing, is_true
from roadworthy.languages import form

_TYPES = {
    "Integer": "int",
    "Int": "int",
    "Float": "float",
    "Decimal": "decimal",
    "Boolean": "bool",
    "Bool": "bool",
    "Date": "date",
    "DateTime": "datetime",
    "NaiveDateTime": "datetime",
    "AwareDateTime": "datetime",
    "Email": "str email",
    "Url": "str url",
    "URL": "str url",
    "UUID": "uuid",
    "List": "list",
    "Dict": "dict",
    "Nested": "dict",
    "Raw": "any",
}
# Rows in rows in rows: further down nothing is told apart.
_DEEPEST = 4
_BASES = (
    "marshmallow.Schema",
    "marshmallow.schema.Schema",
    "flask_marshmallow.Marshmallow().Schema",
    "flask_marshmallow.Schema",
    "flask_smorest.Schema",
    "apiflask.Schema",
)
_OF_TABLES = tuple(
    f"{package}.{name}"
    for package in ("flask_marshmallow.Marshmallow()", "flask_marshmallow.sqla", "marshmallow_sqlalchemy")
    for name in ("SQLAlchemySchema", "SQLAlchemyAutoSchema", "ModelSchema")
)


class SchemaClass:
    """What a class that inherits from marshmallow's Schema means. `derived` where it takes further fields from a table."""

    def __init__(self, *, derived: bool = False) -> None:
        self.derived = derived

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """`UserSchema(only=("name",), partial=True)`."""
        return Loader(kind, args, node, derived=self.derived)


class PostLoad(Model):
    """`@post_load` over a method: it makes something of what was loaded."""

    def __init__(self, inner: Closure) -> None:
        self.inner = inner

    @property
    def decorates(self) -> bool:
        """It stands in the class instead of the method."""
        return True


class Loader(Model):
    """A schema that is asked to load what was sent."""

    def __init__(self, kind: ClassValue, args: Args, node: form.Node, *, derived: bool) -> None:
        self.kind, self.args, self.node, self.derived = kind, args, node, derived

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        subject = args.get(0, "data") or args.keywords.get("json_data") or Unknown()
        if name in ("load", "loads"):
            return self._loaded(run, subject, node)
        if name == "validate":
            return Derived("errors", (self._loaded(run, subject, node),), node)
        if name in ("dump", "dumps"):
            return self.dumped(
                run, args.get(0, "obj") or Unknown(), node, several=is_true(args.keywords.get("many"))
            )
        own = self.kind.find(name)
        return run.call(own.bind(self), args, node) if isinstance(own, Closure) else None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        own = self.kind.find(name)
        return own.bind(self) if isinstance(own, Closure) else Derived(f".{name}", (), node)

    def _loaded(self, run: Run, subject: Value, node: form.Node) -> Value:
        schema = self.schema()
        run.emit(CheckSeen(subject, "marshmallow", run.module, node, schema.called(), False, True))
        loaded: Value = Parsed(schema, (), subject)
        for made in self._attributes():
            if isinstance(made[1], PostLoad):
                loaded = run.call(made[1].inner.bind(self), Args([loaded]), node)
        return loaded

    def schema(self) -> Schema:
        """The fields that it loads, with their rules."""
        left_out = {*self._names("exclude"), *self._meta("exclude"), *self._meta("dump_only")}
        kept = self._names("only") or self._meta("fields")
        found = {name: Schema(rules) for name, rules in self._fields() if name not in left_out}
        named = {name: one for name, one in found.items() if not kept or name in kept}
        whole = not self.derived or (kept and set(kept) <= set(found))
        return Schema(("object",), named if named and whole else None, self.node)

    def dumped(
        self, run: Run, value: Value, node: form.Node, depth: int = 0, *, several: bool = False
    ) -> Value:
        """What it shows of a row, or of each of several. Reading a field may ask the database, as it does there."""
        several = several or is_true(self.args.keywords.get("many"))
        return each_of(run, value, node, lambda one: self._shown(run, one, node, depth), several=several)

    def _shown(self, run: Run, value: Value, node: form.Node, depth: int) -> Value:
        left_out = {
            *self._names("exclude"),
            *self._meta("exclude"),
            *self._names("load_only"),
            *self._meta("load_only"),
        }
        kept = self._names("only") or self._meta("fields")
        shown = {name: one for name, one in self._attributes() if _is_field(one)}
        hidden = left_out | {name for name, one in shown.items() if _says(one, "load_only")}
        if self.derived and not kept:
            # Which columns a table adds is not known here: all of them, or some that nobody can name.
            return Unknown() if hidden else value
        names = [name for name in (kept or shown) if name not in hidden]
        if depth > _DEEPEST:
            return Unknown()
        return ObjectValue(
            {name: _held(run, value, name, shown.get(name), node, depth) for name in names}, node=node
        )

    def _fields(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, value in self._attributes():
            if isinstance(value, External) and value.arguments is not None and _is_loaded(value.arguments):
                yield name, rules_of(value)

    def _attributes(self) -> Iterator[tuple[str, Value]]:
        for owner in reversed([self.kind, *self.kind.ancestors()]):
            yield from owner.attributes.items() if isinstance(owner, ClassValue) else ()

    def _names(self, name: str) -> list[str]:
        return _texts(self.args.keywords.get(name))

    def _meta(self, name: str) -> list[str]:
        meta = self.kind.find("Meta")
        return _texts(meta.find(name)) if isinstance(meta, ClassValue) else []

    def truth(self) -> bool | None:
        return True


def each_of(
    run: Run, value: Value, node: form.Node, shown: Callable[[Value], Value], *, several: bool = False
) -> Value:
    """What is shown of a value, or of each of its elements where it is several."""
    if isinstance(value, Choice):
        ways = [(each_of(run, one, node, shown, several=several), c) for one, c in value.alternatives]
        return run.join(ways)
    if is_nothing(value):
        return value
    if not several and not isinstance(value, ListValue) and origin_of(value).path[:1] != ("[]",):
        return shown(value)
    turn = Turn(run.module, node.span, "elements", value, value.element(run))
    with run.within(**run.context.turning(turn)), run.branch():
        return ListValue([], shown(turn.element or value), node)


def _is_loaded(args: Args) -> bool:
    only = args.keywords.get("dump_only")
    return not (isinstance(only, Constant) and only.value is True)


def _says(value: Value, name: str) -> bool:
    given = value.arguments if isinstance(value, External) else None
    return given is not None and is_true(given.keywords.get(name))


def _is_field(value: Value) -> bool:
    return isinstance(value, External) and value.arguments is not None and "." in value.path


def declared(one: Value | None, name: str) -> tuple[str, str, Value | None]:
    """What a field's declaration says: its kind (`String`, `Nested`), the attribute of the row that it shows, and what it is given
    first."""
    args = one.arguments if isinstance(one, External) and one.arguments is not None else Args()
    kind = one.path.removesuffix("()").rpartition(".")[2] if isinstance(one, External) else ""
    named = args.keywords.get("attribute")
    return kind, str(named.value) if isinstance(named, Constant) else name, args.get(0)


def _held(run: Run, value: Value, name: str, one: Value | None, node: form.Node, depth: int) -> Value:
    """A field of a row: nested rows as their schema shows them, nothing of what a function makes."""
    kind, attribute, schema = declared(one, name)
    if kind in ("Method", "Function", "Pluck"):
        return Unknown()
    held = value.member(run, attribute, node)
    if kind not in ("Nested", "List"):
        return held
    if isinstance(schema, ClassValue):
        schema = run.construct(schema, Args(), node)
    return schema.dumped(run, held, node, depth + 1) if isinstance(schema, Loader) else Unknown()


def _texts(value: Value | None) -> list[str]:
    listed = value.items if isinstance(value, ListValue) else []
    return [str(one.value) for one in listed if isinstance(one, Constant)]


def rules_of(value: External) -> tuple[str, ...]:
    """`fields.Integer(required=True, validate=validate.Range(min=1))` in words."""
    kind = value.path.removesuffix("()").rsplit(".", 1)[-1]
    words = [_TYPES.get(kind, "str" if kind in ("String", "Str") else "any")]
    args = value.arguments or Args()
    asked = args.keywords.get("validate")
    for one in asked.items if isinstance(asked, ListValue) else [asked]:
        words += _validator(one) if one is not None else []
    needed = args.keywords.get("required")
    return tuple(words if isinstance(needed, Constant) and needed.value else [*words, "optional"])


def _validator(value: Value) -> list[str]:
    if not isinstance(value, External) or value.arguments is None:
        return ["validated"]
    name, given = value.path.removesuffix("()").rsplit(".", 1)[-1], value.arguments
    if name in ("Length", "Range"):
        bounds = [(key, given.get(position, key)) for position, key in enumerate(("min", "max"))]
        return [
            f"{key} {one.value}" for key, one in bounds if isinstance(one, Constant) and one.value is not None
        ]
    if name == "OneOf":
        return [f"enum {'|'.join(_texts(given.get(0, 'choices')))}"]
    return [{"Email": "email", "URL": "url", "Regexp": "pattern"}.get(name, "validated")]


def register(library: Library, found: Found) -> None:
    """Tells what marshmallow's classes mean."""
    library.on_class(*_BASES)(SchemaClass())
    library.on_class(*_OF_TABLES)(SchemaClass(derived=True))

    @library.on_call("marshmallow.post_load", "marshmallow.decorators.post_load")
    def post_load(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        inner = args.get(0)
        return PostLoad(inner) if isinstance(inner, Closure) else None
