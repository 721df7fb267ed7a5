"""The fields that a class of a serializer declares."""

from __future__ import annotations

from roadworthy.frameworks.django.rules import CheckedField, of_declared
from roadworthy.frameworks.django.values import constants, truth_of
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, ClassValue, External, Value


def declared_field(name: str, value: Value) -> CheckedField | None:
    """A field as the library calls it (`serializers.CharField(source="title")`); None for what is no field."""
    if not isinstance(value, External) or not value.path.endswith("()"):
        return None
    kind = value.path.removesuffix("()").rsplit(".", 1)[-1]
    if not kind.endswith("Field") or value.path.startswith("django."):
        return None
    arguments = value.arguments or Args()
    fixed = truth_of(arguments.keywords.get("read_only")) or kind in (
        "SerializerMethodField",
        "ReadOnlyField",
    )
    hidden = kind == "HiddenField"
    made = CheckedField(
        name, of_declared(kind, arguments), constant_text(arguments.keywords.get("source")) or name, kind
    )
    made.read_only = fixed or hidden or kind in ("StringRelatedField", "HyperlinkedIdentityField")
    made.write_only = truth_of(arguments.keywords.get("write_only")) or hidden
    made.arguments = arguments
    if kind == "SerializerMethodField":
        made.method = constant_text(arguments.get(0, "method_name")) or f"get_{name}"
    return made


def is_read_only(meta: Value | None, name: str) -> bool:
    options = meta.attributes if isinstance(meta, ClassValue) else {}
    return name in constants(options.get("read_only_fields"))


def place_of(name: str, one: CheckedField) -> str:
    """Where a field's value stands once it was checked."""
    return one.source if one.source and one.source != "*" and "." not in one.source else name
