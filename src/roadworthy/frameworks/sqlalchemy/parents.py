"""`Note.query.with_parent(user)`: the rows of a table that belong to a row of another."""

from __future__ import annotations

from roadworthy.frameworks.events import FilterSeen
from roadworthy.frameworks.sqlalchemy.tables import TableModel
from roadworthy.interpret import Run, Value
from roadworthy.languages import form


def of_parent(run: Run, table: TableModel | None, parent: Value | None, node: form.Node) -> list[FilterSeen]:
    """The foreign key is the other row's key; none where several may be meant."""
    column = _key_to(table, parent) if table is not None else ""
    if table is None or parent is None or not column:
        return []
    return [FilterSeen(column, "=", parent.member(run, "id", node), table.name)]


def _key_to(table: TableModel, parent: Value | None) -> str:
    """The foreign key to the table of a row; the only one there is where that table is not known (`current_user`)."""
    known = getattr(parent, "table", None)
    keys = [
        (record.name, record.references.table)
        for record in (column.record() for column in table.columns.values())
        if record.references is not None
    ]
    named = [name for name, target in keys if isinstance(known, TableModel) and target == known.name]
    return named[0] if named else keys[0][0] if len(keys) == 1 else ""
