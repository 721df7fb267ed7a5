"""What frameworks meet while the app is evaluated, before it becomes an App."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from roadworthy.app import Location
from roadworthy.app.deployment import EnvironmentName
from roadworthy.app.pool import DatabasePool
from roadworthy.app.static_files import StaticFiles

if TYPE_CHECKING:
    from roadworthy.app import Endpoint, Page, Table, Work
    from roadworthy.interpret import Program, Value
    from roadworthy.interpret.values import Closure


class Source:
    """Something that yields endpoints once every module is evaluated: an application, a router nobody mounts."""

    def endpoints(self, program: Program) -> list[Endpoint]:
        """The endpoints, each run to its end."""
        raise NotImplementedError


class TableSource:
    """Something that declares a table."""

    symbol: str = ""

    def table(self) -> Table:
        """The table as a record."""
        raise NotImplementedError


@dataclass(slots=True)
class Found:
    """Collected over all frameworks during one build."""

    sources: list[Source] = field(default_factory=list)
    tables: list[TableSource] = field(default_factory=list)
    statics: list[StaticFiles] = field(default_factory=list)
    pools: list[DatabasePool] = field(default_factory=list)
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
    server_files: set[str] = field(default_factory=set)
    """Modules whose components run on the server."""
    defaults: dict[str, Value] = field(default_factory=dict)
    by_type: dict[str, Callable[[], Value]] = field(default_factory=dict)
    """What a parameter annotated with a library's type is given, by the type's path."""
