"""The scripts by which a Python app's tables are made by hand, once, before it first starts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.python_application import source_texts

# `init_db.py`, `create_tables.py`, `db_setup.py`, and commands of Flask's own so named.
_NAMED = r"(init|create|setup|make|build)[-_]?(the[-_])?(db|database|tables|schema)|(db|database|schema)[-_]?(init|setup)"
_SCRIPT = regex(rf"^({_NAMED})$", re.IGNORECASE)
_COMMAND = regex(rf"\.command\(\s*(?:name=)?['\"]({_NAMED})['\"]", re.IGNORECASE)
_MAKES = regex(r"CREATE\s+TABLE|executescript\(|create_all\(", re.IGNORECASE)


def table_scripts(folder: Path, application: str = "") -> tuple[str, ...]:
    """The commands, each of which may fail: a script in the app's folder that makes tables, and the app's own command that does."""
    texts = source_texts(folder)
    found = [
        f"python {shlex.quote(file.name)}"
        for file, text in texts.items()
        if file.parent == folder and _SCRIPT.match(file.stem) and _MAKES.search(text)
    ]
    commands = (
        {match[1] for text in texts.values() for match in _COMMAND.finditer(text)} if application else ()
    )
    return (
        *found,
        *(f"python -m flask --app {shlex.quote(application)} {name}" for name in sorted(commands)),
    )
