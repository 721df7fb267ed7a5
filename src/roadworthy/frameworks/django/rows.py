"""Objects of models: rows that were read, and new ones that are saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.conditions import is_arithmetic
from roadworthy.frameworks.django.managers import manager_kind
from roadworthy.frameworks.django.signals import send
from roadworthy.frameworks.django.tables import RELATIONS, DjangoTable, Field
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.rows import Row, emit_query
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Condition,
    Constant,
    Derived,
    ListValue,
    Run,
    Value,
)
from roadworthy.interpret.dicts import allowed_names, record_of
from roadworthy.interpret.inheritance import Own, bound, call_method
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.django.orm import Orm

_OF_EVERY_MODEL = {"save", "delete", "full_clean", "refresh_from_db", "objects", "clean", "validate_unique", "set_password",
                   "check_password", "get_username", "has_perm", "is_authenticated", "is_anonymous"}  # fmt: skip


class ModelObject(Own):
    """An object of a model. `query` is what read or stored it, None for a new one; `known` what was assigned, `changed`
    the names of it that the next save writes; `eager` are relations that were read along; `depth` is how many branches
    surround the place where it was read or made: what is assigned there is certain."""

    __slots__ = (
        "changed",
        "cleaned",
        "depth",
        "eager",
        "known",
        "latest",
        "node",
        "orm",
        "path",
        "query",
        "spreads",
        "table",
    )

    def __init__(
        self,
        orm: Orm,
        table: DjangoTable,
        query: QuerySeen | None,
        path: str = "",
        node: form.Node | None = None,
    ) -> None:
        self.orm, self.table, self.query = orm, table, query
        self.path, self.node = path, node or form.NOWHERE
        self.known: dict[str, Value] = {}
        self.changed: list[str] = []
        # What was assigned last, and under what conditions: there it is this, whatever it is elsewhere.
        self.latest: dict[str, tuple[Value, tuple[Condition, ...]]] = {}
        self.spreads: list[Value] = []
        self.eager: set[str] = set()
        self.depth = 0
        self.cleaned = False

    @property
    def kind(self) -> ClassValue | None:
        """The model's class."""
        return self.table.kind

    # --- reading -------------------------------------------------------------------------------------

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.known:
            return self.known[name]
        if name in ("pk", "id") and self.table.named(name) is None:
            return self.key()
        self.orm.link()
        one = self.table.fields.get(name)
        if one is not None and one.many:
            return self._many_to_many(run, one, node)
        if one is not None and one.kind in RELATIONS:
            return self._forward(run, one, node)
        if self.table.named(name) is not None:
            return self.column(self.table.column(name))
        if name in self.table.related:
            return self._backward(run, name, node)
        return self._own(run, name, node) or Derived(f".{name}", (self,), node)

    def _own(self, run: Run, name: str, node: form.Node) -> Value | None:
        """A method, property or nested class of the model's class."""
        found = self.kind.find(name) if self.kind is not None else None
        if isinstance(found, Closure) and found.function.kind == "getter":
            return run.call(found.bind(self), Args(), node)
        return bound(found, self) or found

    def column(self, column: str) -> Value:
        """A column of the row; what a new object was not given is its default."""
        if self.query is not None:
            return Row(self.query, self.table.name, (column,))
        return Derived(f".{column}", (), self.node)

    def key(self) -> Value:
        """The primary key."""
        return self.known.get("pk") or self.known.get(self.table.key) or self.column(self.table.key)

    as_key = key

    def _forward(self, run: Run, one: Field, node: form.Node) -> Value:
        """The other side of a foreign key: read when it is asked for, unless it was read along."""
        other = self.table.other(one)
        column = self.known.get(one.column) or self.column(one.column)
        if other is None:
            return Derived(f".{one.name}", (column,), node)
        if one.name in self.eager:
            found = ModelObject(self.orm, other, self.query)
            found.eager = nested(self.eager, one.name)
            return found
        from roadworthy.frameworks.django.querysets import read

        found = read(run, self.orm, other, [FilterSeen(other.key, "=", column, other.name)], node, one=True)
        self.known = {**self.known, one.name: found}
        return run.join([(found, ()), (Constant(None), ())]) if one.nullable else found

    def _backward(self, run: Run, name: str, node: form.Node) -> Value:
        from roadworthy.frameworks.django.querysets import Manager, read

        other, one = self.table.related[name]
        filters = [FilterSeen(one.column, "=", self.key(), other.name)]
        if one.kind == "OneToOneField":
            if name in self.eager:
                return ModelObject(self.orm, other, self.query)
            found = read(run, self.orm, other, filters, node, one=True)
            self.known = {**self.known, name: found}
            return found
        if one.many:
            through = f"{other.name}_{one.name}"
            manager = Manager(self.orm, other, manager_kind(other), node, run.module)
            manager.filters = [FilterSeen(f"{self._model_name()}_id", "=", self.key(), through)]
            manager.joins = [(through, other.key, f"{self._model_name()}_id")]
            manager.loaded = name in self.eager
            return manager
        manager = Manager(self.orm, other, manager_kind(other), node, run.module)
        manager.filters, manager.given = filters, {one.name: self}
        manager.loaded = name in self.eager
        manager.eager = nested(self.eager, name)
        return manager

    def _model_name(self) -> str:
        return self.kind.name.lower() if self.kind is not None else self.table.name

    def _many_to_many(self, run: Run, one: Field, node: form.Node) -> Value:
        from roadworthy.frameworks.django.querysets import Manager

        other = self.table.other(one)
        if other is None:
            return Derived(f".{one.name}", (self,), node)
        through = f"{self.table.name}_{one.name}"
        manager = Manager(self.orm, other, manager_kind(other), node, run.module)
        manager.filters = [FilterSeen(f"{self._model_name()}_id", "=", self.key(), through)]
        manager.joins = [(through, other.key, f"{self._model_name()}_id")]
        manager.loaded = one.name in self.eager
        return manager

    # --- writing -------------------------------------------------------------------------------------

    def set_member(self, run: Run, name: str, value: Value) -> None:
        before = self.known.get(name)
        sometimes = run.branching > self.depth
        if before is None and sometimes and self.table.named(name) is not None:
            one = self.table.fields.get(name)
            before = (
                self.column(self.table.column(name)) if one is None or one.kind not in RELATIONS else None
            )
        joined = run.join([(before, ()), (value, ())]) if sometimes and before is not None else value
        self.known = {**self.known, name: joined}
        self.latest[name] = (value, run.context.conditions)
        if name not in self.changed:
            self.changed.append(name)

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`setattr(object, key, value)` for keys that are not known one by one."""
        names = allowed_names(run.context.conditions, key)
        for name in names or []:
            self.set_member(run, name, value)
        record = record_of(key, value)
        if names is None and isinstance(record, Body) and record.names():
            # `for name, value in validated_data.items(): setattr(instance, name, value)`.
            for name in record.names():
                self._take(run, name, record, node)
        elif names is None:
            self.spreads.append(record)

    def _take(self, run: Run, name: str, record: Body, node: form.Node) -> None:
        if self.table.named(name) is not None:
            self.set_member(run, name, record.member(run, name, node))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return call_method(run, self, self.kind, name, args, node)

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """What every model has."""
        if name in ("save", "asave"):
            self.save(run, args, node)
            return Constant(None)
        if name in ("delete", "adelete"):
            self.delete(run, node)
            return Constant(None)
        if name in ("full_clean", "clean_fields"):
            self.cleaned = True
            return run.call_member(self, "clean", Args(), node) if name == "full_clean" else Constant(None)
        if name in ("clean", "refresh_from_db", "validate_unique"):
            return Constant(None)
        if name == "set_password":
            self.set_member(run, "password", Derived("make_password", tuple(args.all()), node))
            return Constant(None)
        if name == "check_password":
            run.emit(
                Called(
                    "django.contrib.auth.hashers.check_password", args, self, run.module, node, run.context
                )
            )
            return Derived("check_password", (self.column("password"), *args.all()), node)
        if name.startswith("get_") and name.endswith("_display"):
            return self.member(run, name[4:-8], node)
        return None

    def delete(self, run: Run, node: form.Node) -> None:
        """Deletes the row, and runs what listens for that."""
        send(run, self, "pre_delete", node)
        seen = self._seen(run, "delete", node)
        seen.filters = self.row_filters()
        emit_query(run, seen)
        send(run, self, "post_delete", node)

    def save(self, run: Run, args: Args, node: form.Node) -> None:
        """An insert for a new object or a copy, else an update of what was assigned since it was read."""
        limited = constants(args.keywords.get("update_fields"))
        new = self.query is None or self._is_copy()
        if not new and not self.changed and not self.spreads:
            return
        send(run, self, "pre_save", node)
        seen = self._seen(run, "insert" if new else "update", node)
        names = list(self.known) if new else self.changed
        seen.writes = self.writes([n for n in names if not limited or n in limited], run.context.conditions)
        seen.writes += self._named_key() if new else []
        seen.spreads = list(self.spreads)
        seen.filters = [] if new else self.row_filters()
        seen.validated = self.cleaned
        emit_query(run, seen)
        if new:
            self.query = seen
        if run.branching <= self.depth:
            self.changed = []
        send(run, self, "post_save", node, created=new)

    def _is_copy(self) -> bool:
        """`row.pk = None`: saved without a key it is a row of its own (Django's documentation, "Copying model instances")."""
        key = self.known.get("pk", self.known.get(self.table.key))
        return isinstance(key, Constant) and key.value is None

    def _named_key(self) -> list[WriteSeen]:
        """`Settings(id=1)`: the key that the code itself gives a row, where the model declares none."""
        key = self.known.get("pk", self.known.get(self.table.key))
        named = isinstance(key, Constant) and key.value is not None
        return (
            [WriteSeen(self.table.key, key, False)]
            if named and key and not self.table.named(self.table.key)
            else []
        )

    def writes(self, names: list[str], conditions: tuple[Condition, ...] = ()) -> list[WriteSeen]:
        """The columns that these assigned fields are written into, under these conditions."""
        found: dict[str, WriteSeen] = {}
        for name in names:
            one = self.table.named(name)
            if one is None or one.many or name not in self.known:
                continue
            value = self.known[name]
            last, under = self.latest.get(name, (value, ()))
            if under and conditions[: len(under)] == under:
                value = last
            key = getattr(value, "as_key", None)
            found[one.column] = WriteSeen(
                one.column, key() if key is not None else value, is_arithmetic(value)
            )
        return list(found.values())

    def row_filters(self) -> list[FilterSeen]:
        """What names the row: its key, and the conditions it was read under."""
        key = FilterSeen(self.table.key, "=", self.key(), self.table.name)
        read = self.query.filters if self.query is not None else []
        return [key, *(f for f in read if f.table in ("", self.table.name))]

    def _seen(self, run: Run, operation: str, node: form.Node) -> QuerySeen:
        return QuerySeen(
            operation, self.table.name, run.module, node, run.context, library=self.table.library
        )

    # --- as a value ----------------------------------------------------------------------------------

    def truth(self) -> bool | None:
        return None

    def decided(self) -> bool | None:
        """An object is true, unless its class says otherwise; where there may be none, `None` is another way."""
        own = self.kind is not None and (self.kind.find("__bool__") or self.kind.find("__len__"))
        return None if own else True

    def has(self, name: str) -> bool | None:
        if name in self.known or name in ("pk", "id") or self.table.named(name) is not None:
            return True
        if self.kind is None or self.kind.find(name) is not None or name in self.table.related:
            return None if self.kind is None else True
        # What every model has of Django's own starts with an underscore or is a verb of the database's.
        return None if name.startswith("_") or name in _OF_EVERY_MODEL else False

    def inputs(self) -> tuple[Value, ...]:
        return tuple(self.known.values()) if self.query is None else ()

    def origin(self, depth: int) -> Origin:
        """The row, or the record that was made."""
        if self.query is not None:
            return Origin("row", table=self.table.name, query=self.query.number)
        fields = tuple((name, origin_of(value, depth + 1)) for name, value in self.known.items())
        return Origin("computed", operation="record", fields=fields)


def nested(names: set[str], first: str) -> set[str]:
    """What is read along behind a relation: `{"author__club"}` behind author is `{"club"}`."""
    return {name.split("__", 1)[1] for name in names if name.startswith(f"{first}__")}


def new_object(run: Run, orm: Orm, table: DjangoTable, args: Args, node: form.Node) -> ModelObject:
    """`Model(name=..., **data)`."""
    made = ModelObject(orm, table, None, run.module, node)
    made.depth = run.branching
    for key, value in args.keywords.items():
        if not key.startswith("**"):
            made.known[key] = value
        elif isinstance(value, Body) and value.names():
            # `Model.objects.create(**validated_data)`: the fields of the serializer, by their names.
            named = [name for name in value.names() if table.named(name) is not None]
            made.known = {**{name: value.member(run, name, node) for name in named}, **made.known}
        elif not (isinstance(value, Constant) and value.value is None):
            made.spreads.append(value)
    return made


def written(value: Value) -> list[Value]:
    """The objects in a list that was written out, or the one that stands for all."""
    return list(value.items) if isinstance(value, ListValue) and value.items else []
