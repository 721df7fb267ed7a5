"""Opens a file of the repository as everybody can who has a copy of it, and counts whom it tells of."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.regex import regex
from roadworthy.views.secrets.data_in_repository import data_in_repository
from roadworthy.views.secrets.exposure import Exposure

_SQLITE = b"SQLite format 3\0"
# The file may be hostile: nothing in it is to run.
_TABLES = "select name from sqlite_master where type = 'table' and sql not like 'create virtual%'"
_MAIL = regex(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
_HASH = regex(r"\$2[aby]\$\d\d\$|scrypt:\d+:\d+:\d+\$|pbkdf2[:_]sha\d+[:$]|\$argon2id?\$")


class Told(Struct, frozen=True):
    """How many addresses and hashes of passwords a file holds, and where: tables of a database, else the file."""

    people: int
    hashes: int
    where: str


def prove_dump(experiment: Experiment, app: App, exposure: Exposure) -> Reproduction:
    """Counted only, and not shown: they are real people."""
    path = exposure.subject
    if not any(file.path == path for file in app.repository.files):
        experiment.note("act", f"open {path} of the repository", shows="it is not there")
        return experiment.cleared(f"{path} is not in the repository")
    content = app.read(path)
    told = _of_database(content) if content.startswith(_SQLITE) else _of_text(content)
    command = f"sqlite3 {path} .dump" if content.startswith(_SQLITE) else f"less {path}"
    says = f"{told.people} address(es) and {told.hashes} hash(es) of passwords in {told.where}"
    experiment.note("act", f"open {path} as everybody can who has the repository", command, says)
    if not any(one.subject == path for one in data_in_repository(app)):
        return experiment.cleared(f"{path} tells of nobody any more")
    if not told.people:
        return experiment.untestable("it lies in the repository, and running the app shows nothing of it")
    return experiment.proven(f"Whoever has the repository opens {path} and reads {says}")


def _of_text(content: bytes) -> Told:
    text = content.decode("utf-8", "replace")
    return Told(len({one.lower() for one in _MAIL.findall(text)}), len(_HASH.findall(text)), "it")


def _of_database(content: bytes) -> Told:
    """Row by row, as its tables hold them: what was deleted and still lies in the file is not counted."""
    people: set[str] = set()
    hashes, tables = 0, []
    with TemporaryDirectory() as folder:
        file = Path(folder, "copy.db")
        file.write_bytes(content)
        connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute("pragma trusted_schema = off")
            for (table,) in connection.execute(_TABLES).fetchall():
                quoted = '"' + table.replace('"', '""') + '"'
                rows = connection.execute(f"select * from {quoted} limit 100000").fetchall()
                cells = " ".join(value for row in rows for value in row if isinstance(value, str))
                found = {one.lower() for one in _MAIL.findall(cells)}
                if found:
                    people |= found
                    hashes += len(_HASH.findall(cells))
                    tables.append(table)
        except sqlite3.DatabaseError:
            # It is damaged, or no database after all.
            return _of_text(content)
        finally:
            connection.close()
    return Told(len(people), hashes, ", ".join(tables) or "it")
