"""What frameworks meet while the app is evaluated, before it becomes an App."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from roadworthy.app import Location
from roadworthy.app.cache_client import CacheClient
from roadworthy.app.database_client import DatabaseClient
from roadworthy.app.deployment import EnvironmentName
from roadworthy.app.policy import DatabaseRules
from roadworthy.app.pool import DatabasePool
from roadworthy.app.static_files import StaticFiles

if TYPE_CHECKING:
    from roadworthy.app import Component, Endpoint, Page, Query, Table, Work
    from roadworthy.interpret import Args, Program, Run, Value
    from roadworthy.interpret.containers import Closure
    from roadworthy.languages.form import Node


class Source:
    """Something that yields endpoints once every module is evaluated: an application, a router nobody mounts."""

    def endpoints(self, program: Program) -> list[Endpoint]:
        """The endpoints, each run to its end."""
        raise NotImplementedError


class TableSource:
    """Something that declares a table. `by_use` where nothing does, and all that is known is how queries name it."""

    symbol: str = ""
    by_use: bool = False

    @property
    def declared(self) -> TableSource:
        """What the code itself declares: another source where something is laid over it."""
        return self

    def table(self) -> Table:
        """The table as a record."""
        raise NotImplementedError


class Entry(Struct, frozen=True):
    """How a component is entered. `ahead` runs what stands before it (middleware, layouts) and leaves the run knowing
    what they made sure of; `arguments` are then what it is handed; `returned` hears of what it shows, and where; `remade` tells after the run
    why the page is made anew on each visit, '' when it is not."""

    ahead: Callable[[Run], None]
    arguments: Callable[[Run], Args]
    returned: Callable[[Run, Value, Node], None]
    remade: Callable[[Run], str] = field(default=lambda run: "")


class Found(Struct):
    """Collected over all frameworks during one build."""

    sources: list[Source] = field(default_factory=list)
    tables: list[TableSource] = field(default_factory=list)
    statics: list[StaticFiles] = field(default_factory=list)
    pools: list[DatabasePool] = field(default_factory=list)
    caches: list[CacheClient] = field(default_factory=list)
    environment: dict[str, EnvironmentName] = field(default_factory=dict)
    strategies: dict[str, Value] = field(default_factory=dict)
    middleware: list[str] = field(default_factory=list)
    roots: list[tuple[Value, Location]] = field(default_factory=list)
    routes: list[tuple[str, Value, Location]] = field(default_factory=list)
    components: dict[int, Closure] = field(default_factory=dict)
    stacks: set[str] = field(default_factory=set)
    jobs: list[Callable[[Program], Work | None]] = field(default_factory=list)
    """Work that nobody requests (a schedule, a queue, a signal), each run to its end once every module is evaluated."""
    pages: list[Callable[[Program], Page | None]] = field(default_factory=list)
    """Pages that a framework declares itself, apart from those that components do."""
    templates: list[Callable[[Program], list[Component]]] = field(default_factory=list)
    """What templates that a server renders show, once every endpoint was run."""
    server_files: set[str] = field(default_factory=set)
    """Modules whose components run on the server."""
    defaults: dict[str, Value] = field(default_factory=dict)
    by_type: dict[str, Callable[[], Value]] = field(default_factory=dict)
    """What a parameter annotated with a library's type is given, by the type's path."""
    by_decorator: dict[str, Callable[[Run, Args], Value | None]] = field(default_factory=dict)
    """What a constructor's parameter or a field under a library's decorator is given, by the decorator's path."""
    entries: dict[int, Entry] = field(default_factory=dict)
    """How a framework enters components that it shows as pages, by the identity of the component's value."""
    served: list[Callable[[Program], Component | None]] = field(default_factory=list)
    """What a framework runs on the server for a page beside its component."""
    boundary_files: set[str] = field(default_factory=set)
    """Modules whose component is shown in place of what failed."""
    declarations: list[Callable[[Program], None]] = field(default_factory=list)
    """Readers of files that are no modules (schema.prisma, SQL): they run before any module is evaluated."""
    fallbacks: list[Callable[[Program], None]] = field(default_factory=list)
    """What is tried once every module is evaluated, where nothing declared what it supplies."""
    asked: list[Callable[[Iterable[Query]], None]] = field(default_factory=list)
    """What is learned of the database from the questions put to it, once all are known."""
    limits_for_all: set[str] = field(default_factory=set)
    """Libraries of limiters that were given limits for every endpoint, not only for those that name one."""
    database: DatabaseRules = field(default_factory=DatabaseRules)
    clients: list[DatabaseClient] = field(default_factory=list)
