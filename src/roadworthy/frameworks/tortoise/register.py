"""Tells what Tortoise's classes and functions mean."""

from __future__ import annotations

from roadworthy.frameworks.django.conditions import F, Q
from roadworthy.frameworks.django.register import ModelClass
from roadworthy.frameworks.django.settings import Settings
from roadworthy.frameworks.django.transactions import Atomic
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.tortoise.models import MODEL_BASES, TortoiseOrm, unique_together
from roadworthy.frameworks.tortoise.pydantic_models import Created
from roadworthy.frameworks.tortoise.queries import ASKS, Asking, of_row
from roadworthy.interpret import Args, ClassValue, External, Library, Run, Value
from roadworthy.languages import form


class TortoiseClass(ModelClass):
    """What a class that inherits from the library's model means."""

    def __call__(self, run: Run, kind: ClassValue) -> None:
        super().__call__(run, kind)
        table = self.orm.of(kind)
        if table is not None:
            unique_together(table)


def register(library: Library, found: Found) -> None:
    """Tells what the library's classes and functions mean."""
    orm = TortoiseOrm(found, Settings())
    library.on_class(*MODEL_BASES)(TortoiseClass(orm))
    library.on_inherited(*MODEL_BASES)(of_row)
    library.on_class_member(lambda kind, name: _class_member(orm, kind, name))
    library.on_call("tortoise.expressions.Q", "tortoise.queryset.Q", "tortoise.query_utils.Q")(
        lambda run, target, args, node: Q(args)
    )
    library.on_call("tortoise.expressions.F")(lambda run, target, args, node: F(constant_text(args.get(0))))

    @library.on_call("tortoise.transactions.in_transaction", "tortoise.transactions.atomic")
    def transaction(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Atomic(f"{run.module}:{node.span.start}")

    @library.on_call(
        "tortoise.contrib.pydantic.pydantic_model_creator",
        "tortoise.contrib.pydantic.creator.pydantic_model_creator",
    )
    def created(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        kind = args.get(0, "cls")
        return Created(orm, kind, args) if isinstance(kind, ClassValue) else None


def _class_member(orm: TortoiseOrm, kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
    table = orm.of(kind)
    if table is None or name not in ASKS or kind.find(name) is not None:
        return None
    return lambda run, owner, member, node: Asking(orm, table, member)
