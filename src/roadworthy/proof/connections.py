"""How many connections an app opens to its Postgres, told by the server itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from roadworthy.proof.experiment import database_of
from roadworthy.trial import Trial
from roadworthy.trial.postgres import APP_ROLE

# Postgres admits 100 by default and keeps three of them for administrators.
USUALLY_ADMITTED = 97
_OPENED = "select sessions as n from pg_stat_database where datname = current_database()"
_OPEN = "select count(*) as n from pg_stat_activity where usename <> current_user and datname = current_database()"
# A server process reports what it did when it ends or falls idle, at most a second later.
_REPORTED_SECONDS = 1.2
_LOOK_SECONDS = 0.02


def opened(trial: Trial) -> int:
    """How many connections were opened to the database since the server started, short ones too."""
    time.sleep(_REPORTED_SECONDS)
    return int(database_of(trial).query(_OPENED)[0]["n"])


def open_now(trial: Trial) -> int:
    """How many the app holds at this moment."""
    return int(database_of(trial).query(_OPEN)[0]["n"])


@contextmanager
def admitting(trial: Trial, connections: int) -> Iterator[None]:
    """The server admits no more than so many of the app's connections meanwhile."""
    database = database_of(trial)
    # Of a Supabase project the functions come as `postgres`; its own interface keeps a role for itself.
    role = APP_ROLE if trial.supabase is None else "postgres"
    database.execute(f'alter role "{role}" connection limit {connections}')
    try:
        yield
    finally:
        database.execute(f'alter role "{role}" connection limit -1')


class Watch:
    """Looks many times a second how many connections are open; `most` is the largest number seen. The watch has a connection of
    its own, which is not the app's."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._ended = threading.Event()
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.most = 0

    def __enter__(self) -> Watch:
        self._thread.start()
        self._begun.wait(5)
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join(5)

    def _look(self) -> None:
        while not self._ended.is_set():
            self.most = max(self.most, open_now(self._trial))
            self._begun.set()
            self._ended.wait(_LOOK_SECONDS)
