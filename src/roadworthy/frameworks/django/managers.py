"""Classes of managers, as models name them."""

from __future__ import annotations

from roadworthy.frameworks.django.tables import DjangoTable
from roadworthy.interpret import ClassValue, External, Model


class ManagerMade(Model):
    """A manager in the body of a model's class."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue | None) -> None:
        self.kind = kind


def manager_kind(table: DjangoTable) -> ClassValue | None:
    """The class of a model's own manager, whose methods the ways back to its rows have as well."""
    made = table.kind.find("objects") if table.kind is not None else None
    return made.kind if isinstance(made, ManagerMade) else None


def is_queryset(kind: ClassValue) -> bool:
    """Whether a manager's class has a queryset's methods."""
    return any(isinstance(base, External) and base.path.endswith("QuerySet") for base in kind.ancestors())
