"""Tells what Drizzle's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.drizzle import conditions, creating, prepared, relations, schema
from roadworthy.frameworks.drizzle.queries import Database
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

_DIALECTS = ("pg-core", "mysql-core", "sqlite-core")
# What it connects with (https://orm.drizzle.team/docs/connect-overview).
_DRIVERS = (
    "aws-data-api/pg", "better-sqlite3", "bun-sql", "bun-sqlite", "d1", "durable-sqlite", "expo-sqlite", "libsql", "libsql/http", "libsql/node",
    "libsql/web", "mysql-proxy", "mysql2", "neon", "neon-http", "neon-serverless", "netlify-db", "node-postgres", "pg-proxy", "pglite",
    "planetscale-serverless", "postgres-js", "singlestore", "sql-js", "sqlite-proxy", "tidb-serverless", "vercel-postgres", "xata-http",
)  # fmt: skip
_NOT_COLUMNS = {
    "relations",
    "customType",
    "alias",
    "getTableConfig",
    "pgView",
    "pgPolicy",
    "pgRole",
}
_ZOD_KINDS = {"integer": "number int", "bigint": "number int", "smallint": "number int", "real": "number",
              "double precision": "number", "boolean": "boolean", "timestamp": "date", "jsonb": "any"}  # fmt: skip


def _core(found: Found) -> object:
    def call(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        name = target.path.rsplit(".", 1)[-1]
        if name in ("pgTable", "mysqlTable", "sqliteTable"):
            return schema.make_table(found, run, args, node)
        if name in ("pgTableCreator", "mysqlTableCreator", "sqliteTableCreator"):
            return creating.TableCreator(found, args.get(0))
        if name in ("pgSchema", "mysqlSchema"):
            return creating.NamedSchema(found)
        if name in ("index", "uniqueIndex", "unique", "primaryKey", "check", "foreignKey"):
            return schema.make_extra(run, target, args, node)
        if name in ("pgEnum", "mysqlEnum"):
            return EnumType(args)
        if "()" in target.path or name in _NOT_COLUMNS:
            return None
        return schema.ColumnModel(name, args, run.module, node)

    return call


class EnumType(External):
    """`pgEnum("status", [...])`: called, it makes a column."""

    def __init__(self, args: Args) -> None:
        name, values = args.get(0), args.get(1)
        self.label = str(name.value) if isinstance(name, Constant) else ""
        items = values.items if isinstance(values, ListValue) else []
        self.options = tuple(str(v.value) for v in items if isinstance(v, Constant))
        super().__init__("drizzle-orm/pg-core.enum()")

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        column = schema.ColumnModel(f"enum:{self.label}", args, run.module, node)
        column.values = self.options
        return column


def insert_schema(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`createInsertSchema(table)`: a zod schema with the columns' types and lengths."""
    table = args.get(0)
    if not isinstance(table, schema.TableModel):
        return Schema(("object",), None, node)
    fields = {key: _column_schema(column, node) for key, column in table.columns.items()}
    given = args.get(1)
    if isinstance(given, ObjectValue):
        for key, value in given.fields.items():
            made = (
                run.call(value, Args([fields.get(key, Schema(("any",)))]), node)
                if isinstance(value, Closure)
                else value
            )
            if isinstance(made, Schema):
                fields[key] = made
    return Schema(("object",), fields, node)


def _column_schema(column: schema.ColumnModel, node: form.Node) -> Schema:
    head = column.type.split("(")[0]
    rules = [_ZOD_KINDS.get(head, "string")]
    if column.values:
        rules = ["enum " + "|".join(column.values)]
    elif head in ("varchar", "char") and "(" in column.type:
        rules.append("max " + column.type.split("(")[1].rstrip(")"))
    if not column.not_null or column.default:
        rules.append("optional")
    return Schema(tuple(rules), None, node)


def _database(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Database()


def register(library: Library, found: Found) -> None:
    """Tells what Drizzle's functions mean."""
    for dialect in _DIALECTS:
        library.on_call(f"drizzle-orm/{dialect}.*")(_core(found))  # type: ignore[arg-type]
    library.on_call(*(f"drizzle-orm/{driver}.drizzle" for driver in _DRIVERS))(_database)
    library.on_call(*(f"drizzle-orm.{name}" for name in conditions.OPERATORS))(conditions.compare)
    library.on_call("drizzle-orm.relations")(relations.declare)
    library.on_call("drizzle-orm.and", "drizzle-orm.or", "drizzle-orm.not")(conditions.combine)
    library.on_call("drizzle-orm.sql")(conditions.sql)
    library.on_call("drizzle-orm.sql.placeholder", "drizzle-orm.placeholder")(prepared.placeholder)
    library.on_call("drizzle-orm.sql.raw")(conditions.raw)
    library.on_call("drizzle-orm.desc", "drizzle-orm.asc")(conditions.order)
    library.on_call("drizzle-zod.createInsertSchema", "drizzle-zod.createUpdateSchema")(insert_schema)
    library.on_call("drizzle-zod.createSelectSchema")(insert_schema)
    found.fallbacks.append(creating.without_pulled(found))
