"""Sentences that several runbooks share."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks.page import named, shell
from roadworthy.proof.own_commands import own_commands
from roadworthy.views.people.personal import personal_data

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
    """The tables with personal data."""
    return list(personal_data(app))
