"""Pydantic's fields as rules in words: `int ge 1 le 5`, `str max 80 optional`."""

from __future__ import annotations

from roadworthy.frameworks.pydantic_validators import validated_words
from roadworthy.frameworks.python_types import Annotation, annotated_fields, enum_values, take_apart
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

OWN_BASES = ("pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.v1.BaseModel")
BASES = (
    *OWN_BASES,
    "ninja.Schema",
    "ninja.schema.Schema",
    "sqlmodel.SQLModel",
    "beanie.Document",
    "beanie.odm.documents.Document",
)
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
        own = constraint.arguments.get(0)
        refuses = isinstance(own, Closure) and _raises(own.function)
        return ["validated", "checked"] if refuses else ["validated"]
    bound = constraint.arguments.get(0)
    if constraint.path.startswith("annotated_types.") and isinstance(bound, Constant):
        short = {"Ge": "ge", "Gt": "gt", "Le": "le", "Lt": "lt", "MinLen": "min", "MaxLen": "max"}
        return [f"{short[name]} {bound.value}"] if name in short else []
    return _keyword_words(constraint.arguments)


# What asks only how long a text is, whether it is blank, or for letters that nobody can print.
_SLIGHT = frozenset({"any", "all", "len", "ord", "strip", "isprintable", "isspace"})


def _raises(function: form.Function) -> bool:
    """Whether a function refuses more of what it is given than blanks, lengths and letters that cannot be printed: markup and
    statements are none of these."""
    slight = {
        id(inner)
        for asked in form.walk(function.body, form.If)
        if isinstance(asked, form.If) and _is_slight(asked.test)
        for inner in form.walk(asked.then, form.Raise)
    }
    return any(id(one) not in slight for one in form.walk(function.body, form.Raise))


def _is_slight(test: form.Expr) -> bool:
    callees = [one.callee for one in form.walk([test], form.Call) if isinstance(one, form.Call)]
    called = {one.name if isinstance(one, form.Name | form.Member) else "" for one in callees}
    texts = [one.value for one in form.walk([test], form.Literal) if isinstance(one, form.Literal)]
    printed = any(isinstance(one, str) and one.strip() and one.isprintable() for one in texts)
    return called <= _SLIGHT and not printed and not any(map(_looks_for, form.walk([test], form.Operation)))


def _looks_for(asked: form.Node) -> bool:
    """`any(letter in value for letter in forbidden)`: letters that have a name of their own."""
    named = isinstance(asked, form.Operation) and asked.operator in ("in", "not in")
    return named and not any(True for _ in form.walk([asked], form.Literal))


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


def is_table(kind: ClassValue) -> bool:
    """Whether a class is a SQLModel with a table of its own (`class Hero(SQLModel, table=True)`)."""
    return any(
        isinstance(entry.key, form.Literal)
        and entry.key.value == "table"
        and isinstance(entry.value, form.Literal)
        and entry.value.value is True
        for entry in kind.node.keywords
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
    validated = validated_words(kind)
    fields: dict[str, Schema] = {}
    for name, (given, value, node) in annotated_fields(run, kind).items():
        if given is None or name.startswith("_") or name in ("model_config", "Config"):
            continue
        annotation = take_apart(given)
        if annotation.name == "ClassVar":
            continue
        schema = schema_of(run, annotation, [value] if isinstance(value, FieldModel) else [], node)
        words = [*schema.rules, *validated.get(name, []), *validated.get("*", [])]
        required = value is None or (isinstance(value, FieldModel) and value.required)
        words += [] if required or "optional" in words else ["optional"]
        fields[name] = Schema(
            tuple(dict.fromkeys(words)), schema.fields, node, strict=schema.strict, passes=schema.passes
        )
    return fields


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
