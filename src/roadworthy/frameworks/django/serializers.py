"""Django REST framework's serializers: checks of what was sent, and what rows become in an answer."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.chosen_rows import ValidatedData
from roadworthy.frameworks.django.declared_fields import declared_field, is_read_only, place_of
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.rows import ModelObject, new_object
from roadworthy.frameworks.django.rules import CheckedField, from_model, schema_of
from roadworthy.frameworks.django.tables import RELATIONS, DjangoTable
from roadworthy.frameworks.django.told_rows import by_key, in_words
from roadworthy.frameworks.django.values import constants, truth_of
from roadworthy.frameworks.events import AnswerSeen, CheckSeen
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Derived,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.context import Turn
from roadworthy.interpret.inheritance import bound, linear
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

SERIALIZER_BASES = tuple(
    f"rest_framework.serializers.{name}"
    for name in (
        "Serializer",
        "ModelSerializer",
        "HyperlinkedModelSerializer",
        "BaseSerializer",
        "ListSerializer",
    )
)
_DEEPEST = 4


class SerializerClass:
    """What a class that inherits from a serializer means."""

    def __init__(self, orm: Orm) -> None:
        self.orm = orm

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """`OrderSerializer(order)`, `OrderSerializer(data=request.data)`, `OrderSerializer(many=True)`."""
        made = SerializerModel(self.orm, kind, run.module, node)
        made.begin(args)
        own = kind.find("__init__")
        if isinstance(own, Closure):
            run.call_closure(own.bind(made), args, node)
        return made


class SerializerModel(Model):
    """A serializer at work, or standing as a field of another one."""

    def __init__(self, orm: Orm, kind: ClassValue, path: str, node: form.Node) -> None:
        self.orm, self.kind, self.path, self.node = orm, kind, path, node
        self.arguments = Args()
        self.instance: Value | None = None
        self.given: Value | None = None
        self.many = self.partial = False
        self.attributes: dict[str, Value] = {}
        self.body: Body | None = None

    def begin(self, args: Args) -> None:
        """What it was given."""
        self.arguments = args
        self.instance = args.get(0, "instance")
        self.given = args.get(1, "data")
        self.many, self.partial = truth_of(args.keywords.get("many")), truth_of(args.keywords.get("partial"))

    @property
    def table(self) -> DjangoTable | None:
        """The table of a model serializer's model."""
        meta = self.kind.find("Meta")
        return self.orm.of(meta.attributes.get("model")) if isinstance(meta, ClassValue) else None

    def fields(self) -> dict[str, CheckedField]:
        """Its fields, declared ones over the model's."""
        table, meta = self.table, self.kind.find("Meta")
        options = meta if isinstance(meta, ClassValue) else None
        found = from_model(table, options) if table is not None else {}
        for one in found.values() if self._nests() else ():
            # What stands there as a whole is not taken from what is sent.
            one.read_only |= one.model is not None and one.model.kind in RELATIONS
        # What a class declares itself is there unless a list of names leaves it out.
        listed = constants(options.attributes.get("fields")) if options is not None else []
        wanted = set(found) if listed and listed != ["__all__"] else set()
        for owner in reversed(linear(self.kind)):
            for name, value in owner.attributes.items() if isinstance(owner, ClassValue) else ():
                made = _declared(name, value)
                if made is not None and (table is None or name in wanted or not wanted):
                    made.model = found[name].model if name in found else None
                    made.read_only |= name in found and table is not None and is_read_only(meta, name)
                    found[name] = made
        return found

    def _nests(self) -> bool:
        """`depth = 1`: what a row refers to stands in it whole, with every column (REST framework's guide, "Specifying nested
        serialization")."""
        meta = self.kind.find("Meta")
        depth = meta.attributes.get("depth") if isinstance(meta, ClassValue) else None
        return isinstance(depth, Constant) and isinstance(depth.value, int) and depth.value > 0

    # --- what it can be asked ------------------------------------------------------------------------

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.attributes:
            return self.attributes[name]
        if name == "data":
            return self.represent(run, node)
        if name == "validated_data":
            return self.validated()
        if name == "instance":
            return self.instance or Constant(None)
        if name == "initial_data":
            return self.given or Constant(None)
        if name == "context":
            return self.arguments.keywords.get("context") or ObjectValue({"request": _request(run)})
        if name == "errors":
            return Derived("errors", (), node)
        own = self.kind.find(name)
        return bound(own, self) or own or Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name == "instance":
            self.instance = value
        else:
            self.attributes[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if bound(self.kind.find(name), self) is not None:
            return None
        return self.own_method(run, name, args, node)

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """What every serializer has."""
        if name == "is_valid":
            return self.validate(run, args, node)
        if name == "save":
            return self.save(run, args, node)
        if name == "create":
            return self.create(run, args.get(0) or Constant(None), node)
        if name == "update" and len(args.positional) > 1:
            return self.update(run, args.positional[0], args.positional[1], node)
        if name == "to_representation":
            return self._one(run, args.get(0) or Constant(None), node, 0)
        if name in ("validate", "to_internal_value", "run_validation"):
            return args.get(0) or Constant(None)
        return Constant(None) if name == "__init__" else None

    # --- checking and saving -------------------------------------------------------------------------

    def validated(self) -> Body:
        """What was sent, after the rules."""
        if self.body is None:
            subject = self.given if self.given is not None else Constant(None)
            # `user_id = PrimaryKeyRelatedField(source="user")` is `user` among the validated data.
            named = {place_of(name, one): one for name, one in self.fields().items()}
            rules = self._with_own_rules(schema_of(named))
            self.body = ValidatedData(self.kind, rules, subject, self.orm, lambda: self._chosen_from(named))
        return self.body

    def _chosen_from(self, named: dict[str, CheckedField]) -> dict[str, DjangoTable]:
        """The tables of whose rows one is chosen by its key, by the names of the fields."""
        table = self.table
        if table is None:
            return {}
        self.orm.link()
        found = {}
        for name, one in named.items():
            plain = one.model is not None and one.model.kind in RELATIONS and not one.model.many
            other = table.other(one.model) if plain and one.model is not None else None
            if other is not None and one.kind in (
                "",
                "PrimaryKeyRelatedField",
                "SlugRelatedField",
                *RELATIONS,
            ):
                found[name] = other
        return found

    def _with_own_rules(self, schema: Schema) -> Schema:
        """Fields that a method of the serializer looks at (`validate_password`) are checked, whatever it asks of them."""
        looked = {
            name: Schema((*one.rules, "refine"), one.fields, one.node)
            for name, one in (schema.fields or {}).items()
            if isinstance(self.kind.find(f"validate_{name}"), Closure)
        }
        return Schema(schema.rules, {**(schema.fields or {}), **looked}, schema.node)

    def validate(self, run: Run, args: Args, node: form.Node) -> Value:
        """`is_valid(raise_exception=True)`."""
        schema = schema_of(self.fields())
        subject = self.given if self.given is not None else Constant(None)
        run.emit(CheckSeen(subject, "drf", run.module, node, schema.called(), False, True))
        body = self.validated()
        for name in schema.fields or {}:
            made = self._own_rule(run, f"validate_{name}", body.member(run, name, node), node)
            if isinstance(made, (ModelObject, ObjectValue)):
                # What a token stands for takes its place among the validated data.
                body.extra[name] = made
        self._own_rule(run, "validate", body, node)
        valid = Derived("valid", (body,), node)
        if truth_of(args.get(0, "raise_exception")):
            with run.branch(run.condition(valid, False, node)):
                run.emit(AnswerSeen(400, Derived("errors", ()), run.module, node, run.context))
        return valid

    def _own_rule(self, run: Run, name: str, value: Value, node: form.Node) -> Value:
        """What a rule of its own makes of a value."""
        own = self.kind.find(name)
        if not isinstance(own, Closure):
            return value
        before = len(run.context.conditions)
        with run.branch():
            made = run.call(own.bind(self), Args([value]), node)
            learned = run.context.conditions[before:]
        # What was not refused goes on (`if ....exists(): raise`); nothing is stored of what was.
        run.context = run.context.with_conditions((*run.context.conditions, *learned))
        return made

    def save(self, run: Run, args: Args, node: form.Node) -> Value:
        """`save(owner=request.user)`: a new row, or changes to the one it was given."""
        data = self.validated()
        data.extra |= {key: value for key, value in args.keywords.items() if not key.startswith("**")}
        if self.instance is not None and not is_nothing(self.instance):
            self.instance = run.call_member(self, "update", Args([self.instance, data]), node)
        else:
            self.instance = run.call_member(self, "create", Args([data]), node)
        return self.instance

    def create(self, run: Run, data: Value, node: form.Node) -> Value:
        """The model serializer's own way: a row with all that was sent."""
        table = self.table
        if table is None:
            return Derived("create", (data,), node)
        known = data.names() if isinstance(data, Body) else []
        if isinstance(data, ObjectValue):
            made = new_object(run, self.orm, table, Args([], dict(data.fields)), node)
        else:
            named = {n: data.member(run, n, node) for n in known if table.named(n) is not None}
            rest = {} if known else {"**data": data}
            made = new_object(run, self.orm, table, Args([], {**named, **rest}), node)
        run.call_member(made, "save", Args(), node)
        return made

    def update(self, run: Run, instance: Value, data: Value, node: form.Node) -> Value:
        """The model serializer's own way: every field that was sent is set."""
        run.place = node
        names = (
            data.names()
            if isinstance(data, Body)
            else list(data.fields)
            if isinstance(data, ObjectValue)
            else []
        )
        for name in names:
            instance.set_member(run, name, data.member(run, name, node))
        run.call_member(instance, "save", Args(), node)
        return instance

    # --- answering -----------------------------------------------------------------------------------

    def represent(self, run: Run, node: form.Node, depth: int = 0) -> Value:
        """`.data`."""
        value = self.instance
        if value is None or is_nothing(value):
            return self.validated() if self.given is not None else ObjectValue()
        return self.shape(run, value, node, depth)

    def shape(self, run: Run, value: Value, node: form.Node, depth: int) -> Value:
        """A row as it is answered, or each of many."""
        if not self.many:
            return self._one(run, value, node, depth)
        whole = run.call_member(value, "all", Args(), node) if hasattr(value, "given") and depth else value
        turn = Turn(run.module, node.span, "elements", whole, whole.element(run))
        with run.within(**run.context.turning(turn)), run.branch():
            return ListValue([], self._one(run, turn.element or whole, node, depth), node)

    def _one(self, run: Run, value: Value, node: form.Node, depth: int) -> Value:
        if isinstance(value, Choice):
            return run.join(
                [(self._one(run, v, node, depth), c) for v, c in value.alternatives if not is_nothing(v)]
            )
        own = self.kind.find("to_representation")
        active = {function for function in map(id, run.functions)}
        if isinstance(own, Closure) and id(own.function) not in active:
            return run.call(own.bind(self), Args([value]), node)
        if depth > _DEEPEST:
            return value
        fields: dict[str, Value] = {}
        for name, one in self.fields().items():
            if not one.write_only:
                fields[name] = self._field(run, value, one, node, depth)
        return ObjectValue(fields, node=node, path=run.module)

    def _field(self, run: Run, value: Value, one: CheckedField, node: form.Node, depth: int) -> Value:
        if one.method:
            own = self.kind.find(one.method)
            return (
                run.call(own.bind(self), Args([value]), node) if isinstance(own, Closure) else Constant(None)
            )
        plain = one.model is not None and one.model.kind in RELATIONS and one.nested is None
        if plain and one.kind in ("", "PrimaryKeyRelatedField", *RELATIONS) and one.model is not None:
            whole = self._nests() and one.kind in ("", *RELATIONS)
            if one.model.many:
                rows = run.call_member(value.member(run, one.name, node), "all", Args(), node)
                each = rows.element(run)
                return ListValue([], each if whole else each.member(run, "pk", node), node)
            return value.member(run, one.name if whole else one.model.column, node)
        found = value
        for part in one.source.split(".") if one.source != "*" else []:
            found = found.member(run, part, node)
            if isinstance(found, Closure):
                found = run.call(found, Args(), node)
        if isinstance(one.nested, SerializerModel):
            return one.nested.shape(run, found, node, depth + 1)
        if one.kind == "PrimaryKeyRelatedField":
            return by_key(run, found, node)
        return in_words(run, found, node) if one.kind == "StringRelatedField" else found

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """What it stands for."""
        held = [value for value in (self.instance, self.given) if value is not None]
        return Origin("computed", operation="serializer", inputs=tuple(origin_of(v, depth + 1) for v in held))


def _request(run: Run) -> Value:
    found = run.kept.get("django request")
    return found if isinstance(found, Value) else Constant(None)


def _declared(name: str, value: Value) -> CheckedField | None:
    if not isinstance(value, SerializerModel):
        return declared_field(name, value)
    keywords = value.arguments.keywords
    source = constant_text(keywords.get("source")) or name
    made = CheckedField(name, Schema(("object",)), source, "nested", truth_of(keywords.get("read_only")))
    made.nested, made.write_only = value, truth_of(keywords.get("write_only"))
    return made


def inherited_serializer(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`super().create(validated_data)` and the like."""
    return this.own_method(run, name, args, node) if isinstance(this, SerializerModel) else None
