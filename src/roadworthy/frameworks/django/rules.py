"""Rules of fields in words, from model fields, form fields and serializer fields."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.django.tables import RELATIONS, DjangoTable, Field, choices_of
from roadworthy.frameworks.django.values import constants, truth_of
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, ClassValue, Constant, External, ListValue, ObjectValue, Value

_WORDS = {
    "IntegerField": "int",
    "PositiveIntegerField": "int min 0",
    "PositiveSmallIntegerField": "int min 0",
    "PositiveBigIntegerField": "int min 0",
    "SmallIntegerField": "int",
    "BigIntegerField": "int",
    "FloatField": "float",
    "DecimalField": "Decimal",
    "BooleanField": "bool",
    "NullBooleanField": "bool",
    "DateField": "date",
    "DateTimeField": "datetime",
    "SplitDateTimeField": "datetime",
    "TimeField": "time",
    "DurationField": "timedelta",
    "EmailField": "email",
    "URLField": "url",
    "UUIDField": "UUID",
    "SlugField": "str pattern",
    "GenericIPAddressField": "str pattern",
    "JSONField": "any",
    "DictField": "dict",
    "ListField": "list",
    "FileField": "file",
    "ImageField": "file image",
    "ModelChoiceField": "id enum",
    "ModelMultipleChoiceField": "id enum",
    "PrimaryKeyRelatedField": "id enum",
    "SlugRelatedField": "id enum",
}


class CheckedField(Struct, eq=False):
    """A field of a form or serializer. `column` is the model's field behind it ('' for none), `nested` the serializer
    inside it, `method` the name of the method that computes it."""

    name: str
    schema: Schema
    source: str
    kind: str = ""
    read_only: bool = False
    write_only: bool = False
    nested: Value | None = None
    many: bool = False
    method: str = ""
    arguments: Args | None = None
    model: Field | None = None


def of_model(one: Field) -> Schema:
    """What a model's field lets through."""
    words = [_WORDS.get(one.kind, "id enum" if one.kind in RELATIONS else "str")]
    words += _bounds(one.arguments)
    if one.values:
        words.append(f"enum {'|'.join(one.values)}")
    elif one.option("choices") is not None:
        # Which they are is worked out as the app starts.
        words.append("enum")
    blank = truth_of(one.option("blank")) or truth_of(one.option("null")) or one.option("default") is not None
    return Schema(tuple(" ".join(words).split()) + (("optional",) if blank else ()))


def of_declared(kind: str, arguments: Args) -> Schema:
    """What a declared form or serializer field lets through."""
    words = [_WORDS.get(kind, "str"), *_bounds(arguments)]
    child = arguments.get(0, "child") if kind == "ListField" else None
    if isinstance(child, External):
        words.append(_WORDS.get(child.path.removesuffix("()").rsplit(".", 1)[-1], ""))
        words += _bounds(child.arguments or Args())
    if kind in ("ChoiceField", "MultipleChoiceField", "TypedChoiceField"):
        choices = choices_of(arguments.get(0, "choices"))
        words.append(f"enum {'|'.join(choices)}" if choices else "enum")
    if kind == "RegexField":
        words.append("pattern")
    required = arguments.keywords.get("required")
    optional = isinstance(required, Constant) and not required.value
    return Schema(tuple(" ".join(words).split()) + (("optional",) if optional else ()))


def _bounds(arguments: Args) -> list[str]:
    found = []
    for key, word in (
        ("min_value", "min"),
        ("max_value", "max"),
        ("min_length", "min"),
        ("max_length", "max"),
    ):
        bound = arguments.keywords.get(key)
        if isinstance(bound, Constant) and bound.value is not None:
            found.append(f"{word} {bound.value}")
    validators = arguments.keywords.get("validators")
    for value in validators.items if isinstance(validators, ListValue) else []:
        name = value.path.removesuffix("()").rsplit(".", 1)[-1] if isinstance(value, External) else "refine"
        bound = (
            value.arguments.get(0) if isinstance(value, External) and value.arguments is not None else None
        )
        shown = f" {bound.value}" if isinstance(bound, Constant) else ""
        words = {"MinValueValidator": f"min{shown}", "MaxValueValidator": f"max{shown}", "RegexValidator": "pattern",
                 "MinLengthValidator": f"min{shown}", "MaxLengthValidator": f"max{shown}"}  # fmt: skip
        found.append(words.get(name, "refine"))
    return found


def from_model(table: DjangoTable, meta: ClassValue | None) -> dict[str, CheckedField]:
    """The fields that `Meta` takes over from a model."""
    options = meta.attributes if meta is not None else {}
    wanted, excluded = options.get("fields"), constants(options.get("exclude"))
    everything = constant_text(wanted) == "__all__" or wanted is None
    names = list(table.fields) if everything else constants(wanted)
    read_only = set(constants(options.get("read_only_fields")))
    found: dict[str, CheckedField] = {}
    for name in names:
        one = table.named(name)
        if name in excluded or (one is None and name in ("id", "pk")):
            if name not in excluded:
                found[name] = CheckedField(name, Schema(("id",)), name, read_only=True)
            continue
        schema = of_model(one) if one is not None else Schema(("any",))
        fixed = name in read_only or one is None or one.primary or not one.editable
        found[name] = CheckedField(name, schema, name, one.kind if one is not None else "", fixed, model=one)
    extra = options.get("extra_kwargs")
    for name, given in extra.fields.items() if isinstance(extra, ObjectValue) else ():
        if name in found and isinstance(given, ObjectValue):
            found[name].read_only |= truth_of(given.fields.get("read_only"))
            found[name].write_only = truth_of(given.fields.get("write_only"))
    return found


def schema_of(fields: dict[str, CheckedField]) -> Schema:
    """The rules of what may be written."""
    return Schema(("object",), {name: one.schema for name, one in fields.items() if not one.read_only})
