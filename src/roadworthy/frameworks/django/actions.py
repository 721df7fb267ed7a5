"""Methods of REST viewsets that are actions of their own, beside the usual ones."""

from __future__ import annotations

from dataclasses import dataclass

from roadworthy.interpret import Args, ClassValue, Model, Value


@dataclass(frozen=True, slots=True, eq=False)
class Action(Model):
    """`@action(detail=True, methods=["post"])` over a method of a viewset."""

    name: str
    path: str
    detail: bool
    methods: tuple[str, ...]
    inner: Value
    options: Args

    @property
    def decorates(self) -> bool:
        """It stands in the class instead of the method."""
        return True


def actions_of(kind: ClassValue) -> list[Action]:
    """The extra actions of a viewset and its bases."""
    found: dict[str, Action] = {}
    for owner in reversed([kind, *kind.ancestors()]):
        for name, value in owner.attributes.items() if isinstance(owner, ClassValue) else ():
            if isinstance(value, Action):
                found[name] = value
    return list(found.values())
