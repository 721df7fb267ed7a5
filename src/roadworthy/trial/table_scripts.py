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
_FILE = regex(r"['\"]([\w./-]+\.(?:sql|db|sqlite3?))['\"]")
# `db/init_db.py`, `scripts/init_db.py`.
_DEEPEST = 2
_MAKES = regex(r"CREATE\s+TABLE|executescript\(|create_all\(", re.IGNORECASE)


def table_scripts(folder: Path, application: str = "") -> tuple[str, ...]:
    """The commands, each of which may fail: a script in the app's folder, or one below, that makes tables, and the app's own command that
    does."""
    texts = source_texts(folder)
    found = [
        _command(folder, file, text)
        for file, text in sorted(texts.items(), key=lambda one: len(one[0].parts))
        if _SCRIPT.match(file.stem) and _MAKES.search(text) and _is_ours(folder, file, text)
    ]
    commands = (
        {match[1] for text in texts.values() for match in _COMMAND.finditer(text)} if application else ()
    )
    return (
        *found,
        *(f"python -m flask --app {shlex.quote(application)} {name}" for name in sorted(commands)),
    )


def _is_ours(folder: Path, file: Path, text: str) -> bool:
    """One further down may have been run once, and others after it, for the database that lies in the repository: that stays as it is."""
    if file.parent == folder:
        return True
    kept = [one for one in _FILE.findall(text) if not one.endswith(".sql")]
    there = any((place / one).is_file() for one in kept for place in (folder, file.parent))
    return len(file.relative_to(folder).parts) <= _DEEPEST and not there


def _command(folder: Path, file: Path, text: str) -> str:
    """Run where its author ran it: beside the files that it names, if they lie beside it alone (`open("schema.sql")` of `db/init_db.py`)."""
    if file.parent == folder:
        return f"python {shlex.quote(file.name)}"
    named = [one for one in _FILE.findall(text) if "/" not in one]
    beside = any((file.parent / one).is_file() and not (folder / one).is_file() for one in named)
    if beside:
        return f"cd {shlex.quote(str(file.parent.relative_to(folder)))} && python {shlex.quote(file.name)}"
    return f"PYTHONPATH=. python {shlex.quote(str(file.relative_to(folder)))}"
