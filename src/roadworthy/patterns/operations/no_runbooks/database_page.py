"""Runbook: the database does not answer."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks import shell as sh
from roadworthy.patterns.operations.no_runbooks.page import Page, bullets, kept, named, shell
from roadworthy.patterns.operations.no_runbooks.phrases import (
    ADDRESS,
    law,
    personal_tables,
    restart,
    write_down,
)
from roadworthy.views.failures.faults import Fault, database_server, database_variable
from roadworthy.views.failures.probe import database_path

_KINDS = {"postgres": "PostgreSQL", "mysql": "MySQL", "mongodb": "MongoDB", "hosted": "the hosted database"}


def database_page(app: App, fault: Fault) -> Page:
    """The runbook."""
    kind, variable = _KINDS[database_server(app)], database_variable(app)
    using = [endpoint for endpoint in app.endpoints if endpoint.queries]
    behind = f" behind {named([variable])}" if variable else ""
    path = database_path(app)
    return Page(
        title="The database does not answer",
        intro=(
            f"It is {kind}{behind}, with the tables {named(table.name for table in app.tables)}. "
            f"{len(using)} of the app's {len(app.endpoints)} endpoints need it. {ADDRESS}",
        ),
        signs=(
            bullets(
                (
                    f"{named([f'GET {path}'])} answers 5xx or not at all."
                    if path
                    else "Pages load, but every action fails.",
                    "The app's log names a refused or ended connection, a timeout, or too many clients.",
                )
            ),
        ),
        check=kept(
            (
                "Does the app answer? Exit code 0: it does, and the trouble lies elsewhere.",
                shell(sh.app_is_well(app)),
                "Does the database itself?"
                if sh.ask_database(app)
                else "Look at the database in its provider's console.",
                shell(sh.ask_database(app)),
            )
        ),
        contain=(
            "Stop deploys and scheduled jobs until it is over. Leave the app running: what it cannot store it refuses.",
        ),
        cure=_database_cure(app),
        confirm=(shell(sh.app_is_well(app)),),
        afterwards=kept(
            (
                bullets(
                    (
                        write_down("the database failed"),
                        "Rows are missing or wrong: do not restart again. Restore the newest backup into a second, empty database, compare, then switch.",
                    )
                ),
                law(named(personal_tables(app))) if personal_tables(app) else "",
            )
        ),
    )


def _database_cure(app: App) -> tuple[str, ...]:
    compose = any(
        posixpath.basename(path).startswith(("docker-compose", "compose."))
        for path in app.deployment.containers
    )
    blocks = [
        "It does not answer: restart it, with the button in its provider's console, or where it runs on your own machine:"
    ]
    if database_server(app) == "hosted":
        blocks = [
            "It does not answer: look at its provider's status page, and restart it with the button in the console."
        ]
    else:
        service = {"mysql": "mysql", "mongodb": "mongod"}.get(database_server(app), "postgresql")
        blocks += [shell("docker compose restart" if compose else f"sudo systemctl restart {service}")]
    if sh.speaks_sql(app):
        stuck = "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and state_change < now() - interval '1 minute'"
        blocks += [
            "It answers that there are too many clients: end those that hold a transaction and do nothing:",
            shell(sh.sql(app, stuck)),
        ]
    blocks += ["Its disk is full: make it larger in the console; never delete files of the database."]
    again = restart(app)
    return (
        *blocks,
        f"The app does not come back within a minute of that: {again[0][0].lower()}{again[0][1:]}",
        *again[1:],
    )
