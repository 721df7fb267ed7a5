"""How serializers tell of a row without showing it."""

from __future__ import annotations

from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Derived,
    ListValue,
    Run,
    Value,
)
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form


def by_key(run: Run, value: Value, node: form.Node) -> Value:
    """A row told by its key alone, or each of many: `PrimaryKeyRelatedField(source="conversation.participants", many=True)`."""
    if isinstance(value, Choice):
        return run.join([(by_key(run, one, node), held) for one, held in value.alternatives])
    if hasattr(value, "given"):
        rows = run.call_member(value, "all", Args(), node)
        return ListValue([], rows.element(run).member(run, "pk", node), node)
    return value.member(run, "pk", node) if isinstance(value, ModelObject) else value


def in_words(run: Run, value: Value, node: form.Node) -> Value:
    """What a row is called: what its `__str__` says, or a person's name."""
    if isinstance(value, Choice):
        return run.join([(in_words(run, one, node), held) for one, held in value.alternatives])
    if not isinstance(value, ModelObject):
        return value if is_nothing(value) else Derived("str", (), node)
    own = value.kind.find("__str__") if value.kind is not None else None
    if isinstance(own, Closure):
        return run.call(own.bind(value), Args(), node)
    return value.column("username") if value.table.named("username") else Derived("str", (), node)
