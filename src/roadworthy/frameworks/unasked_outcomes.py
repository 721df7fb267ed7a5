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
    above = [one for one in form.around(module.body, node.span.start, node.span.end) if one.span != node.span]
    holder = next((one for one in reversed(above) if not isinstance(one, form.Await)), None)
    if isinstance(holder, form.Evaluate):
        return False
    if not isinstance(holder, form.Define) or not isinstance(holder.target, form.Name):
        return True
    name, target = holder.target.name, holder.target.span
    within = [one for one in above if isinstance(one, form.Function)]
    if not within:
        return True
    return any(
        isinstance(one, form.Name) and one.name == name and one.span != target
        for one in form.walk(within[-1].body, form.Name)
    )
