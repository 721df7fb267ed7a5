"""Python annotations that have meaning at run time: `Annotated[int, Path(ge=1)]`, `Mapped[str | None]`."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.interpret import ClassValue, Constant, Derived, External, ListValue, Parametrised, Run, Value
from roadworthy.interpret.scope import Scope
from roadworthy.languages import form

_NONE = ("None", "types.NoneType")
ENUMS = {"enum.Enum", "enum.StrEnum", "enum.IntEnum"}


class Annotation(Struct):
    """An annotation taken apart. `base` is the type without `Optional`, `Annotated` and brackets, `arguments` what
    stands in its brackets, `metadata` what `Annotated` adds (innermost first), `others` further members of a union.
    """

    base: Value | None = None
    arguments: list[Value] = field(default_factory=list)
    metadata: list[Value] = field(default_factory=list)
    optional: bool = False
    others: list[Annotation] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The base's own name: `int`, `datetime`, `UploadFile`, `User`; '' when it has none."""
        if isinstance(self.base, External):
            return self.base.path.rsplit(".", 1)[-1]
        return self.base.name if isinstance(self.base, ClassValue) else ""

    @property
    def path(self) -> str:
        """The whole path of a library's type, '' for the app's own."""
        return self.base.path if isinstance(self.base, External) else ""


def take_apart(value: Value | None, depth: int = 0) -> Annotation:
    """What an annotation says."""
    if value is None or depth > 12:
        return Annotation()
    if isinstance(value, Derived) and value.operation == "annotation":
        return take_apart(value.operands[0], depth + 1)
    if isinstance(value, Derived) and value.operation == "|":
        return _union(list(value.operands), depth)
    if isinstance(value, External) and value.path.endswith("[]"):
        return _subscript(value, depth)
    if isinstance(value, Parametrised):
        return Annotation(value.kind, list(value.given))
    if isinstance(value, External) and value.path.startswith(
        ("typing.Literal.", "typing_extensions.Literal.")
    ):
        return Annotation(External("typing.Literal"), [Constant(value.path.split("Literal.", 1)[1])])
    return Annotation(value)


def named_later(run: Run, value: Value | None) -> Value | None:
    """The class of an annotation that names one its module does not have: `user: "UserRead"`, which `update_forward_refs(...)` or
    `model_rebuild()` hands in (https://docs.pydantic.dev/latest/concepts/forward_annotations/). The name itself where several
    classes, or none, are called so."""
    name = value.path if isinstance(value, External) else ""
    if not name.isidentifier() or not name[0].isupper():
        return value
    held = [scope.names.get(name) for _, scope in run.program.scopes()]
    found = {id(one.node): one for one in held if isinstance(one, ClassValue) and one.name == name}
    return next(iter(found.values())) if len(found) == 1 else value


def is_named_later(value: Value | None) -> bool:
    """Whether an annotation is a name that nothing stands for."""
    return isinstance(value, External) and value.path.isidentifier() and value.path[0].isupper()


def _subscript(value: External, depth: int) -> Annotation:
    name = value.path.removesuffix("[]")
    inside = _items(value.arguments.get(0) if value.arguments is not None else None)
    last = name.rsplit(".", 1)[-1]
    if last == "Annotated" and inside:
        found = take_apart(inside[0], depth + 1)
        return Annotation(
            found.base, found.arguments, [*found.metadata, *inside[1:]], found.optional, found.others
        )
    if last == "Optional" and inside:
        found = take_apart(inside[0], depth + 1)
        found.optional = True
        return found
    if last == "Union":
        return _union(inside, depth)
    return Annotation(External(name), inside)


def _union(members: list[Value], depth: int) -> Annotation:
    taken = [take_apart(member, depth + 1) for member in members if not _is_none(member)]
    optional = any(map(_is_none, members)) or any(member.optional for member in taken)
    if not taken:
        return Annotation(optional=True)
    first = taken[0]
    return Annotation(first.base, first.arguments, first.metadata, optional, [*first.others, *taken[1:]])


def _is_none(value: Value) -> bool:
    if isinstance(value, Constant):
        return value.value is None
    return isinstance(value, External) and value.path in _NONE


def _items(value: Value | None) -> list[Value]:
    if isinstance(value, ListValue):
        return list(value.items)
    return [] if value is None else [value]


def enum_values(kind: Value | None) -> list[str] | None:
    """The values of one of the app's enumerations, None for anything else."""
    if not isinstance(kind, ClassValue) or not is_enum(kind):
        return None
    named = [node.target.name for node in kind.node.body if _is_member(node)]  # type: ignore[union-attr]
    values = [(name, kind.attributes.get(name)) for name in named]
    return [str(v.value) if isinstance(v, Constant) else name.lower() for name, v in values]


def enum_names(kind: Value | None) -> tuple[str, ...]:
    """The names of the members of one of the app's enumerations, in the order of their values; () for anything else."""
    if not isinstance(kind, ClassValue) or not is_enum(kind):
        return ()
    return tuple(node.target.name for node in kind.node.body if _is_member(node))  # type: ignore[union-attr]


def _is_member(node: form.Statement) -> bool:
    return isinstance(node, form.Define) and isinstance(node.target, form.Name) and node.value is not None


def is_enum(kind: ClassValue) -> bool:
    """Whether a class is an enumeration."""
    return any(isinstance(base, External) and base.path in ENUMS for base in kind.ancestors())


def annotated_fields(
    run: Run, kind: ClassValue, given: tuple[Value, ...] = ()
) -> dict[str, tuple[Value | None, Value | None, form.Define]]:
    """The fields that a class and its bases declare, in order: annotation, value, and where it stands. `given` is what its
    type variables stand for.

    Bases come first, as Python's own field collectors have it.
    """
    scope = kind.scope
    if given:
        scope = Scope(kind.scope)
        for variable, stands_for in zip(_type_variables(kind), given, strict=False):
            scope.bind(variable, stands_for)
    found: dict[str, tuple[Value | None, Value | None, form.Define]] = {}
    for base in reversed(kind.bases):
        if isinstance(base, ClassValue):
            found |= annotated_fields(run, base)
    for node in kind.node.body:
        if isinstance(node, form.Define) and isinstance(node.target, form.Name):
            name = node.target.name
            annotation = run.evaluate(node.annotation, scope) if node.annotation is not None else None
            value = kind.attributes.get(name) if node.value is not None else None
            found[name] = (annotation, value, node)
    return found


def _type_variables(kind: ClassValue) -> tuple[str, ...]:
    """The names of a generic class's type variables, in order: `class Page(BaseModel, Generic[T])`."""
    for base in kind.node.bases:
        head = base.object if isinstance(base, form.Index) else None
        named = head.name if isinstance(head, (form.Name, form.Member)) else ""
        if isinstance(base, form.Index) and named == "Generic":
            inside = base.key.items if isinstance(base.key, form.Sequence) else (base.key,)
            return tuple(one.name for one in inside if isinstance(one, form.Name))
    return ()
