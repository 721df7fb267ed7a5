"""sequelize-typescript: classes with `@Table()`, `@Column()` and `@BelongsTo(() => User)` as models, also under Nest.

Decorators of a field say what `define` is told in a record, so they are put together into that record. All of it waits until every class is
known: a decorator may name its own class (`@Table({ tableName: User.TABLE })`), and the files of classes import each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.sequelize.models import SequelizeTable
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    ListValue,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

_PACKAGE = "sequelize-typescript."
# What a column without a type of its own is, by the type of its field (the package's README, "Type inference").
_OF_FIELDS = {
    "string": "STRING",
    "boolean": "BOOLEAN",
    "number": "INTEGER",
    "bigint": "BIGINT",
    "Date": "DATE",
    "Buffer": "BLOB",
}
_FLAGS = {
    "PrimaryKey": ("primaryKey", True),
    "AutoIncrement": ("autoIncrement", True),
    "Unique": ("unique", True),
    "NotNull": ("allowNull", False),
}
_TIMES = ("CreatedAt", "UpdatedAt", "DeletedAt")
_ASSOCIATED = ("BelongsTo", "HasMany", "HasOne", "BelongsToMany")
_TYPED = "typed"

Declare = Callable[[Run, ClassValue, ObjectValue, ObjectValue], None]
TableOf = Callable[[Run, ClassValue], SequelizeTable]


def is_decorated(run: Run, kind: ClassValue) -> bool:
    """Whether a class stands under `@Table`."""
    return any(name == "Table" for name, _ in _named(run, kind, kind.node.decorators))


def declare_class(run: Run, kind: ClassValue, declare: Declare) -> None:
    """Makes a model of a class and what it inherits."""
    reading = Run(run.program, kind.module)
    options = next(
        (given for name, given in _named(reading, kind, kind.node.decorators) if name == "Table"), []
    )
    settings = dict(next((one.fields for one in options if isinstance(one, ObjectValue)), {}))
    settings.setdefault("modelName", Constant(kind.name))
    fields: dict[str, Value] = {}
    indexed: list[Value] = []
    for one in reversed([kind, *(base for base in kind.ancestors() if isinstance(base, ClassValue))]):
        for name, found, said, node in _fields(reading, one):
            if time := next((_key(found_name) for found_name, _ in found if found_name in _TIMES), ""):
                settings[time] = Constant(name)
            elif any(found_name == "Column" for found_name, _ in found):
                fields[name] = _record(found, said, node)
                indexed += [_index(name, given) for found_name, given in found if found_name == "Index"]
    if indexed:
        listed = settings.get("indexes")
        settings["indexes"] = ListValue([*(listed.items if isinstance(listed, ListValue) else ()), *indexed])
    declare(run, kind, ObjectValue(fields, node=kind.node), ObjectValue(settings, node=kind.node))


def associate_class(run: Run, kind: ClassValue, table_of: TableOf) -> None:
    """What the decorators of a class associate it with."""
    reading, own = Run(run.program, kind.module), table_of(run, kind)
    for name, found, _, node in _fields(reading, kind):
        for decorator, given in found:
            target = _target(reading, given[0] if given else None)
            if target is None:
                continue
            if decorator == "ForeignKey":
                own.hold(name, table_of(run, target), "", node, kind.module)
            elif decorator in _ASSOCIATED:
                holder, parent = (kind, target) if decorator == "BelongsTo" else (target, kind)
                options = _options(reading, name, given[1:], table_of)
                if "foreignKey" not in options.fields and (key := _foreign_key(run, holder, parent)):
                    options.fields["foreignKey"] = Constant(key)
                own.associate(_key(decorator), table_of(run, target), options, node)


def register_decorated(found: Found, classes: list[ClassValue], declare: Declare, table_of: TableOf) -> None:
    """Makes models of the classes once all are known, and gives Nest's services those that they ask for."""

    def declare_all(program: Program) -> None:
        for kind in classes:
            declare_class(Run(program, kind.module), kind, declare)
        for kind in classes:
            associate_class(Run(program, kind.module), kind, table_of)

    def handed_in(run: Run, args: Args) -> Value:
        return args.get(0) or External("sequelize.Model")

    found.fallbacks.append(declare_all)
    found.by_decorator["@nestjs/sequelize.InjectModel"] = handed_in
    found.by_decorator["@nestjs/sequelize.InjectConnection"] = lambda run, args: External(
        "sequelize-typescript.Sequelize()"
    )


def _key(name: str) -> str:
    return name[:1].lower() + name[1:]


def _fields(
    run: Run, kind: ClassValue
) -> Iterator[tuple[str, list[tuple[str, list[Value]]], str, form.Node]]:
    """The fields of a class that stand under decorators of the package: name, decorators, the type that is written, and where."""
    for statement in kind.node.body:
        noted = statement.annotation if isinstance(statement, form.Define) else None
        if not isinstance(noted, form.Other) or not isinstance(statement, form.Define):
            continue
        typed, children = noted.kind == _TYPED, noted.children
        said = children[0].name if typed and isinstance(children[0], form.Name) else ""
        found = list(_named(run, kind, children[1:] if typed else children))
        if found and isinstance(statement.target, form.Name):
            yield statement.target.name, found, said, statement


def _named(run: Run, kind: ClassValue, nodes: tuple[form.Node, ...]) -> Iterator[tuple[str, list[Value]]]:
    """The package's decorators among these, by name, with what each is given."""
    for node in nodes:
        value = run.evaluate(node, kind.scope)  # type: ignore[arg-type]
        if isinstance(value, External) and value.path.startswith(_PACKAGE):
            given = value.arguments.positional if value.arguments is not None else []
            yield value.path.removeprefix(_PACKAGE).split("(")[0], list(given)


def _record(found: list[tuple[str, list[Value]]], said: str, node: form.Node) -> ObjectValue:
    """`@AllowNull(false) @Column(DataType.TEXT) body: string` as `{ type: TEXT, allowNull: false }`."""
    made: dict[str, Value] = {"type": External(f"{_PACKAGE}DataType.{_OF_FIELDS.get(said, 'TEXT')}")}
    checked: dict[str, Value] = {}
    for name, given in found:
        first = given[0] if given else None
        if name == "Column" and isinstance(first, ObjectValue):
            made |= first.fields
        elif name == "Column" and first is not None:
            made["type"] = first
        elif name == "AllowNull":
            made["allowNull"] = first or Constant(True)
        elif name == "Default" and first is not None:
            made["defaultValue"] = first
        elif name in ("Min", "Max") and first is not None:
            checked[name.lower()] = first
        elif name == "Length" or name.startswith(("Is", "NotEmpty")):
            checked["len" if name == "Length" else _key(name)] = first or Constant(True)
        elif name in _FLAGS:
            key, value = _FLAGS[name]
            made[key] = Constant(value)
    if checked:
        before = made.get("validate")
        made["validate"] = ObjectValue(
            {**(before.fields if isinstance(before, ObjectValue) else {}), **checked}
        )
    return ObjectValue(made, node=node)


def _index(name: str, given: list[Value]) -> Value:
    options = next((one.fields for one in given if isinstance(one, ObjectValue)), {})
    return ObjectValue({**options, "fields": ListValue([Constant(name)])})


def _foreign_key(run: Run, holder: ClassValue, parent: ClassValue) -> str:
    """The field of a class that stands under `@ForeignKey` of another, '' where none does."""
    reading = Run(run.program, holder.module)
    return next(
        (
            name
            for name, found, _, _ in _fields(reading, holder)
            for decorator, given in found
            if decorator == "ForeignKey" and given and _target(reading, given[0]) is parent
        ),
        "",
    )


def _target(run: Run, given: Value | None) -> ClassValue | None:
    """The class that `() => User` gives."""
    made = run.call(given, Args(), given.function) if isinstance(given, Closure) else given
    return made if isinstance(made, ClassValue) else None


def _options(run: Run, name: str, given: list[Value], table_of: TableOf) -> ObjectValue:
    """What `associate` is told: the key as it is named or in a record, the field's own name, the class in between."""
    made: dict[str, Value] = {"as": Constant(name)}
    for one in given:
        if isinstance(one, ObjectValue):
            made |= one.fields
        elif isinstance(one, Closure):
            between = _target(run, one)
            made |= {"through": Constant(table_of(run, between).name)} if between is not None else {}
        elif isinstance(one, Constant):
            made.setdefault("foreignKey", one)
    return ObjectValue(made)
