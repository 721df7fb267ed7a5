"""Sequelize models: `sequelize.define("user", {...})`, `User.init({...}, {...})`, and what associates them."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.events import WriteSeen
from roadworthy.frameworks.found import TableSource
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.mongoose.collection import plural
from roadworthy.frameworks.saved_rows import SavedRow
from roadworthy.frameworks.sequelize.columns import Attribute, attribute, snake
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    ListValue,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.values import is_false, is_true
from roadworthy.languages import form

_SAVING = {"insert": ("beforeValidate", "beforeCreate", "beforeSave"),
           "update": ("beforeValidate", "beforeUpdate", "beforeSave")}  # fmt: skip


class Association(Struct, frozen=True):
    """`Order.belongsTo(User, { as: "buyer" })`. `key` is the column that holds the reference, in the table of `holder`."""

    name: str
    kind: str
    target: SequelizeTable
    key: str
    holder: SequelizeTable
    through: str = ""

    @property
    def many(self) -> bool:
        """Whether it leads to several rows."""
        return self.kind in ("hasMany", "belongsToMany")

    def called(self, name: str) -> bool:
        """Whether code means this by a name; Sequelize derives names, which differ in number and case."""
        return _folded(name) == _folded(self.name)


def _folded(name: str) -> str:
    return name.lower().replace("_", "").removesuffix("s")


def several(label: str) -> str:
    """A label in the plural, with its capitals where they were (`TempId` is kept in `TempIds`)."""
    low, made = label.lower(), plural(label)
    same = next(
        (n for n, (a, b) in enumerate(zip(low, made, strict=False)) if a != b), min(len(low), len(made))
    )
    return label[:same] + made[same:]


class SequelizeTable(TableSource):
    """A model as a table, with its associations, hooks and methods."""

    library = "sequelize"
    asks_rules = True

    def __init__(self, label: str, run: Run, node: form.Node) -> None:
        self.label, self.name, self.symbol = label, label, label
        self.path, self.node = run.module, node
        self.attributes: dict[str, Attribute] = {}
        self.associations: list[Association] = []
        self.indexes: list[Index] = []
        self.checks: list[str] = []
        self.hooks: dict[str, list[Value]] = {}
        self.methods: dict[str, Value] = {}
        self.kind: ClassValue | None = None
        self.underscored = self.paranoid = False
        self.hidden: list[str] = []

    # --- declaring ----------------------------------------------------------------------------------

    def declare(self, attributes: Value | None, options: Value | None, run: Run, node: form.Node) -> None:
        """Takes over what `define` or `init` is given."""
        fields = options.fields if isinstance(options, ObjectValue) else {}
        self.underscored = is_true(fields.get("underscored"))
        self.paranoid = is_true(fields.get("paranoid"))
        self.label = text_of(fields.get("modelName")) or self.label
        self.name = self._table_name(fields)
        for key, value in attributes.fields.items() if isinstance(attributes, ObjectValue) else ():
            self.attributes[key] = attribute(key, value, node, underscored=self.underscored)
        if not any(one.primary for one in self.attributes.values()):
            own = Attribute("id", "id", "integer", node, False, True, default="generated")
            self.attributes = {"id": own, **self.attributes}
        self._kept_times(fields, node)
        self._hooks(fields.get("hooks"))
        self._scope(fields.get("defaultScope"))
        listed = fields.get("indexes")
        for item in listed.items if isinstance(listed, ListValue) else ():
            self._index(item, run, node)

    def _table_name(self, fields: dict[str, Value]) -> str:
        own = fields.get("tableName")
        if text_of(own):
            return text_of(own)
        if is_true(fields.get("freezeTableName")):
            return self.label
        return several(snake(self.label) if self.underscored else self.label)

    def _kept_times(self, fields: dict[str, Value], node: form.Node) -> None:
        names = [] if is_false(fields.get("timestamps")) else ["createdAt", "updatedAt"]
        for usual in [*names, *(["deletedAt"] if self.paranoid else [])]:
            given = fields.get(usual)
            if is_false(given):
                continue
            called = text_of(given) or usual
            column = snake(called) if self.underscored else called
            default = "" if usual == "deletedAt" else "now()"
            self.attributes.setdefault(
                called, Attribute(called, column, "timestamptz", node, default=default)
            )

    def _hooks(self, value: Value | None) -> None:
        for name, hook in value.fields.items() if isinstance(value, ObjectValue) else ():
            self.hooks.setdefault(name, []).append(hook)

    def _scope(self, value: Value | None) -> None:
        shown = value.fields.get("attributes") if isinstance(value, ObjectValue) else None
        left_out = shown.fields.get("exclude") if isinstance(shown, ObjectValue) else None
        self.hidden = (
            [str(v.value) for v in left_out.items if isinstance(v, Constant)]
            if isinstance(left_out, ListValue)
            else []
        )

    def _index(self, value: Value, run: Run, node: form.Node) -> None:
        fields = value.fields if isinstance(value, ObjectValue) else {}
        listed = fields.get("fields")
        names = []
        for item in listed.items if isinstance(listed, ListValue) else ():
            inner = item.fields.get("name") if isinstance(item, ObjectValue) else item
            names.append(self.column_named(str(inner.value)) if isinstance(inner, Constant) else "")
        unique = is_true(fields.get("unique")) or text_of(fields.get("type")).upper() == "UNIQUE"
        where = "partial" if "where" in fields else ""
        self.indexes.append(
            Index(tuple(names), at(run.module, node), unique, text_of(fields.get("name")), where)
        )

    # --- associations -------------------------------------------------------------------------------

    def associate(self, kind: str, target: SequelizeTable, options: Value | None, node: form.Node) -> None:
        """`A.hasMany(B, { foreignKey: "aId", as: "bs", onDelete: "CASCADE" })`."""
        fields = options.fields if isinstance(options, ObjectValue) else {}
        through = self._through(fields.get("through"))
        holder = self if kind == "belongsTo" else target
        parent = target if kind == "belongsTo" else self
        key = self._key(fields, parent)
        named = text_of(fields.get("as")) or (
            plural(target.label) if kind in ("hasMany", "belongsToMany") else target.label
        )
        made = Association(named, kind, target, key, holder, through)
        self.associations.append(made)
        if kind != "belongsToMany":
            holder.hold(key, parent, text_of(fields.get("onDelete")).lower(), node, self.path)

    def _through(self, value: Value | None) -> str:
        inner = value.fields.get("model") if isinstance(value, ObjectValue) else value
        table = getattr(inner, "table_source", None)
        return table.name if isinstance(table, SequelizeTable) else text_of(inner)

    def _key(self, fields: dict[str, Value], parent: SequelizeTable) -> str:
        given = fields.get("foreignKey")
        inner = given.fields if isinstance(given, ObjectValue) else {}
        named = text_of(given) or text_of(inner.get("name")) or text_of(inner.get("field"))
        if named:
            return named
        base = text_of(fields.get("as")) if not fields.get("foreignKey") and parent is not self else ""
        label = base or parent.label
        return f"{label}_id" if self.underscored else f"{label[:1].lower()}{label[1:]}Id"

    def hold(self, key: str, parent: SequelizeTable, on_delete: str, node: form.Node, path: str) -> None:
        """Makes an attribute, here or new, the reference to another table."""
        known = next((a for a in self.attributes.values() if key in (a.field, a.name)), None)
        if known is None:
            name = snake(key) if self.underscored else key
            known = self.attributes[key] = Attribute(key, name, parent.key_type, self.node)
        target_key = parent.key
        known.reference = known.reference or (Constant(parent.name), target_key)
        known.on_delete = known.on_delete or on_delete

    # --- what rows ask ------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The primary key's column."""
        return next((a.name for a in self.attributes.values() if a.primary), "id")

    @property
    def key_type(self) -> str:
        """The primary key's type."""
        return next((a.type for a in self.attributes.values() if a.primary), "integer")

    def column_named(self, key: str) -> str:
        """The database's name of an attribute."""
        return self.attributes[key].name if key in self.attributes else key

    def knows(self, key: str) -> bool:
        """Whether it is an attribute."""
        return key in self.attributes or any(key == a.name for a in self.attributes.values())

    def association(self, name: str) -> Association | None:
        """An association by its name, or that of its model."""
        exact = next((a for a in self.associations if a.name == name), None)
        return exact or next((a for a in self.associations if a.called(name) or a.target.label == name), None)

    def method(self, run: Run, name: str) -> Value | None:
        """A method of the model's instances."""
        found = self.kind.find(name) if self.kind is not None else self.methods.get(name)
        return found if isinstance(found, Closure) else None

    def columns_of(self, writes: list[WriteSeen]) -> list[WriteSeen]:
        """Writes are by column already."""
        return list(writes)

    def before_save(self, run: Run, row: SavedRow, node: form.Node) -> None:
        """Runs the hooks that come before an insert or an update."""
        for event in _SAVING["update" if row.stored else "insert"]:
            for hook in self.hooks.get(event, ()):
                run.call(hook, Args([row, Unknown()]), node)

    # --- the table ----------------------------------------------------------------------------------

    def table(self) -> Table:
        columns = tuple(self._column(one) for one in self.attributes.values())
        groups: dict[str, list[str]] = {}
        for one in self.attributes.values():
            if one.unique not in ("", "own"):
                groups.setdefault(one.unique, []).append(one.name)
        composite = [
            Index(tuple(names), at(self.path, self.node), True, name) for name, names in groups.items()
        ]
        return Table(
            self.name,
            self.symbol,
            at(self.path, self.node),
            columns,
            (*self.indexes, *composite),
            (*self.checks, *(check for one in self.attributes.values() for check in one.checks)),
            tuple(c.name for c in columns if c.primary),
            "sequelize",
        )

    def _column(self, one: Attribute) -> Column:
        single = one.unique == "own"
        return Column(
            one.name,
            one.field,
            one.type,
            at(self.path, one.node),
            nullable=one.nullable,
            primary=one.primary,
            unique=single,
            default=one.default,
            references=self._reference(one),
            values=one.values,
        )

    def _reference(self, one: Attribute) -> ForeignKey | None:
        if one.reference is None:
            return None
        model, column = one.reference
        if isinstance(model, ObjectValue):
            model = model.fields.get("tableName")
        source = getattr(model, "table_source", None)
        name = source.name if isinstance(source, SequelizeTable) else text_of(model)
        return ForeignKey(name, column, one.on_delete) if name else None
