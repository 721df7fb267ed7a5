"""What the migrations of sequelize-cli make: `await queryInterface.createTable("Users", { ... })`, replayed in order.

A model says what the code expects of a table; keys, indexes and rules are where the migrations put them.
"""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app import Index
from roadworthy.app.location import at
from roadworthy.frameworks.declared_twice import Overlaid
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.script_migrations import run_ups
from roadworthy.frameworks.sequelize.columns import Attribute, attribute
from roadworthy.frameworks.sequelize.models import SequelizeTable
from roadworthy.interpret import (
    Args,
    Constant,
    ListValue,
    Model,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.values import is_true
from roadworthy.languages import form
from roadworthy.regex import regex

_SPEAKS = regex("queryInterface")


def replay(found: Found) -> Callable[[Program], None]:
    """Replays the migrations once every model is known, and lays what they made over the models."""

    def run_all(program: Program) -> None:
        made: dict[str, SequelizeTable] = {}
        run_ups(program, _SPEAKS, QueryInterface(made), "sequelize")
        tables = {name: one.table() for name, one in made.items()}
        declared = {source.table().name for source in found.tables}
        for number, source in enumerate(found.tables):
            if tables and getattr(source, "library", "") == "sequelize":
                found.tables[number] = Overlaid(source, tables)
        found.tables.extend(one for name, one in made.items() if name not in declared)

    return run_all


class QueryInterface(Model):
    """`queryInterface`, and what umzug hands on as `context`."""

    __slots__ = ("made",)

    def __init__(self, made: dict[str, SequelizeTable]) -> None:
        self.made = made

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "transaction":
            run.call_back(args.positional, node, Unknown())
        step = _STEPS.get(name)
        if step is not None and _name(args.get(0)):
            step(self, run, args, node)
        return Constant(None)

    def table(self, args: Args, run: Run, node: form.Node) -> SequelizeTable:
        """The table that the first argument names; one that was made elsewhere is known from here on."""
        name = _name(args.get(0))
        known = self.made.get(name)
        if known is None:
            known = self.made[name] = SequelizeTable(name, run, node)
            known.name = name
        return known


def _name(value: Value | None) -> str:
    return text_of(value.fields.get("tableName") if isinstance(value, ObjectValue) else value)


def _create(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    table, given = made.table(args, run, node), args.get(1)
    table.path, table.node = run.module, node
    for key, value in given.fields.items() if isinstance(given, ObjectValue) else ():
        table.attributes[key] = _attribute(key, value, node)
    options = args.get(2)
    keys = options.fields.get("uniqueKeys") if isinstance(options, ObjectValue) else None
    for name, value in keys.fields.items() if isinstance(keys, ObjectValue) else ():
        fields = value.fields.get("fields") if isinstance(value, ObjectValue) else None
        table.indexes.append(Index(_listed(fields), at(run.module, node), True, name))


def _attribute(key: str, value: Value, node: form.Node) -> Attribute:
    return attribute(key, value, node, underscored=False)


def _add_column(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    name, given = text_of(args.get(1)), args.get(2)
    if name and given is not None:
        made.table(args, run, node).attributes[name] = _attribute(name, given, node)


def _remove_column(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    made.table(args, run, node).attributes.pop(text_of(args.get(1)), None)


def _rename_column(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    table, old, new = made.table(args, run, node), text_of(args.get(1)), text_of(args.get(2))
    known = table.attributes.pop(old, None)
    if known is not None and new:
        known.field, known.name = new, new
        table.attributes[new] = known


def _add_index(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    first, options = args.get(1), args.get(2)
    fields = first.fields.get("fields") if isinstance(first, ObjectValue) else first
    said = first if isinstance(first, ObjectValue) else options
    more = said.fields if isinstance(said, ObjectValue) else {}
    unique = is_true(more.get("unique")) or text_of(more.get("type")).upper() == "UNIQUE"
    where = "partial" if "where" in more else ""
    name = text_of(more.get("name")) or text_of(more.get("indexName"))
    table = made.table(args, run, node)
    table.indexes.append(Index(_listed(fields), at(run.module, node), unique, name, where))


def _add_constraint(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    options = next((one for one in args.positional[1:] if isinstance(one, ObjectValue)), None)
    fields = options.fields if options is not None else {}
    columns = _listed(fields.get("fields")) or _listed(args.get(1))
    kind, table = text_of(fields.get("type")).lower(), made.table(args, run, node)
    if kind == "unique":
        table.indexes.append(Index(columns, at(run.module, node), True, text_of(fields.get("name"))))
    elif kind == "primary key":
        for name in columns:
            if name in table.attributes:
                table.attributes[name].primary = True
    elif kind == "foreign key" and len(columns) == 1 and columns[0] in table.attributes:
        _refer(table.attributes[columns[0]], fields)
    elif kind == "check":
        table.checks.append(f"{columns[0] if columns else table.name} is checked")


def _refer(own: Attribute, fields: dict[str, Value]) -> None:
    target = fields.get("references")
    inner = target.fields if isinstance(target, ObjectValue) else {}
    own.reference = (inner.get("table"), text_of(inner.get("field")) or "id")
    own.on_delete = text_of(fields.get("onDelete")).lower()


def _remove_index(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    table, named, columns = made.table(args, run, node), text_of(args.get(1)), _listed(args.get(1))
    table.indexes = [
        one
        for one in table.indexes
        if not (named and one.name == named) and not (columns and one.columns == columns)
    ]


def _drop(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    made.made.pop(_name(args.get(0)), None)


def _rename(made: QueryInterface, run: Run, args: Args, node: form.Node) -> None:
    known, new = made.made.pop(_name(args.get(0)), None), _name(args.get(1))
    if known is not None and new:
        known.name = new
        made.made[new] = known


def _listed(value: Value | None) -> tuple[str, ...]:
    """The columns of a list: by their names, or as records that hold one."""
    found = []
    for item in value.items if isinstance(value, ListValue) else ():
        inner = (
            item.fields.get("name") or item.fields.get("attribute") if isinstance(item, ObjectValue) else item
        )
        found.append(text_of(inner))
    return tuple(found)


_STEPS = {
    "createTable": _create,
    "addColumn": _add_column,
    "changeColumn": _add_column,
    "removeColumn": _remove_column,
    "renameColumn": _rename_column,
    "addIndex": _add_index,
    "removeIndex": _remove_index,
    "addConstraint": _add_constraint,
    "removeConstraint": _remove_index,
    "dropTable": _drop,
    "renameTable": _rename,
}
