"""The fields of a Mongoose schema as columns: `{ email: { type: String, required: true } }`."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.frameworks.origins import origin_of
from roadworthy.interpret import Closure, Constant, Derived, External, ListValue, ObjectValue, Value
from roadworthy.languages import form

# Types as the App's columns spell them, by the last part of what the code writes (`String`, `Schema.Types.ObjectId`).
# A Number is whatever number JavaScript has: there is no more exact type that an app would choose for counts and prices.
_TYPES = {
    "String": "text",
    "Number": "numeric",
    "Boolean": "boolean",
    "Date": "timestamptz",
    "ObjectId": "objectid",
    "ObjectID": "objectid",
    "Decimal128": "numeric",
    "BigInt": "bigint",
    "Int32": "integer",
    "Double": "double precision",
    "UUID": "uuid",
    "Buffer": "bytea",
    "Map": "json",
    "Mixed": "json",
    "Object": "json",
    "string": "text",
    "number": "numeric",
    "boolean": "boolean",
}


class Path(Struct):
    """One field of a schema; nested ones have dotted names."""

    name: str
    type: str
    node: form.Node | None
    required: bool = False
    unique: bool = False
    index: bool = False
    text: bool = False
    sparse: bool = False
    hidden: bool = False
    default: str = ""
    ref: Value | None = None
    values: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    expires: bool = False


class Paths(Struct):
    """All fields of a schema, in the order of the source, and the indexes that subdocuments bring along. `elements` are those of
    the subdocuments that a field lists."""

    found: dict[str, Path] = field(default_factory=dict)
    elements: dict[str, Path] = field(default_factory=dict)

    def add(self, definition: Value | None, prefix: str = "") -> None:
        """Adds the fields of a definition."""
        if not isinstance(definition, ObjectValue):
            return
        for name, value in definition.fields.items():
            self._field(f"{prefix}{name}", value, definition.node)
        for spread in definition.spreads:
            self.add(spread, prefix)

    def _field(self, name: str, value: Value, node: form.Node | None) -> None:
        inner = getattr(value, "paths", None)
        if isinstance(inner, Paths):
            self._nested(name, inner)
            return
        if isinstance(value, ObjectValue) and not _is_declaration(value):
            if value.fields:
                self.add(value, f"{name}.")
            else:
                self.found[name] = Path(name, "json", value.node or node)
            return
        kind = value.fields["type"] if isinstance(value, ObjectValue) else value
        inner = getattr(kind, "paths", None)
        if isinstance(inner, Paths):
            self._nested(name, inner)
            return
        options = value if isinstance(value, ObjectValue) else ObjectValue(node=node)
        path = Path(name, type_of(kind), _place(value, node))
        _read_options(path, options, kind)
        self.found[name] = path
        listed = _listed(kind)
        if listed is not None:
            self.elements |= _within(name, {**listed.found, **listed.elements})

    def _nested(self, name: str, inner: Paths) -> None:
        self.found |= _within(name, inner.found)
        self.elements |= _within(name, inner.elements)


def _listed(kind: Value) -> Paths | None:
    """The fields of the subdocuments that `[itemSchema]` and `[{ product: ..., quantity: Number }]` list."""
    first = kind.items[0] if isinstance(kind, ListValue) and kind.items else None
    inner = getattr(first, "paths", None)
    if isinstance(inner, Paths):
        return inner
    if isinstance(first, ObjectValue) and first.fields and not _is_declaration(first):
        found = Paths()
        found.add(first)
        return found
    return None


def _within(name: str, inner: dict[str, Path]) -> dict[str, Path]:
    """The fields of a record that stands in a field, under their dotted names."""
    found = {}
    for path in inner.values():
        dotted = f"{name}.{path.name}"
        checks = tuple(check.replace(path.name, dotted, 1) for check in path.checks)
        found[dotted] = Path(
            dotted, path.type, path.node, False, path.unique, path.index,
            hidden=path.hidden, default=path.default, ref=path.ref, values=path.values, checks=checks,
        )  # fmt: skip
    return found


def _place(value: Value, node: form.Node | None) -> form.Node | None:
    own = getattr(value, "node", None)
    return own if isinstance(own, form.Node) else node


def _is_declaration(value: ObjectValue) -> bool:
    """`{ type: String }` declares a field; `{ lat: Number, lng: Number }` nests fields. A `type` that is itself such a
    declaration is a field called so."""
    kind = value.fields.get("type")
    return kind is not None and not (isinstance(kind, ObjectValue) and "type" in kind.fields)


def type_of(value: Value | None) -> str:
    """The type of a field, `[]` behind that of a list."""
    if isinstance(value, ListValue):
        return f"{_element_type(value)}[]"
    if isinstance(value, External):
        return _TYPES.get(value.path.rsplit(".", 1)[-1].removesuffix("()"), "json")
    if isinstance(value, Constant):
        return _TYPES.get(str(value.value), "json")
    return "json"


def _element_type(value: ListValue) -> str:
    first = value.items[0] if value.items else None
    if isinstance(first, ObjectValue) and _is_declaration(first):
        first = first.fields["type"]
    return type_of(first)


def _read_options(path: Path, options: ObjectValue, kind: Value) -> None:
    fields = options.fields
    first = kind.items[0] if isinstance(kind, ListValue) and kind.items else None
    inside = first.fields if isinstance(first, ObjectValue) and _is_declaration(first) else {}
    path.required = _is_on(fields.get("required"))
    path.unique, path.index = _is_on(fields.get("unique")), _is_on(fields.get("index"))
    path.sparse, path.text = _is_on(fields.get("sparse")), _is_on(fields.get("text"))
    path.expires = "expires" in fields
    shown = fields.get("select")
    path.hidden = isinstance(shown, Constant) and shown.value is False
    path.ref = fields.get("ref") or inside.get("ref")
    path.default = _default(fields.get("default"))
    path.values = _values(fields.get("enum") or inside.get("enum"))
    path.checks = tuple(_checks(path.name, fields))


def _is_on(value: Value | None) -> bool:
    """`required: true`, `required: [true, "message"]`, `index: { unique: true }`."""
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, ListValue):
        return bool(value.items) and _is_on(value.items[0])
    return value is not None and not isinstance(value, Closure)


def _default(value: Value | None) -> str:
    if value is None or (isinstance(value, Constant) and value.value is None):
        return ""
    if isinstance(value, Constant):
        return repr(value.value)
    if isinstance(value, External) and value.path in ("Date.now", "Date"):
        return "now()"
    return "generated"


def _values(value: Value | None) -> tuple[str, ...]:
    if isinstance(value, ObjectValue):
        listed = value.fields.get("values")
        if listed is not None:
            return _values(listed)
        return tuple(str(v.value) for v in value.fields.values() if isinstance(v, Constant))
    if isinstance(value, ListValue):
        return tuple(str(v.value) for v in value.items if isinstance(v, Constant) and v.value is not None)
    inner = (
        [v for v in value.inputs() if isinstance(v, (ObjectValue, ListValue))] if value is not None else []
    )
    return _values(inner[0]) if len(inner) == 1 else ()


def _checks(name: str, fields: dict[str, Value]) -> list[str]:
    """Validators that a model asks before it saves, as CHECK expressions."""
    found = []
    for key, template in (("min", "{} >= {}"), ("max", "{} <= {}"), ("minlength", "length({}) >= {}"),
                          ("minLength", "length({}) >= {}"), ("maxlength", "length({}) <= {}"),
                          ("maxLength", "length({}) <= {}")):  # fmt: skip
        given = fields.get(key)
        bound = given.items[0] if isinstance(given, ListValue) and given.items else given
        if isinstance(bound, Constant):
            found.append(template.format(name, bound.value))
    if "match" in fields or "validate" in fields:
        found.append(f"valid({name})")
    pattern = _pattern(fields.get("match"))
    return [*found, f"{name} ~ '{pattern}'"] if pattern else found


def _pattern(value: Value | None) -> str:
    """The regular expression of `match: /^a/` or `match: [/^a/, "message"]`."""
    if isinstance(value, ListValue) and value.items:
        value = value.items[0]
    source = value.operands[0] if isinstance(value, Derived) and value.operation == "regex" else None
    return str(source.value) if isinstance(source, Constant) else ""


def target_of(ref: Value | None) -> str:
    """The model that a `ref` names, '' when it is not a constant."""
    if isinstance(ref, Constant):
        return str(ref.value)
    label = getattr(ref, "label", "")
    return str(label) if label else str(origin_of(ref).value or "")
