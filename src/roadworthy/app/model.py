"""The whole app."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from roadworthy.app.browser_call import BrowserCall
from roadworthy.app.cache_client import CacheClient
from roadworthy.app.component import Component, Page
from roadworthy.app.deployment import Deployment
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.idle_guard import IdleGuard
from roadworthy.app.location import Location
from roadworthy.app.policy import DatabaseRules
from roadworthy.app.pool import DatabasePool
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.app.static_files import StaticFiles
from roadworthy.app.table import Table
from roadworthy.app.use import Use
from roadworthy.app.work import Work, works_of
from roadworthy.languages.form import Module
from roadworthy.source import Repository, as_text

View = TypeVar("View")

KEPT_FILE = 256 * 1024
"""Bytes of a file above which its content is not kept: it is data, and hardly anything asks for it twice."""

KEPT_FILES = 64 * 1024 * 1024
"""Bytes of all contents that are kept."""


class Unknown(Struct, frozen=True):
    """Something that was not understood, and why: a listed hole in the audit, never silence. `line` is 0 for a whole file."""

    path: str
    line: int
    reason: str

    @property
    def place(self) -> str:
        """`path:line`, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


class App:
    """What was understood of one repository. Read-only once built; `view` caches what is derived from it."""

    def __init__(
        self,
        repository: Repository,
        *,
        modules: dict[str, Module],
        endpoints: tuple[Endpoint, ...] = (),
        pages: tuple[Page, ...] = (),
        components: tuple[Component, ...] = (),
        tables: tuple[Table, ...] = (),
        database: DatabaseRules | None = None,
        statics: tuple[StaticFiles, ...] = (),
        pools: tuple[DatabasePool, ...] = (),
        caches: tuple[CacheClient, ...] = (),
        loose_browser_calls: tuple[BrowserCall, ...] = (),
        loose_services: tuple[ServiceCall, ...] = (),
        loose_uses: tuple[Use, ...] = (),
        jobs: tuple[Work, ...] = (),
        middleware: tuple[str, ...] = (),
        deployment: Deployment,
        unknown: tuple[Unknown, ...] = (),
        idle_guards: tuple[IdleGuard, ...] = (),
        stacks: tuple[str, ...] = (),
    ) -> None:
        self.repository = repository
        self.modules = modules
        self.endpoints = endpoints
        self.pages = pages
        self.components = components
        self.tables = tables
        self.database = database or DatabaseRules()
        self.statics = statics
        self.pools = pools
        self.caches = caches
        self.loose_browser_calls = loose_browser_calls
        self.loose_services = loose_services
        self.loose_uses = loose_uses
        self.jobs = jobs
        self.middleware = middleware
        self.deployment = deployment
        self.unknown = unknown
        self.idle_guards = idle_guards
        self.stacks = stacks
        self._views: dict[Callable[..., object], object] = {}
        self._contents: dict[str, bytes] = {}
        self._kept = 0

    @property
    def root(self) -> Path:
        """The repository's folder."""
        return self.repository.root

    def read(self, path: str) -> bytes:
        """The content of a file of the repository, as it was when it was first asked for: many views ask for the same.

        Raises UsageError as `Repository.read` does.
        """
        content = self._contents.get(path)
        if content is None:
            content = self.repository.read(path)
            if len(content) <= KEPT_FILE and self._kept + len(content) <= KEPT_FILES:
                self._contents[path] = content
                self._kept += len(content)
        return content

    def source(self, place: Location) -> bytes:
        """What stands at a place. Raises as `read` does."""
        return self.read(place.path)[place.start : place.end]

    def text(self, path: str) -> str:
        """The same as text, as `Repository.text` makes it."""
        return as_text(self.read(path))

    def view(self, derive: Callable[[App], View]) -> View:
        """What `derive` makes of this app, computed once however many patterns ask."""
        if derive not in self._views:
            self._views[derive] = derive(self)
        return self._views[derive]  # type: ignore[return-value]

    def table(self, name: str) -> Table | None:
        """A table by its name in the database or in the code."""
        return self._tables_by_name.get(name)

    @cached_property
    def _tables_by_name(self) -> dict[str, Table]:
        by_symbol = {table.symbol: table for table in self.tables}
        return by_symbol | {table.name: table for table in self.tables}

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """Every query that endpoints, components and jobs make."""
        return tuple(query for work in self.works for query in work.queries)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """Everything that does something for somebody: endpoints, components, jobs."""
        return tuple(works_of(self.endpoints, self.components, self.pages, self.jobs))

    def endpoint(self, subject: str) -> Endpoint | None:
        """An endpoint by its subject, `GET /api/orders/:id`."""
        return self._endpoints_by_subject.get(subject)

    @cached_property
    def _endpoints_by_subject(self) -> dict[str, Endpoint]:
        # The first of each name is the one that is meant.
        return {endpoint.subject: endpoint for endpoint in reversed(self.endpoints)}
