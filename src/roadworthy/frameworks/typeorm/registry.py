"""The entities of one app, read from the decorators of classes and from schemas."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.typeorm.columns import DECORATORS, EntityColumn, column
from roadworthy.frameworks.typeorm.entities import EntityTable, listed_names
from roadworthy.frameworks.typeorm.relations import KINDS, Relation, joined, relation
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
from roadworthy.interpret.values import is_true
from roadworthy.languages import form

_HOOKS = ("BeforeInsert", "BeforeUpdate")
_SCHEMA_KINDS = {"many-to-one": "ManyToOne", "one-to-many": "OneToMany", "one-to-one": "OneToOne",
                 "many-to-many": "ManyToMany"}  # fmt: skip
_LIBRARY = "typeorm."


class Registry:
    """The entities by class and by name. `snake` when the app's naming strategy writes `created_at` for `createdAt`."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.by_class: dict[int, EntityTable] = {}
        self.by_name: dict[str, EntityTable] = {}
        self.of_repository: dict[int, Value] = {}
        """The entity that `@EntityRepository(User)` names, by the class under it."""
        self.snake = False
        self.program: Program | None = None

    def entity(self, value: Value | None) -> EntityTable | None:
        """The entity that a value names: a class, a schema, a name, or a function that gives one."""
        if isinstance(value, ClassValue):
            return self.by_class.get(id(value.node))
        if isinstance(value, Closure) and self.program is not None:
            return self.entity(Run(self.program, value.module).call(value, Args(), value.function))
        if isinstance(value, Constant):
            return self.by_name.get(text_of(value))
        table = getattr(value, "entity_table", None)
        return table if isinstance(table, EntityTable) else None

    def declare(self, run: Run, kind: ClassValue, options: list[Value]) -> EntityTable:
        """A class under `@Entity("users")`."""
        fields = next((one.fields for one in options if isinstance(one, ObjectValue)), {})
        given = next((text_of(one) for one in options if text_of(one)), "") or text_of(fields.get("name"))
        made = EntityTable(self, kind.name, given, kind.module, kind.node)
        made.kind = kind
        for one in reversed([kind, *(base for base in kind.ancestors() if isinstance(base, ClassValue))]):
            self._read(run, made, one)
        self.by_class[id(kind.node)] = made
        return self._keep(run, made)

    def _keep(self, run: Run, made: EntityTable) -> EntityTable:
        self.program = run.program
        self.by_name[made.label] = made
        self.found.tables.append(made)
        self.found.stacks.add("typeorm")
        return made

    # --- classes ------------------------------------------------------------------------------------

    def _read(self, run: Run, made: EntityTable, kind: ClassValue) -> None:
        reading = Run(run.program, kind.module)
        for decorator in kind.node.decorators:
            self._of_class(made, reading.evaluate(decorator, kind.scope), decorator)
        for statement in kind.node.body:
            if isinstance(statement, form.Define) and isinstance(statement.target, form.Name):
                self._field(reading, made, kind, statement, statement.target.name)
            elif isinstance(statement, form.Function):
                for _, name, _ in _decorators(reading, kind, statement.decorators):
                    if name in _HOOKS:
                        made.hooks.setdefault(name, []).append(statement.name)

    def _of_class(self, made: EntityTable, decorator: Value, node: form.Node) -> None:
        name, given = _named(decorator)
        if name in ("Index", "Unique"):
            listed = next((one for one in given if listed_names(one)), None)
            options = next((one.fields for one in given if isinstance(one, ObjectValue)), {})
            unique = name == "Unique" or is_true(options.get("unique"))
            label = next((text_of(one) for one in given if text_of(one)), "")
            if listed is not None:
                made.keys.append((listed_names(listed), unique, label, node))
        elif name == "Check":
            made.checks.extend(text_of(one) for one in given[-1:] if text_of(one))

    def _field(
        self, run: Run, made: EntityTable, kind: ClassValue, statement: form.Define, name: str
    ) -> None:
        noted = statement.annotation
        children = noted.children if isinstance(noted, form.Other) else ()
        typed = isinstance(noted, form.Other) and noted.kind == "typed"
        said = children[0].name if typed and isinstance(children[0], form.Name) else ""
        found = list(_decorators(run, kind, children[1:] if typed else children))
        for node, decorator, given in found:
            if decorator in KINDS:
                made.relations = [one for one in made.relations if one.field != name]
                made.relations.append(relation(name, decorator, given, kind.module, node))
            elif decorator in DECORATORS and not self._embedded(run, made, name, given):
                known = made.columns.get(name)
                own = column(name, decorator, given, said, kind.module, statement)
                made.columns[name] = own if known is None else _both(known, own)
        if name in made.columns:
            made.columns[name].excluded = _excluded(run, kind, children)
        for node, decorator, given in found:
            one = made.relation(name)
            if decorator == "JoinColumn" and one is not None:
                joined(one, given)
            elif decorator == "Index":
                options = next((o.fields for o in given if isinstance(o, ObjectValue)), {})
                made.keys.append(((name,), is_true(options.get("unique")), "", node))

    def _embedded(self, run: Run, made: EntityTable, name: str, given: list[Value]) -> bool:
        """`@Column(() => Address) address`: the columns of another class, with the field's name before theirs."""
        first = given[0] if given else None
        kind = run.call(first, Args(), first.function) if isinstance(first, Closure) else None
        if not isinstance(kind, ClassValue):
            return False
        inner = EntityTable(self, kind.name, "", kind.module, kind.node)
        self._read(run, inner, kind)
        for one in inner.columns.values():
            called = f"{name}{one.field[:1].upper()}{one.field[1:]}"
            one.given, one.field = one.given or called, called
            made.columns[called] = one
        return True

    # --- schemas ------------------------------------------------------------------------------------

    def schema(self, run: Run, options: Value | None, node: form.Node) -> EntityTable:
        """`new EntitySchema({ name, tableName, columns, relations, indices })`."""
        fields = options.fields if isinstance(options, ObjectValue) else {}
        label = text_of(fields.get("name"))
        made = EntityTable(self, label, text_of(fields.get("tableName")), run.module, node)
        for name, value in _entries(fields.get("columns")):
            made.columns[name] = column(name, "Column", [value], "", run.module, node)
        for name, value in _entries(fields.get("relations")):
            made.relations.append(_schema_relation(name, value, run, node))
        for key, unique in (("indices", False), ("uniques", True)):
            listed = fields.get(key)
            for item in listed.items if isinstance(listed, ListValue) else ():
                inner = item.fields if isinstance(item, ObjectValue) else {}
                names = listed_names(inner.get("columns"))
                made.keys.append(
                    (names, unique or is_true(inner.get("unique")), text_of(inner.get("name")), node)
                )
        target = fields.get("target")
        if isinstance(target, ClassValue):
            made.kind = target
            self.by_class[id(target.node)] = made
        return self._keep(run, made)


def _schema_relation(name: str, value: Value, run: Run, node: form.Node) -> Relation:
    inner = value.fields if isinstance(value, ObjectValue) else {}
    kind = _SCHEMA_KINDS.get(text_of(inner.get("type")), "ManyToOne")
    target = inner.get("target") or Constant("")
    one = relation(name, kind, [target, inner.get("inverseSide") or Constant(""), value], run.module, node)
    if "joinColumn" in inner:
        joined(one, [inner["joinColumn"]])
    return one


def _entries(value: Value | None) -> list[tuple[str, Value]]:
    return list(value.fields.items()) if isinstance(value, ObjectValue) else []


def _decorators(
    run: Run, kind: ClassValue, nodes: tuple[form.Node, ...]
) -> Iterator[tuple[form.Node, str, list[Value]]]:
    """The decorators of TypeORM among these, by name, with what they are given."""
    for node in nodes:
        name, given = _named(run.evaluate(node, kind.scope))  # type: ignore[arg-type]
        if name:
            yield node, name, given


def _named(decorator: Value) -> tuple[str, list[Value]]:
    path = decorator.path if isinstance(decorator, External) else ""
    if not path.startswith(_LIBRARY) or not path.endswith("()"):
        return "", []
    arguments = (
        decorator.arguments.positional if isinstance(decorator, External) and decorator.arguments else []
    )
    return path.removeprefix(_LIBRARY).removesuffix("()"), list(arguments)


def _excluded(run: Run, kind: ClassValue, nodes: tuple[form.Node, ...]) -> bool:
    """Whether class-transformer leaves a field out of what is sent (`@Exclude()`)."""
    for node in nodes:
        value = run.evaluate(node, kind.scope)  # type: ignore[arg-type]
        if isinstance(value, External) and value.path == "class-transformer.Exclude()":
            options = value.arguments.get(0) if value.arguments else None
            inwards = options.fields.get("toClassOnly") if isinstance(options, ObjectValue) else None
            return not is_true(inwards)
    return False


def _both(known: EntityColumn, own: EntityColumn) -> EntityColumn:
    """`@Column() @Generated("uuid")`: one column of two decorators."""
    known.default = known.default or own.default
    known.primary = known.primary or own.primary
    return known
