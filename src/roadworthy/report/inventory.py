"""The inventory: what the app consists of, as the report lists it."""

from __future__ import annotations

from roadworthy.app import App, Query, Table
from roadworthy.report.record import (
    EndpointEntry,
    FlowEntry,
    Inventory,
    PageEntry,
    QueryEntry,
    ServiceEntry,
    TableEntry,
)
from roadworthy.views.people.people import personal_columns


def inventory_of(app: App) -> Inventory:
    """Endpoints, pages, tables, queries, flows of personal data, services; each sorted by where it stands."""
    return Inventory(
        endpoints=tuple(
            EndpointEntry(
                e.method, e.path, e.location.path, e.location.start_line, tuple(m.name for m in e.middleware)
            )
            for e in app.endpoints
        )
        + _routines(app),
        pages=tuple(PageEntry(page.route, page.file) for page in app.pages),
        tables=tuple(_table(table) for table in app.tables),
        queries=_queries(app),
        flows=_flows(app),
        services=_services(app),
    )


def _routines(app: App) -> tuple[EndpointEntry, ...]:
    """The functions of the database that requests call by their name."""
    called = [one for one in app.database.functions if app.database.supabase and one.callable]
    return tuple(
        EndpointEntry("RPC", one.name, one.location.path, one.location.start_line, one.executable)
        for one in called
    )


def _table(table: Table) -> TableEntry:
    names = tuple(column.name for column in table.columns)
    place = table.location
    return TableEntry(table.name, place.path, place.start_line, names, personal_columns(table))


def _queries(app: App) -> tuple[QueryEntry, ...]:
    return tuple(
        QueryEntry(
            endpoint.subject, query.operation, query.table, query.location.path, query.location.start_line
        )
        for endpoint in app.endpoints
        for query in endpoint.queries
    )


def _services(app: App) -> tuple[ServiceEntry, ...]:
    calls = [call for endpoint in app.endpoints for call in endpoint.services] + list(app.loose_services)
    entries = {
        ServiceEntry(call.service, call.operation, call.client, call.location.path, call.location.start_line)
        for call in calls
    }
    return tuple(sorted(entries, key=lambda entry: (entry.service, entry.file, entry.line, entry.operation)))


def _flows(app: App) -> tuple[FlowEntry, ...]:
    flows = []
    for table in app.tables:
        personal = personal_columns(table)
        if personal:
            enters = _subjects(app, table, set(personal), writing=True)
            leaves = _subjects(app, table, set(personal), writing=False)
            flows.append(FlowEntry(table.name, personal, enters, leaves))
    return tuple(flows)


def _subjects(app: App, table: Table, personal: set[str], *, writing: bool) -> tuple[str, ...]:
    touches = _writes_personal if writing else _reads_personal
    found = {
        endpoint.subject
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.table in (table.name, table.symbol) and touches(query, table, personal)
    }
    return tuple(sorted(found))


def _writes_personal(query: Query, table: Table, personal: set[str]) -> bool:
    if query.operation not in ("insert", "update", "upsert"):
        return False
    named = {table.database_name(write.column) for write in query.writes}
    return bool(query.spreads) or bool(named & personal)


def _reads_personal(query: Query, table: Table, personal: set[str]) -> bool:
    named = {table.database_name(column) for column in query.columns}
    return query.operation == "select" and (not named or bool(named & personal))
