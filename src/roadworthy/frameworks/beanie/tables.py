"""What a class of documents declares: its collection, fields and indexes."""

from __future__ import annotations

import msgspec

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.frameworks.mongodb.changes import ordering
from roadworthy.frameworks.pydantic_rules import FieldModel
from roadworthy.frameworks.python_types import Annotation, annotated_fields, take_apart
from roadworthy.frameworks.sqlalchemy.types import annotated_type
from roadworthy.interpret import ClassValue, Constant, Derived, External, ListValue, ObjectValue, Run, Value
from roadworthy.languages import form

_INDEXED = ("beanie.Indexed()", "beanie.odm.fields.Indexed()")
_TEXTS = ("text", "varchar")
_PASSED_OVER = ("model_config", "revision_id")


class DocumentTable(TableSource):
    """The collection of a class."""

    library = "mongodb"

    def __init__(self, name: str, kind: ClassValue) -> None:
        self.name, self.symbol, self.kind = name, kind.name, kind
        self.columns: dict[str, Column] = {}
        self.indexes: list[Index] = []
        # Links by the names of classes that came later, or in a circle of imports.
        self.links: dict[str, str] = {}
        self.classes: dict[str, DocumentTable] = {}
        self.linked: set[str] = set()
        # What its documents go by, where the class says it (`id: str`).
        self.key = "objectid"

    def column_named(self, field: str) -> str:
        """The collection's name of a field."""
        return "_id" if field == "id" else field

    def table(self) -> Table:
        place = at(self.kind.module, self.kind.node)
        unique = {i.columns[0] for i in self.indexes if i.unique and len(i.columns) == 1}
        columns = [self._whole(column, column.name in unique) for column in self.columns.values()]
        own = Column("_id", "id", self.key, place, False, True, default="generated")
        return Table(
            self.name,
            self.symbol,
            place,
            (own, *columns),
            tuple(self.indexes),
            primary_key=("_id",),
            library="mongodb",
            elements=tuple(_key_within(c) for c in columns if c.name in self.linked),
        )

    def _whole(self, column: Column, unique: bool) -> Column:
        """The column with where it leads, and the type of the keys there."""
        leads = column.references or self._linked(column)
        above = [one.key for one in self.classes.values() if leads is not None and one.name == leads.table]
        kind = above[0] if above and column.name in self.linked else column.type
        return msgspec.structs.replace(column, unique=unique, references=leads, type=kind)

    def _linked(self, column: Column) -> ForeignKey | None:
        target = self.classes.get(self.links.get(column.name, ""))
        return ForeignKey(target.name, "_id") if target is not None else None


class Documents:
    """The collections of an app by their classes. One is a table of the app once the app opens it or asks something of it:
    classes that only stand inside others inherit from the same base."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self._by_class: dict[int, DocumentTable] = {}
        self._by_name: dict[str, DocumentTable] = {}

    def of(self, kind: Value | None) -> DocumentTable | None:
        """The collection of a class; None for what is no class of documents."""
        return self._by_class.get(id(kind))

    def open(self, table: DocumentTable) -> None:
        """Takes a collection among the tables of the app."""
        if all(other is not table for other in self.found.tables):
            self.found.tables.append(table)
            self.found.stacks.add("beanie")

    def declare(self, run: Run, kind: ClassValue) -> None:
        """Reads what a class says of its collection."""
        settings = kind.attributes.get("Settings")
        said = settings.attributes if isinstance(settings, ClassValue) else {}
        named = said.get("name")
        table = DocumentTable(str(named.value) if isinstance(named, Constant) else kind.name, kind)
        self._by_class[id(kind)] = self._by_name[kind.name] = table
        table.classes = self._by_name
        for field, (given, value, node) in annotated_fields(run, kind).items():
            if given is not None and field not in _PASSED_OVER and not field.startswith("_"):
                self._field(table, field, take_apart(given), value, node)
        indexes = said.get("indexes")
        for item in indexes.items if isinstance(indexes, ListValue) else ():
            _index(table, item, kind)

    def _field(
        self, table: DocumentTable, name: str, annotation: Annotation, value: Value | None, node: form.Define
    ) -> None:
        if name == "id":
            kind, _ = annotated_type(annotation)
            table.key = kind if kind and kind.startswith(_TEXTS) else "objectid"
        if annotation.name in ("ClassVar", "BackLink") or name == "id":
            return
        place = at(table.kind.module, node)
        marks = [mark for mark in (annotation.base, *annotation.metadata) if _is_indexed(mark)]
        for mark in marks:
            unique = mark.arguments.keywords.get("unique") if mark.arguments is not None else None  # type: ignore[union-attr]
            table.indexes.append(Index((name,), place, isinstance(unique, Constant) and bool(unique.value)))
        if _is_indexed(annotation.base) and annotation.base.arguments is not None:  # type: ignore[union-attr]
            annotation = take_apart(annotation.base.arguments.get(0))  # type: ignore[union-attr]
        target = (
            self.of(annotation.arguments[0]) if annotation.name == "Link" and annotation.arguments else None
        )
        if annotation.name == "Link" and annotation.arguments and target is None:
            table.links[name] = _class_named(annotation.arguments[0])
        if annotation.name == "Link":
            table.linked.add(name)
        kind, values = ("objectid", ()) if annotation.name == "Link" else annotated_type(annotation)
        # BSON keeps a moment, in UTC, whatever the driver was handed.
        kind = "timestamptz" if kind == "timestamp" else kind
        given = value is not None and not (isinstance(value, FieldModel) and value.required)
        references = ForeignKey(target.name, "_id") if target is not None else None
        table.columns[name] = Column(
            name,
            name,
            kind or "any",
            place,
            annotation.optional or given,
            references=references,
            values=values,
        )


def _key_within(link: Column) -> Column:
    """What is asked for of a `Link`, which is kept as a reference of a collection and a key (`DBRef`): `Task.owner.id == id` asks for
    `owner.$id`, which an index over the whole reference does not answer (https://beanie-odm.dev/tutorial/relations/)."""
    return msgspec.structs.replace(link, name=f"{link.name}.$id", field=f"{link.name}._id")


def _class_named(value: Value) -> str:
    """The name of a class that is not there yet: `Link["Order"]`, or one of a module that is read just now."""
    if isinstance(value, External):
        return value.path.rsplit(".", 1)[-1]
    if isinstance(value, Constant):
        return str(value.value)
    return value.operation.removeprefix("import ") if isinstance(value, Derived) else ""


def _is_indexed(value: Value | None) -> bool:
    return isinstance(value, External) and value.path in _INDEXED


def _index(table: DocumentTable, item: Value, kind: ClassValue) -> None:
    """`"email"`, `[("user_id", 1), ("day", -1)]`, `IndexModel([...], unique=True)`."""
    keys, unique = item, None
    if isinstance(item, External) and item.path.endswith("IndexModel()") and item.arguments is not None:
        keys, unique = item.arguments.get(0, "keys") or item, item.arguments.keywords.get("unique")
    elif isinstance(item, ObjectValue):
        keys, unique = item.fields.get("keys") or item, item.fields.get("unique")
    names = [str(keys.value)] if isinstance(keys, Constant) else [name for name, _ in ordering(keys)]
    if not names and isinstance(keys, ListValue):
        names = [str(one.value) for one in keys.items if isinstance(one, Constant)]
    if names:
        certain = isinstance(unique, Constant) and bool(unique.value)
        table.indexes.append(Index(tuple(names), at(kind.module, kind.node), certain))
