"""What ties TypeORM's entities: `@ManyToOne(() => User, (user) => user.posts, { onDelete: "CASCADE" })`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from roadworthy.frameworks.known_text import text_of
from roadworthy.interpret import Closure, Constant, ObjectValue, Value
from roadworthy.interpret.values import is_false, is_true
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.typeorm.entities import EntityTable

KINDS = {"ManyToOne": "one", "OneToOne": "one", "OneToMany": "many", "ManyToMany": "many"}


class Relation(Struct):
    """A relation. `holds` when its own table has the key, in a column that `given` names or the field; `target` is the entity as
    the code names it, `inverse` the other entity's field."""

    field: str
    kind: str
    target: Value | None
    node: form.Node
    path: str
    inverse: str = ""
    given: str = ""
    referenced: str = ""
    holds: bool = False
    nullable: bool = True
    primary: bool = False
    eager: bool = False
    on_delete: str = ""

    @property
    def many(self) -> bool:
        """Whether it leads to several rows."""
        return KINDS[self.kind] == "many"


def relation(name: str, kind: str, arguments: list[Value], path: str, node: form.Node) -> Relation:
    """A relation by its decorator and what that is given."""
    options = next((one for one in arguments if isinstance(one, ObjectValue)), None)
    fields = options.fields if options is not None else {}
    inverse = arguments[1] if len(arguments) > 1 else None
    return Relation(
        name,
        kind,
        arguments[0] if arguments else None,
        node,
        path,
        inverse=inverse_of(inverse),
        holds=kind == "ManyToOne",
        nullable=not is_false(fields.get("nullable")) and not is_true(fields.get("primary")),
        primary=is_true(fields.get("primary")),
        eager=is_true(fields.get("eager")),
        on_delete=text_of(fields.get("onDelete")).lower(),
    )


def inverse_of(value: Value | None) -> str:
    """The field that `(user) => user.posts` or `"posts"` names."""
    if isinstance(value, Constant):
        return text_of(value)
    if isinstance(value, Closure) and value.function.body:
        last = value.function.body[-1]
        told = last.value if isinstance(last, form.Return) else None
        return told.name if isinstance(told, form.Member) else ""
    return ""


def joined(one: Relation, arguments: list[Value]) -> None:
    """`@JoinColumn({ name: "user_id", referencedColumnName: "id" })`: this side holds the key."""
    options = arguments[0] if arguments else None
    fields = options.fields if isinstance(options, ObjectValue) else {}
    one.holds = one.holds or one.kind == "OneToOne"
    one.given = text_of(fields.get("name")) or one.given
    one.referenced = text_of(fields.get("referencedColumnName")) or one.referenced


def back(one: Relation, target: EntityTable) -> Relation | None:
    """The relation of the other entity that holds the key of this one."""
    named = next((r for r in target.relations if r.field == one.inverse), None)
    return named if named is not None and named.holds else None
