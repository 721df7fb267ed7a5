"""Ownership in Flask and Django: a guard on the view, or a look-up that finds only one's own rows."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.edits import Change, NewFile, django, flask
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.python_modules import module_name
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.views.people.people import users_table


def flask_ownership(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    """A decorator that looks the row up and answers 404 unless it is the caller's own."""
    table, people = app.table(found.query.table), users_table(app)
    database = flask.database_module(app)
    if table is None or people is None or database is None or found.key[0] != "params":
        return [], []
    key, owner = table.column(found.key_column), table.column(found.owner_column)
    if key is None or owner is None or not flask.uses_flask_login(app) or len(people.primary_key) != 1:
        return [], []
    session, made_in = database
    path = f"{flask.package_folder(app, found.endpoint)}/ownership.py".lstrip("/")
    source = SourceFile(app, found.endpoint.handler.path)
    symbol = table.symbol
    guard = flask.guard_view(
        app, found.endpoint, f'require_owner({symbol}.{key.field}, {symbol}.{owner.field}, "{found.key[1]}")'
    )
    if guard is None:
        return [], []
    changes = [guard, *import_from(source, ["require_owner"], module_name(app, source, path))]
    changes += flask.import_of_file(app, source, [symbol], table.location.path)
    text = fill(
        __package__,
        "flask_ownership.py",
        SESSION=session,
        DATABASE=module_name(app, source, made_in),
        KEY=people.primary_key[0],
    )
    return changes, [NewFile(path, text)]


def django_ownership(app: App, found: AccessGap) -> tuple[list[Change], list[NewFile]]:
    """The look-up asks for the owner too."""
    table = app.table(found.query.table)
    owner = table.column(found.owner_column) if table is not None else None
    if owner is None or owner.references is None:
        return [], []
    field = owner.field.removesuffix("_id") if owner.field.endswith("_id") else owner.field
    return django.narrow(app, found.endpoint, found.query, field), []
