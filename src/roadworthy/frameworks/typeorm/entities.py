"""TypeORM's entities as tables: classes under `@Entity()`, and what `new EntitySchema({...})` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.events import WriteSeen
from roadworthy.frameworks.found import TableSource
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.rows import SERIALIZED
from roadworthy.frameworks.saved_rows import SavedRow
from roadworthy.frameworks.sequelize.columns import snake
from roadworthy.frameworks.typeorm.columns import EntityColumn
from roadworthy.frameworks.typeorm.relations import Relation
from roadworthy.interpret import Args, ClassValue, Closure, Run, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.typeorm.registry import Registry

_SAVING = {False: "BeforeInsert", True: "BeforeUpdate"}


class EntityTable(TableSource):
    """An entity as a table, with its relations, hooks and methods."""

    library = "typeorm"
    asks_rules = False

    def __init__(self, registry: Registry, label: str, given: str, path: str, node: form.Node) -> None:
        self.registry, self.label, self.given, self.symbol = registry, label, given, label
        self.path, self.node = path, node
        self.kind: ClassValue | None = None
        self.columns: dict[str, EntityColumn] = {}
        self.relations: list[Relation] = []
        self.keys: list[tuple[tuple[str, ...], bool, str, form.Node]] = []
        """Indexes: the fields, whether they are unique, the name, the place."""
        self.checks: list[str] = []
        self.hooks: dict[str, list[str]] = {}

    # --- names --------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The table's name: as given, else the class's in small letters."""
        return self.given or snake(self.label)

    def written(self, field: str) -> str:
        """The database's name of a field nobody named."""
        return snake(field) if self.registry.snake else field

    @property
    def key(self) -> str:
        """The primary key's column."""
        return next((self._named(c) for c in self.columns.values() if c.primary), "id")

    @property
    def key_field(self) -> str:
        """The primary key as the code calls it."""
        return next((c.field for c in self.columns.values() if c.primary), "id")

    def column_named(self, key: str) -> str:
        """The database's name of a field; of a relation, that of the column that holds its key."""
        if key in self.columns:
            return self._named(self.columns[key])
        one = self.relation(key)
        return self.holder(one) if one is not None and one.holds else self.written(key)

    def _named(self, one: EntityColumn) -> str:
        return one.given or self.written(one.field)

    def holder(self, one: Relation) -> str:
        """The column in which a relation keeps its key."""
        key = one.referenced or "id"
        return one.given or self.written(one.field + key[:1].upper() + key[1:])

    def knows(self, key: str) -> bool:
        """Whether it is a column or a relation's key."""
        return key in self.columns or any(key in (self.column_named(c), c) for c in self.columns)

    def relation(self, field: str) -> Relation | None:
        """A relation by its field."""
        return next((one for one in self.relations if one.field == field), None)

    def target(self, one: Relation) -> EntityTable | None:
        """The entity at the other end."""
        return self.registry.entity(one.target)

    @property
    def deletion(self) -> str:
        """The column that says when a row was softly deleted, '' where there is none."""
        return next((self._named(c) for c in self.columns.values() if c.deletion), "")

    @property
    def shown(self) -> list[str]:
        """The columns that are read unless others are asked for; [] for all."""
        if not any(c.hidden for c in self.columns.values()):
            return []
        held = [self.holder(one) for one in self.relations if one.holds]
        return [self._named(c) for c in self.columns.values() if not c.hidden] + held

    def kept_back(self, run: Run) -> list[str]:
        """The columns that stay out of the answer that a run ends in."""
        told = run.kept.get(SERIALIZED)
        return [self._named(c) for c in self.columns.values() if c.excluded] if told else []

    # --- what rows ask ------------------------------------------------------------------------------

    def method(self, run: Run, name: str) -> Value | None:
        """A method of the entity's own."""
        found = self.kind.find(name) if self.kind is not None else None
        return found if isinstance(found, Closure) and not found.function.static else None

    def columns_of(self, writes: list[WriteSeen]) -> list[WriteSeen]:
        """Writes are by column already."""
        return list(writes)

    def before_save(self, run: Run, row: SavedRow, node: form.Node) -> None:
        """Runs the methods under `@BeforeInsert()` or `@BeforeUpdate()`."""
        for name in self.hooks.get(_SAVING[row.stored], ()):
            hook = self.method(run, name)
            if isinstance(hook, Closure):
                run.call(hook.bind(row), Args(), node)

    # --- the table ----------------------------------------------------------------------------------

    def table(self) -> Table:
        columns = {self._named(c): self._column(c) for c in self.columns.values()}
        for one in self.relations:
            if one.holds:
                key = self._key_column(one, columns.get(self.holder(one)))
                columns[key.name] = key
        indexes = [
            Index(tuple(map(self.column_named, fields)), at(self.path, node), unique, name)
            for fields, unique, name, node in self.keys
        ]
        primary = tuple(c.name for c in columns.values() if c.primary)
        place, made = at(self.path, self.node), tuple(columns.values())
        return Table(
            self.name, self.symbol, place, made, tuple(indexes), tuple(self.checks), primary, "typeorm"
        )

    def _column(self, one: EntityColumn) -> Column:
        return Column(
            self._named(one),
            one.field,
            one.type,
            at(one.path, one.node),
            nullable=one.nullable,
            primary=one.primary,
            unique=one.unique,
            default=one.default,
            values=one.values,
        )

    def _key_column(self, one: Relation, known: Column | None) -> Column:
        target, name = self.target(one), self.holder(one)
        referred = one.referenced or (target.key if target is not None else "id")
        kind = (
            next((c.type for c in target.columns.values() if c.primary), "integer") if target else "integer"
        )
        reference = ForeignKey(target.name, referred, one.on_delete) if target is not None else None
        return Column(
            name,
            known.field if known is not None else name,
            known.type if known is not None else kind,
            at(one.path, one.node),
            nullable=known.nullable and one.nullable if known is not None else one.nullable,
            primary=one.primary or (known is not None and known.primary),
            unique=one.kind == "OneToOne" or (known is not None and known.unique),
            default=known.default if known is not None else "",
            references=reference,
        )


def listed_names(value: Value | None) -> tuple[str, ...]:
    """The fields that `["a", "b"]` or `(e) => [e.a, e.b]` names."""
    if isinstance(value, Closure) and value.function.body:
        last = value.function.body[-1]
        told = last.value if isinstance(last, form.Return) else None
        items = told.items if isinstance(told, form.Sequence) else (told,)
        return tuple(one.name for one in items if isinstance(one, form.Member))
    return tuple(text_of(one) for one in getattr(value, "items", ()) if text_of(one))
