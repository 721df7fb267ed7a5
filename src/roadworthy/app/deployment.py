"""What runs the app and what surrounds its code."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location


class EnvironmentName(Struct, frozen=True):
    """An environment variable that the code reads."""

    name: str
    location: Location
    default: bool = False


class Command(Struct, frozen=True):
    """What a shell is told, as written; it may have several lines. `folder` is where it is told it ('' for the repository's
    top), `environment` what is set for it; what only the service knows is left out of it."""

    text: str
    location: Location
    folder: str = ""
    environment: tuple[tuple[str, str], ...] = ()


class Job(Struct, frozen=True):
    """One job of a pipeline. `uses` are the ready-made actions it calls; `needs` the jobs that must succeed before it."""

    name: str
    commands: tuple[Command, ...] = ()
    uses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Pipeline(Struct, frozen=True):
    """What a service runs when code is pushed or at a time. `triggers` are its events (push, pull_request, schedule, ...;
    push for systems that run on every one); `every` is the time of a schedule as written."""

    path: str
    triggers: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    every: str = ""


class Process(Struct, frozen=True):
    """Something that a file has run. `kind` is compose, docker, systemd, pm2, procfile, supervisor, kubernetes, or the name of a
    platform (render, fly, vercel, ...). `image` is a container's ('' when it is built here); `restarts` when it is started again after
    it ends; `check` is what asks whether it is well: a path or a command, '' for nothing."""

    name: str
    kind: str
    location: Location
    command: str = ""
    image: str = ""
    restarts: bool = False
    check: str = ""


class Schedule(Struct, frozen=True):
    """A command that something runs again and again, `every` as written."""

    command: str
    every: str
    location: Location


# The provider of a database that the app's own files run.
OWN_CONTAINER = "its own container"


class DataStore(Struct, frozen=True):
    """A database that a file sets up. `backup` is `on` or `off` where the file decides it, else ''; `says` is the setting."""

    name: str
    provider: str
    location: Location
    backup: str = ""
    says: str = ""


class Pin(Struct, frozen=True):
    """The version of a runtime (node, python) that a file asks for."""

    runtime: str
    version: str
    location: Location


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
    manifests: tuple[str, ...] = ()
    """Where packages are declared, the nearest to the root first."""
    all_scripts: tuple[tuple[str, str, str], ...] = ()
    """Of every package.json: its path, the script's name, the command."""
    pipelines: tuple[Pipeline, ...] = ()
    processes: tuple[Process, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    data_stores: tuple[DataStore, ...] = ()
    pins: tuple[Pin, ...] = ()

    def package(self, name: str) -> str | None:
        """The version of a dependency as written, None when it is not declared."""
        return dict(self.packages).get(name)
