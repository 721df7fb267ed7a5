"""Other ways to make Drizzle's tables: a creator that names them, a schema that holds them, and what drizzle-kit pulled."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.drizzle.schema import TableModel, make_table
from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, Constant, Derived, External, Model, Program, Run, Value
from roadworthy.languages import form


class TableCreator(External):
    """`pgTableCreator((name) => `shop_${name}`)`: called like `pgTable`, it makes the name first."""

    def __init__(self, found: Found, naming: Value | None) -> None:
        self.found, self.naming = found, naming
        super().__init__("drizzle-orm/pg-core.creator()")

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0)
        made = run.call(self.naming, Args([given]), node) if self.naming is not None and given else given
        return make_table(self.found, run, args, node, Constant(_text(made) or _text(given)))


def _text(value: Value | None) -> str:
    """The text of a name that is put together of constants, '' where a part is not known."""
    if isinstance(value, Constant):
        return str(value.value)
    if isinstance(value, Derived) and value.operation in ("template", "+"):
        parts = [_text(part) for part in value.operands]
        return "".join(parts) if all(isinstance(part, Constant) for part in value.operands) else ""
    return ""


class NamedSchema(Model):
    """`pgSchema("shop")`, whose `table` makes tables like `pgTable`."""

    __slots__ = ("found",)

    def __init__(self, found: Found) -> None:
        self.found = found

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return make_table(self.found, run, args, node) if name == "table" else None


def without_pulled(found: Found) -> Callable[[Program], None]:
    """Leaves out the tables that `drizzle-kit pull` wrote beside its migrations where the app declares them itself: they
    show what a database once was."""

    def leave_out(program: Program) -> None:
        pulled = {path.removesuffix("meta/_journal.json") for path in program.paths if _is_journal(path)}
        models = [(table, table.declared) for table in found.tables]
        own = {m.name for _, m in models if isinstance(m, TableModel) and not _within(m.path, pulled)}
        found.tables[:] = [
            table
            for table, model in models
            if not (isinstance(model, TableModel) and model.name in own and _within(model.path, pulled))
        ]

    return leave_out


def _is_journal(path: str) -> bool:
    return path.endswith("meta/_journal.json")


def _within(path: str, folders: set[str]) -> bool:
    return any(folder and path.startswith(folder) for folder in folders)
