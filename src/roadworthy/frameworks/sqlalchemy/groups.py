"""`group_by` and `distinct` of a statement: what the database makes one row of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.sqlalchemy.columns import ColumnExpression
from roadworthy.interpret import Args, ClassValue, Run
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.sqlalchemy.statements import Statement


def group(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    """`.group_by(Book.id, Book.title)`, `.group_by(Book)`."""
    made.grouped = True
    for value in args.positional:
        if isinstance(value, ColumnExpression) and value.operation == "column" and value.column is not None:
            made.groups = [*made.groups, (value.column.table.name, value.column.name)]
        elif isinstance(value, ClassValue) and (table := made.mapping.of(value)) is not None:
            made.groups = [*made.groups, *((table.name, key) for key in table.primary_key)]


def distinct(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    """`.distinct()`: of equal rows one."""
    made.grouped = True
