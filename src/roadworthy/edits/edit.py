"""The records of a repair."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Review(StrEnum):
    """How much review a fix deserves before it is merged; every fix says it, there is no default."""

    GLANCE = "glance"
    READ = "read"
    THINK = "think"


class Change(Struct, frozen=True):
    """Replaces bytes `start` to `end` (exclusive) of a file by `text`; `start == end` inserts."""

    path: str
    start: int
    end: int
    text: str


class NewFile(Struct, frozen=True):
    """A file that did not exist. A path that exists already is left alone when its content is the same, else the repair is refused."""

    path: str
    text: str


class Package(Struct, frozen=True):
    """A dependency to add. `manager` is npm or pip; `version` as the manifest writes it (`^1.7.4`, `>=4.1`)."""

    name: str
    version: str
    manager: str
    dev: bool = False


class Migration(Struct, frozen=True):
    """A schema change for the app's own migration tool: SQL forward and back. Written only where the app has
    migrations; an app that pushes its schema needs the change of the schema file alone. Django's are not SQL but
    `operations` as it writes them, in the `folder` of one of its apps."""

    name: str
    up: str
    down: str
    operations: tuple[str, ...] = ()
    folder: str = ""


class Edits(Struct, frozen=True):
    """A repair: `title` is the commit's subject (imperative, at most 72 characters), `why` its body."""

    title: str
    why: str
    review: Review
    changes: tuple[Change, ...] = ()
    files: tuple[NewFile, ...] = ()
    packages: tuple[Package, ...] = ()
    migrations: tuple[Migration, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.changes or self.files or self.packages or self.migrations)


class Brief(Struct, frozen=True):
    """A gap without a mechanical repair: what a person or a coding agent needs to close it."""

    title: str
    task: str
    constraints: tuple[str, ...] = ()
    acceptance: tuple[str, ...] = ()
