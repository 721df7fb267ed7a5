"""Writes an erasure plan as Drizzle statements."""

from __future__ import annotations

import json

from roadworthy.app import Column, Table
from roadworthy.views.people.erasure_plan import ErasurePlan, Step, blank_of


def statements(plan: ErasurePlan) -> list[str]:
    """The statements of a transaction `tx` that erases the person `userId`, one for each step."""
    return [_statement(plan, step) for step in plan.steps]


def operators(plan: ErasurePlan) -> list[str]:
    """The functions of drizzle-orm that the statements use."""
    return ["eq"] + (["inArray"] if any(step.through for step in plan.steps) else [])


def _statement(plan: ErasurePlan, step: Step) -> str:
    symbol = step.table.symbol
    if step.through is not None:
        near, parent, key, tie = step.through
        chosen = f"tx.select({{ id: {_column(parent, key)} }}).from({parent.symbol})"
        where = f"inArray({_column(step.table, near)}, {chosen}.where(eq({_column(parent, tie)}, userId)))"
    else:
        where = f"eq({_column(step.table, step.tie or plan.people.primary_key[0])}, userId)"
    if step.kind == "delete":
        return f"await tx.delete({symbol}).where({where});"
    values = [f"{_field(column)}: {_blank(column)}" for column in step.blanked]
    if step.kind == "keep" and step.unlink and not plan.keeps_row:
        tied = step.table.column(step.tie)
        values.insert(0, f"{_field(tied)}: null" if tied is not None else "")
    line = f"await tx.update({symbol}).set({{ {', '.join(values)} }}).where({where});"
    if len(line) <= 112:
        return line
    listed = "".join(f"\n    {value}," for value in values)
    return f"await tx\n  .update({symbol})\n  .set({{{listed}\n  }})\n  .where({where});"


def _blank(column: Column) -> str:
    value = blank_of(column, "${userId}")
    if value is None:
        return "null"
    return f"`{value}`" if "${" in value else json.dumps(value)


def _field(column: Column) -> str:
    return column.field or column.name


def _column(table: Table, name: str) -> str:
    column = table.column(name)
    return f"{table.symbol}.{_field(column) if column is not None else name}"
