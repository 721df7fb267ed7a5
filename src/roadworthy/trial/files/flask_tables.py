"""Runs inside the app: imports it, as its server would, and makes the tables that its models declare.

The one argument is what the server takes: `module:name`, `module:factory()`, or the file that runs the app. What the app
does as it is imported (create_all, seeds) is done here once, before several workers do it at the same time.
"""

import importlib
import sys

from as_main import served


def application_of(target):
    """The app object."""
    if target.endswith(".py"):
        return served(target)
    sys.path.insert(0, "")
    module, _, name = target.partition(":")
    found = getattr(importlib.import_module(module), name.removesuffix("()"))
    return found() if name.endswith("()") else found


application = application_of(sys.argv[1])
flask = getattr(application, "app", application)
kept = getattr(flask, "extensions", {}).get("sqlalchemy")
database = getattr(kept, "db", kept)
if database is not None and hasattr(database, "create_all"):
    with flask.app_context():
        database.create_all()
