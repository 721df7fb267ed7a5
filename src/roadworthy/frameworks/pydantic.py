"""Pydantic's models: their fields as rules in words, and request data that passed them."""

from __future__ import annotations

from roadworthy.app.deployment import EnvironmentName
from roadworthy.app.location import at
from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.pydantic_rules import OWN_BASES, FieldModel, is_model, is_table, model_schema
from roadworthy.frameworks.python_types import annotated_fields
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

_SETTINGS = ("pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings")
# pydantic 2 and 1: the variable of a field by another name.
_ALIASES = ("validation_alias", "alias", "env")
_DUMPS = {"model_dump", "dict", "json", "model_dump_json", "copy", "model_copy"}
_LOADS = {"model_validate", "parse_obj", "from_orm", "model_validate_json", "parse_raw"}


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
        keeper = self.kind.find("__keeper__")
        stored = keeper.call_member(run, name, Args([self]), node) if keeper is not None else None
        if stored is not None:
            return stored
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


class Record(Instance):
    """An object of a model that the app filled itself."""

    __slots__ = ()

    def names(self) -> list[str]:
        """The fields that it was given."""
        return list(self.attributes)

    def origin(self, depth: int) -> Origin:
        """What its fields hold."""
        fields = tuple((name, origin_of(value, depth + 1)) for name, value in self.attributes.items())
        return Origin("computed", operation="record", fields=fields)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _DUMPS and self.kind.find(name) is None:
            left_out = _excluded(self, args)
            kept = {field: value for field, value in self.attributes.items() if field not in left_out}
            dumped = ObjectValue(kept, node=node)
            return dumped if "json" not in name else Derived("json.dumps", (dumped,), node)
        return super().call_member(run, name, args, node)


def _excluded(body: Body | Record, args: Args) -> set[str]:
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
    instance = Record(kind, node)
    for name, (_, value, _node) in annotated_fields(run, kind).items():
        if name in args.keywords:
            continue
        default = _default(run, value, node) if isinstance(value, FieldModel) else value
        known = [(spread.member(run, name, node), ()) for spread in spreads]
        known += [(default, ())] if default is not None and not spreads else []
        if known:
            instance.attributes[name] = run.join(known)
    instance.attributes.update({k: v for k, v in args.keywords.items() if not k.startswith("**")})
    return instance


def _default(run: Run, value: FieldModel, node: form.Node) -> Value | None:
    """What a field holds that nobody gives: a value, or what a function makes afresh (`default_factory=uuid4`)."""
    factory = value.arguments.keywords.get("default_factory")
    return run.call(factory, Args(), node) if factory is not None else value.arguments.get(0, "default")


class ModelClass:
    """What a pydantic model means to the interpreter."""

    behind = True  # other libraries' documents and tables inherit from it

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
                read = _variable(kind, name, value)
                self.found.environment.setdefault(read, EnvironmentName(read, at(kind.module, node), default))

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """An instance whose fields come from the environment."""
        instance = Instance(kind, node)
        for name, (annotation, value, _node) in annotated_fields(run, kind).items():
            if annotation is None or name == "model_config":
                continue
            variable = External(f"os.environ.{_variable(kind, name, value)}", None, node)
            given = value.arguments.get(0, "default") if isinstance(value, FieldModel) else value
            known = [(variable, ())] + ([(given, ())] if isinstance(given, Constant) else [])
            instance.attributes[name] = args.keywords.get(name) or run.join(known)
        return instance


def _variable(kind: ClassValue, name: str, value: Value | None) -> str:
    """The variable that a field is read from: its alias, else its name behind the prefix of the class."""
    given = value.arguments.keywords if isinstance(value, FieldModel) else {}
    named = next((given[key] for key in _ALIASES if isinstance(given.get(key), Constant)), None)
    if isinstance(named, Constant):
        return str(named.value).upper()
    return f"{_prefix(kind)}{name}".upper()


def _prefix(kind: ClassValue) -> str:
    """`env_prefix` of `model_config = SettingsConfigDict(...)` or of the inner class `Config`."""
    config = kind.find("model_config")
    fields: dict[str, Value] = {}
    if isinstance(config, ObjectValue):
        fields = config.fields
    elif isinstance(config, External) and config.arguments is not None:
        fields = config.arguments.keywords
    inner = kind.find("Config")
    given = fields.get("env_prefix") or (
        inner.attributes.get("env_prefix") if isinstance(inner, ClassValue) else None
    )
    return str(given.value) if isinstance(given, Constant) else ""


def _class_member(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
    if name in _LOADS and is_model(kind) and not is_table(kind):
        return lambda run, owner, member, node: Load(owner)
    return None


def _field(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return FieldModel(args)


def register(library: Library, found: Found) -> None:
    """Tells what pydantic's models mean."""
    library.on_class(*OWN_BASES)(ModelClass())
    library.on_class(*_SETTINGS)(SettingsClass(found))
    library.on_call("pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field")(_field)
    library.on_class_member(_class_member)
