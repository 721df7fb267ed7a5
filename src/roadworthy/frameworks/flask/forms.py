"""Flask-WTF: forms as checks of what was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.exchange import exchange_of, part
from roadworthy.frameworks.own_rules import kept_rules, passed
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

_FORMS = (
    "flask_wtf.FlaskForm",
    "flask_wtf.Form",
    "flask_wtf.form.FlaskForm",
    "wtforms.Form",
    "wtforms.form.Form",
)
_TYPES = {
    "IntegerField": "int",
    "DecimalField": "Decimal",
    "FloatField": "float",
    "BooleanField": "bool",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DateTimeLocalField": "datetime",
    "EmailField": "email",
    "FileField": "file",
    "MultipleFileField": "file",
    "IntegerRangeField": "int",
}


class FormClass:
    """What a class that inherits from FlaskForm means."""

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """`LoginForm()`."""
        return FormModel(kind, run.module, node)


@dataclass(slots=True, eq=False)
class FormModel(Model):
    """A form of one request. Its data counts as checked once it was validated."""

    kind: ClassValue
    path: str
    node: form.Node
    checked: bool = False

    def schema(self) -> Schema:
        """Its fields' rules in words."""
        fields: dict[str, Schema] = {}
        for owner in reversed([self.kind, *self.kind.ancestors()]):
            for name, value in owner.attributes.items() if isinstance(owner, ClassValue) else ():
                if isinstance(value, External) and value.path.endswith("Field()"):
                    fields[name] = Schema(_rules(value))
        return Schema(("object",), fields, self.node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "validate_on_submit":
            if exchange_of(run).method in ("GET", "HEAD"):
                return Certain(False, node)
            return self._validate(run, node)
        if name == "is_submitted":
            return Certain(exchange_of(run).method not in ("GET", "HEAD"), node)
        if name == "validate" and self.kind.find("validate") is None:
            return self._validate(run, node)
        if name == "populate_obj" and args.positional:
            self._populate(run, args.positional[0], node)
            return Constant(None)
        return None

    def _validate(self, run: Run, node: form.Node) -> Value:
        subject = part(run, "body", (), node, in_form=True)
        schema = self.schema()
        run.emit(CheckSeen(subject, "wtforms", run.module, node, schema.called(), False, True))
        self.checked = True
        valid = Derived("valid", (Parsed(schema, (), subject),), node)
        return passed(run, valid, kept_rules(run, self._own_rules(run, node), node), node)

    def _own_rules(self, run: Run, node: form.Node) -> list[Callable[[], Value]]:
        """`validate_email(self, field)` and the like run with the fields they are named for."""
        found = [(name, self.kind.find(f"validate_{name}")) for name in self.schema().fields or {}]
        return [
            partial(run.call, own.bind(self), Args([self.member(run, name, node)]), node)
            for name, own in found
            if isinstance(own, Closure)
        ]

    def _populate(self, run: Run, target: Value, node: form.Node) -> None:
        run.place = node
        for name in self.schema().fields or {}:
            target.set_member(run, name, self.value(run, name, node))

    def value(self, run: Run, name: str, node: form.Node) -> Value:
        """What was sent in a field."""
        field = (self.schema().fields or {}).get(name)
        kind = "files" if field is not None and "file" in field.rules else "body"
        datum = part(run, kind, (name,), node, in_form=True)
        return Parsed(field or Schema(()), (name,), datum) if self.checked and kind == "body" else datum

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        fields = self.schema().fields or {}
        if name in fields:
            return FieldModel(self, name)
        if name == "data":
            whole = part(run, "body", (), node, in_form=True)
            return Parsed(self.schema(), (), whole) if self.checked else whole
        if name == "errors":
            return Derived("errors", (), node)
        own = self.kind.find(name)
        return own.bind(self) if isinstance(own, Closure) else Derived(f".{name}", (), node)

    def element(self, run: Run) -> Value:
        return Derived("field", ())

    def truth(self) -> bool | None:
        return None


class FieldModel(Model):
    """A field of a form."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: FormModel, name: str) -> None:
        self.owner, self.name = owner, name

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return (
            self.owner.value(run, self.name, node)
            if name in ("data", "raw_data")
            else Derived(f".{name}", (), node)
        )

    def truth(self) -> bool | None:
        return None


def _rules(value: External) -> tuple[str, ...]:
    """`IntegerField(validators=[DataRequired(), NumberRange(min=1)])` in words."""
    kind = value.path.removesuffix("()").rsplit(".", 1)[-1]
    words = [_TYPES.get(kind, "str")]
    given = value.arguments
    listed = given.get(1, "validators") if given is not None else None
    required = False
    for validator in listed.items if isinstance(listed, ListValue) else []:
        if isinstance(validator, External):
            name = validator.path.removesuffix("()").rsplit(".", 1)[-1]
            required |= name in ("DataRequired", "InputRequired")
            words += _validator(name, validator.arguments or Args())
    if kind in ("SelectField", "RadioField") and given is not None:
        words += _choices(given.keywords.get("choices"))
    return tuple(words if required else [*words, "optional"])


def _validator(name: str, args: Args) -> list[str]:
    words = {
        "Email": "email",
        "URL": "url",
        "Regexp": "pattern",
        "AnyOf": "enum",
        "UUID": "uuid",
        "EqualTo": "equal",
    }
    if name in words:
        return [words[name]]
    if name in ("Length", "NumberRange"):
        found = []
        for position, key in enumerate(("min", "max")):
            bound = args.get(position, key)
            if isinstance(bound, Constant) and bound.value is not None:
                found.append(f"{key} {bound.value}")
        return found
    return []


def _choices(value: Value | None) -> list[str]:
    if not isinstance(value, ListValue):
        return ["enum"] if value is not None else []
    first = [item.items[0] if isinstance(item, ListValue) and item.items else item for item in value.items]
    named = [str(item.value) for item in first if isinstance(item, Constant)]
    return [f"enum {'|'.join(named)}"] if named else []


def register_forms(library: Library) -> None:
    """Tells what Flask-WTF's classes mean."""
    library.on_class(*_FORMS)(FormClass())
