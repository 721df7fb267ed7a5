"""What is said to be wrong with a body, put right: FastAPI checks all of it before the endpoint runs and names the place; a handler
that asks for a list (`Array.isArray(body.ids)`) says so in words."""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from roadworthy.app import Endpoint
from roadworthy.proof.body_places import as_sent, value_at
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial

_UNPROCESSABLE = 422
_FAILED = 500
_ROUNDS = 5
_STATE = "before-corrected"
_DAY = regex(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])([T ].*)?")
_A_FEW = timedelta(days=3)
_QUOTED = regex(r"'([^']+)'")

Place = tuple[str | int, ...]
# What a body needed once on a trial it needs for all of it.
_known: WeakKeyDictionary[Trial, dict[str, tuple[tuple[Place, Any], ...]]] = WeakKeyDictionary()


def corrected_body(
    trial: Trial, endpoint: Endpoint, actor: str, path: str, body: dict[str, Any], sample: Any
) -> dict[str, Any]:
    """The body as the endpoint's own checks want it, which they are asked for once in a trial; everything is as it was
    afterwards. `sample(name, rule)` makes a value."""
    ways = list(_ways(endpoint, body))
    if trial.database is None or not ways:
        return body
    known = _known.setdefault(trial, {})
    if endpoint.subject not in known:
        known[endpoint.subject] = ()
        trial.database.snapshot(_STATE)
        try:
            known[endpoint.subject] = tuple(_in_turn(ways, trial, endpoint, actor, path, body, sample))
        finally:
            trial.database.restore(_STATE)
    return _with(body, known[endpoint.subject])


Learn = Callable[..., list[tuple[Place, Any]]]


def _in_turn(
    ways: list[Learn],
    trial: Trial,
    endpoint: Endpoint,
    actor: str,
    path: str,
    body: dict[str, Any],
    sample: Any,
) -> list[tuple[Place, Any]]:
    """What each of the ways finds, on the body as the ones before left it."""
    found: list[tuple[Place, Any]] = []
    for learns in ways:
        found += learns(trial, endpoint, actor, path, _with(body, found), sample)
    return found


def _ways(endpoint: Endpoint, body: dict[str, Any]) -> Iterator[Learn]:
    if endpoint.framework == "fastapi" and _nested(endpoint):
        yield _learned
    if endpoint.framework != "fastapi" and any(True for _ in _measured(endpoint)):
        yield _listed
    if any(True for _ in _days(body)):
        yield _dated


def _days(body: dict[str, Any]) -> Iterator[tuple[str, date]]:
    """The fields of a body that hold a day, alone or with a time."""
    for name, value in body.items():
        if isinstance(value, str) and _DAY.fullmatch(value):
            with contextlib.suppress(ValueError):
                yield name, date.fromisoformat(value[:10])


def _dated(
    trial: Trial, endpoint: Endpoint, actor: str, path: str, body: dict[str, Any], sample: Any
) -> list[tuple[Place, Any]]:
    """Days that are soon, or not long over, for those that are refused: nobody books years ahead, and what was done was not done
    tomorrow."""
    days = dict(_days(body))
    if trial.send(actor, endpoint.method, path, json=as_sent(endpoint, body)).ok:
        return []
    first = min(days.values())
    for begins in (date.today() + _A_FEW, date.today() - _A_FEW):
        moved: list[tuple[Place, Any]] = [
            ((name,), f"{begins + (day - first)}{body[name][10:]}") for name, day in days.items()
        ]
        if trial.send(actor, endpoint.method, path, json=as_sent(endpoint, _with(body, moved))).ok:
            return moved
    return []


def _measured(endpoint: Endpoint) -> Iterator[Place]:
    """The fields of a body whose length is asked for: texts, or lists."""
    for item in endpoint.inputs:
        if item.part == "body" and item.name.endswith(".length"):
            yield tuple(item.name.removesuffix(".length").split("."))


def _listed(
    trial: Trial, endpoint: Endpoint, actor: str, path: str, body: dict[str, Any], sample: Any
) -> list[tuple[Place, Any]]:
    """Those of them that an answer calls an array."""
    answer = trial.send(actor, endpoint.method, path, json=body)
    if answer.ok or not re.search(r"\b(array|list)\b", answer.text, re.I):
        return []
    named = [place for place in _measured(endpoint) if str(place[-1]) in answer.text]
    return [(place, [value]) for place in named if isinstance(value := value_at(body, place), str)]


def _nested(endpoint: Endpoint) -> bool:
    """Whether the body holds records or lists, of which the source tells less than of plain fields."""
    rules = [rule for check in endpoint.checks for _, rule in check.fields]
    inputs = [item.name for item in endpoint.inputs if item.part == "body"]
    return any("." in name for name in inputs) or any(re.match(r"list|object|dict", rule) for rule in rules)


def _learned(
    trial: Trial, endpoint: Endpoint, actor: str, path: str, body: dict[str, Any], sample: Any
) -> list[tuple[Place, Any]]:
    """Values and their places. What is refused still, or fails for what the records in its lists hold, is tried with empty lists."""
    found: list[tuple[Place, Any]] = []

    def send(body: dict[str, Any]) -> Response:
        return trial.send(actor, endpoint.method, path, json=as_sent(endpoint, body))

    answer = send(body)
    for _ in range(_ROUNDS):
        wrong = [(_in_element(endpoint, place), value) for place, value in _wrong(answer, sample)]
        if not wrong:
            break
        found += wrong
        answer = send(_with(body, found))
    if answer.ok or answer.status not in (_UNPROCESSABLE, _FAILED):
        return found
    emptied: list[tuple[Place, Any]] = [(place, []) for place in _lists(_with(body, found))]
    bare = send(_with(body, [*found, *emptied]))
    return [*found, *emptied] if emptied and bare.ok else found


def _in_element(endpoint: Endpoint, place: Place) -> Place:
    """Of a body that is sent as a list of one: where it is in that one."""
    inside = isinstance(as_sent(endpoint, {}), list) and len(place) > 1 and place[0] == 0
    return place[1:] if inside else place


def _wrong(answer: Response, sample: Any) -> Iterator[tuple[Place, Any]]:
    """`{"detail": [{"loc": ["body", "customers", 0, "tags"], "type": "list_type", "msg": ...}]}`."""
    said = answer.json() if answer.status == _UNPROCESSABLE else None
    problems = said.get("detail") if isinstance(said, dict) else None
    for problem in problems if isinstance(problems, list) else ():
        place = tuple(problem.get("loc") or ())
        if len(place) < 2 or place[0] != "body":
            continue
        kind, message = str(problem.get("type", "")), str(problem.get("msg", ""))
        allowed = _QUOTED.search(message) if kind in ("enum", "literal_error") else None
        name = next((part for part in reversed(place) if isinstance(part, str)), "")
        yield place[1:], allowed[1] if allowed else _of_kind(name, kind, sample)


def _of_kind(name: str, kind: str, sample: Any) -> Any:
    """pydantic's names of what is wrong tell the type: `float_parsing`, `date_from_datetime_parsing`, `list_type`."""
    if kind.startswith("date_"):
        return sample(name, "date")
    if kind in ("dict_type", "model_type", "model_attributes_type", "dataclass_type"):
        return {}
    return sample(name, kind.replace("_", " "))


def _lists(value: Any, place: Place = ()) -> Iterator[Place]:
    """The outermost lists that hold something."""
    if isinstance(value, list):
        if value:
            yield place
        return
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield from _lists(inner, (*place, name))


def _with(body: dict[str, Any], values: Any) -> dict[str, Any]:
    """The body with values at their places; a place that this body does not have is left out."""
    changed = copy.deepcopy(body)
    for place, value in values:
        here: Any = changed
        for part in place[:-1]:
            inside = isinstance(here, dict) and part in here
            inside = inside or (isinstance(here, list) and isinstance(part, int) and part < len(here))
            here = here[part] if inside else None
        last = place[-1]
        if isinstance(here, dict) or (isinstance(here, list) and isinstance(last, int) and last < len(here)):
            here[last] = copy.deepcopy(value)
    return changed
