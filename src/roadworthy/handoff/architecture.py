"""The architecture page: what the app is made of and how it is run."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.edits.markdown import escaped
from roadworthy.handoff.diagram import counted, database_name, diagram, pages_stack, server_stack
from roadworthy.handoff.table import name, names, table
from roadworthy.proof.own_commands import OwnCommands, own_commands
from roadworthy.views.failures.faults import SERVICE, faults
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import owner_of

ORIGIN = (
    "Written by Roadworthy from the source. It shows what the code does, not why: add the reasons, and correct it "
    "whenever the code changes."
)


def architecture(app: App, name: str = "") -> str:
    """The page as Markdown; `name` is the app's where its folder does not tell it."""
    blocks = [
        f"# Architecture of {escaped(name or app.deployment.name or 'the app')}",
        _summary(app),
        ORIGIN,
        diagram(app),
    ]
    blocks += ["## How to run it", *_running(own_commands(app))]
    blocks += _part("Environment", _ENVIRONMENT, _environment(app))
    blocks += _part("Endpoints", _ENDPOINTS, _endpoints(app))
    blocks += _part("Pages", "", _pages(app))
    blocks += _part("Tables", "What is personal in them stands in [data-map.md](data-map.md).", _tables(app))
    blocks += _part("Outside services", "", _services(app))
    return "\n\n".join(blocks) + "\n"


_ENVIRONMENT = (
    "The names that the code reads. Values belong to the place where the app runs, never into the repository."
)
_ENDPOINTS = (
    "In the order of the code. *Who* is what the code itself makes sure of before it answers or changes anything: "
    "anyone; signed in; signed in, own rows; or a role."
)


def _part(title: str, intro: str, rows: str) -> list[str]:
    """A section, when there is something to show in it."""
    return [f"## {title}", *([intro] if intro else []), rows] if rows else []


def _summary(app: App) -> str:
    parts = []
    if app.endpoints:
        parts.append(f"a server ({escaped(server_stack(app))}; {counted(len(app.endpoints), 'endpoint')})")
    if app.tables:
        parts.append(f"a {database_name(app)} database ({counted(len(app.tables), 'table')})")
    if app.pages or app.components:
        parts.append(f"pages ({escaped(pages_stack(app))}; {counted(len(app.pages), 'route')})")
    services = [fault.service for fault in faults(app) if fault.kind == SERVICE]
    if services:
        parts.append(f"calls to {names(services)}")
    return f"It consists of {', '.join(parts)}." if parts else "Nothing of a web app was found in it."


# --- how to run it -----------------------------------------------------------------------------------


def _running(commands: OwnCommands) -> Iterator[str]:
    steps = (
        ("Install", commands.install),
        ("Make the tables", commands.schema),
        ("Add the first rows", commands.seed),
        ("Build", commands.build),
        ("Start", commands.start),
    )
    told = [(title, command) for title, command in steps if command]
    if not told:
        yield "Nothing in the repository says how it is run: write it here."
    for title, command in told:
        yield f"**{title}**"
        yield f"```sh\n{commands.line(command)}\n```"


def _environment(app: App) -> str:
    return table(
        ("name", "read at"),
        ((name(one.name), name(str(one.location))) for one in app.deployment.environment),
    )


# --- what it offers ----------------------------------------------------------------------------------


def _endpoints(app: App) -> str:
    return table(
        ("endpoint", "who", "reads", "writes", "asks", "code"),
        (_endpoint(app, endpoint) for endpoint in app.endpoints),
    )


def _endpoint(app: App, endpoint: Endpoint) -> tuple[str, ...]:
    reads = [query.table for query in endpoint.queries if query.operation == "select"]
    writes = [query.table for query in endpoint.queries if query.operation != "select"]
    return (
        name(endpoint.subject),
        who(app, endpoint),
        names(reads),
        names(writes),
        names(call.service for call in endpoint.services),
        name(str(endpoint.location)),
    )


def who(app: App, endpoint: Endpoint) -> str:
    """Whom the endpoint's own code lets through."""
    access = Access(endpoint)
    guards = access.anywhere()
    if ROLE in guards:
        return "a role"
    if OWNER in guards or _own_rows_only(app, endpoint, access):
        return "signed in, own rows"
    return "signed in" if SIGNED_IN in guards else "anyone"


def _own_rows_only(app: App, endpoint: Endpoint, access: Access) -> bool:
    """Whether of the tables whose rows belong to people only the person's own are touched."""
    owned = [q for q in endpoint.queries if q.operation != "insert" and owner_of(app, q.table) is not None]
    return bool(owned) and all(OWNER in access.at_query(q) or OWNER in access.after_query(q) for q in owned)


def _pages(app: App) -> str:
    return table(
        ("route", "component", "code"),
        (
            (name(page.route), name(page.component) if page.component else "", name(page.file))
            for page in app.pages
        ),
    )


def _tables(app: App) -> str:
    return table(
        ("table", "columns", "declared at"),
        (
            (name(one.name), names(column.name for column in one.columns), name(str(one.location)))
            for one in app.tables
        ),
    )


def _services(app: App) -> str:
    return table(
        ("service", "asked for", "by", "code"),
        (
            (
                name(fault.service),
                names(call.operation for _, call in fault.calls),
                names(subject for subject, _ in fault.calls),
                names(str(call.location) for _, call in fault.calls),
            )
            for fault in faults(app)
            if fault.kind == SERVICE
        ),
    )
