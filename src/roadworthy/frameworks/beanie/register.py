"""Tells what Beanie's classes and functions mean."""

from __future__ import annotations

from roadworthy.frameworks.beanie.conditions import Field, operator
from roadworthy.frameworks.beanie.documents import DocumentClass
from roadworthy.frameworks.beanie.queries import ASKS, Ask, Opened
from roadworthy.frameworks.beanie.tables import Documents
from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, ClassValue, External, Library, Run, Value
from roadworthy.languages import form

BASES = (
    "beanie.Document",
    "beanie.odm.documents.Document",
    "beanie.UnionDoc",
    "beanie.DocumentWithSoftDelete",
)
_OPERATORS = ("In", "NotIn", "Eq", "NE", "GT", "GTE", "LT", "LTE", "RegEx", "All", "Exists", "Or", "And", "Nor", "Set", "Inc",
              "Mul", "Push", "Pull", "AddToSet", "Unset", "Min", "Max", "Pop", "SetOnInsert")  # fmt: skip


def register(library: Library, found: Found) -> None:
    """Tells what Beanie's classes and functions mean."""
    documents = Documents(found)
    library.on_class(*BASES)(DocumentClass(documents))
    library.on_class_member(_class_member(documents))
    paths = ("beanie.operators", "beanie.odm.operators.find", "beanie.odm.operators.update.general")
    library.on_call(*(f"{path}.{name}" for path in paths for name in _OPERATORS))(operator)

    @library.on_call("beanie.init_beanie")
    def opened(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Opened(documents).call(run, args, node)


def _class_member(documents: Documents):  # type: ignore[no-untyped-def]
    def find(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
        table = documents.of(kind)
        if table is None or (name in ASKS and kind.find(name) is not None):
            return None
        if name in ASKS:
            return lambda run, owner, member, node: Ask(documents, table, member)
        if name in table.columns or name in ("id", "_id"):
            return lambda run, owner, member, node: Field(table, table.column_named(member))
        return None

    return find
