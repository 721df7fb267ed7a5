"""express-validator: chains of rules that stand before a handler."""

from __future__ import annotations

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
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

_PARTS = {
    "body": "body",
    "param": "params",
    "query": "query",
    "cookie": "cookies",
    "header": "headers",
    "check": "body",
}
_WORDS = {"isIn": "enum", "matches": "regex", "isInt": "number int", "isFloat": "number", "isNumeric": "number",
          "isEmail": "string email", "isString": "string", "isBoolean": "boolean", "isArray": "array", "isUUID": "uuid",
          "isMongoId": "regex objectid", "isISO8601": "date", "isDate": "date", "isURL": "url", "isAlphanumeric": "regex",
          "isMobilePhone": "regex", "isStrongPassword": "min 8", "notEmpty": "min 1"}  # fmt: skip


class Chain(Model):
    """`body("email").isEmail().isLength({ max: 80 })`, as a handler that checks and goes on."""

    label = "express-validator"

    def __init__(self, part: str, names: list[str], node: form.Node, path: str) -> None:
        self.part, self.names, self.node, self.path = part, names, node, path
        self.rules: list[str] = []

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "run":
            self.check(run)
            return Unknown()
        if name in ("custom", "customSanitizer"):
            run.call_back(args.positional, node, Datum(self.part, tuple(self.names[:1]), node))
        if name == "isLength":
            self._bounds(args.get(0))
        elif name in _WORDS:
            self.rules.append(_worded(name, args))
            self._bounds(args.get(0))
        elif name == "optional":
            self.rules.append("optional")
        return self

    def _bounds(self, options: Value | None) -> None:
        fields = options.fields if isinstance(options, ObjectValue) else {}
        for key in ("min", "max", "gt", "lt"):
            value = fields.get(key)
            if isinstance(value, Constant):
                self.rules.append(f"{key} {value.value}")

    def check(self, run: Run) -> None:
        """Notes that the fields were looked at."""
        rules = " ".join(self.rules)
        fields = tuple((name, rules) for name in self.names)
        subject = Datum(self.part, (), self.node)
        run.emit(CheckSeen(subject, "express-validator", self.path, self.node, fields, False, False))

    def handle(self, run: Run, req: Model, res: Model, go_on: Model, node: form.Node) -> None:
        """Checks, then goes on: what failed is for the handler to ask (`validationResult`)."""
        self.check(run)
        go_on.call(run, Args(), node)


def _worded(name: str, args: Args) -> str:
    first = args.get(0)
    if name == "isIn" and isinstance(first, ListValue):
        return "enum " + "|".join(str(v.value) for v in first.items if isinstance(v, Constant))
    return _WORDS[name]


class Several(Model):
    """`checkSchema({...})`, `oneOf([...])`: several chains as one handler."""

    label = "express-validator"

    def __init__(self, chains: list[Chain]) -> None:
        self.chains = chains

    def handle(self, run: Run, req: Model, res: Model, go_on: Model, node: form.Node) -> None:
        """Checks all, then goes on."""
        for chain in self.chains:
            chain.check(run)
        go_on.call(run, Args(), node)


def _chain(run: Run, target: External, args: Args, node: form.Node) -> Value:
    first = args.get(0)
    listed = first.items if isinstance(first, ListValue) else [first]
    names = [str(value.value) for value in listed if isinstance(value, Constant)]
    return Chain(_PARTS[target.path.rsplit(".", 1)[-1]], names, node, run.module)


def _schema(run: Run, target: External, args: Args, node: form.Node) -> Value:
    first = args.get(0)
    chains: list[Chain] = []
    for name, inner in first.fields.items() if isinstance(first, ObjectValue) else ():
        fields = inner.fields if isinstance(inner, ObjectValue) else {}
        places = fields.get("in")
        listed = places.items if isinstance(places, ListValue) else [places]
        part = next((str(v.value) for v in listed if isinstance(v, Constant)), "body")
        chain = Chain(part, [name], node, run.module)
        for key, value in fields.items():
            options = value.fields.get("options") if isinstance(value, ObjectValue) else None
            chain.call_member(run, key, Args([options] if options is not None else []), node)
        chains.append(chain)
    return Several(chains)


def register(library: Library, found: Found) -> None:
    """Tells what express-validator's functions mean."""
    library.on_call(*(f"express-validator.{name}" for name in _PARTS))(_chain)
    library.on_call(*(f"express-validator/check.{name}" for name in _PARTS))(_chain)
    library.on_call("express-validator.checkSchema")(_schema)

    @library.on_call("express-validator.oneOf")
    def one_of(run: Run, target: External, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        return Several([one for one in first.inputs() if isinstance(one, Chain)] if first is not None else [])

    @library.on_call("express-validator.validationResult")
    def result(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Derived("validation", tuple(args.positional), node)

    @library.on_call("express-validator.matchedData")
    def matched(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Datum("body", (), node)
