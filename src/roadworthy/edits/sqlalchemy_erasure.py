"""Writes an erasure plan as SQLAlchemy statements."""

from __future__ import annotations

import json

from roadworthy.app import Column, Table
from roadworthy.views.people.erasure_plan import ErasurePlan, Step, blank_of


def statements(plan: ErasurePlan, wait: str = "") -> list[str]:
    """The statements on a session `db` that erase the person `user_id`. `wait` is 'await ' for asynchronous ones."""
    return [f"{wait}db.execute({_statement(plan, step)})" for step in plan.steps]


def functions(plan: ErasurePlan) -> list[str]:
    """The functions of sqlalchemy that the statements use."""
    kinds = {step.kind for step in plan.steps}
    used = ["delete"] if "delete" in kinds else []
    used += ["select"] if any(step.through for step in plan.steps) else []
    return used + (["update"] if kinds & {"keep", "anonymise"} else [])


def _statement(plan: ErasurePlan, step: Step) -> str:
    model = step.table.symbol
    if step.through is not None:
        near, parent, key, tie = step.through
        chosen = f"select({_attribute(parent, key)}).where({_attribute(parent, tie)} == user_id)"
        return f"delete({model}).where({_attribute(step.table, near)}.in_({chosen}))"
    where = f"{_attribute(step.table, step.tie or plan.people.primary_key[0])} == user_id"
    if step.kind == "delete":
        return f"delete({model}).where({where})"
    values = [f"{_name(column)}={_blank(column)}" for column in step.blanked]
    if step.kind == "keep" and step.unlink and not plan.keeps_row:
        tied = step.table.column(step.tie)
        values.insert(0, f"{_name(tied)}=None" if tied is not None else "")
    line = f"update({model}).where({where}).values({', '.join(values)})"
    if len(line) <= 92:
        return line
    listed = "".join(f"\n        {value}," for value in values)
    return f"\n    update({model})\n    .where({where})\n    .values({listed}\n    )\n"


def _blank(column: Column) -> str:
    value = blank_of(column, "{user_id}")
    if value is None:
        return "None"
    return f'f"{value}"' if "{" in value else json.dumps(value)


def _name(column: Column) -> str:
    return column.field or column.name


def _attribute(table: Table, name: str) -> str:
    column = table.column(name)
    return f"{table.symbol}.{_name(column) if column is not None else name}"
