"""Reads Prisma's schema files and tells what its client means."""

from __future__ import annotations

import posixpath
import re

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.prisma.client import Client, make_sql
from roadworthy.frameworks.prisma.own_clients import register_own_clients
from roadworthy.frameworks.prisma.schema_file import PrismaSchema, read_schema
from roadworthy.frameworks.prisma.tables import PrismaTable
from roadworthy.interpret import (
    Args,
    Constant,
    External,
    Library,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex

_MANIFEST = regex(r'"prisma"\s*:\s*\{[^{}]*"schema"\s*:\s*"([^"]+)"')
_SETTING = regex(r"\bschema\s*:\s*['\"]([^'\"]+)['\"]")
_MODEL = regex(r"^(?:model|view)\s+(\w+)\s*\{", re.M)
_CLIENT = regex(r"prisma|generated|\$Enums")
_SQL = ("sql", "join", "raw", "empty")


def register(library: Library, found: Found) -> None:
    """Has the schema read before any module, and tells what the client does."""
    tables: dict[str, PrismaTable] = {}
    enums: dict[str, Value] = {}

    def declare(program: Program) -> None:
        schema = PrismaSchema()
        for path in _schema_files(program.paths, _configured(program)):
            if not _is_copy(schema, path, text := program.text(path)):
                read_schema(schema, path, text)
        program.generated += [posixpath.normpath(posixpath.join(*output)) for output in schema.outputs]
        for model in schema.models.values():
            tables[model.name] = PrismaTable(model, schema, tables)
        found.tables.extend(tables.values())
        for name, values in schema.enums.items():
            enums[name] = ObjectValue({value: Constant(value) for value in values})
        if tables:
            found.stacks.add("prisma")

    found.declarations.append(declare)

    @library.on_values
    def enum(path: str) -> Value | None:
        """`Role` of `@prisma/client` or of where the client is generated to: `Role.ADMIN` is the text `ADMIN`."""
        package, _, name = path.rpartition(".")
        return enums.get(name) if name in enums and _CLIENT.search(package) else None

    def client(run: Run, target: External, args: Args, node: form.Node) -> Value:
        _keep_back(tables, args.get(0))
        return Client(tables)

    library.on_call("@prisma/client.PrismaClient", "*.PrismaClient", "*.getPrismaClientClass()")(client)
    library.on_call(*(f"*.Prisma.{name}" for name in _SQL), *(f"sql-template-tag.{name}" for name in _SQL))(
        make_sql
    )

    library.on_call("*.Prisma.validator()")(_validated)

    register_own_clients(library, tables)


def _validated(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`Prisma.validator<Prisma.UserFindManyArgs>()({ ... })` is what it is given."""
    return args.get(0)


def _keep_back(tables: dict[str, PrismaTable], options: Value | None) -> None:
    """`omit: { user: { password: true } }` of a client: fields of which nobody hears who does not ask for them."""
    omitted = options.fields.get("omit") if isinstance(options, ObjectValue) else None
    for name, fields in omitted.fields.items() if isinstance(omitted, ObjectValue) else ():
        table = tables.get(name) or tables.get(name[:1].upper() + name[1:])
        if table is not None and isinstance(fields, ObjectValue):
            table.kept_back |= {
                one for one, value in fields.fields.items() if isinstance(value, Constant) and value.value
            }


def _configured(program: Program) -> tuple[str, ...]:
    """What manifests and Prisma's own settings name as the schema, a file or a folder."""
    found = []
    for path in program.paths:
        folder, _, name = path.rpartition("/")
        if name == "package.json" and "node_modules" not in path:
            found += [(folder, one) for one in _MANIFEST.findall(program.text(path))]
        elif name.startswith("prisma.config."):
            found += [(folder, one) for one in _SETTING.findall(program.text(path))]
    return tuple(posixpath.normpath(posixpath.join(folder, one)) for folder, one in found)


def _schema_files(paths: tuple[str, ...], configured: tuple[str, ...]) -> list[str]:
    """The schema files, those that the app names before those that lie where Prisma looks, examples and tests last; a folder of
    several files is one schema."""
    files = [path for path in paths if path.endswith(".prisma") and "node_modules" not in path]
    return sorted(
        files,
        key=lambda path: (
            _is_aside(path),
            not path.startswith(configured),
            "prisma" not in path.split("/"),
            path.count("/"),
            path,
        ),
    )


def _is_copy(schema: PrismaSchema, path: str, text: str) -> bool:
    """Whether a file beside the schema (a draft, a document) declares once more what the schema declares."""
    if "prisma" in path.split("/") or not schema.models:
        return False
    return any(name in schema.models for name in _MODEL.findall(text))


def _is_aside(path: str) -> bool:
    return any(
        part in ("examples", "example", "test", "tests", "fixtures", "templates") for part in path.split("/")
    )
