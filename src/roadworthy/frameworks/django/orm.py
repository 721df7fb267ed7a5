"""Which models there are, and how they hang together."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.frameworks.django.settings import Settings
from roadworthy.frameworks.django.tables import RELATIONS, DjangoTable, Field
from roadworthy.frameworks.django.values import truth_of
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Instance,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.inheritance import linear
from roadworthy.languages import form
from roadworthy.regex import regex

MODEL_BASES = ("django.db.models.Model", "django.contrib.gis.db.models.Model")
USER_BASES = (
    "django.contrib.auth.models.AbstractUser",
    "django.contrib.auth.models.AbstractBaseUser",
    "django.contrib.auth.base_user.AbstractBaseUser",
    "django.contrib.auth.models.PermissionsMixin",
)
_NOWHERE = form.Literal(form.Span(0, 0, 1, 1), None)
_Fields = dict[str, tuple[str, dict[str, object]]]
_BASE_USER: _Fields = {
    "password": ("CharField", {"max_length": 128}),
    "last_login": ("DateTimeField", {"null": True}),
}
_PERMISSIONS: _Fields = {"is_superuser": ("BooleanField", {})}
_USER: _Fields = {
    **_BASE_USER,
    **_PERMISSIONS,
    "username": ("CharField", {"max_length": 150, "unique": True}),
    "first_name": ("CharField", {"max_length": 150}),
    "last_name": ("CharField", {"max_length": 150}),
    "email": ("EmailField", {}),
    "is_staff": ("BooleanField", {}),
    "is_active": ("BooleanField", {}),
    "date_joined": ("DateTimeField", {"auto_now_add": True}),
}
_INHERITED: dict[str, _Fields] = {
    "django.contrib.auth.models.AbstractUser": _USER,
    "django.contrib.auth.models.AbstractBaseUser": _BASE_USER,
    "django.contrib.auth.base_user.AbstractBaseUser": _BASE_USER,
    "django.contrib.auth.models.PermissionsMixin": _PERMISSIONS,
}


class Receiver(Struct):
    """A function that listens for a signal of a model's rows (of every model's where `sender` is None); `ran` once some row sent it."""

    signal: str
    sender: Value | None
    function: Closure
    ran: bool = False


class Orm(Struct):
    """The models of a project. `default_user` is the library's own table of users, made when it is asked for; `receivers` listen
    for what happens to their rows."""

    found: Found
    settings: Settings
    tables: list[DjangoTable] = field(default_factory=list)
    by_class: dict[int, DjangoTable] = field(default_factory=dict)
    abstract: dict[int, ClassValue] = field(default_factory=dict)
    default_user: DjangoTable | None = None
    linked: int = 0
    receivers: list[Receiver] = field(default_factory=list)

    def declare(self, run: Run, kind: ClassValue) -> None:
        """Reads the table of a model class, if it has one of its own."""
        meta = kind.attributes.get("Meta")
        options = meta.attributes if isinstance(meta, ClassValue) else {}
        if truth_of(options.get("abstract")):
            self.abstract[id(kind)] = kind
            return
        parent = next((self.by_class[id(b)] for b in kind.bases if id(b) in self.by_class), None)
        if truth_of(options.get("proxy")) and parent is not None:
            self.by_class[id(kind)] = parent
            return
        table = DjangoTable(
            self._table_name(kind, options), kind, kind.module, kind.node, _label(kind.module)
        )
        table.meta, table.find = dict(options), self.resolve
        self._read(table, kind, parent)
        self.by_class[id(kind)] = table
        self.tables.append(table)
        self.found.tables.append(table)
        self.found.stacks.add("django")
        self._between(table)

    def _table_name(self, kind: ClassValue, options: dict[str, Value]) -> str:
        label = constant_text(options.get("app_label")) or _label(kind.module)
        named = constant_text(options.get("db_table")).strip('"')
        return named or (f"{label}_{kind.name.lower()}" if label else kind.name.lower())

    def _read(self, table: DjangoTable, kind: ClassValue, parent: DjangoTable | None) -> None:
        """The fields of a class and of the abstract ones before it."""
        if parent is not None and parent.kind is not None:
            link = Args([parent.kind], {"primary_key": Constant(True)})
            name = f"{parent.kind.name.lower()}_ptr"
            table.fields[name] = Field(name, "OneToOneField", f"{name}_id", link, table.path, kind.node)
        if self._is_people(kind) and _extends_unknown(kind):
            # A package's own people are Django's with other rules: most sign in by their address, which is one person's then.
            given = _USER | {"email": ("EmailField", {"unique": True})}
            table.fields |= {name: _built_in(name, *one, table) for name, one in given.items()}
        for owner in reversed(linear(kind)):
            if isinstance(owner, External):
                for name, (sort, options) in _INHERITED.get(owner.path, {}).items():
                    table.fields[name] = _built_in(name, sort, options, table)
            elif isinstance(owner, ClassValue) and (owner is kind or id(owner) not in self.by_class):
                self._own_fields(table, owner)

    def _is_people(self, kind: ClassValue) -> bool:
        return self.settings.text("AUTH_USER_MODEL") == f"{_label(kind.module)}.{kind.name}"

    def _own_fields(self, table: DjangoTable, owner: ClassValue) -> None:
        for name, value in owner.attributes.items():
            made = field_of(name, value, owner.module, owner.node)
            if made is not None:
                table.fields[name] = made
            elif isinstance(value, Constant) and value.value is None and name in table.fields:
                del table.fields[name]  # `username = None` takes an inherited field away

    def _between(self, table: DjangoTable) -> None:
        """The tables between two models that are related many to many."""
        for one in table.fields.values():
            if one.many and one.option("through") is None:
                name = constant_text(one.option("db_table")) or f"{table.name}_{one.name}"
                between = DjangoTable(name, None, one.path, one.node, table.label, find=self.resolve)
                near = (table.kind.name if table.kind is not None else table.name).lower()
                for label, target in ((near, table.kind), ("", one.target)):
                    other = self.resolve(target, table)
                    known = other.kind.name.lower() if other is not None and other.kind else ""
                    column = label or known or constant_text(target).rpartition(".")[2].lower() or "other"
                    column = f"to_{column}" if column in between.fields else column
                    args = Args([target or Constant(None)])
                    between.fields[column] = Field(
                        column, "ForeignKey", f"{column}_id", args, one.path, one.node
                    )
                # Django itself keeps such a pair once.
                pair: list[Value] = [Constant(f.name) for f in between.fields.values()]
                between.meta["unique_together"] = ListValue([ListValue(pair)])
                self.found.tables.append(between)

    # --- asking --------------------------------------------------------------------------------------

    def resolve(self, value: Value | None, near: DjangoTable) -> DjangoTable | None:
        """The table of a model named by its class or as text ("self", "User", "accounts.User")."""
        if isinstance(value, ClassValue):
            return self.by_class.get(id(value))
        if isinstance(value, ContribUser):
            return self.user_table()
        text = constant_text(value)
        if text == "self":
            return near
        if isinstance(value, External) and value.path.endswith("AUTH_USER_MODEL"):
            return self.user_table()
        label, _, name = text.rpartition(".")
        named = [t for t in self.tables if t.kind is not None and t.kind.name == name]
        label = label or near.label
        same = [t for t in named if t.label == label.rsplit(".", 1)[-1]]
        if not named and text in ("auth.User", "User"):
            return self.user_table()
        return next(iter(same or named), None)

    def of(self, value: Value | None) -> DjangoTable | None:
        """The table of a model class, or of a subclass of one."""
        if isinstance(value, ContribUser):
            return self.user_table()
        if not isinstance(value, ClassValue):
            return None
        for one in linear(value):
            if id(one) in self.by_class:
                return self.by_class[id(one)]
        return None

    def user_model(self, run: Run) -> Value:
        """What `get_user_model()` gives."""
        label, _, name = self.settings.text("AUTH_USER_MODEL").rpartition(".")
        if not label or label == "auth":
            return ContribUser(self)
        known = [t for t in self.tables if t.label == label and t.kind is not None and t.kind.name == name]
        if known and known[0].kind is not None:
            return known[0].kind
        path = self.settings.model_module(label, run.program)
        return run.program.export(path, name) if path else ContribUser(self)

    def user_table(self) -> DjangoTable:
        """The table of the people who sign in."""
        label, _, name = self.settings.text("AUTH_USER_MODEL").rpartition(".")
        for table in self.tables:
            if table.kind is not None and table.kind.name == name and table.label == label:
                return table
        if self.default_user is None:
            path = self.settings.path or "manage.py"
            made = DjangoTable("auth_user", None, path, _NOWHERE, "auth", symbol="User", find=self.resolve)
            made.fields = {
                name: _built_in(name, sort, options, made) for name, (sort, options) in _USER.items()
            }
            self.default_user = made
            self.found.tables.append(made)
        return self.default_user

    def link(self) -> None:
        """Gives every model the ways back from those that refer to it."""
        if self.linked == len(self.tables):
            return
        self.linked = len(self.tables)
        for table in self.tables:
            for one in table.fields.values():
                other = table.other(one) if one.kind in RELATIONS else None
                if other is not None and table.kind is not None:
                    for name in _ways_back(table.kind.name.lower(), table.label, one):
                        other.related.setdefault(name, (table, one))


def _ways_back(model: str, label: str, one: Field) -> list[str]:
    """By what names the rows are reached that refer to another; `%(app_label)s_%(class)s` is of every model that inherits it."""
    named = (
        constant_text(one.option("related_name")).replace("%(class)s", model).replace("%(app_label)s", label)
    )
    query = constant_text(one.option("related_query_name"))
    if named == "+":
        return []
    plain = model if one.kind == "OneToOneField" else f"{model}_set"
    return [n for n in (named or plain, query or named or model) if n]


_MODEL_FIELD = regex(r"django\.(contrib\.gis\.)?db\.models\.(\w+Field|ForeignKey)\(\)$")


def _extends_unknown(kind: ClassValue) -> bool:
    """Whether a class has a base of some package, and none that is known to hold people."""
    outside = {base.path for base in linear(kind) if isinstance(base, External)} - {"object"}
    return bool(outside - set(MODEL_BASES)) and not outside & set(USER_BASES)


def has_model_fields(kind: ClassValue) -> bool:
    """Whether a class declares fields of Django's models, as nothing but a model does."""
    return any(
        isinstance(value, External) and _MODEL_FIELD.match(value.path) for value in kind.attributes.values()
    )


def _label(module: str) -> str:
    """The app's label: the folder of its models."""
    parts = module.split("/")[:-1]
    while parts and parts[-1] in ("models", "model"):
        parts = parts[:-1]
    return parts[-1] if parts else ""


def _built_in(name: str, sort: str, options: dict[str, object], table: DjangoTable) -> Field:
    given = {key: Constant(value) for key, value in options.items()}  # type: ignore[arg-type]
    return Field(name, sort, name, Args([], given), table.path, table.node)  # type: ignore[arg-type]


def field_of(name: str, value: Value, module: str, node: form.Node) -> Field | None:
    """A field as it is declared; None for anything else."""
    path, arguments, place = "", Args(), node
    if isinstance(value, External) and value.path.endswith("()"):
        path, arguments, place = value.path, value.arguments or Args(), value.node or node
    elif isinstance(value, Instance):
        bases = [base.path for base in value.kind.ancestors() if isinstance(base, External)]
        path = next((f"{base}()" for base in bases if base.endswith("Field")), "")
        arguments, place = getattr(value, "given", None) or Args(), value.node or node
    sort = path.removesuffix("()").rsplit(".", 1)[-1]
    if sort in ("TreeForeignKey", "ParentalKey"):
        sort = "ForeignKey"
    if (
        not (sort.endswith("Field") or sort in RELATIONS)
        or "." not in path
        or "forms" in path
        or "serializers" in path
    ):
        return None
    column = constant_text(arguments.keywords.get("db_column"))
    default = f"{name}_id" if sort in ("ForeignKey", "OneToOneField") else name
    return Field(name, sort, column or default, arguments, module, place)


class ContribUser(Model):
    """`django.contrib.auth.models.User`."""

    __slots__ = ("orm",)

    def __init__(self, orm: Orm) -> None:
        self.orm = orm

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        from roadworthy.frameworks.django.querysets import Manager

        if name in ("objects", "_default_manager"):
            return Manager(self.orm, self.orm.user_table(), None, node, run.module)
        if name in ("DoesNotExist", "MultipleObjectsReturned"):
            return External(f"django.core.exceptions.{name}", None, node)
        return Derived(f".{name}", (self,), node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        from roadworthy.frameworks.django.rows import new_object

        return new_object(run, self.orm, self.orm.user_table(), args, node)
