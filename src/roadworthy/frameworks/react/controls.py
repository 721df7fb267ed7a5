"""Buttons that are components of their own, and know by themselves when to wait."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.interpret import Args, Closure, Markup, ObjectValue, Program, Run, Value
from roadworthy.interpret.frames import OutOfBudget

_WAITS = ("disabled", "isLoading", "loading", "isPending", "pending", "isSubmitting", "submitting")


def disabled_by(program: Program, control: Markup) -> Value | None:
    """What decides whether a button can be pressed: what it is given, else what it looks at itself (`useFormStatus`)."""
    given = next((control.attributes[name] for name in _WAITS if name in control.attributes), None)
    if given is not None or not isinstance(control.component, Closure):
        return given
    inner = next(iter(_buttons(_shown(program, control, control.component))), None)
    return inner.attributes.get("disabled") if inner is not None else None


def _shown(program: Program, control: Markup, component: Closure) -> Value | None:
    run = Run(program, component.module, side="client")
    try:
        return run.call(component, Args([ObjectValue(dict(control.attributes))]), control.node)
    except OutOfBudget:
        return None


def _buttons(value: Value | None) -> Iterator[Markup]:
    if isinstance(value, Markup):
        if value.tag.lower().endswith("button"):
            yield value
        for child in value.children:
            yield from _buttons(child)
