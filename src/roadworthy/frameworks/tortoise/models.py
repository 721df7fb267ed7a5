"""What a class of Tortoise's models declares, told as the fields of Django's that it follows (https://tortoise.github.io/fields.html)."""

from __future__ import annotations

from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.tables import DjangoTable, Field
from roadworthy.frameworks.django.values import truth_of
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, ClassValue, Constant, External, ListValue, Run, Value
from roadworthy.interpret.inheritance import linear
from roadworthy.languages import form

MODEL_BASES = ("tortoise.models.Model", "tortoise.Model")
_KINDS = {
    "IntField": "IntegerField",
    "BigIntField": "BigIntegerField",
    "SmallIntField": "SmallIntegerField",
    "IntEnumField": "SmallIntegerField",
    "CharEnumField": "CharField",
    "DatetimeField": "DateTimeField",
    "TimeDeltaField": "DurationField",
    "ForeignKeyField": "ForeignKey",
    "DecimalField": "DecimalField",
}
_NAMES = {"pk": "primary_key", "index": "db_index", "source_field": "db_column", "model_name": "to"}


class TortoiseOrm(Orm):
    """The models of an app. Their tables are called as `Meta.table` says, else like the class in small letters."""

    def declare(self, run: Run, kind: ClassValue) -> None:
        before = "django" in self.found.stacks
        super().declare(run, kind)
        if not before:
            self.found.stacks.discard("django")
        table = self.by_class.get(id(kind))
        if table is not None:
            table.library = "tortoise"
            self.found.stacks.add("tortoise")

    def _table_name(self, kind: ClassValue, options: dict[str, Value]) -> str:
        return constant_text(options.get("table")) or kind.name.lower()

    def _is_people(self, kind: ClassValue) -> bool:
        return False

    def _own_fields(self, table: DjangoTable, owner: ClassValue) -> None:
        for name, value in owner.attributes.items():
            made = field_of(name, value, owner.module, owner.node)
            if made is not None:
                table.fields[name] = made

    def _between(self, table: DjangoTable) -> None:
        super()._between(table)
        for one in self.found.tables:
            if isinstance(one, DjangoTable) and one.find == self.resolve:
                one.library = "tortoise"


def field_of(name: str, value: Value, module: str, node: form.Node) -> Field | None:
    """A field as it is declared; None for anything else."""
    path = value.path if isinstance(value, External) else ""
    if not isinstance(value, External) or not path.startswith("tortoise.") or not path.endswith("Field()"):
        return None
    sort = path.removesuffix("()").rsplit(".", 1)[-1]
    kind = _KINDS.get(sort, sort)
    given = value.arguments or Args()
    options = {_NAMES.get(key, key): one for key, one in given.keywords.items()}
    positional = list(given.positional)
    if sort in ("CharEnumField", "IntEnumField"):
        options["choices"] = positional.pop(0) if positional else options.get("enum_type") or Constant(None)
    elif sort == "CharField" and positional:
        options["max_length"] = positional.pop(0)
    if sort == "ForeignKeyField":
        options.setdefault("db_index", Constant(False))  # the library makes no index of its own
    kept = options.get("db_constraint")
    if isinstance(kept, Constant) and kept.value is False:
        options["on_delete"] = External("tortoise.fields.DO_NOTHING")  # the database knows of no key
    if truth_of(options.get("primary_key")) and kind.endswith("IntegerField"):
        kind = "BigAutoField" if "Big" in kind else "AutoField"
    to = positional[:1] or [options["to"]] if "to" in options or positional else []
    related = kind in ("ForeignKey", "OneToOneField", "ManyToManyField")
    default = f"{name}_id" if kind in ("ForeignKey", "OneToOneField") else name
    arguments = Args(to if related else [], options)
    return Field(
        name, kind, constant_text(options.get("db_column")) or default, arguments, module, value.node or node
    )


def unique_together(table: DjangoTable) -> None:
    """`unique_together = ("a", "b")` and `indexes = (("a",), ("b", "c"))`, of which Django's `Meta` keeps the latter otherwise."""
    listed = table.meta.get("indexes")
    plain = (
        [one for one in listed.items if isinstance(one, ListValue)] if isinstance(listed, ListValue) else []
    )
    if plain:
        table.meta["index_together"] = ListValue(list(plain))


def is_model(kind: ClassValue) -> bool:
    """Whether a class inherits from the library's model."""
    return any(isinstance(one, External) and one.path in MODEL_BASES for one in linear(kind))
