"""The app's own enumerations: their members, and the member that a value names."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.python_types import ENUMS, is_enum
from roadworthy.interpret import Args, ClassValue, Constant, Derived, Instance, Library, Run, Value
from roadworthy.languages import form


class EnumMember(Constant):
    """A member of an enumeration: its value is a constant, also as `.value`."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Constant(self.value, node) if name == "value" else Derived(f".{name}", (self,), node)


class NamedMember(Derived):
    """`Role(payload["role"])`: the member that a value names, which is that value, also as `.value`."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self if name == "value" else Derived(f".{name}", (self,), node)


class EnumClass:
    """`Role("admin")` looks a member up by its value: nothing new is made."""

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """A class of constants tells nothing by itself."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        given = args.positional[0] if len(args.positional) == 1 and not args.keywords else None
        if isinstance(given, Constant):
            return EnumMember(given.value, node)
        return Instance(kind, node) if given is None else NamedMember("enum", (given,), node)


def _class_member(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
    value = kind.attributes.get(name) if is_enum(kind) else None
    if isinstance(value, Constant):
        return lambda run, owner, member, node: EnumMember(value.value, value.node)
    return None


def register(library: Library, _found: Found) -> None:
    """Tells what enumerations mean."""
    library.on_class(*ENUMS)(EnumClass())
    library.on_class_member(_class_member)
