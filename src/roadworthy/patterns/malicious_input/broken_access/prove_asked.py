"""Looks what another company is asked when a stranger names an amount, or what is somebody else's there."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, ServiceCall
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.request_parts import named_part, put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.body_places import value_at
from roadworthy.proof.page_text import said
from roadworthy.proof.reaching import host_of
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Request, Response, Trial
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.views.people.access import SIGNED_IN, Access

# A sum, and an id as payment services make them, that nothing else in a request holds.
_SUM, _ID = 4711, "sub_1RwAliceOnly4711"
# A text so long is nobody else's.
_TELLING = 16
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def prove_asked(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """What counts is what the double of the other company was asked to do: it holds what the stranger's request said."""
    endpoint, call = found.endpoint, found.call
    experiment = Experiment(
        trial,
        "What a stranger names is not handed to another company, which would do it with the app's own key",
    )
    if endpoint is None or call is None:
        return experiment.untestable("what is asked of the other company cannot be told")
    parts = list(dict.fromkeys(_parts(endpoint, call)))
    stranger = "bob" if SIGNED_IN in Access(endpoint).anywhere() and "bob" in trial.actors else "anonymous"
    request, marks = _request(trial, app, endpoint, call, parts)
    if not marks:
        return experiment.untestable(f"no part of the request is known that is told to {call.service}")
    answer, asked = _sent(experiment, stranger, request, call)
    told = next((one for one in asked if any(mark in _text(one) for mark in marks)), None)
    if told is not None:
        who = "bob" if stranger == "bob" else "Somebody without an account"
        return experiment.proven(
            f"{who} had {told.host} asked: {told.method} {told.path}, with what the request said"
        )
    return _not_asked(experiment, request, call, answer, asked, marks)


def _not_asked(
    experiment: Experiment,
    request: Request,
    call: ServiceCall,
    answer: Response,
    asked: list[DoubleRequest],
    marks: list[str],
) -> Reproduction:
    """Refused only where somebody who may has the company asked, or where it is asked about what the app itself knows."""
    if asked and _ID in marks:
        return experiment.cleared(f"{asked[0].host} was asked, and not about what the request named")
    if asked:
        # Pence for pounds, say: nobody knows what was made of it.
        return experiment.untestable(f"{asked[0].host} was asked, and the sum is not in it as it was sent")
    for name in (one for one in ("alice", "admin") if one in experiment.trial.actors):
        own, then = _sent(experiment, name, request, call, "observe")
        if then:
            return experiment.cleared(
                f"the stranger was answered {answer.status}, and {name} had {then[0].host} asked"
            )
        answer = own
    return experiment.untestable(
        f"nobody's request gets as far as {call.service}: {answer.status} {said(answer)[:80]}"
    )


def _parts(endpoint: Endpoint, call: ServiceCall) -> Iterator[Origin]:
    """The parts of the request that the company is told, or that stand in the row that it is told of."""
    for argument in call.arguments:
        for leaf in (argument, *argument.leaves(), *(value for _name, value in argument.fields)):
            if (part := named_part(leaf)) is not None:
                yield part
    for query in endpoint.queries:
        for write in query.writes if query.operation == "insert" else ():
            if (part := named_part(write.value)) is not None:
                yield part


def _request(
    trial: Trial, app: App, endpoint: Endpoint, call: ServiceCall, parts: list[Origin]
) -> tuple[Request, list[str]]:
    """The request with a sum of its own in every number, and an id of its own where an id is named; and how they are told."""
    valid = valid_request(app, trial, endpoint, call.facts)
    request, marks = Request(actor=valid.actor, method=valid.method, path=valid.path, json=valid.body), []
    for part in parts:
        now = value_at(request.json, part.path)
        if len(str(now)) >= _TELLING and _is_looked_up(endpoint, part):
            # Another id is that of no row: the key of alice's is told as well.
            mark = str(now)
        elif part.path[-1].lower().endswith("id") or part.kind == "params":
            request, mark = put(request, endpoint, part, _ID), _ID
        elif isinstance(now, int | float) and not isinstance(now, bool):
            request, mark = put(request, endpoint, part, _SUM), str(_SUM)
        elif isinstance(now, str) and now.replace(".", "", 1).isdigit():
            request, mark = put(request, endpoint, part, str(_SUM)), str(_SUM)
        else:
            continue
        marks.append(mark)
    return request, list(dict.fromkeys(marks))


def _is_looked_up(endpoint: Endpoint, part: Origin) -> bool:
    """Whether the app finds a row by what the part says."""
    compared = (item.value for query in endpoint.queries for item in query.filters if item.operator == "=")
    return any(
        (leaf.kind, leaf.path) == (part.kind, part.path) for value in compared for leaf in value.sources()
    )


def _sent(
    experiment: Experiment, actor: str, request: Request, call: ServiceCall, kind: str = "act"
) -> tuple[Response, list[DoubleRequest]]:
    """The answer, and what the company was asked to do meanwhile."""
    doubles = experiment.trial.doubles
    before = len(doubles.requests())
    says = f"{actor} sends the request"
    answer = experiment.send(actor, request.method, request.path, says=says, kind=kind, json=request.json)
    since = doubles.requests()[before:]
    host = host_of(call.service, sorted({one.host for one in since}))
    asked = [one for one in since if one.host == host and one.method in _CHANGING]
    for one in asked[:3]:
        experiment.note(
            "observe", f"{one.host} was asked", shows=f"{one.method} {one.path} {_text(one)[:160]}"
        )
    return answer, asked


def _text(one: DoubleRequest) -> str:
    return f"{one.path} {one.body.decode(errors='replace')}"
