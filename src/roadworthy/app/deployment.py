"""What runs the app and what surrounds its code."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location


class EnvironmentName(Struct, frozen=True):
    """An environment variable that the code reads."""

    name: str
    location: Location
    default: bool = False


class Deployment(Struct, frozen=True):
    """Files and settings around the code.

    `scripts` are package.json's; `lockfiles`, `ci`, `containers`, `platforms` and `documents` are paths; `packages` are
    the declared dependencies with their versions as written; `manager` is npm, pnpm, yarn, bun, pip, uv or poetry.
    """

    name: str = ""
    scripts: tuple[tuple[str, str], ...] = ()
    packages: tuple[tuple[str, str], ...] = ()
    lockfiles: tuple[str, ...] = ()
    ci: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    environment: tuple[EnvironmentName, ...] = ()
    manager: str = ""
    migrations: tuple[str, ...] = ()
    migration_tool: str = ""

    def package(self, name: str) -> str | None:
        """The version of a dependency as written, None when it is not declared."""
        return dict(self.packages).get(name)
