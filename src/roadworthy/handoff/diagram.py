"""A picture of what an app is made of, in Mermaid's own words."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.regex import regex
from roadworthy.views.failures.faults import SERVICE, database_in_file, database_server, faults

# Mermaid reads quotes, brackets, semicolons and percent signs; nothing of an app's names may be read.
_UNREADABLE = regex(r"[^\w .,:/@+-]")
_DATABASES = {
    "postgres": "PostgreSQL",
    "mysql": "MySQL",
    "mongodb": "MongoDB",
    "hosted": "hosted database",
}


def diagram(app: App) -> str:
    """A fenced flowchart: people, pages, server, database, outside services."""
    lines = ["```mermaid", "flowchart LR", "  people([People])"]
    if app.pages or app.components:
        lines += [
            f'  pages["{_label(f"Pages: {len(app.pages)}, {pages_stack(app)}")}"]',
            "  people --> pages",
        ]
    if app.endpoints:
        asked_by = "pages" if app.pages or app.components else "people"
        server = f"Server: {server_stack(app)}, {counted(len(app.endpoints), 'endpoint')}"
        lines += [f'  server["{_label(server)}"]', f"  {asked_by} --> server"]
    source = "server" if app.endpoints else "pages"
    if app.tables:
        stored = f"{database_name(app)}: {counted(len(app.tables), 'table')}"
        lines += [f'  database[("{_label(stored)}")]', f"  {source} --> database"]
    for number, fault in enumerate((f for f in faults(app) if f.kind == SERVICE), start=1):
        lines += [f'  service{number}["{_label(fault.service)}"]', f"  {source} --> service{number}"]
    return "\n".join([*lines, "```"])


def _label(text: str) -> str:
    return _UNREADABLE.sub("?", text)[:80]


def database_name(app: App) -> str:
    """What people call the kind of database."""
    if database_in_file(app):
        return "SQLite"
    return _DATABASES.get(database_server(app), "database")


def server_stack(app: App) -> str:
    """What the server is written with: `express, drizzle`."""
    used = dict.fromkeys([*(e.framework for e in app.endpoints), *(t.library for t in app.tables)])
    return ", ".join(stack for stack in used if stack) or "its own"


def pages_stack(app: App) -> str:
    """What the pages are written with."""
    used = dict.fromkeys(component.framework for component in app.components)
    return ", ".join(stack for stack in used if stack) or "no framework"


def counted(number: int, what: str) -> str:
    """`1 table`, `7 tables`."""
    return f"{number} {what}" + ("" if number == 1 else "s")
