"""Mongoose models: `mongoose.model("User", schema)` as the collection that it keeps."""

from __future__ import annotations

import re

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.events import WriteSeen
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.frameworks.mongoose.paths import Path, target_of
from roadworthy.frameworks.mongoose.schema import SchemaModel
from roadworthy.frameworks.saved_rows import SavedRow
from roadworthy.interpret import Args, Closure, Constant, Model, ObjectValue, Run, Unknown, Value
from roadworthy.languages import form
from roadworthy.languages.form import Function

_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "datum": "data", "medium": "media",
              "criterion": "criteria", "mouse": "mice", "goose": "geese", "foot": "feet", "tooth": "teeth"}  # fmt: skip
# Words that mongoose-legacy-pluralize leaves as they are.
_UNCOUNTABLE = {"advice", "energy", "excretion", "digestion", "cooperation", "health", "justice", "labour", "machinery",
                "equipment", "information", "pollution", "sewage", "paper", "money", "species", "series", "rain", "rice",
                "fish", "sheep", "moose", "deer", "news", "expertise", "status", "media"}  # fmt: skip


def plural(name: str) -> str:
    """The collection that Mongoose keeps a model in, by the rules of mongoose-legacy-pluralize as far as they matter."""
    low = name.lower()
    if low in _UNCOUNTABLE:
        return low
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if re.search(r"(alias|status)$|(ss|sh|ch|x|z)$", low):
        return low + "es"
    if re.search(r"[^aeiou]y$", low):
        return low[:-1] + "ies"
    if low.endswith(("man", "woman")):
        return low[:-3] + "men"
    return low if low.endswith("s") else low + "s"


class CollectionModel(Model, TableSource):
    """A collection as a table, the methods of its documents and what happens before they are saved. What the code calls
    on it is in `queries.ModelValue`."""

    library = "mongoose"
    asks_rules = True
    key = "_id"

    def __init__(self, label: str, name: str, schema: SchemaModel | None, path: str, node: form.Node) -> None:
        self.label, self.name, self.schema, self.path, self.node = label, name, schema, path, node
        self.symbol = label
        self.by_label: dict[str, CollectionModel] = {}

    def column_named(self, key: str) -> str:
        """The database's name of a field."""
        return "_id" if key == "id" else key

    def knows(self, key: str) -> bool:
        """Whether it is a field, or the head of nested ones."""
        names = self.schema.paths.found if self.schema is not None else {}
        return key in names or key in ("_id", "id") or any(name.startswith(f"{key}.") for name in names)

    def shown(self) -> list[str]:
        """The fields that a query gives unless it asks for more."""
        found = self.schema.paths.found.values() if self.schema is not None else ()
        return ["_id", *(path.name for path in found if not path.hidden)]

    def hides(self) -> bool:
        """Whether some fields are left out unless they are asked for (`select: false`)."""
        return self.schema is not None and any(path.hidden for path in self.schema.paths.found.values())

    def target(self, field: str) -> CollectionModel | None:
        """The collection that a field refers to."""
        path = self.schema.paths.found.get(field) if self.schema is not None else None
        return self.by_label.get(target_of(path.ref)) if path is not None and path.ref is not None else None

    def columns_of(self, writes: list[WriteSeen]) -> list[WriteSeen]:
        """Nested records as their dotted fields."""
        found: list[WriteSeen] = []
        names = self.schema.paths.found if self.schema is not None else {}
        for write in writes:
            nested = (
                isinstance(write.value, ObjectValue)
                and write.column not in names
                and self.knows(write.column)
            )
            if isinstance(write.value, ObjectValue) and nested:
                inner = [WriteSeen(f"{write.column}.{k}", v) for k, v in write.value.fields.items()]
                found += self.columns_of(inner)
            else:
                found.append(write)
        return found

    # --- documents ----------------------------------------------------------------------------------

    def method(self, run: Run, name: str) -> Value | None:
        """A method or virtual that the schema gives its documents."""
        if self.schema is None:
            return None
        virtual = self.schema.virtuals.get(name)
        if isinstance(virtual, Closure):
            return Closure(_getter(virtual.function), virtual.scope, virtual.module, virtual.this, name)
        return self.schema.methods.fields.get(name)

    def before_save(self, run: Run, row: SavedRow, node: form.Node) -> None:
        """Runs `pre("save")` and `pre("validate")` with the document as `this`."""
        for event in ("pre validate", "pre save"):
            for hook in self.schema.hooks.get(event, ()) if self.schema is not None else ():
                if isinstance(hook, Closure):
                    run.call(hook.bind(row), Args([Unknown()]), node)

    # --- the table ----------------------------------------------------------------------------------

    def table(self) -> Table:
        paths = list(self.schema.paths.found.values()) if self.schema is not None else []
        own = Column("_id", "_id", "objectid", self._at(None), False, True, default="generated")
        columns = tuple(self._column(path) for path in paths if path.name not in ("_id", "id"))
        elements = list(self.schema.paths.elements.values()) if self.schema is not None else []
        return Table(
            self.name,
            self.symbol,
            self._at(None),
            (own, *columns),
            self._indexes(paths),
            tuple(check for path in (*paths, *elements) for check in path.checks),
            ("_id",),
            "mongoose",
            elements=tuple(map(self._column, elements)),
        )

    def _at(self, node: form.Node | None):  # type: ignore[no-untyped-def]
        if self.schema is not None:
            return at(self.schema.path, node or self.schema.node)
        return at(self.path, self.node)

    def _column(self, path: Path) -> Column:
        label = target_of(path.ref)
        other = self.by_label.get(label)
        known = other.name if other is not None else (plural(label) if label else "")
        return Column(
            path.name,
            path.name,
            path.type,
            self._at(path.node),
            nullable=not path.required,
            unique=path.unique and not path.sparse,
            default=path.default,
            references=ForeignKey(known, "_id") if known and not path.type.endswith("[]") else None,
            values=path.values,
        )

    def _indexes(self, paths: list[Path]) -> tuple[Index, ...]:
        found = [
            Index((path.name,), self._at(path.node), path.unique)
            for path in paths
            if path.unique or path.index or path.expires
        ]
        for declared in self.schema.indexes if self.schema is not None else ():
            place = at(declared.path, declared.node)
            kind = "text" if "text" in declared.kinds else ""
            where = "partial" if declared.partial else ""
            found.append(
                Index(declared.columns if not kind else ("$text",), place, declared.unique, kind, where)
            )
        return tuple(found)


def _getter(node: Function) -> Function:
    return Function(node.span, node.name, node.parameters, node.body, node.is_async, node.generator, "getter")


def collection(found: Found, run: Run, args: Args, node: form.Node) -> CollectionModel:
    """`model(label, schema, collection)`: the collection, declared when there is a schema."""
    label, schema, given = args.get(0), args.get(1), args.get(2)
    called = str(label.value) if isinstance(label, Constant) else ""
    declared = schema if isinstance(schema, SchemaModel) else None
    named = (
        given if isinstance(given, Constant) else (declared.options.get("collection") if declared else None)
    )
    name = str(named.value) if isinstance(named, Constant) and named.value else plural(called)
    return CollectionModel(called, name, declared, run.module, node)
