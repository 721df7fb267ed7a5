"""Tells what makes a client, and what an edge function is."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from roadworthy.app import Query
from roadworthy.app.database_client import DatabaseClient
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.sql_schema.declared import SqlTable
from roadworthy.frameworks.supabase import edge_functions
from roadworthy.frameworks.supabase.client import Client
from roadworthy.frameworks.supabase.generated_types import completed, generated_tables
from roadworthy.frameworks.supabase.python import MAKERS, PythonClient
from roadworthy.frameworks.supabase.relations import Relations
from roadworthy.frameworks.supabase.rights import SERVICE, USER, key_name, rights_of
from roadworthy.interpret import Args, External, Library, ObjectValue, Program, Run, Value
from roadworthy.interpret.program import ModuleState
from roadworthy.languages import form
from roadworthy.regex import regex

# The makers that take (url, key), and those that find both in the environment.
_WITH_KEY = (
    "@supabase/supabase-js.createClient",
    "@supabase/supabase-js.SupabaseClient",
    "@supabase/ssr.createBrowserClient",
    "@supabase/ssr.createServerClient",
)
_WITHOUT_KEY = (
    "@supabase/auth-helpers-nextjs.*",
    "@supabase/auth-helpers-react.useSupabaseClient",
    "@supabase/auth-helpers-remix.*",
    "@supabase/auth-helpers-sveltekit.*",
)


def register(library: Library, found: Found) -> None:
    """Tells what Supabase's functions mean."""
    project = Project(found)
    library.on_call(*_WITH_KEY)(project.with_key)
    library.on_call(*_WITHOUT_KEY)(project.without_key)
    library.on_call(*MAKERS)(project.in_python)
    found.declarations.append(project.declare)
    found.asked.append(project.learn)
    edge_functions.register(library, found)


class Project:
    """The Supabase project of one app, as its clients are made and its tables become known."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self._relations = Relations(())

    def relations(self) -> Relations:
        """How its tables refer to each other."""
        if len(self._relations.tables) < len(self.found.tables):
            self._relations = Relations(self.found.tables)
        return self._relations

    def with_key(self, run: Run, target: External, args: Args, node: form.Node) -> Value:
        """`createClient(url, key, options)`."""
        rights, name = rights_of(args.get(1)), target.path.rsplit(".", 1)[-1]
        place, bounded = at(run.module, node), _own_fetch(args.get(2))
        self.found.stacks.add("supabase")
        self.found.clients.append(DatabaseClient(rights, key_name(args.get(1)), place, name, bounded))
        return Client(rights, self.relations, (run.module, node))

    def without_key(self, run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """`createClientComponentClient()`, `useSupabaseClient()`."""
        name = target.path.rsplit(".", 1)[-1]
        if not name.startswith(("create", "useSupabaseClient")):
            return None
        self.found.stacks.add("supabase")
        self.found.clients.append(DatabaseClient(USER, "", at(run.module, node), name))
        return Client(USER, self.relations, (run.module, node))

    def in_python(self, run: Run, target: External, args: Args, node: form.Node) -> Value:
        """`create_client(url, key)`: a server's own client. Its key is no visitor's, and nobody but the server asks who is there."""
        rights = rights_of(args.get(1, "supabase_key"))
        return PythonClient(rights if rights == SERVICE else "", self.relations, (run.module, node))

    def declare(self, program: Program) -> None:
        """What is read before any module is evaluated."""
        if "supabase" in self.found.stacks:
            _add_generated(program, self.found)
            program.on_module.append(self.stand_ins)

    def learn(self, queries: Iterable[Query]) -> None:
        """What is known once every question is."""
        clients = tuple(dict.fromkeys(self.found.clients))
        self.found.database = msgspec.structs.replace(self.found.database, clients=clients)

    def stand_ins(self, path: str, state: ModuleState) -> None:
        """What a module keeps under the client's name and answers like one: a lazily made or a pretended client, or one of a file
        that is not in the repository. What the app asks of it, it asks of the database."""
        for name, value in state.scope.names.items():
            if _NAMED.search(name) and (_answers_like_one(value) or _is_left_out(value)):
                node = value.node if isinstance(value, (ObjectValue, External)) else None
                made = (path, node or form.NOWHERE)
                state.scope.names[name] = Client(USER, self.relations, made)


_NAMED = regex(r"supabase", re.I)


def _answers_like_one(value: Value) -> bool:
    return (
        isinstance(value, ObjectValue)
        and "from" in value.fields
        and bool(value.fields.keys() & {"auth", "rpc", "storage"})
    )


# Files of the app's own, as imports name them.
_OWN_FILE = regex(r"^(\.{1,2}|@|~|src)/[\w./-]*supabase[\w.-]*$", re.I)


def _is_left_out(value: Value) -> bool:
    """Whether it was to come from a file of the app's own that says what it is and that git ignores (`./supabaseClient`)."""
    return isinstance(value, External) and _OWN_FILE.match(value.path) is not None


def _own_fetch(options: Value | None) -> bool:
    """`{ global: { fetch } }`."""
    everywhere = options.fields.get("global") if isinstance(options, ObjectValue) else None
    return isinstance(everywhere, ObjectValue) and "fetch" in everywhere.fields


def _add_generated(program: Program, found: Found) -> None:
    """What the generated types tell beyond the SQL files."""
    by_name = {source.symbol: source for source in found.tables}
    for table in generated_tables(program):
        known = by_name.get(table.name)
        if known is None:
            found.tables.append(SqlTable(table))
        elif isinstance(known, SqlTable) and known.record.partial:
            known.record = completed(known.record, table)
