"""A database that is a file beside the code, where the platform gives every start an empty disk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.persistence.missing_constraint.finding import DISK, MissingConstraint
from roadworthy.regex import regex
from roadworthy.views.failures.faults import database_variable
from roadworthy.views.operations.database_files import named_database_file

# Their documentation: "Ephemeral filesystem" (Heroku, https://devcenter.heroku.com/articles/dynos), "Persistent disks" (Render: "By
# default, services have an ephemeral filesystem", https://render.com/docs/disks), "Is SQLite supported in Vercel?" (no:
# https://vercel.com/guides/is-sqlite-supported-in-vercel).
_EMPTIED = {
    "vercel": "Vercel",
    "netlify": "Netlify",
    "render": "Render",
    "heroku": "Heroku",
    "procfile": "the platform of the Procfile",
}
# What the platforms themselves set, and nobody else.
_OWN_NAMES = {"VERCEL": "Vercel", "VERCEL_URL": "Vercel", "VERCEL_ENV": "Vercel", "DYNO": "Heroku"}
_DISK = regex(r"^\s*-?\s*(disk|mountPath)\s*:", re.M)


def file_that_is_lost(app: App) -> Iterator[Verdict]:
    """One verdict where the code names a file of SQLite and nothing else, and a file of the repository says where it runs."""
    place, host = app.view(named_database_file), _emptied_by(app)
    if place is None or host is None or not app.tables or database_variable(app):
        return
    name, told = host
    yield gap(
        "the database's file",
        f"The database is a file on the server's own disk, which {name} empties at each start",
        impact="Lost data: every row is gone after the next deploy or restart, and two servers have two databases",
        locations=(place, told),
        evidence=(
            f"{place} names a file of SQLite, and no setting can name another database",
            f"{told} has {name} run the app, with no disk that stays",
        ),
        severity=Severity.HIGH,
        details=MissingConstraint(DISK),
        anchor=DISK,
    )


def _emptied_by(app: App) -> tuple[str, Location] | None:
    """The platform that runs the app on a disk which does not stay, and the file, or the variable of the platform's own, that says so."""
    for process in app.deployment.processes:
        if process.kind in _EMPTIED and not _DISK.search(app.text(process.location.path)):
            return _EMPTIED[process.kind], process.location
    own = (one for one in app.deployment.environment if one.name in _OWN_NAMES)
    return next(((_OWN_NAMES[one.name], one.location) for one in own), None)
