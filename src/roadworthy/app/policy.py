"""What the database itself decides about who gets where: row-level security, its policies, functions, views, buckets."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.database_client import DatabaseClient
from roadworthy.app.location import Location

# The roles that requests from outside run as: without and with a sign-in (PostgREST on Supabase).
OUTSIDERS = ("anon", "authenticated")
# The `claim` of a rule that looks a person up and, by a name that means another column, forgets the row.
SHADOWED = "shadowed"


class Rule(Struct, frozen=True):
    """What a policy's expression asks for, as far as it is understood.

    `kind`:
    - always, never: true and false;
    - signed in, signed out: whether there is a session;
    - owner: `column` of the row holds the person's key; with `table` set the row hangs on a row of that table which
      does (or on a membership in it); with `claim` email, by the address of the sign-in;
    - role: the person has a role: looked up in `table`, asked of `function`, or read from the token; with `claim` shadowed it was to
      be looked up for `column` of the row, which is compared with itself;
    - folder: the first part of a file's path is the person's key;
    - bucket: the file lies in the bucket `column`;
    - row: something about the row alone (`is_published`), whoever asks; `column` names what;
    - claimed: what the client itself sends and can make up (a header, `user_metadata`);
    - service: the service role, which no person is;
    - all, any: of `parts`;
    - unknown.
    """

    kind: str
    text: str = ""
    column: str = ""
    table: str = ""
    function: str = ""
    claim: str = ""
    parts: tuple[Rule, ...] = ()

    def leaves(self) -> Iterator[Rule]:
        """The single conditions it is made of."""
        if self.kind in ("all", "any"):
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self


class Policy(Struct, frozen=True):
    """A row-level policy. `table` carries its schema unless that is public; `command` is all, select, insert, update
    or delete; `roles` as written (public is everyone); `using` and `check` are the expressions as text ('' for none)."""

    table: str
    name: str
    command: str
    location: Location
    roles: tuple[str, ...] = ("public",)
    using: str = ""
    check: str = ""
    using_rule: Rule | None = None
    check_rule: Rule | None = None
    permissive: bool = True

    def applies(self, operation: str, role: str) -> bool:
        """Whether it speaks of an operation (select, insert, update, delete) by a role (anon, authenticated)."""
        named = self.command in ("all", operation)
        return named and ("public" in self.roles or role in self.roles)

    def reads_rule(self) -> Rule | None:
        """Which rows it lets be seen, changed or deleted."""
        return self.using_rule

    def writes_rule(self) -> Rule | None:
        """What a written row must be; USING stands in where WITH CHECK is not written."""
        return self.check_rule or self.using_rule


class RlsState(Struct, frozen=True):
    """Whether row-level security is on for a table. `forced` binds the owner as well."""

    table: str
    enabled: bool
    forced: bool
    location: Location


class Argument(Struct, frozen=True):
    """A parameter of a database function."""

    name: str
    type: str


class DatabaseFunction(Struct, frozen=True):
    """A function in the database. `definer` when it runs with its owner's rights, past every policy; `search_path` is
    what it pins ('' for nothing, '""' for the empty path); `executable` are the outside roles that may call it
    (anon, authenticated); `body` is its source. `trigger` functions cannot be called."""

    name: str
    location: Location
    schema: str = "public"
    arguments: tuple[Argument, ...] = ()
    returns: str = ""
    language: str = "sql"
    definer: bool = False
    search_path: str | None = None
    body: str = ""
    trigger: bool = False
    executable: tuple[str, ...] = OUTSIDERS
    volatility: str = "volatile"

    @property
    def callable(self) -> bool:
        """Whether requests from outside can call it by its name."""
        return not self.trigger and self.schema == "public" and bool(self.executable)


class Trigger(Struct, frozen=True):
    """A trigger. `timing` is before, after or instead of; `events` are insert, update, delete."""

    name: str
    table: str
    function: str
    timing: str
    events: tuple[str, ...]
    location: Location
    columns: tuple[str, ...] = ()


class View(Struct, frozen=True):
    """A view. `invoker` when it reads with the rights of who asks; else with its owner's, past every policy. `tables` are
    those it reads, `columns` what it shows, under its own names and under the tables'; `readable` the outside roles that may read it; `where` whether it keeps rows out by who asks."""

    name: str
    location: Location
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    invoker: bool = False
    materialized: bool = False
    readable: tuple[str, ...] = OUTSIDERS
    bound: bool = False


class Grant(Struct, frozen=True):
    """Rights on a table that were given to (`given`) or taken from an outside role, in the order of the files. `columns` is empty for whole rows."""

    table: str
    role: str
    privileges: tuple[str, ...]
    given: bool
    location: Location
    columns: tuple[str, ...] = ()


class Bucket(Struct, frozen=True):
    """A bucket of file storage. `limit` is the largest file in bytes (None: the project's own), `types` the MIME types let
    in (empty: all)."""

    name: str
    public: bool
    location: Location
    limit: int | None = None
    types: tuple[str, ...] = ()


class DatabaseRules(Struct, frozen=True):
    """Everything that SQL files say besides tables. `supabase` when the database is a Supabase project's, whose tables and
    functions the internet reaches directly; `documents` when the policies are Firestore's rules, by which pages reach its collections."""

    policies: tuple[Policy, ...] = ()
    row_security: tuple[RlsState, ...] = ()
    functions: tuple[DatabaseFunction, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    views: tuple[View, ...] = ()
    grants: tuple[Grant, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    clients: tuple[DatabaseClient, ...] = ()
    supabase: bool = False
    documents: bool = False

    def of_table(self, table: str) -> tuple[Policy, ...]:
        """The policies of a table."""
        return tuple(policy for policy in self.policies if policy.table == table)

    def secured(self, table: str) -> bool | None:
        """Whether row-level security is on; None when no file says anything of it."""
        state = next((one for one in self.row_security if one.table == table), None)
        return None if state is None else state.enabled

    def function(self, name: str) -> DatabaseFunction | None:
        """A function by its bare name; of several the last."""
        return next((one for one in reversed(self.functions) if one.name == name), None)
