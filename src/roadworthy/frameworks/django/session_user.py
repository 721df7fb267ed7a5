"""Whoever is signed in, as a row of the model of users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.frameworks.django.tables import DjangoTable
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.rows import emit_query
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    Derived,
    Run,
    Value,
)
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.django.orm import Orm


class SessionUser(ModelObject):
    """`request.user`: what is read of it is the session's."""

    __slots__ = ()

    def __init__(self, orm: Orm, table: DjangoTable) -> None:
        super().__init__(orm, table, None)

    def column(self, column: str) -> Value:
        return Datum("session", ("user", column))

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "is_authenticated":
            return Datum("session", ("user",), node)
        if name == "is_anonymous":
            return Derived("not", (Datum("session", ("user",), node),), node)
        return super().member(run, name, node)

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("has_perm", "has_perms", "has_module_perms"):
            return Derived(
                "in", (args.get(0) or Constant(None), Datum("session", ("user", "permissions"))), node
            )
        if name in ("get_full_name", "get_short_name", "get_username"):
            return Datum("session", ("user", name.removeprefix("get_")), node)
        return super().own_method(run, name, args, node)

    def save(self, run: Run, args: Args, node: form.Node) -> None:
        limited = constants(args.keywords.get("update_fields"))
        seen = self._seen(run, "update", node)
        seen.writes = self.writes([n for n in self.changed if not limited or n in limited])
        seen.spreads, seen.filters = list(self.spreads), self.row_filters()
        if seen.writes or seen.spreads:
            emit_query(run, seen)

    def decided(self) -> bool | None:
        """Whether somebody is signed in is asked by this."""
        return None

    def origin(self, depth: int) -> Origin:
        """Whoever is signed in."""
        return Origin("session", ("user",))
