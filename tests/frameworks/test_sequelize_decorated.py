"""Models of sequelize-typescript: classes under decorators."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.build import build_app

CASE = "src/roadworthy/patterns/malicious_input/broken_access/cases/gap_express_sequelize_decorated"


def test_a_class_under_decorators_is_a_table() -> None:
    app = build_app(Path(__file__).parents[2] / CASE)
    letters, people = app.table("letters"), app.table("people")
    assert people is not None and letters is not None
    email, role, writer = people.column("email"), people.column("role"), letters.column("writerId")
    assert email is not None and email.type == "varchar(254)" and email.unique
    assert role is not None and role.values == ("member", "admin") and role.default == "'member'"
    assert writer is not None and writer.references is not None
    assert (writer.type, writer.references.table, writer.references.on_delete) == (
        "integer",
        "people",
        "cascade",
    )
    assert {column.name for column in letters.columns} == {
        "id",
        "title",
        "writerId",
        "writtenAt",
        "updatedAt",
    }
    assert [index.columns for index in letters.indexes] == [("writerId",)]
