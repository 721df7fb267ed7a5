"""The schema while files are replayed: what each statement so far has left."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from roadworthy.app import Location
from roadworthy.app.policy import OUTSIDERS, Bucket, Grant

PUBLIC = "public"


class ColumnState(Struct):
    """A column so far. `key` and `reference_key` are the names of the constraints that made it unique and tie it."""

    name: str
    type: str
    location: Location
    nullable: bool = True
    primary: bool = False
    unique: bool = False
    default: str = ""
    reference: tuple[str, str, str] | None = None
    key: str = ""
    reference_key: str = ""


class KeyState(Struct):
    """An index or a key of several columns so far."""

    name: str
    columns: tuple[str, ...]
    location: Location
    unique: bool = False
    where: str = ""
    method: str = ""
    expression: str = ""


class CheckState(Struct):
    """A CHECK so far; `values` are the words it lets into `column`."""

    name: str
    text: str
    column: str = ""
    values: tuple[str, ...] = ()


class TableState(Struct):
    """A table so far. `created` is False while files only change it: it was made by hand, or in a file that is not here."""

    name: str
    location: Location
    created: bool = False
    columns: dict[str, ColumnState] = field(default_factory=dict)
    keys: list[KeyState] = field(default_factory=list)
    checks: list[CheckState] = field(default_factory=list)
    primary: tuple[str, ...] = ()
    primary_key: str = ""


class PolicyState(Struct):
    """A policy so far, its expressions still as nodes."""

    table: str
    name: str
    command: str
    location: Location
    roles: tuple[str, ...]
    using: Any
    check: Any
    permissive: bool = True


class SecurityState(Struct):
    """Row-level security of a table so far."""

    enabled: bool
    forced: bool
    location: Location


class FunctionState(Struct):
    """A function so far. `roles` may execute it."""

    name: str
    schema: str
    arguments: tuple[tuple[str, str], ...]
    location: Location
    returns: str = ""
    language: str = "sql"
    definer: bool = False
    search_path: str | None = None
    body: str = ""
    volatility: str = "volatile"
    roles: set[str] = field(default_factory=set)


class ViewState(Struct):
    """A view so far. `roles` may read it."""

    name: str
    location: Location
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    bound: bool
    invoker: bool = False
    materialized: bool = False
    roles: set[str] = field(default_factory=set)


class TriggerState(Struct):
    """A trigger so far."""

    name: str
    table: str
    function: str
    timing: str
    events: tuple[str, ...]
    location: Location
    columns: tuple[str, ...] = ()


class SchemaState(Struct):
    """Everything so far. `*_roles` are those that new functions and tables are given to: a Supabase project gives both to
    its outside roles by default (`ALTER DEFAULT PRIVILEGES`, until projects made since 2026-05-30)."""

    tables: dict[str, TableState] = field(default_factory=dict)
    enums: dict[str, list[str]] = field(default_factory=dict)
    domains: dict[str, tuple[str, Any]] = field(default_factory=dict)
    policies: dict[tuple[str, str], PolicyState] = field(default_factory=dict)
    security: dict[str, SecurityState] = field(default_factory=dict)
    functions: dict[tuple[str, tuple[str, ...]], FunctionState] = field(default_factory=dict)
    triggers: dict[tuple[str, str], TriggerState] = field(default_factory=dict)
    views: dict[str, ViewState] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    buckets: dict[str, Bucket] = field(default_factory=dict)
    function_roles: set[str] = field(default_factory=lambda: {PUBLIC, *OUTSIDERS})
    table_roles: set[str] = field(default_factory=lambda: set(OUTSIDERS))

    def table(self, name: str, location: Location) -> TableState:
        """A table that a statement names; one that no file has created is begun here."""
        if name not in self.tables:
            self.tables[name] = TableState(name, location)
        return self.tables[name]
