"""Checks whose outcome nobody asks: `schema.safeParse(req.body);` throws nothing, and the code goes on with the request as it came."""

from __future__ import annotations

from roadworthy.interpret import Run
from roadworthy.languages import form


def is_asked(run: Run, node: form.Node) -> bool:
    """Whether anything is done with what a call gives: it is kept under no name, or under one that the function around it never
    speaks of again, where nobody asks (https://zod.dev/basics, "Handling errors": `safeParse` gives a result to look at)."""
    module = run.program.modules.get(run.module)
    if module is None:
        return True
    # An export stands beside what it exports, around the same place: the nearest comes first by its length.
    above = sorted(form.around(module.body, node.span.start, node.span.end), key=_length)
    holder = next((one for one in above if one.span != node.span and not isinstance(one, form.Await)), None)
    if isinstance(holder, form.Evaluate):
        return False
    if not isinstance(holder, form.Define) or not isinstance(holder.target, form.Name):
        return True
    name, target = holder.target.name, holder.target.span
    within = next((one for one in above if isinstance(one, form.Function)), None)
    if within is None:
        return True
    return any(
        isinstance(one, form.Name) and one.name == name and one.span != target
        for one in form.walk(within.body, form.Name)
    )


def _length(node: form.Node) -> int:
    return node.span.end - node.span.start
