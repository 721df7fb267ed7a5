"""What makes the work that a gap names take long: a slow disk, a locked table, a service that does not answer, or nothing but itself."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.blocking_work.finding import BlockingGap
from roadworthy.proof.experiment import database_of
from roadworthy.proof.slow_disk import SlowDisk, slow_disk
from roadworthy.proof.valid_request import asks_who_sends
from roadworthy.trial import Database, Response, Trial
from roadworthy.trial.sqlite_database import SqliteDatabase
from roadworthy.views.code.blocking import Blocking

_SLOW_SECONDS = 1.5
# Work of its own length is repeated until it is as long; what is shorter than this is felt by nobody.
_FELT_SECONDS = 0.02
_MOST_AT_ONCE = 40
_ASKED = "asks the database for "
_CHANGED = "has the database change "
# In the second, others may go on reading: who signs the request in is looked up before, and must not wait instead.
_READ_LOCK, _WRITE_LOCK = "ACCESS EXCLUSIVE", "SHARE"

Send = Callable[[], Response]


class Fault:
    """`says` tells what is done, `meanwhile` when; `seconds` is how long the work takes at least, `number` how often it is served."""

    says = ""
    meanwhile = ""
    seconds = _SLOW_SECONDS
    number = "1 is"

    @contextmanager
    def prepared(self, trial: Trial) -> Iterator[None]:
        """What has to be there before and is gone afterwards."""
        yield

    def served(self, trial: Trial, send: Send) -> list[Response]:
        """The heavy request while the fault lasts."""
        return [send()]

    def counted(self, seconds: float) -> float:
        """Of the time that the heavy requests took, how much is the fault's."""
        return min(seconds, self.seconds)


class SlowFiles(Fault):
    """Every operation on a file takes longer, the asynchronous ones too."""

    says = f"the disk takes {_SLOW_SECONDS} s for each operation on a file, and so does each program that is waited for"
    meanwhile = f"while the disk took {_SLOW_SECONDS} s"

    def __init__(self) -> None:
        self._disk: SlowDisk | None = None

    @contextmanager
    def prepared(self, trial: Trial) -> Iterator[None]:
        with slow_disk(trial, round(_SLOW_SECONDS * 1000)) as self._disk:
            yield

    def served(self, trial: Trial, send: Send) -> list[Response]:
        assert self._disk is not None
        with self._disk.on():
            return [send()]


class LockedTable(Fault):
    """Somebody else holds the table, as a migration does."""

    meanwhile = f"while the database made the heavy one wait {_SLOW_SECONDS} s"

    def __init__(self, table: str, mode: str = _READ_LOCK) -> None:
        self._table, self._mode = table, mode
        against = "" if mode == _READ_LOCK else " against changes"
        self.says = (
            f"another connection locks {table}{against} for {_SLOW_SECONDS} s each time, as a migration would"
        )

    @property
    def lets_read(self) -> bool:
        """Whether others may go on reading meanwhile."""
        return self._mode != _READ_LOCK

    def served(self, trial: Trial, send: Send) -> list[Response]:
        locked, released = threading.Event(), threading.Event()
        database = database_of(trial)

        def hold() -> None:
            with _holding(database, self._table, self._mode):
                locked.set()
                time.sleep(_SLOW_SECONDS)
            released.set()

        holder = threading.Thread(target=hold, daemon=True)
        holder.start()
        locked.wait(10)
        answer = send()
        holder.join(10)
        return [answer] if released.is_set() else []


def waits_at_the_door(fault: Fault, trial: Trial, endpoint: Endpoint) -> bool:
    """Whether a request waits for the lock before it comes to its own work: at a guard, which a framework may run beside its loop."""
    locked = isinstance(fault, LockedTable) and not fault.lets_read
    return locked and isinstance(trial.database, SqliteDatabase) and asks_who_sends(endpoint)


@contextmanager
def _holding(database: Database, table: str, mode: str) -> Iterator[None]:
    """Nobody else gets at the table, or changes it; in SQLite, at the whole file (sqlite.org/lang_transaction.html: beside an immediate
    transaction others read on)."""
    if isinstance(database, SqliteDatabase):
        with closing(sqlite3.connect(database.file, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE" if mode == _READ_LOCK else "BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        return
    database.query("BEGIN")
    database.query(f"LOCK TABLE {database.quoted(table)} IN {mode} MODE")
    yield
    database.query("ROLLBACK")


class SlowService(Fault):
    """The services outside take their time."""

    says = f"every outside service takes {_SLOW_SECONDS} s to answer"
    meanwhile = f"while the service took {_SLOW_SECONDS} s"

    @contextmanager
    def prepared(self, trial: Trial) -> Iterator[None]:
        trial.doubles.tell("*", ("slow", _SLOW_SECONDS))
        try:
            yield
        finally:
            trial.doubles.clear()


class OwnLength(Fault):
    """Nothing is added: the work is done so often at once that it takes about as long."""

    def __init__(self, seconds: float) -> None:
        self._times = min(_MOST_AT_ONCE, max(1, math.ceil(_SLOW_SECONDS / seconds)))
        self.seconds = 0.0
        self.number = f"{self._times} are" if self._times > 1 else "1 is"
        self.says = (
            f"the heavy request takes {seconds * 1000:.0f} ms by itself; {self._times} of them come at once"
        )
        self.meanwhile = f"while {self._times} of the heavy ones were served"

    def served(self, trial: Trial, send: Send) -> list[Response]:
        with ThreadPoolExecutor(self._times) as pool:
            return list(pool.map(lambda _: send(), range(self._times)))

    def counted(self, seconds: float) -> float:
        return seconds


_FILES = ("calls fs", "calls child_process", "calls shutil")
_OWN = (
    "calls time.sleep",
    "calls subprocess",
    "calls os.",
    "calls crypto",
    "calls zlib",
    "calls bcrypt",
    "calls argon2",
    "calls passlib",
    "calls xlsx",
    "calls openpyxl",
    "calls pandas",
    "calls pdfplumber",
    "calls pytesseract",
    "calls cv2",
    "loads ",
)


def faults_for(found: BlockingGap, app: App, seconds: float) -> list[Fault] | str:
    """The faults that fit what the gap names, in its order; in words why there is none. `seconds` is how long the request takes by
    itself."""
    named = [one for one in found.blocking if one.kind in ("thread", "load")]
    if not named and any(one.kind == "process" for one in found.blocking):
        return "how many programs at once the machine bears is not tried here"
    if not named:
        return "what holds a worker, or the cache server, shows under the traffic of a whole installation"
    fitting = [_fault_for(one, app, seconds) for one in named]
    faults = {one.says: one for one in fitting if isinstance(one, Fault)}
    return list(faults.values()) or next(one for one in fitting if isinstance(one, str))


def _fault_for(first: Blocking, app: App, seconds: float) -> Fault | str:
    if first.what.startswith(_FILES) or first.what == "calls open":
        return SlowFiles()
    table = _table_of(first)
    if table:
        kept = app.table(table)
        mode = _WRITE_LOCK if first.what.startswith(_CHANGED) else _READ_LOCK
        return LockedTable(kept.name, mode) if kept is not None else f"the table {table} is not known"
    if first.what.startswith(_OWN):
        if seconds < _FELT_SECONDS:
            return f"it takes {seconds * 1000:.0f} ms, too short to be felt"
        return OwnLength(seconds)
    return SlowService()


def _table_of(one: Blocking) -> str:
    said = next((start for start in (_ASKED, _CHANGED) if one.what.startswith(start)), None)
    return one.what.removeprefix(said) if said else ""
