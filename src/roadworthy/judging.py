"""Every pattern on one App, shared among processes where only what the patterns say is asked for."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Room, Verdict

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SHARED_LINES = 5_000
"""Lines above which a second process costs less (40 ms of starting, views that both derive) than it saves."""


class Judged(Struct, frozen=True):
    """What one pattern said of an app; `fault` is why it said nothing."""

    verdicts: tuple[Verdict, ...] = ()
    fault: str = ""


def judged(app: App, rooms: Sequence[Room]) -> dict[str, Judged]:
    """Each pattern's verdicts by its id, in this process: with the details that `prove` and `fix` go by."""
    return {room.id: _judged(app, room) for room in rooms}


def judged_together(app: App, rooms: Sequence[Room], jobs: int) -> dict[str, Judged]:
    """The same without details, in as many processes as `jobs`: the details of a large app take longer to hand over than to
    find. In this process alone where another cannot be forked safely (another thread, Windows) or does not pay.
    """
    lines = sum(module.lines for module in app.modules.values())
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    others = min(jobs, len(rooms)) - 1
    if not forks or others < 1 or lines < SHARED_LINES:
        return {room.id: _told(_judged(app, room)) for room in rooms}
    return _shared(app, rooms, others)


def _judged(app: App, room: Room) -> Judged:
    try:
        return Judged(tuple(room.detect(app)))
    except Exception as error:
        # One pattern's fault must not hide what the others found; it is listed and fails the tests.
        return Judged(fault=f"{type(error).__name__}: {error}")


def _shared(app: App, rooms: Sequence[Room], others: int) -> dict[str, Judged]:
    context = multiprocessing.get_context("fork")
    turn = context.Value("i", 0)

    def turns() -> Iterator[Room]:
        """Whoever is free takes the next pattern."""
        while True:
            with turn.get_lock():
                number, turn.value = turn.value, turn.value + 1
            if number >= len(rooms):
                return
            yield rooms[number]

    found: dict[str, Judged] = {}
    ends = []
    for _ in range(others):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_helper, args=(app, turns, there), daemon=True)
        process.start()
        there.close()
        ends.append((process, here))
    found |= {room.id: _told(_judged(app, room)) for room in turns()}
    for process, here in ends:
        found |= _received(here)
        process.join()
    # What a process took with it when it died is judged here.
    return {room.id: found.get(room.id) or _told(_judged(app, room)) for room in rooms}


def _helper(app: App, turns: Callable[[], Iterator[Room]], there: Connection) -> None:
    """Runs in a process of its own."""
    found = {room.id: _told(_judged(app, room)) for room in turns()}
    there.send_bytes(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


def _received(here: Connection) -> dict[str, Judged]:
    try:
        found: dict[str, Judged] = pickle.loads(here.recv_bytes())
    except (EOFError, OSError):
        return {}
    return found


def _told(one: Judged) -> Judged:
    """Without the patterns' own records."""
    verdicts = (
        msgspec.structs.replace(v, gap=msgspec.structs.replace(v.gap, details=None)) if v.gap else v
        for v in one.verdicts
    )
    return Judged(tuple(verdicts), one.fault)
