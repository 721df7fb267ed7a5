"""Sentences that several runbooks share."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.app.people import owner_of, personal_columns, users_table
from roadworthy.patterns.operations.no_runbooks.page import named, shell
from roadworthy.proof.own_commands import own_commands

ADDRESS = "`BASE_URL` stands for the address of the app, `http://localhost:PORT` on its own machine; the other names are those of its environment."


def restart(app: App) -> tuple[str, ...]:
    """How the app is started again."""
    commands = own_commands(app)
    where = (
        f" (the platform of {named(app.deployment.platforms, 2)} has a button for it)"
        if app.deployment.platforms
        else ""
    )
    if not commands.start:
        return (f"Restart the app the way it is run{where}.",)
    return (f"Restart the app{where}. Where you run it by hand:", shell(commands.line(commands.start)))


def write_down(fault: str) -> str:
    return f"Write down in the team's log: when {fault}, who noticed and how, what you did and when it was over, and one change that would have shown it earlier."


def law(tables: str) -> str:
    return (
        f"If somebody may have seen or lost personal data ({tables}), the 72 hours in which the supervisory authority must be told "
        "(Art. 33 GDPR) run from now: tell whoever is responsible at once, even with half the facts."
    )


def personal_tables(app: App) -> list[str]:
    """Tables with personal data: people's own, and those whose rows belong to a person."""
    people = users_table(app)
    own = [table for table in app.tables if table == people or owner_of(app, table.name) is not None]
    return [table.name for table in own if personal_columns(table)]
