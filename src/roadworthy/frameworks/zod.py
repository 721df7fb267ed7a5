"""zod, and the schemas that drizzle-zod derives from tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.unasked_outcomes import is_asked
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
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
from roadworthy.languages import form

_SHAPE = {"partial", "deepPartial", "required", "pick", "omit", "extend", "merge", "strict", "passthrough"}
_ENVIRONMENTS = ("process.env", "import.meta.env")
_DEEPEST = 6
_PATTERN = "pattern "
_COMPARED = {"==", "!=", "<", "<=", ">", ">=", "and", "or", "not"}
_OF_REQUEST = ("body", "params", "query", "headers", "cookies")
_SAME = {"describe", "brand", "readonly", "catch", "superRefine", "strip"}


class Schema(Model):
    """A zod schema. `rules` are its own checks in words; `fields` those of an object, None for other schemas."""

    __slots__ = ("fields", "node", "passes", "rules", "strict")
    library = "zod"

    def __init__(
        self,
        rules: tuple[str, ...],
        fields: dict[str, Schema] | None = None,
        node: form.Node | None = None,
        *,
        strict: bool = False,
        passes: bool = False,
    ) -> None:
        self.rules, self.fields, self.node, self.strict, self.passes = rules, fields, node, strict, passes

    def describe(self) -> str:
        """The rules in words: `string min 1 max 80`. What a text has to look like comes last, where it is one pattern:
        `string regex pattern ^[a-z]+$`."""
        patterns = [rule for rule in self.rules if rule.startswith(_PATTERN)]
        others = [rule for rule in self.rules if not rule.startswith(_PATTERN)]
        return " ".join([*others, *(patterns if len(patterns) == 1 else ())])

    def called(self) -> tuple[tuple[str, str], ...]:
        """The rules of each field."""
        return tuple((name, schema.describe()) for name, schema in (self.fields or {}).items())

    @property
    def is_record(self) -> bool:
        """Whether it knows fields."""
        return self.fields is not None

    @property
    def looks_at_all(self) -> bool:
        """Whether a rule of its own looks at the record as a whole (`refine(one => one.end > one.start)`)."""
        return self.is_record and any(rule.startswith(("refine", "superRefine")) for rule in self.rules)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("parse", "parseAsync", "cast", "validateSync", "validate"):
            return self._parse(run, args, node)
        if name in ("safeParse", "safeParseAsync", "spa"):
            asked = is_asked(run, node)
            parsed = self._parse(run, args, node) if asked else Unknown()
            valid = Derived("valid", (parsed,), node)
            return ObjectValue({"success": valid, "data": parsed, "error": Unknown()}, node=node)
        if name in _SHAPE:
            return self._reshape(run, name, args, node)
        if name == "and" and args.positional and isinstance(args.positional[0], Schema):
            return merged((self, args.positional[0]))
        listed = _listed(run, self, args, node) if name == "refine" else ""
        if listed:
            return type(self)(
                (*self.rules, listed), self.fields, node, strict=self.strict, passes=self.passes
            )
        if name in ("transform", "refine", "pipe", "preprocess"):
            run.call_back(args.positional, node, Parsed(self, (), Unknown()))
        if name in _SAME and not (name == "superRefine" and self.is_record):
            return self
        cuts = name == "transform" and _cuts_blanks(self, args)
        if name == "transform" and not cuts:
            return self
        rule = "trim" if cuts else _rule(name, args)
        rules = (*self.rules, rule, *_pattern(name, args))
        return type(self)(rules, self.fields, node, strict=self.strict, passes=self.passes)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "shape" and self.fields is not None:
            return ObjectValue(dict(self.fields))
        return Derived(f".{name}", (self,), node)

    def _parse(self, run: Run, args: Args, node: form.Node) -> Value:
        subject = args.positional[0] if args.positional else Unknown()
        parts = self._parts(subject)
        if parts:
            answer = {name: inner._parse(run, Args([part]), node) for name, (inner, part) in parts.items()}
            return ObjectValue(answer, node=node)
        strips = not self.passes
        seen = CheckSeen(
            subject, self.library, run.module, node, self.called(), self.strict, strips, self.looks_at_all
        )
        run.emit(seen)
        return Parsed(self, (), subject)

    def _parts(self, subject: Value) -> dict[str, tuple[Schema, Value]]:
        """Of a schema that describes a whole request, put against `{ body: req.body, query: req.query }`: what describes each part, with
        the part. Empty for every other."""
        given = subject.fields if isinstance(subject, ObjectValue) and not subject.spreads else {}
        found: dict[str, tuple[Schema, Value]] = {
            name: (inner, part)
            for name, inner in (self.fields or {}).items()
            if isinstance(part := given.get(name), Datum) and part.kind in _OF_REQUEST and not part.path
        }
        whole = len(found) == len(self.fields or {}) and all(inner.is_record for inner, _ in found.values())
        return found if whole else {}

    def _reshape(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        fields = dict(self.fields or {})
        given = args.positional[0] if args.positional else None
        named = set(given.fields) if isinstance(given, ObjectValue) else set()
        if name == "pick":
            fields = {key: value for key, value in fields.items() if key in named}
        elif name == "omit":
            fields = {key: value for key, value in fields.items() if key not in named}
        elif name == "extend" and isinstance(given, ObjectValue):
            fields |= {key: value for key, value in given.fields.items() if isinstance(value, Schema)}
        elif name == "merge" and isinstance(given, Schema):
            fields |= given.fields or {}
        elif name == "partial":
            fields = {key: Schema((*v.rules, "optional"), v.fields, v.node) for key, v in fields.items()}
        strict, passes = self.strict or name == "strict", self.passes or name == "passthrough"
        known = fields if self.fields is not None or fields else None
        return type(self)(self.rules, known, node, strict=strict, passes=passes)


class Parsed(Model):
    """Request data after its schema, or a field of it."""

    __slots__ = ("path", "schema", "subject")

    def __init__(self, schema: Schema, path: tuple[str, ...], subject: Value) -> None:
        self.schema, self.path, self.subject = schema, path, subject

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        field = (self.schema.fields or {}).get(name)
        inner = (_environment(self.subject) or self.subject).member(run, name, node)
        if field is None and self.schema.fields is not None and not self.schema.passes:
            return Constant(None)
        return Parsed(field or Schema(self.schema.rules), (*self.path, name), inner)

    def element(self, run: Run) -> Value:
        inner = (self.schema.fields or {}).get("[]")
        return Parsed(inner or self.schema, (*self.path, "[]"), self.subject.element(run))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.interpret import methods

        return methods.call_method(run, self, name, args, node)

    def inputs(self) -> tuple[Value, ...]:
        return (self.subject,)

    def truth(self) -> bool | None:
        return None

    def is_sent_record(self) -> bool:
        return not self.path and self.subject.is_sent_record()

    def origin(self, depth: int) -> Origin:
        """Request data that a schema vouches for."""
        schema = self.schema.called() if self.schema.fields is not None else (("", self.schema.describe()),)
        return Origin("parsed", self.path, inputs=(origin_of(self.subject, depth + 1),), schema=schema)


def _environment(value: Value, depth: int = 0) -> External | None:
    """The environment as a whole that a value was made of (`Object.fromEntries(Object.entries(process.env))`), which a
    schema then takes apart by name."""
    if isinstance(value, External) and value.path in _ENVIRONMENTS:
        return value
    if depth == _DEEPEST or isinstance(value, ObjectValue):
        return None
    return next((found for inner in value.inputs() if (found := _environment(inner, depth + 1))), None)


def merged(schemas: Iterable[Schema]) -> Schema:
    """One schema that knows the fields of all: of an intersection, or of a union whatever it turns out to be."""
    fields: dict[str, Schema] = {}
    rules: tuple[str, ...] = ()
    for schema in schemas:
        rules = rules or schema.rules
        for name, one in (schema.fields or {}).items():
            fields[name] = merged((fields[name], one)) if name in fields else one
    return Schema(rules, fields or None)


def _listed(run: Run, schema: Schema, args: Args, node: form.Node) -> str:
    """The values that `refine(value => LIST.includes(value))` leaves; `checked` where a function looks at the value,
    '' where it is merely compared."""
    test = args.positional[0] if args.positional else None
    if not isinstance(test, Closure):
        return ""
    answer = run.call(test, Args([Parsed(schema, (), Unknown())]), node)
    if not isinstance(answer, Derived) or answer.operation not in ("includes", "in", "has"):
        return "" if isinstance(answer, Derived) and answer.operation in _COMPARED else "checked"
    values = [v for part in answer.operands if isinstance(part, ListValue) for v in part.items]
    return " ".join(("enum", "|".join(str(v.value) for v in values if isinstance(v, Constant)))).strip()


def _cuts_blanks(schema: Schema, args: Args) -> bool:
    """Whether `transform(value => value.trim())` hands a text on without its blanks."""
    change = args.positional[0] if args.positional else None
    if not isinstance(change, Closure) or schema.rules[:1] != ("string",):
        return False
    return any(
        isinstance(call, form.Call) and isinstance(call.callee, form.Member) and call.callee.name == "trim"
        for call in form.walk(change.function.body, form.Call)
    )


def _rule(name: str, args: Args) -> str:
    shown = []
    for value in args.positional[:2]:
        if isinstance(value, Constant) and value.value is not None:
            shown.append(str(value.value))
        elif isinstance(value, ListValue):
            shown.append("|".join(str(v.value) for v in value.items if isinstance(v, Constant)))
        elif isinstance(value, ObjectValue) and name in ("enum", "nativeEnum"):
            name = "enum"
            shown.append("|".join(str(v.value) for v in value.fields.values() if isinstance(v, Constant)))
    return " ".join([name, *shown]).strip()


def _pattern(name: str, args: Args) -> tuple[str, ...]:
    """The pattern of `.regex(/^[a-z]+$/)`; none of those that mean something else outside JavaScript."""
    given = args.positional[0] if name == "regex" and args.positional else None
    source = given.operands[0] if isinstance(given, Derived) and given.operands else None
    text = str(source.value) if isinstance(source, Constant) else ""
    return (_PATTERN + text,) if re.fullmatch(r"\S+", text) and "\\p" not in text.lower() else ()


def _object(run: Run, args: Args, node: form.Node, *, strict: bool = False, passes: bool = False) -> Schema:
    given = args.positional[0] if args.positional else None
    fields: dict[str, Schema] = {}
    if isinstance(given, ObjectValue):
        for name, value in given.fields.items():
            fields[name] = value if isinstance(value, Schema) else Schema(("unknown",))
        for spread in given.spreads:
            if isinstance(spread, Schema):
                fields |= spread.fields or {}
    return Schema(("object",), fields, node, strict=strict, passes=passes)


def _array(run: Run, args: Args, node: form.Node) -> Schema:
    inner = args.positional[0] if args.positional else None
    fields = {"[]": inner} if isinstance(inner, Schema) else None
    return Schema(("array",), fields, node)


def make(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`z.string()`, `z.object({...})`, `z.coerce.number()` and the rest."""
    name = (
        target.path.removeprefix("@hono/zod-openapi.")
        .removeprefix("zod.")
        .removeprefix("z.")
        .removeprefix("zod/v4.")
        .removeprefix("coerce.")
    )
    if "()" in name:
        return None
    if name in ("object", "strictObject", "looseObject"):
        return _object(run, args, node, strict=name == "strictObject", passes=name == "looseObject")
    if name == "array":
        return _array(run, args, node)
    if name in ("union", "discriminatedUnion", "intersection"):
        given = [
            v for value in args.positional for v in (value.items if isinstance(value, ListValue) else [value])
        ]
        options = [value for value in given if isinstance(value, Schema)]
        if options and all(option.fields is not None for option in options):
            return merged(options)
    if name in ("preprocess",) and len(args.positional) > 1:
        return args.positional[1]
    if name == "lazy" and args.positional:
        return run.call(args.positional[0], Args(), node)
    return Schema((_rule(name, args),), None, node)


def register(library: Library, found: Found) -> None:
    """Tells what zod's functions mean."""
    library.on_call("zod.*", "zod/v4.*", "zod/v3.*", "@hono/zod-openapi.z.*")(make)
