"""`pydantic_model_creator(User, exclude=("password_hash",))`: a schema with the fields of a model
(https://tortoise.github.io/contrib/pydantic.html)."""

from __future__ import annotations

from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.rules import of_model
from roadworthy.frameworks.django.tables import Field
from roadworthy.frameworks.django.values import constants, truth_of
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, ClassValue, Constant, Model, ObjectValue, Run, Value
from roadworthy.interpret.expressions import settle
from roadworthy.languages import form


class Created(Model):
    """The schema that was made of a model."""

    __slots__ = ("args", "kind", "orm")

    def __init__(self, orm: Orm, kind: ClassValue, args: Args) -> None:
        self.orm, self.kind, self.args = orm, kind, args

    def fields(self) -> list[Field]:
        """The model's fields that it has: those it is told to leave out, and with `exclude_readonly` the key, are not among them."""
        table = self.orm.of(self.kind)
        left = set(constants(self.args.keywords.get("exclude")))
        taken = set(constants(self.args.keywords.get("include")))
        without_key = truth_of(self.args.keywords.get("exclude_readonly"))
        known = list(table.fields.values()) if table is not None else []
        return [
            one
            for one in known
            if one.name not in left
            and not one.target
            and (not taken or one.name in taken)
            and not (without_key and (one.primary or not one.editable))
        ]

    def reads(self, run: Run, sent: Value, node: form.Node) -> Value:
        """What is sent, after its rules."""
        return Body(
            self.kind, Schema(("object",), {one.name: of_model(one) for one in self.fields()}), (), sent
        )

    def shown(self, run: Run, value: Value, node: form.Node) -> Value:
        """The fields of a row that leave."""
        return ObjectValue({one.name: value.member(run, one.name, node) for one in self.fields()}, node=node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("from_queryset", "from_tortoise_orm", "from_queryset_single"):
            return settle(run, args.get(0) or Constant(None), node)
        return None
