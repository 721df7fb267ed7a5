"""The app's normal flow: what ordinary people do with it, which a repair must not break."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.reached import reached
from roadworthy.regex import regex
from roadworthy.trial import Response

if TYPE_CHECKING:
    from roadworthy.trial import Trial

MOST_ENDPOINTS = 60
# A page in the browser takes about a second.
MOST_PAGES = 4
DEPTH = 4
ACTORS = ("anonymous", "alice")

_PARAMETER = regex(r":(\w+)\??|\{(\w+)(?::\w+)?\}|\[(\w+)\]|<(?:\w+:)?(\w+)>")
# Asking for these changes who is signed in, or hands out files of any size.
_LEFT_ALONE = regex(r"log-?out|sign-?out|/(export|download|stream|events|sse|callback|cron)\b", re.IGNORECASE)
_WRITES = frozenset({"insert", "update", "delete", "upsert"})
# Keys that are data themselves (ids, dates) say nothing about the shape.
_DATA_KEY = regex(r"\d")


class FlowStep(Struct, frozen=True):
    """One ordinary request: who asks for what. `subject` is the endpoint's, `list_path` the list that the path's
    parameter is taken from ('' when it has none)."""

    actor: str
    method: str
    path: str
    subject: str
    list_path: str = ""
    page: bool = False


class Outcome(Struct, frozen=True):
    """What a step came to: the hundreds of its status (0: no answer) and the keys of its JSON as dotted paths,
    `[]` for the entries of a list; for a page in a browser, whether it shows text and its uncaught errors."""

    status: int
    keys: frozenset[str] = frozenset()
    errors: tuple[str, ...] = ()


class NormalFlow(Struct, frozen=True):
    """`steps` that were asked for, and what came of those that could be made, in order; `people` are the actors
    that could sign in."""

    people: tuple[str, ...]
    steps: tuple[FlowStep, ...]
    outcomes: dict[FlowStep, Outcome]


def flow_steps(app: App) -> tuple[FlowStep, ...]:
    """The ordinary requests of an app: its lists, one entry of each, and its pages, in a fixed order."""
    readable = sorted(
        (endpoint for endpoint in reached(app) if _is_readable(endpoint)),
        key=lambda endpoint: (len(_PARAMETER.findall(endpoint.path)), endpoint.path),
    )
    lists = {endpoint.path for endpoint in readable if not _PARAMETER.search(endpoint.path)}
    steps = []
    for endpoint in readable[:MOST_ENDPOINTS]:
        place = _PARAMETER.search(endpoint.path)
        above = endpoint.path[: place.start()].rstrip("/") if place else ""
        if place is not None and (above not in lists or place.end() != len(endpoint.path)):
            continue
        steps += [FlowStep(actor, "GET", endpoint.path, endpoint.subject, above) for actor in ACTORS]
    routes = sorted({"/", *(page.route for page in app.pages if not re.search(r"[:*\[{<]", page.route))})
    return (*steps, *(FlowStep("alice", "GET", route, route, page=True) for route in routes[:MOST_PAGES]))


def _is_readable(endpoint: Endpoint) -> bool:
    writes = any(query.operation in _WRITES for query in endpoint.queries)
    ordinary = endpoint.kind == "http" and endpoint.method == "GET" and endpoint.path.startswith("/")
    return ordinary and not writes and not _LEFT_ALONE.search(endpoint.path) and "*" not in endpoint.path


def record(trial: Trial, steps: Sequence[FlowStep]) -> NormalFlow:
    """Goes through the steps on a running app, from its state after sign-in. Raises AppError when it cannot be reset."""
    trial.reset()
    people = tuple(sorted(trial.actors))
    outcomes: dict[FlowStep, Outcome] = {}
    answers: dict[tuple[str, str], Any] = {}
    for step in steps:
        if step.page or (step.actor not in people and step.actor != "anonymous"):
            continue
        path = _filled(step, answers.get((step.actor, step.list_path)))
        if path is None:
            continue
        response = trial.send(step.actor, step.method, path)
        outcomes[step] = outcome(response)
        answers[step.actor, step.path] = response.json()
    with contextlib.suppress(TrialUnavailable):
        # Without a browser the pages are not part of what is compared.
        outcomes.update(_pages(trial, [step for step in steps if step.page], people))
    outcomes.update(_sign_in(trial))
    return NormalFlow(people, tuple(steps), outcomes)


def _filled(step: FlowStep, listed: Any) -> str | None:
    """The path with its parameter taken from the first entry of the list above it; None when the list has none."""
    place = _PARAMETER.search(step.path)
    if place is None:
        return step.path
    entry = first_entry(listed)
    if entry is None:
        return None
    name = next(filter(None, place.groups()))
    value = entry.get(name, entry.get("id", entry.get("_id")))
    return None if not isinstance(value, (int, str)) else step.path[: place.start()] + str(value)


def first_entry(listed: Any) -> dict[str, Any] | None:
    """The first record of a list, also of one that is wrapped (`{"items": [...]}`)."""
    if isinstance(listed, dict):
        listed = next((value for value in listed.values() if isinstance(value, list)), None)
    if isinstance(listed, list) and listed and isinstance(listed[0], dict):
        return listed[0]
    return None


def outcome(response: Response) -> Outcome:
    """A response as far as a repair must keep it."""
    return Outcome(response.status // 100 * 100, frozenset(_keys(response.json(), "", DEPTH)))


def _keys(value: Any, above: str, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            path = f"{above}.{'*' if _DATA_KEY.search(key) else key}".lstrip(".")
            yield path
            yield from _keys(inner, path, depth - 1)
    elif isinstance(value, list) and value:
        yield f"{above}[]"
        for inner in value[:20]:
            yield from _keys(inner, f"{above}[]", depth - 1)


def _pages(trial: Trial, steps: Sequence[FlowStep], people: Sequence[str]) -> dict[FlowStep, Outcome]:
    found: dict[FlowStep, Outcome] = {}
    if not steps:
        return found
    actor = "alice" if "alice" in people else "anonymous"
    with trial.browser(actor) as browser:
        for step in steps:
            browser.errors.clear()
            status = browser.open(step.path)
            browser.settle(2.0)
            shown = {"text"} if browser.text().strip() else set()
            found[step] = Outcome(status // 100 * 100, frozenset(shown), tuple(sorted(set(browser.errors))))
    return found


def _sign_in(trial: Trial) -> dict[FlowStep, Outcome]:
    door, alice = trial.plan.doors.login, trial.actors.get("alice")
    if door is None or alice is None or not alice.credentials:
        return {}
    body = {
        field: alice.credentials[role] for field, role in door.fields.items() if role in alice.credentials
    }
    sent = {"data": body} if door.form else {"json": body}
    response = trial.send("anonymous", door.method, door.path, **sent)  # type: ignore[arg-type]
    step = FlowStep("anonymous", door.method, door.path, f"{door.method} {door.path}")
    return {step: outcome(response)}


def broken(before: NormalFlow, after: NormalFlow, left_out: frozenset[str]) -> str:
    """What no longer works, in a sentence; '' when all does. Steps whose subject is in `left_out` may change."""
    lost = [name for name in before.people if name not in after.people]
    if lost:
        return f"{lost[0]} can no longer sign in"
    for step, was in before.outcomes.items():
        if step.subject in left_out:
            continue
        now = after.outcomes.get(step)
        reason = _difference(was, now)
        if reason:
            return f"{step.actor}'s {step.method} {step.path} {reason}"
    return ""


def _difference(was: Outcome, now: Outcome | None) -> str:
    if now is None:
        return "could no longer be made: the list it starts from is empty" if was.status == 200 else ""
    if was.status == 200 and now.status != 200:
        return f"was answered with {was.status} and now with {now.status or 'nothing'}"
    missing = sorted(was.keys - now.keys)
    if missing and was.status == now.status == 200:
        return f"no longer answers with {missing[0]}"
    new = [error for error in now.errors if error not in was.errors]
    return f"now fails in the browser: {new[0]}" if new else ""
