"""What TypeORM's migrations make: classes whose `up` asks a query runner, in SQL or by `createTable(new Table({...}))`."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.declared_twice import Overlaid, merged
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import text_of, texts_of
from roadworthy.frameworks.sql_spelling import spelled
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    ListValue,
    Model,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.values import is_true
from roadworthy.languages import form
from roadworthy.regex import regex

_SPEAKS = regex(r"MigrationInterface|\bqueryRunner\b")
_FILES = regex(
    r"(^|/)\w*migrations?/[^/]+\.(js|ts|cjs|mjs)$",
)


def replay(found: Found) -> Callable[[Program], None]:
    """Replays the migrations once every entity is known, and lays what they made over the entities."""

    def run_all(program: Program) -> None:
        if "typeorm" not in found.stacks:
            return
        runner = Runner()
        for path in sorted(one for one in program.modules if _FILES.search(one)):
            if _SPEAKS.search(program.text(path)):
                _run_up(program, path, runner)
        tables = runner.tables()
        for number, source in enumerate(found.tables):
            if tables and getattr(source, "library", "") == "typeorm":
                found.tables[number] = Overlaid(source, tables)

    return run_all


def _run_up(program: Program, path: str, runner: Runner) -> None:
    for value in program.exports(path).values():
        up = value.find("up") if isinstance(value, ClassValue) else None
        if isinstance(value, ClassValue) and isinstance(up, Closure):
            run = Run(program, path)
            runner.texts[f"{path}.sql"] = []
            run.call(up.bind(run.construct(value, Args(), up.function)), Args([runner]), up.function)


class Runner(Model):
    """The query runner of a migration. `texts` are the statements of each file, `made` what was made in other words."""

    __slots__ = ("made", "texts")

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.made: dict[str, Table] = {}

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "query":
            statement, _ = spelled(first)
            self.texts.setdefault(f"{run.module}.sql", []).append(statement)
        elif name == "createTable":
            self._add(_table(run, _fields(first), node))
        elif name in _ADDING and (text_of(first) or _fields(first)):
            known = text_of(first) or text_of(_fields(first).get("name"))
            second = args.get(1)
            for one in second.items if isinstance(second, ListValue) else [second]:
                self._add(
                    _table(
                        run,
                        {"name": Constant(known), _ADDING[name]: ListValue([one or first or _NONE])},
                        node,
                    )
                )
        return Constant(None)

    def _add(self, table: Table) -> None:
        known = self.made.get(table.name)
        self.made[table.name] = table if known is None else _joined(known, table)

    def tables(self) -> dict[str, Table]:
        """Every table that the migrations made, as far as they say it."""
        from roadworthy.frameworks.sql_schema.reading import read_sql

        texts = {path: ";\n".join(lines) + ";\n" for path, lines in self.texts.items() if lines}
        known = (
            {one.name: one for one in read_sql(list(texts), texts.__getitem__, supabase=False).tables}
            if texts
            else {}
        )
        for name, table in self.made.items():
            known[name] = merged(known[name], table) if name in known else table
        return known


_NONE = Constant(None)
_ADDING = {"addColumn": "columns", "addColumns": "columns", "createIndex": "indices", "createIndices": "indices",
           "createForeignKey": "foreignKeys", "createForeignKeys": "foreignKeys", "createUniqueConstraint": "uniques",
           "createUniqueConstraints": "uniques", "createCheckConstraint": "checks"}  # fmt: skip


def _fields(value: Value | None) -> dict[str, Value]:
    """What `new Table({...})` was given."""
    if isinstance(value, External) and value.arguments is not None:
        value = value.arguments.get(0)
    return value.fields if isinstance(value, ObjectValue) else {}


def _items(fields: dict[str, Value], key: str) -> list[dict[str, Value]]:
    listed = fields.get(key)
    return [_fields(one) for one in listed.items] if isinstance(listed, ListValue) else []


def _table(run: Run, fields: dict[str, Value], node: form.Node) -> Table:
    place = at(run.module, node)
    columns = [_column(run, one, node) for one in _items(fields, "columns")]
    for one in _items(fields, "foreignKeys"):
        columns = _referring(columns, one, run, node)
    indexes = [
        Index(
            texts_of(one.get("columnNames")),
            place,
            is_true(one.get("isUnique")),
            text_of(one.get("name")),
            "partial" if "where" in one else "",
        )
        for one in _items(fields, "indices")
    ]
    indexes += [
        Index(texts_of(one.get("columnNames")), place, True, text_of(one.get("name")))
        for one in _items(fields, "uniques")
    ]
    checks = [text_of(one.get("expression")) for one in _items(fields, "checks")]
    primary = tuple(column.name for column in columns if column.primary)
    name = text_of(fields.get("name")).rpartition(".")[2].strip('"')
    return Table(name, name, place, tuple(columns), tuple(indexes), tuple(checks), primary, "typeorm")


def _column(run: Run, fields: dict[str, Value], node: form.Node) -> Column:
    name = text_of(fields.get("name"))
    return Column(
        name,
        name,
        text_of(fields.get("type")).lower(),
        at(run.module, node),
        nullable=is_true(fields.get("isNullable")),
        primary=is_true(fields.get("isPrimary")),
        unique=is_true(fields.get("isUnique")),
        default=text_of(fields.get("default")) or ("generated" if is_true(fields.get("isGenerated")) else ""),
    )


def _referring(columns: list[Column], fields: dict[str, Value], run: Run, node: form.Node) -> list[Column]:
    names, others = texts_of(fields.get("columnNames")), texts_of(fields.get("referencedColumnNames"))
    if len(names) != 1:
        return columns
    key = ForeignKey(
        text_of(fields.get("referencedTableName")),
        (others or ("id",))[0],
        text_of(fields.get("onDelete")).lower(),
    )
    known = next((one for one in columns if one.name == names[0]), None)
    made = (
        replace(known, references=key)
        if known
        else Column(names[0], names[0], "", at(run.module, node), references=key)
    )
    return [one for one in columns if one is not known] + [made]


def _joined(known: Table, more: Table) -> Table:
    """A table with what a later step adds to it."""
    both = merged(known, more)
    names = {column.name for column in known.columns}
    return replace(both, columns=(*both.columns, *(one for one in more.columns if one.name not in names)))
