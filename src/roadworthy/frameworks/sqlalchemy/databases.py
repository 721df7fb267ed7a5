"""`databases.Database`: SQL as text with its values by name, or a statement of SQLAlchemy Core, both under the names `query` and
`values`: https://www.encode.io/databases/database_queries/."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.python_sql.connections import Connection
from roadworthy.frameworks.sqlalchemy.session import SessionModel
from roadworthy.frameworks.sqlalchemy.statements import Mapping, Statement
from roadworthy.interpret import Args, Choice, External, Library, Run, Value
from roadworthy.languages import form

_ASKS = ("execute", "execute_many", "fetch_all", "fetch_one", "fetch_val", "iterate")


class Encoded(Connection):
    """A database, which hands statements of Core to SQLAlchemy."""

    def __init__(self, found: Found, mapping: Mapping) -> None:
        super().__init__(found, "databases")
        self.session = SessionModel(mapping)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        query, values = args.get(0, "query"), args.get(1, "values")
        if name not in _ASKS or query is None:
            return super().call_member(run, name, args, node)
        given = Args([query, values] if values is not None else [query])
        if not _is_statement(query):
            return super().call_member(run, _OF_DRIVERS.get(name, name), given, node)
        asked = "execute" if name in ("execute_many", "iterate") else name
        return self.session.call_member(run, asked, given, node)


_OF_DRIVERS = {"execute_many": "executemany", "iterate": "fetch_all", "fetch_val": "fetchval"}


def _is_statement(query: Value) -> bool:
    return isinstance(query, Statement) or (
        isinstance(query, Choice) and any(isinstance(one, Statement) for one in query.values())
    )


def register_databases(library: Library, found: Found, mapping: Mapping) -> None:
    """Tells what `Database(url)` opens."""

    def opened(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Encoded(found, mapping)

    library.on_call("databases.Database", "databases.core.Database")(opened)
    found.by_type["databases.Database"] = lambda: Encoded(found, mapping)
