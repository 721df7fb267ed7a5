"""Pydantic's models: their fields as rules in words, and request data that passed them."""

from __future__ import annotations

from roadworthy.app.deployment import EnvironmentName
from roadworthy.app.location import at
from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.python_types import Annotation, annotated_fields, enum_values, is_enum, take_apart
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Instance,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

_OWN = ("pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.v1.BaseModel")
BASES = (*_OWN, "sqlmodel.SQLModel")
_SETTINGS = ("pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings")
_WORDS = {
    "ge": "ge",
    "gt": "gt",
    "le": "le",
    "lt": "lt",
    "min_length": "min",
    "max_length": "max",
    "min_items": "min",
    "max_items": "max",
    "pattern": "pattern",
    "regex": "pattern",
    "multiple_of": "multiple",
    "max_digits": "digits",
    "decimal_places": "places",
}
# Functions that stand for a type with constraints, and types that are one, in words.
_CONSTRAINED = {
    "constr": "str",
    "conint": "int",
    "confloat": "float",
    "condecimal": "decimal",
    "conlist": "list",
}
_TYPES = {
    "EmailStr": "str email",
    "NameEmail": "str email",
    "SecretStr": "str",
    "StrictStr": "str",
    "StrictInt": "int",
    "StrictFloat": "float",
    "StrictBool": "bool",
    "PositiveInt": "int gt 0",
    "NonNegativeInt": "int ge 0",
    "NegativeInt": "int lt 0",
    "PositiveFloat": "float gt 0",
    "NonNegativeFloat": "float ge 0",
    "FiniteFloat": "float finite",
    "HttpUrl": "str url",
    "AnyUrl": "str url",
    "AnyHttpUrl": "str url",
    "UUID": "uuid",
    "UUID4": "uuid",
    "datetime": "datetime",
    "date": "date",
    "time": "time",
    "timedelta": "timedelta",
    "Decimal": "decimal",
    "Any": "any",
    "List": "list",
    "Sequence": "list",
    "Set": "set",
    "Dict": "dict",
    "Mapping": "dict",
    "Json": "any",
}
_LISTS = {"list", "List", "Sequence", "set", "Set", "frozenset", "tuple", "Tuple", "Iterable", "conlist()"}
_VALIDATORS = {"AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"}
_DUMPS = {"model_dump", "dict", "json", "model_dump_json", "copy", "model_copy"}
_LOADS = {"model_validate", "parse_obj", "from_orm", "model_validate_json", "parse_raw"}


# --- rules -------------------------------------------------------------------------------------------


def schema_of(run: Run, annotation: Annotation, extra: list[Value], node: form.Node | None = None) -> Schema:
    """The rules of a type with its constraints. `extra` are those that stand elsewhere (a `Field(...)`)."""
    schema = _base_schema(run, annotation)
    words = list(schema.rules)
    for constraint in [*annotation.metadata, *extra]:
        words += _words(constraint)
    for other in annotation.others:
        words += ["or", *_base_schema(run, other).rules]
    if annotation.optional:
        words.append("optional")
    return Schema(
        tuple(dict.fromkeys(words)), schema.fields, node, strict=schema.strict, passes=schema.passes
    )


def _base_schema(run: Run, annotation: Annotation) -> Schema:
    base = annotation.base
    if isinstance(base, ClassValue):
        values = enum_values(base)
        return Schema((f"enum {'|'.join(values)}",)) if values is not None else model_schema(run, base)
    if annotation.name == "Literal":
        shown = "|".join(str(v.value) for v in annotation.arguments if isinstance(v, Constant))
        return Schema((f"literal {shown}",))
    if isinstance(base, External) and base.path.endswith("()"):
        return _constrained(base)
    if annotation.name in _LISTS:
        inner = schema_of(run, take_apart(annotation.arguments[0]), []) if annotation.arguments else None
        return Schema(("list",), {"[]": inner} if inner is not None else None)
    return Schema((_TYPES.get(annotation.name, annotation.name) or "any",))


def _constrained(base: External) -> Schema:
    name = base.path.removesuffix("()").rsplit(".", 1)[-1]
    return Schema((_CONSTRAINED.get(name, name), *_words(base)))


def _words(constraint: Value) -> list[str]:
    """`Field(ge=1, le=5)` as `ge 1`, `le 5`."""
    if isinstance(constraint, FieldModel):
        return _keyword_words(constraint.arguments)
    if not isinstance(constraint, External) or constraint.arguments is None:
        return []
    name = constraint.path.removesuffix("()").rsplit(".", 1)[-1]
    if name in _VALIDATORS:
        return ["validated"]
    bound = constraint.arguments.get(0)
    if constraint.path.startswith("annotated_types.") and isinstance(bound, Constant):
        short = {"Ge": "ge", "Gt": "gt", "Le": "le", "Lt": "lt", "MinLen": "min", "MaxLen": "max"}
        return [f"{short[name]} {bound.value}"] if name in short else []
    return _keyword_words(constraint.arguments)


def _keyword_words(arguments: Args) -> list[str]:
    words = []
    for key, word in _WORDS.items():
        given = arguments.keywords.get(key)
        if isinstance(given, Constant) and given.value is not None:
            words.append(f"{word} {given.value}")
        elif given is not None and not isinstance(given, Constant):
            words.append(word)
    finite = arguments.keywords.get("allow_inf_nan")
    return [*words, "finite"] if isinstance(finite, Constant) and finite.value is False else words


class FieldModel(Model):
    """`Field(...)`: a default and constraints."""

    __slots__ = ("arguments", "name")

    def __init__(self, arguments: Args, name: str = "Field") -> None:
        self.arguments, self.name = arguments, name

    @property
    def required(self) -> bool:
        """Whether no default was given."""
        given = self.arguments.get(0, "default")
        missing = given is None or (isinstance(given, Derived) and given.operation == "ellipsis")
        return missing and "default_factory" not in self.arguments.keywords


# --- models ------------------------------------------------------------------------------------------


def is_model(value: Value | None) -> bool:
    """Whether a value is one of the app's pydantic models."""
    return isinstance(value, ClassValue) and any(
        isinstance(base, External) and base.path in BASES for base in value.ancestors()
    )


def model_schema(run: Run, kind: ClassValue, seen: tuple[ClassValue, ...] = ()) -> Schema:
    """The rules of a model's fields; for a class that is no model an object of which nothing is known."""
    known = getattr(run.program, "python_schemas", None)
    schemas: dict[int, Schema] = known if known is not None else {}
    if known is None:
        run.program.python_schemas = schemas  # type: ignore[attr-defined]
    if id(kind) not in schemas:
        extra = _extra(kind)
        made = Schema(("object",), {}, kind.node, strict=extra == "forbid", passes=extra == "allow")
        schemas[id(kind)] = made
        made.fields = _fields(run, kind)
    return schemas[id(kind)]


def _fields(run: Run, kind: ClassValue) -> dict[str, Schema]:
    validated = _validated(kind)
    fields: dict[str, Schema] = {}
    for name, (given, value, node) in annotated_fields(run, kind).items():
        if given is None or name.startswith("_") or name in ("model_config", "Config"):
            continue
        annotation = take_apart(given)
        if annotation.name == "ClassVar":
            continue
        schema = schema_of(run, annotation, [value] if isinstance(value, FieldModel) else [], node)
        words = [*schema.rules, *(["validated"] if name in validated or "*" in validated else [])]
        required = value is None or (isinstance(value, FieldModel) and value.required)
        words += [] if required or "optional" in words else ["optional"]
        fields[name] = Schema(
            tuple(dict.fromkeys(words)), schema.fields, node, strict=schema.strict, passes=schema.passes
        )
    return fields


def _validated(kind: ClassValue) -> set[str]:
    """The fields that a validator method of the class checks; '*' for all of them."""
    found: set[str] = set()
    for base in [kind, *kind.ancestors()]:
        if not isinstance(base, ClassValue):
            continue
        for statement in base.node.body:
            if isinstance(statement, form.Function):
                found |= {name for decorator in statement.decorators for name in _checked_fields(decorator)}
    return found


def _checked_fields(decorator: form.Expr) -> list[str]:
    if not isinstance(decorator, form.Call):
        return []
    callee = decorator.callee
    name = callee.name if isinstance(callee, (form.Name, form.Member)) else ""
    if name not in ("field_validator", "validator"):
        return []
    return [str(a.value) for a in decorator.arguments if isinstance(a, form.Literal)]


def _extra(kind: ClassValue) -> str:
    """What is done with unknown fields: ignore, forbid or allow."""
    config = kind.find("model_config")
    given: Value | None = None
    if isinstance(config, External) and config.arguments is not None:
        given = config.arguments.keywords.get("extra")
    elif isinstance(config, ObjectValue):
        given = config.fields.get("extra")
    older = kind.find("Config")
    if given is None and isinstance(older, ClassValue):
        given = older.find("extra")
    if isinstance(given, Constant):
        return str(given.value)
    return given.path.rsplit(".", 1)[-1] if isinstance(given, External) else "ignore"


class Body(Parsed):
    """Request data after a model; its methods are the model's own. `extra` is what was put into it since."""

    __slots__ = ("extra", "kind")

    def __init__(self, kind: ClassValue, schema: Schema, path: tuple[str, ...], subject: Value) -> None:
        super().__init__(schema, path, subject)
        self.kind = kind
        self.extra: dict[str, Value] = {}

    def names(self) -> list[str]:
        """The fields it is known to have."""
        return list(dict.fromkeys((*(self.schema.fields or {}), *self.extra)))

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.extra[name] = value

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.extra:
            return self.extra[name]
        if name in (self.schema.fields or {}):
            return super().member(run, name, node)
        found = self.kind.find(name)
        if isinstance(found, Closure):
            bound = found.bind(self)
            return run.call(bound, Args(), node) if found.function.kind == "getter" else bound
        if name in ("model_fields_set", "__fields_set__"):
            return Derived("keys", (self,), node)
        return super().member(run, name, node) if self.schema.passes else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _DUMPS:
            return self._without(_excluded(self, args))
        if name == "pop" and args.positional and isinstance(args.positional[0], Constant):
            return self._pop(run, str(args.positional[0].value), node)
        if name == "update":
            for value in args.positional:
                self.extra |= value.fields if isinstance(value, ObjectValue) else {}
            self.extra |= args.keywords
            return Constant(None)
        if isinstance(self.kind.find(name), Closure):
            return None
        return super().call_member(run, name, args, node)

    def _without(self, names: set[str]) -> Body:
        """A copy less some fields."""
        old = self.schema
        kept = {name: rules for name, rules in (old.fields or {}).items() if name not in names}
        schema = Schema(old.rules, kept, old.node, strict=old.strict, passes=old.passes)
        made = Body(self.kind, schema, self.path, self.subject)
        made.extra = {name: value for name, value in self.extra.items() if name not in names}
        return made

    def _pop(self, run: Run, name: str, node: form.Node) -> Value:
        taken = self.member(run, name, node)
        if not run.branching:
            self.schema = self._without({name}).schema
            self.extra.pop(name, None)
        return taken


def _excluded(body: Body, args: Args) -> set[str]:
    """The fields that `model_dump(exclude=..., include=...)` leaves out."""
    excluded, included = _names(args.keywords.get("exclude")), _names(args.keywords.get("include"))
    return {n for n in body.names() if n in (excluded or ()) or (included is not None and n not in included)}


def _names(value: Value | None) -> set[str] | None:
    if isinstance(value, ListValue):
        return {str(item.value) for item in value.items if isinstance(item, Constant)}
    return set(value.fields) if isinstance(value, ObjectValue) else None


def parse(run: Run, kind: ClassValue, subject: Value, path: str, node: form.Node) -> Value:
    """Puts request data through a model, which is a check."""
    schema = model_schema(run, kind)
    strips = not schema.passes
    run.emit(CheckSeen(subject, "pydantic", path, node, schema.called(), schema.strict, strips))
    return Body(kind, schema, (), subject)


class Load(Model):
    """`Model.model_validate`: a check of request data; anything else goes through as it is."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue) -> None:
        self.kind = kind

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0, "obj") or Constant(None)
        if isinstance(given, Parsed) or not origin_of(given).from_request:
            return given
        return parse(run, self.kind, given, run.module, node)


def _construct(run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
    """`UserOut(id=..., **data)`: a record; data of a request that is spread into it is checked."""
    spreads = [value for key, value in args.keywords.items() if key.startswith("**")]
    if len(spreads) == 1 and len(args.keywords) == 1 and origin_of(spreads[0]).from_request:
        return Load(kind).call(run, Args([spreads[0]]), node)
    instance = Instance(kind, node)
    for name, (_, value, _node) in annotated_fields(run, kind).items():
        given = value.arguments.get(0, "default") if isinstance(value, FieldModel) else value
        if given is not None:
            instance.attributes[name] = given
    instance.attributes.update({k: v for k, v in args.keywords.items() if not k.startswith("**")})
    return instance


class ModelClass:
    """What a pydantic model means to the interpreter."""

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined: its rules are read when it is used."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """A construction of the model."""
        constructor = kind.find("__init__")
        made = _construct(run, kind, args, node)
        if isinstance(constructor, Closure) and isinstance(made, Instance):
            run.call(constructor.bind(made), args, node)
        return made


class SettingsClass:
    """`class Settings(BaseSettings)`: its fields are environment variables."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Notes the variables that the class reads."""
        for name, (annotation, value, node) in annotated_fields(run, kind).items():
            if annotation is not None and name != "model_config":
                default = value is not None and not (isinstance(value, FieldModel) and value.required)
                variable = EnvironmentName(name.upper(), at(kind.module, node), default)
                self.found.environment.setdefault(name.upper(), variable)

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """An instance whose fields come from the environment."""
        instance = Instance(kind, node)
        for name, (annotation, value, _node) in annotated_fields(run, kind).items():
            if annotation is None or name == "model_config":
                continue
            variable = External(f"os.environ.{name.upper()}", None, node)
            given = value.arguments.get(0, "default") if isinstance(value, FieldModel) else value
            known = [(variable, ())] + ([(given, ())] if isinstance(given, Constant) else [])
            instance.attributes[name] = args.keywords.get(name) or run.join(known)
        return instance


class EnumMember(Constant):
    """A member of an enumeration: its value is a constant, also as `.value`."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Constant(self.value, node) if name == "value" else Derived(f".{name}", (self,), node)


def _class_member(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
    if name in _LOADS and is_model(kind):
        return lambda run, owner, member, node: Load(owner)
    if is_enum(kind):
        value = kind.attributes.get(name)
        if isinstance(value, Constant):
            return lambda run, owner, member, node: EnumMember(value.value, value.node)
    return None


def _field(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return FieldModel(args)


def register(library: Library, found: Found) -> None:
    """Tells what pydantic's models mean."""
    library.on_class(*_OWN)(ModelClass())
    library.on_class(*_SETTINGS)(SettingsClass(found))
    library.on_call("pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field")(_field)
    library.on_class_member(_class_member)
