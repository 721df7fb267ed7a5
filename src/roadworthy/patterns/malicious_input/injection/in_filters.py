"""Values that a document database obeys instead of comparing with them: operators in place of a word, and words that are patterns.

Each is sent beside its opposite, which finds nothing and differs from it in the operator alone: where the two are told apart, it was
obeyed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from roadworthy.app import Query, Table
from roadworthy.patterns.malicious_input.injection.planted_rows import plant
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof import Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.samples import OBJECT_ID
from roadworthy.trial import Response

# A request that is told apart once may be so by chance, or because it may be made once only.
_ROUNDS = 2
_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Pair(Struct, frozen=True):
    """What finds every row, and its opposite that finds none."""

    every: Any
    none: Any


class Seen(Struct, frozen=True):
    """One request: its answer and whether it changed the rows of the table that is asked."""

    answer: Response
    told: str
    changed: bool


def prove(scene: Scene) -> Reproduction:
    """First a word that nobody has and one that a row has, then the pairs."""
    experiment, query = scene.experiment, _query(scene)
    table = scene.app.table(query.table) if query is not None else None
    if query is None or table is None:
        return experiment.untestable("which rows are looked for cannot be told")
    secret, whose = plant(scene, [table])
    column = table.column(_column(scene, query))
    if column is not None and column.type == "objectid":
        # Any other word fails before anything is looked for.
        scene.mark = OBJECT_ID
    _fit(scene, query, table)
    scene.keep_rows()
    unknown = _sent(scene, query, scene.mark, f"`{scene.name}` is a word that no row has", "arrange")
    if unknown.answer.status == 0 or unknown.answer.status >= 500:
        return experiment.untestable(
            f"an honest value is not accepted: {unknown.answer.status} {said(unknown.answer)[:80]}"
        )
    pairs, failed, refused = _pairs(scene, query), "", ""
    for pair in pairs:
        rounds = _rounds(scene, query, pair)
        hidden = secret if secret not in unknown.told else ""
        seen = _told_apart(scene, query, pair, rounds, hidden, whose) if _counts(rounds, unknown) else ""
        if seen:
            return experiment.proven(seen)
        failed = failed or next((said(every.answer) for _, every in rounds if every.answer.status >= 500), "")
        refused = refused or next(
            (said(e.answer) for none, e in rounds if e.told != none.told and not e.answer.ok), ""
        )
    if failed:
        # It may have found a row and failed at what comes next.
        return experiment.untestable(f"what finds every row is answered by a failure: {failed[:80]}")
    if refused:
        return experiment.untestable(
            f"what finds every row is answered otherwise than what finds none, and not accepted: {refused[:80]}"
        )
    if pairs and _tells(scene, query, unknown):
        return experiment.cleared(
            f"`{scene.name}` is compared as it is: a row's own value is found, and what would find every row finds none"
        )
    return experiment.untestable("the answers do not tell whether a row was found")


def _query(scene: Scene) -> Query | None:
    """The query: where the gap was seen, or, once a repair has moved it, the first that looks for the same part."""
    queries = scene.endpoint.queries
    there = (one for one in queries if one.location == scene.found.place)
    return next(there, next((one for one in queries if _column(scene, one)), None))


def _column(scene: Scene, query: Query) -> str:
    """What is compared with the part, '' where nothing is."""
    part = scene.found.part
    return next(
        (
            one.column
            for one in query.filters
            if any(leaf.kind == part.kind and leaf.path == part.path for leaf in one.value.sources())
        ),
        "",
    )


def _fit(scene: Scene, query: Query, table: Table) -> None:
    """Gives every row what else is asked of it: a constant, a moment that is still to come or long past."""
    database, column = database_of(scene.trial), _column(scene, query)
    for one in query.filters:
        known = table.column(one.column)
        # One that applies only sometimes may apply here: what it compares with itself fits every row all the same.
        value: Any = one.value.value if one.operator == "=" and one.value.kind == "constant" else None
        if known is None or known.name == column or (one.optional and value is None):
            continue
        if known.type.startswith(("timestamp", "date")):
            value = {">": _AHEAD, ">=": _AHEAD, "<": _LONG_AGO, "<=": _LONG_AGO}.get(one.operator, value)
        if value is not None:
            database.execute(f'update {database.quoted(table.name)} set "{known.name}" = %s', (value,))


def _pairs(scene: Scene, query: Query) -> Sequence[Pair]:
    """The values, by what the library calls its operators. Those of the address are texts and lists of texts."""
    mark = scene.mark
    if scene.found.kind == "pattern":
        return tuple(Pair(value, mark) for value in (".*", ".*@.*"))
    if query.library == "prisma":
        return (Pair({"not": mark}, {"equals": mark}),)
    compared = Pair({"$ne": mark}, {"$eq": mark})
    return (compared,) if scene.part.place == "query" else (compared, Pair({"$nin": []}, {"$in": []}))


def _rounds(scene: Scene, query: Query, pair: Pair) -> list[tuple[Seen, Seen]]:
    """What the pair is answered with, nothing found and everything found, a few times."""
    rounds = []
    for _ in range(_ROUNDS):
        none = _sent(scene, query, pair.none, f"`{scene.name}` is {_written(pair.none)}, which no row fits")
        every = _sent(
            scene, query, pair.every, f"`{scene.name}` is {_written(pair.every)}, which every row fits"
        )
        rounds.append((none, every))
    return rounds


def _counts(rounds: Sequence[tuple[Seen, Seen]], unknown: Seen) -> bool:
    """Whether the answers say what was done with the operators: what finds every row is accepted, or refused at what comes next
    where what finds none is told what a word that no row has is told."""
    if len({none.told for none, _ in rounds}) > 1:
        return False
    looked = all(none.told == unknown.told and every.answer.status < 500 for none, every in rounds)
    return looked or all(every.answer.ok for _, every in rounds)


def _told_apart(
    scene: Scene, query: Query, pair: Pair, rounds: Sequence[tuple[Seen, Seen]], secret: str, whose: str
) -> str:
    """What is said where a pair is told apart, in every round; else ''."""
    given = f"`{scene.name}` = {_written(pair.every)}"
    if secret and all(secret in every.told and secret not in none.told for none, every in rounds):
        return f"{given} showed {scene.actor} {whose} ({secret})"
    if all(every.changed and not none.changed for none, every in rounds):
        return f"{given} changed a row of {query.table} that it does not name; {_written(pair.none)} changed none"
    if all(every.told != none.told for none, every in rounds):
        none, every = rounds[0]
        return (
            f"{given} found a row without knowing its value ({every.answer.status} {said(every.answer)[:60]}), and"
            f" {_written(pair.none)} found none ({none.answer.status} {said(none.answer)[:60]})"
        )
    return ""


def _tells(scene: Scene, query: Query, unknown: Seen) -> bool:
    """Whether the answer tells a value that a row has from one that none has."""
    column = _column(scene, query)
    database = database_of(scene.trial)
    if not any(one.name == column for one in database.columns(query.table)):
        return False
    rows = database.query(f"select {database.quoted(column)} from {database.quoted(query.table)}")
    values = sorted({str(row[column]) for row in rows if row[column] is not None})
    found = (
        _sent(scene, query, value, f"`{scene.name}` is a value that a row has", "observe")
        for value in values[-3:]
    )
    return any(one.told != unknown.told or one.changed for one in found)


def _sent(scene: Scene, query: Query, value: Any, says: str, kind: str = "act") -> Seen:
    scene.put_back_rows()
    database = database_of(scene.trial)
    before = database.state(query.table)
    answer = scene.send(value, says, kind)
    return Seen(answer, _without(answer, value), database.state(query.table) != before)


def _without(answer: Response, value: Any) -> str:
    """The answer without what was sent, in case it says that again."""
    text = answer.text
    for one in (
        _written(value),
        json.dumps(_written(value))[1:-1],
        *(value if isinstance(value, Mapping) else ()),
    ):
        text = text.replace(one, "")
    return f"{answer.status} {text}"


def _written(value: Any) -> str:
    return json.dumps(value) if isinstance(value, Mapping) else str(value)
